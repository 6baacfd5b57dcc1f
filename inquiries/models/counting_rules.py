"""What counts as a contact and as an intervention: a dated rule of whoever asks for the figures, kept as data."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from network.models.counting import Issuer, Rounding, Several, Travel
from sociopoint.history import with_history

FOR_EVER = date(9999, 12, 31)


class DateRange(models.Func):
    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class CountingRuleQuerySet(models.QuerySet["CountingRule"]):
    def valid_within(self, first: date, last: date) -> Self:
        """Rules in force on at least one of the days."""
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=first), valid_from__lte=last)


@with_history
class CountingRule(models.Model):
    """One version of a manual. Bounds are whole minutes and both belong to the span; never edit one already reported by."""

    name = models.CharField(_("název"), max_length=120)
    issuer = models.CharField(_("kdo ho vydal"), max_length=10, choices=Issuer, default=Issuer.OWN)
    is_example = models.BooleanField(
        _("jen příklad"), default=False, help_text=_("Příklad se v přehledech označí. Nahraďte ho platným manuálem.")
    )
    source = models.CharField(_("odkud pravidlo je"), max_length=240, blank=True)
    valid_from = models.DateField(_("platí od"))
    valid_until = models.DateField(_("platí do"), null=True, blank=True, help_text=_("Včetně. Prázdné: platí dál."))
    contact_from = models.PositiveSmallIntegerField(_("kontakt od minut"), default=10)
    contact_to = models.PositiveSmallIntegerField(_("kontakt do minut"), default=29, help_text=_("Včetně."))
    intervention_from = models.PositiveSmallIntegerField(_("intervence od minut"), default=30)
    unit_minutes = models.PositiveSmallIntegerField(
        _("jednotka v minutách"), default=60, help_text=_("Kolik minut je jedna intervence.")
    )
    rounding = models.CharField(_("zaokrouhlení"), max_length=10, choices=Rounding, default=Rounding.STARTED)
    workers = models.CharField(_("víc pracovníků"), max_length=6, choices=Several, default=Several.ONCE)
    group = models.CharField(_("skupina lidí"), max_length=6, choices=Several, default=Several.ONCE)
    travel = models.CharField(_("cesta"), max_length=6, choices=Travel, default=Travel.APART)
    phone_counts = models.BooleanField(_("počítá se telefon"), default=True)
    written_counts = models.BooleanField(_("počítá se e-mail a web"), default=False)
    anonymous_counts = models.BooleanField(_("počítají se lidé beze jména"), default=True)
    professional_counts = models.BooleanField(_("počítají se dotazy odborníků"), default=True)

    objects = CountingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("pravidlo počítání")
        verbose_name_plural = _("pravidla počítání")
        ordering = ["issuer", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="counting_rule_one_per_issuer_at_a_time",
                expressions=[
                    ("issuer", RangeOperators.EQUAL),
                    (
                        # greatest: a range that ends before it begins is an error, not an answer
                        DateRange(
                            "valid_from", Greatest("valid_from", Coalesce("valid_until", models.Value(FOR_EVER)))
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("V té době už platí jiné pravidlo od stejného vydavatele. Ukončete ho dřív."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="counting_rule_ends_after_it_begins",
                violation_error_message=_("Konec nesmí být před začátkem."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    contact_from__lte=models.F("contact_to"), contact_to__lt=models.F("intervention_from")
                ),
                name="counting_rule_knows_every_minute",
                violation_error_message=_(
                    "Kontakt musí skončit dřív, než začne intervence. Jedna minuta nesmí být obojí."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(unit_minutes__gte=1),
                name="counting_rule_has_a_unit",
                violation_error_message=_("Jednotka má aspoň jednu minutu."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
