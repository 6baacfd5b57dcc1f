from __future__ import annotations

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sociopoint.history import with_history
from sociopoint.languages import czech_address
from sociopoint.translated import both_or_neither, czech, in_language, is_in_language, on_page
from sociopoint.typography import typeset
from sociopoint.versions import raises_version


class Icon(models.TextChoices):
    """The pictures drawn for situations; `static/scss/_icons.scss` holds their shapes."""

    WALKER = "walker", _("člověk s holí")
    HOUSE = "house-key", _("dům s klíčem")
    WALLET = "wallet", _("peněženka")
    SHIELD = "shield", _("štít s vykřičníkem")
    RAIN = "rain", _("mrak s deštěm")
    BOTTLE = "bottle", _("láhev a sklenice")
    WHEELCHAIR = "wheelchair", _("vozík")
    FAMILY = "family", _("rodina")
    BACKPACK = "backpack", _("batoh")
    BRIEFCASE = "briefcase", _("aktovka")
    GLOBE = "globe", _("zeměkoule")
    HEART = "hand-heart", _("ruka a srdce")
    PAPER = "paper", _("papír s otazníkem")


class CrisisLineKind(models.TextChoices):
    EMERGENCY = "emergency", _("tísňové volání")
    CRISIS = "crisis", _("krizová linka")
    COUNSELLING = "counselling", _("poradenská linka")
    INFORMATION = "information", _("informační linka")


class CrisisLineQuerySet(models.QuerySet["CrisisLine"]):
    def published(self) -> Self:
        return self.filter(published=True)


@with_history
class CrisisLine(models.Model):
    """A phone number for immediate help or quick information."""

    slug = models.SlugField(_("označení v adrese"), max_length=60, unique=True)
    name = models.CharField(_("název"), max_length=120)
    name_en = models.CharField(_("název anglicky"), max_length=120, blank=True)
    name_uk = models.CharField(_("název ukrajinsky"), max_length=120, blank=True)
    kind = models.CharField(_("druh linky"), max_length=20, choices=CrisisLineKind)
    phone = models.CharField(_("telefon"), max_length=20, help_text=_("Jak se píše, např. 116 123."))
    is_free = models.BooleanField(_("volání je zdarma"), default=False)
    opening_hours = models.CharField(_("hodiny (zápis OSM)"), max_length=200, blank=True)
    web = models.CharField(_("web"), max_length=200, blank=True)
    description = models.CharField(_("komu a v čem pomůže"), max_length=300)
    description_en = models.CharField(_("popis anglicky"), max_length=300, blank=True)
    description_uk = models.CharField(_("popis ukrajinsky"), max_length=300, blank=True)
    certainty = models.CharField(
        _("jak víme"), max_length=20, help_text=_("„seen“: viděno ve zdroji, „known“: z paměti, čeká na ověření.")
    )
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    published = models.BooleanField(_("zveřejněno"), default=True)

    objects = CrisisLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("krizová linka")
        verbose_name_plural = _("krizové linky")
        ordering = ["order", "name"]
        triggers = [raises_version("lexicon")]

    def __str__(self) -> str:
        return f"{self.name} {self.phone}"

    @property
    def title(self) -> str:
        return in_language(self, "name")

    @property
    def about(self) -> str:
        return in_language(self, "description")

    @property
    def is_nonstop(self) -> bool:
        return self.opening_hours == "24/7"


class LifeSituationQuerySet(models.QuerySet["LifeSituation"]):
    def published(self) -> Self:
        return self.filter(published=True)

    def in_easy_czech(self) -> Self:
        """Those somebody wrote an easy text of."""
        return self.exclude(lead_easy="")

    def top(self) -> Self:
        """The first level of the tree: what the home page shows."""
        return self.filter(parent=None)


@with_history
class LifeSituation(models.Model):
    """What is wrong, in the words of the person it happens to. Two levels: a topic and its situations."""

    slug = models.SlugField(_("adresa stránky"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("patří pod")
    )
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    name = models.CharField(_("název v první osobě"), max_length=120)
    name_en = models.CharField(_("název anglicky"), max_length=120, blank=True)
    name_uk = models.CharField(_("název ukrajinsky"), max_length=120, blank=True)
    lead = models.TextField(_("úvod"), blank=True, help_text=_("Jedna až tři krátké věty: co se dá dělat."))
    first_steps = models.TextField(
        _("co udělat nejdřív"), blank=True, help_text=_("Každý krok na svůj řádek. Začněte slovesem.")
    )
    lead_en = models.TextField(_("úvod anglicky"), blank=True)
    lead_uk = models.TextField(_("úvod ukrajinsky"), blank=True)
    first_steps_en = models.TextField(_("co udělat nejdřív, anglicky"), blank=True)
    first_steps_uk = models.TextField(_("co udělat nejdřív, ukrajinsky"), blank=True)
    lead_easy = models.TextField(
        _("jednoduše česky: o co jde"),
        blank=True,
        help_text=_("Krátké věty, v každé jedna věc, každá na svůj řádek. Žádná slova ze zákona."),
    )
    first_steps_easy = models.TextField(
        _("jednoduše česky: co udělat"),
        blank=True,
        help_text=_("Každý krok na svůj řádek. Čísla linek pište znovu, lidé nehledají jinde."),
    )
    keywords = ArrayField(
        models.CharField(max_length=80), verbose_name=_("jak to lidé říkají"), default=list, blank=True
    )
    icon = models.CharField(_("obrázek"), max_length=20, choices=Icon, blank=True)
    is_urgent = models.BooleanField(_("spěchá"), default=False, help_text=_("Stránka začne krizovými linkami."))
    is_sensitive = models.BooleanField(
        _("citlivé"), default=False, help_text=_("Kdo ji čte, může být v nebezpečí, když to někdo uvidí.")
    )
    crisis_lines = models.ManyToManyField(
        CrisisLine, through="SituationCrisisLine", related_name="situations", verbose_name=_("krizové linky")
    )
    published = models.BooleanField(_("zveřejněno"), default=True)

    objects = LifeSituationQuerySet.as_manager()

    class Meta:
        verbose_name = _("životní situace")
        verbose_name_plural = _("životní situace")
        ordering = ["order"]
        triggers = [
            pgtrigger.Trigger(
                name="situation_tree_has_two_levels",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=pgtrigger.Func(
                    """
                    IF NEW.parent_id IS NOT NULL AND (
                        EXISTS (SELECT 1 FROM {meta.db_table} WHERE id = NEW.parent_id
                                AND (parent_id IS NOT NULL OR id = NEW.id))
                        OR EXISTS (SELECT 1 FROM {meta.db_table} WHERE parent_id = NEW.id)
                    ) THEN
                        RAISE EXCEPTION 'a life situation may lie at most one level deep'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'situation_tree_has_two_levels';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
            raises_version("lexicon"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("lead_easy", "first_steps_easy"),
                name="situation_easy_text_is_whole",
                violation_error_message=_("Jednoduše česky napište obojí: o co jde, i co udělat."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("situation", args=[self.slug])

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        if self.parent and (self.parent.parent_id or self.parent_id == self.pk or self.children.exists()):
            raise ValidationError({"parent": _("Strom má dvě úrovně. Vyberte téma, ne situaci uvnitř tématu.")})

    @property
    def title(self) -> str:
        return in_language(self, "name")

    @property
    def easy_url(self) -> str:
        """The same in easy Czech, '' where nobody wrote it; that page has no other language."""
        return czech_address("situations:easy-situation", self.slug) if self.lead_easy else ""

    @property
    def steps(self) -> list[str]:
        """In the language of the page, in Czech (and marked so) where nobody translated them."""
        lines = [typeset(line.strip()) for line in in_language(self, "first_steps").splitlines() if line.strip()]
        return lines if is_in_language(self, "first_steps") else [czech(line) for line in lines]

    @property
    def opening(self) -> str:
        """The lead in the language of the page, in Czech (and marked so) where nobody translated it."""
        return on_page(self, "lead")


@with_history
class SituationCrisisLine(models.Model):
    """Which lines a situation shows, in which order."""

    situation = models.ForeignKey(LifeSituation, on_delete=models.CASCADE, related_name="line_places")
    line = models.ForeignKey(
        CrisisLine, on_delete=models.CASCADE, related_name="situation_places", verbose_name=_("linka")
    )
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)

    class Meta:
        verbose_name = _("krizová linka u situace")
        verbose_name_plural = _("krizové linky u situace")
        ordering = ["order"]
        triggers = [raises_version("lexicon")]
        constraints = [
            models.UniqueConstraint(
                fields=["situation", "line"],
                name="situation_shows_a_line_once",
                violation_error_message=_("Tuto linku už situace má."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.situation} – {self.line}"
