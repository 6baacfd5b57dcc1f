"""Campaigns of a city for its people: one thing said aloud for some weeks, with all that belongs to it on one page."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from situations.models.news import SeasonalOffer
from situations.models.situations import LifeSituation
from sociopoint.history import with_history
from sociopoint.translated import both_or_neither, on_page


class PublicCampaignQuerySet(models.QuerySet["PublicCampaign"]):
    def published(self) -> Self:
        return self.filter(published=True)

    def running(self, day: date) -> Self:
        """Published and between its first and its last day."""
        return self.filter(published=True, begins_on__lte=day, ends_on__gte=day)

    def for_situation(self, situation: LifeSituation) -> Self:
        """Those that concern it, and those of the topic it lies under."""
        return self.filter(situations__in=[situation.pk, situation.parent_id]).distinct()


@with_history
class PublicCampaign(models.Model):
    """What the city wants to reach with it is said from the beginning, what came of it when it is over."""

    slug = models.SlugField(_("adresa stránky"), max_length=80, unique=True)
    title = models.CharField(_("název"), max_length=140)
    lead = models.TextField(_("o co jde"), max_length=400, help_text=_("Jedna až dvě krátké věty."))
    title_en = models.CharField(_("název anglicky"), max_length=140, blank=True)
    lead_en = models.TextField(_("o co jde, anglicky"), max_length=400, blank=True)
    title_uk = models.CharField(_("název ukrajinsky"), max_length=140, blank=True)
    lead_uk = models.TextField(_("o co jde, ukrajinsky"), max_length=400, blank=True)
    goal = models.CharField(
        _("čeho chceme dosáhnout"), max_length=300, help_text=_("Jednou větou, aby se dalo říct, jestli se to povedlo.")
    )
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown: odstavce, **tučně**, odrážky „- “."))
    begins_on = models.DateField(_("od"))
    ends_on = models.DateField(_("do"))
    outcome = models.TextField(
        _("jak to dopadlo"), max_length=1000, blank=True, help_text=_("Napište po skončení. Do té doby se neukazuje.")
    )
    situations = models.ManyToManyField(
        LifeSituation,
        related_name="campaigns",
        blank=True,
        verbose_name=_("životní situace"),
        help_text=_("Na jejich stránkách se kampaň ukáže, dokud běží."),
    )
    offers = models.ManyToManyField(
        SeasonalOffer, related_name="campaigns", blank=True, verbose_name=_("sezónní nabídky")
    )
    published = models.BooleanField(_("zveřejněno"), default=False)

    objects = PublicCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("kampaň pro veřejnost")
        verbose_name_plural = _("kampaně pro veřejnost")
        ordering = ["-begins_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="public_campaign_ends_after_it_begins",
                violation_error_message=_("Kampaň nemůže skončit dřív, než začne."),
            ),
            models.CheckConstraint(
                condition=both_or_neither("title_en", "lead_en"),
                name="public_campaign_is_whole_in_english",
                violation_error_message=_("Anglicky napište název i o co jde, nebo nechte obojí prázdné."),
            ),
            models.CheckConstraint(
                condition=both_or_neither("title_uk", "lead_uk"),
                name="public_campaign_is_whole_in_ukrainian",
                violation_error_message=_("Ukrajinsky napište název i o co jde, nebo nechte obojí prázdné."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:campaign", args=[self.slug])

    @property
    def heading(self) -> str:
        return on_page(self, "title")

    @property
    def about(self) -> str:
        return on_page(self, "lead")

    def is_over(self, day: date) -> bool:
        return self.ends_on < day

    def is_running(self, day: date) -> bool:
        return self.begins_on <= day <= self.ends_on
