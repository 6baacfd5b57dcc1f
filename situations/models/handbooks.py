"""Handbooks: practical guides for a situation, in chapters, each with its sources."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from situations.markdown import MARK
from situations.models.situations import LifeSituation
from sociopoint.history import with_history
from sociopoint.translated import in_language
from sociopoint.versions import raises_version

DATE = re.compile(r"\b\d{1,2}\. ?\d{1,2}\. ?\d{4}\b")


class HandbookQuerySet(models.QuerySet["Handbook"]):
    def published(self) -> Self:
        return self.filter(published=True)

    def for_situation(self, situation: LifeSituation) -> Self:
        """Those that speak of it, and those of the topic it lies under."""
        return self.filter(situations__in=[situation.pk, situation.parent_id]).distinct()


@with_history
class Handbook(models.Model):
    slug = models.SlugField(_("adresa stránky"), max_length=60, unique=True)
    title = models.CharField(_("název"), max_length=120)
    summary = models.TextField(_("o čem je"), max_length=400, help_text=_("Jedna až tři krátké věty."))
    summary_en = models.TextField(_("o čem je, anglicky"), max_length=400, blank=True)
    summary_uk = models.TextField(_("o čem je, ukrajinsky"), max_length=400, blank=True)
    situations = models.ManyToManyField(
        LifeSituation, related_name="handbooks", blank=True, verbose_name=_("životní situace")
    )
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    reviewed_on = models.DateField(_("zkontrolováno dne"), null=True, blank=True)
    reviewed_by = models.CharField(_("kdo zkontroloval"), max_length=120, blank=True)
    next_review = models.DateField(_("příští kontrola do"), null=True, blank=True)
    published = models.BooleanField(_("zveřejněno"), default=False)

    objects = HandbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("příručka")
        verbose_name_plural = _("příručky")
        ordering = ["order", "title"]
        triggers = [raises_version("lexicon")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_on=None, reviewed_by="", next_review=None)
                | (~models.Q(reviewed_by="") & models.Q(reviewed_on__isnull=False, next_review__isnull=False)),
                name="handbook_review_is_whole",
                violation_error_message=_(
                    "Napište, kdo a kdy příručku zkontroloval a do kdy ji má zkontrolovat znovu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(next_review=None) | models.Q(next_review__gt=models.F("reviewed_on")),
                name="handbook_next_review_comes_later",
                violation_error_message=_("Příští kontrola musí být až po té poslední."),
            ),
            models.CheckConstraint(
                condition=models.Q(published=False) | models.Q(reviewed_on__isnull=False),
                name="handbook_is_reviewed_before_published",
                violation_error_message=_("Zveřejnit jde jen příručku, kterou někdo zkontroloval."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("handbooks:handbook", args=[self.slug])

    @property
    def about(self) -> str:
        return in_language(self, "summary")

    def is_overdue(self, day: date) -> bool:
        """Past its next review: its readers are told, and told to verify."""
        return self.next_review is not None and self.next_review < day


if TYPE_CHECKING:
    from django.db.models import Model as SituationLink
else:
    SituationLink = Handbook.situations.through


class HandbookSituation(SituationLink):
    """The many-to-many table as a model, for its trigger: the search keeps which handbook speaks of what."""

    class Meta:
        proxy = True
        verbose_name = _("životní situace")
        verbose_name_plural = _("životní situace")
        triggers = [raises_version("lexicon")]


@with_history
class HandbookChapter(models.Model):
    handbook = models.ForeignKey(
        Handbook, on_delete=models.CASCADE, related_name="chapters", verbose_name=_("příručka")
    )
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    title = models.CharField(_("nadpis"), max_length=120)
    text = models.TextField(
        _("text"), help_text=_("Markdown: odstavce, **tučně**, odrážky „- “, odkazy [text](adresa).")
    )
    sources = models.TextField(
        _("zdroje"), help_text=_("Každý zdroj na svůj řádek, s datem. Bez zdroje kapitola být nemůže.")
    )

    class Meta:
        verbose_name = _("kapitola příručky")
        verbose_name_plural = _("kapitoly příručky")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(sources=""),
                name="handbook_chapter_names_its_sources",
                violation_error_message=_("Napište, odkud kapitola čerpá."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Whoever follows a number must find its source, and see how old it is."""
        lines = self.source_lines
        if undated := [line for line in lines if not DATE.search(line)]:
            raise ValidationError(
                {"sources": _("Připište ke zdroji datum, třeba 22. 11. 2026: „%(line)s“.") % {"line": undated[0]}}
            )
        if unknown := sorted({int(number) for number in MARK.findall(self.text)} - set(range(1, len(lines) + 1))):
            raise ValidationError({"text": _("Zdroj číslo [%(number)s] pod kapitolou není.") % {"number": unknown[0]}})

    @property
    def source_lines(self) -> list[str]:
        return [line.strip() for line in self.sources.splitlines() if line.strip()]
