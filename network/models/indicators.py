"""Manuals of indicators: what is counted, what is not and by which rule, in versions that never change once reported by."""

from __future__ import annotations

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.models.counting import Issuer, Rounding, Several, Travel
from network.models.validity import days_valid
from sociopoint.history import with_history


@with_history
class IndicatorManual(models.Model):
    name = models.CharField(_("název"), max_length=160)
    issuer = models.CharField(_("kdo ho vydal"), max_length=10, choices=Issuer, default=Issuer.CITY)
    is_example = models.BooleanField(_("jen příklad"), default=False, editable=False)

    class Meta:
        verbose_name = _("manuál ukazatelů")
        verbose_name_plural = _("manuály ukazatelů")
        ordering = ["issuer", "name"]

    def __str__(self) -> str:
        return self.name


class ManualState(models.TextChoices):
    DRAFT = "draft", _("rozepsaný")
    PILOT = "pilot", _("pilotní")
    VALID = "valid", _("platný")


class ManualVersionQuerySet(models.QuerySet["ManualVersion"]):
    def issued(self) -> Self:
        return self.exclude(state=ManualState.DRAFT)

    def in_force(self, day: date) -> Self:
        return self.issued().filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


@with_history
class ManualVersion(models.Model):
    """One version is written at a time; those issued follow one another without overlapping."""

    manual = models.ForeignKey(IndicatorManual, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("verze"))
    state = models.CharField(_("stav"), max_length=10, choices=ManualState, default=ManualState.DRAFT)
    change_note = models.CharField(_("co se změnilo"), max_length=300, blank=True)
    valid_from = models.DateField(_("platí od"), null=True, blank=True)
    valid_until = models.DateField(_("platí do"), null=True, blank=True, help_text=_("Prázdné: platí dál."))

    objects = ManualVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("verze manuálu")
        verbose_name_plural = _("verze manuálů")
        ordering = ["manual", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["manual", "number"], name="manual_version_numbered_once"),
            models.UniqueConstraint(
                fields=["manual"],
                condition=Q(state="draft"),
                name="manual_has_one_version_in_writing",
                violation_error_message=_("Nová verze manuálu už se píše."),
            ),
            models.CheckConstraint(condition=Q(state__in=ManualState.values), name="manual_version_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(valid_from__isnull=False),
                name="manual_version_issued_from_a_day",
                violation_error_message=_("Napište, od kdy manuál platí."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="manual_version_ends_after_it_begins",
                violation_error_message=_("Konec nesmí být před začátkem."),
            ),
            ExclusionConstraint(
                name="manual_has_one_version_at_a_time",
                expressions=[("manual", RangeOperators.EQUAL), (days_valid(), RangeOperators.OVERLAPS)],
                condition=~Q(state="draft"),
                violation_error_message=_("V té době platí jiná verze. Ukončete ji dřív."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(name)s, verze %(number)d") % {"name": self.manual.name, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("network:manual-version", args=[self.pk])


class ValueKind(models.TextChoices):
    WHOLE = "whole", _("celé číslo")
    DECIMAL = "decimal", _("číslo nejvýš na dvě desetinná místa")


class Meaning(models.TextChoices):
    """What the checks before sending, and the desk's own log, know an indicator to be."""

    OTHER = "other", _("nic zvláštního")
    CONTACT = "contact", _("kontakty")
    INTERVENTION = "intervention", _("intervence")
    CLIENTS = "clients", _("kolik různých lidí")
    NEW_CLIENTS = "new_clients", _("noví lidé")
    REFUSED = "refused", _("odmítnutí zájemci")
    DIRECT_HOURS = "direct_hours", _("hodiny přímé práce")
    POSTS = "posts", _("úvazky v přímé péči")


@with_history
class IndicatorDefinition(models.Model):
    """One indicator of a version. Minutes are whole and both bounds belong to the span; an empty upper one means no bound."""

    version = models.ForeignKey(ManualVersion, on_delete=models.CASCADE, related_name="definitions")
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    code = models.SlugField(_("kód"), max_length=40)
    name = models.CharField(_("název"), max_length=120)
    unit = models.CharField(_("jednotka"), max_length=40)
    value_kind = models.CharField(_("jaká je hodnota"), max_length=8, choices=ValueKind, default=ValueKind.DECIMAL)
    usual_from = models.DecimalField(
        _("obvykle nejméně"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Menší hodnotu jde odeslat, jen se na ni zeptáme. Prázdné: neptáme se."),
    )
    usual_to = models.DecimalField(
        _("obvykle nejvýš"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Na větší hodnotu se zeptáme. Prázdné: neptáme se."),
    )
    meaning = models.CharField(_("co to je"), max_length=14, choices=Meaning, default=Meaning.OTHER)
    counts = models.CharField(_("co se počítá"), max_length=500)
    counts_not = models.CharField(_("co se nepočítá"), max_length=500, blank=True)
    examples = models.CharField(_("příklady"), max_length=500, blank=True)
    from_minutes = models.PositiveSmallIntegerField(_("od minut"), default=0)
    to_minutes = models.PositiveSmallIntegerField(_("do minut"), null=True, blank=True, help_text=_("Včetně."))
    unit_minutes = models.PositiveSmallIntegerField(_("jednotka v minutách"), default=60)
    rounding = models.CharField(_("zaokrouhlení"), max_length=10, choices=Rounding, default=Rounding.STARTED)
    workers = models.CharField(_("víc pracovníků"), max_length=6, choices=Several, default=Several.ONCE)
    group = models.CharField(_("skupina lidí"), max_length=6, choices=Several, default=Several.ONCE)
    travel = models.CharField(_("cesta"), max_length=6, choices=Travel, default=Travel.APART)
    phone_counts = models.BooleanField(_("počítá se telefon"), default=True)
    written_counts = models.BooleanField(_("počítá se e-mail a web"), default=False)
    anonymous_counts = models.BooleanField(_("počítají se lidé beze jména"), default=True)
    professional_counts = models.BooleanField(_("počítají se dotazy odborníků"), default=True)

    class Meta:
        verbose_name = _("ukazatel")
        verbose_name_plural = _("ukazatele")
        ordering = ["version", "order", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="definitions_reported_by_stay",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("asked", "bigint")],
                func=pgtrigger.Func(
                    """
                    asked := CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
                    IF EXISTS (SELECT FROM network_indicatorreport r JOIN network_reportingperiod p ON p.id = r.period_id
                               WHERE p.version_id = asked) THEN
                        RAISE EXCEPTION 'definitions somebody reports by never change'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'definitions_reported_by_stay';
                    END IF;
                    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
                    """
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="definition_code_once_in_a_version",
                violation_error_message=_("Tento kód už v této verzi je."),
            ),
            models.UniqueConstraint(
                fields=["version", "meaning"],
                condition=~Q(meaning="other"),
                name="definition_means_it_alone",
                violation_error_message=_("Tenhle význam už v této verzi jiný ukazatel má."),
            ),
            models.CheckConstraint(
                condition=Q(to_minutes=None) | Q(to_minutes__gte=F("from_minutes")),
                name="definition_minutes_in_order",
                violation_error_message=_("Minuty „do“ nesmí být menší než „od“."),
            ),
            models.CheckConstraint(
                condition=Q(value_kind__in=ValueKind.values), name="definition_of_a_known_kind_of_value"
            ),
            models.CheckConstraint(
                condition=Q(usual_from=None) | Q(usual_to=None) | Q(usual_to__gte=F("usual_from")),
                name="definition_usual_in_order",
                violation_error_message=_("Obvyklé „nejvýš“ nesmí být menší než „nejméně“."),
            ),
            models.CheckConstraint(
                condition=Q(unit_minutes__gte=1),
                name="definition_has_a_unit",
                violation_error_message=_("Jednotka má aspoň jednu minutu."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DefinitionQuestion(models.Model):
    """What a partner is not sure about; once published, the answer is an interpretation for everybody."""

    definition = models.ForeignKey(IndicatorDefinition, on_delete=models.CASCADE, related_name="questions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("otázka"), max_length=600)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("odpověď"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    leads_to = models.ForeignKey(
        ManualVersion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("vyřeší verze"),
    )

    class Meta:
        verbose_name = _("otázka k ukazateli")
        verbose_name_plural = _("otázky k ukazatelům")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="definition_question_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
