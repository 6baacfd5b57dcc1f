"""What services report by a version of a manual for a period: values, what looks odd about them, and every move."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation, Service
from network.models.indicators import IndicatorDefinition, ManualVersion
from sociopoint.history import with_history

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sociopoint.models import User


@with_history
class ReportingPeriod(models.Model):
    """Half a year, a year, or whatever the city asks for; by which version, and until when."""

    version = models.ForeignKey(
        ManualVersion, on_delete=models.PROTECT, related_name="periods", verbose_name=_("manuál")
    )
    name = models.CharField(_("název"), max_length=80)
    first = models.DateField(_("od"))
    last = models.DateField(_("do"))
    due_on = models.DateField(_("odevzdat do"))
    reminds = models.BooleanField(_("připomínat, kdo neodevzdal"), default=True)

    class Meta:
        verbose_name = _("období výkazů")
        verbose_name_plural = _("období výkazů")
        ordering = ["-last", "-first"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "first", "last"],
                name="reporting_period_once_by_a_version",
                violation_error_message=_("Za tohle období se podle této verze už vykazuje."),
            ),
            models.CheckConstraint(
                condition=Q(last__gt=F("first"), due_on__gt=F("first")),
                name="reporting_period_in_order",
                violation_error_message=_("Konec i odevzdání musí být po začátku období."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:reporting-period", args=[self.pk])


class ReportReminder(models.Model):
    """An organisation was written to that its reports of a period are missing: once of a kind, however often the task runs."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="reminders")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    sent_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("připomínka výkazů")
        verbose_name_plural = _("připomínky výkazů")
        constraints = [
            models.UniqueConstraint(fields=["period", "organisation", "kind"], name="organisation_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.organisation_id} {self.kind}"


class ReportState(models.TextChoices):
    DRAFT = "draft", _("neodevzdáno")
    SENT = "sent", _("odesláno")
    RETURNED = "returned", _("vráceno k opravě")
    ACCEPTED = "accepted", _("přijato")
    LOCKED = "locked", _("uzamčeno")


REPORT_MOVES: Mapping[ReportState, tuple[ReportState, ...]] = {
    ReportState.DRAFT: (ReportState.SENT,),
    ReportState.SENT: (ReportState.RETURNED, ReportState.ACCEPTED),
    ReportState.RETURNED: (ReportState.SENT,),
    ReportState.ACCEPTED: (ReportState.LOCKED, ReportState.RETURNED),
    ReportState.LOCKED: (ReportState.RETURNED,),
}
"""A locked report is corrected by returning it, with a reason that stays."""
FILLED_IN = (ReportState.DRAFT, ReportState.RETURNED)
HANDED_IN = (ReportState.SENT, ReportState.ACCEPTED, ReportState.LOCKED)


class IndicatorReportQuerySet(models.QuerySet["IndicatorReport"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The city sees all, a partner those of the organisations they speak for."""
        from network.belonging import organisations_of
        from sociopoint.permissions import can_see_whole_network

        if can_see_whole_network(user):
            return self
        return self.filter(service__organisation__in=organisations_of(user))

    def handed_in(self) -> Self:
        return self.filter(state__in=HANDED_IN)


@with_history
class IndicatorReport(models.Model):
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="reports")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="reports", verbose_name=_("služba"))
    state = models.CharField(_("stav"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = IndicatorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("výkaz")
        verbose_name_plural = _("výkazy")
        ordering = ["service__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "service"], name="service_reports_once_for_a_period"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_by__isnull=False, sent_at__isnull=False),
                name="report_sent_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["period", "state"], name="reports_of_a_period_by_state")]

    def __str__(self) -> str:
        return f"{self.service}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("network:report", args=[self.pk])

    @property
    def may_be_filled(self) -> bool:
        return self.state in FILLED_IN

    def may_become(self, state: ReportState) -> bool:
        return state in REPORT_MOVES[ReportState(self.state)]


class ValueSource(models.TextChoices):
    HAND = "hand", _("vyplněno")
    IMPORT = "import", _("z tabulky")


@with_history
class IndicatorValue(models.Model):
    """Nothing means that nobody knows; nothing at all happened is a zero somebody confirmed."""

    report = models.ForeignKey(IndicatorReport, on_delete=models.CASCADE, related_name="values")
    definition = models.ForeignKey(IndicatorDefinition, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    comment = models.CharField(max_length=600, blank=True)
    is_zero_confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=ValueSource, default=ValueSource.HAND)

    class Meta:
        verbose_name = _("hodnota ukazatele")
        verbose_name_plural = _("hodnoty ukazatelů")
        ordering = ["definition__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "definition"], name="report_has_a_value_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="value_is_not_negative"),
            models.CheckConstraint(
                condition=Q(is_zero_confirmed=False) | Q(value__isnull=False, value=0),
                name="only_a_zero_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}: {self.value}"


class Verdict(models.TextChoices):
    """Of the city, on an explanation."""

    FINE = "fine", _("vysvětlení stačí")
    CORRECT = "correct", _("ptáme se znovu")
    MANUAL = "manual", _("upřesníme manuál")


class Disproportion(models.Model):
    """What looked odd when it was checked, in the words shown then, how the service explained it, what the city said to it.

    A verdict holds for the answer it was given on; another answer is read anew.
    """

    report = models.ForeignKey(IndicatorReport, on_delete=models.CASCADE, related_name="disproportions")
    rule = models.PositiveSmallIntegerField()
    definition = models.ForeignKey(
        IndicatorDefinition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    message = models.CharField(max_length=400)
    answer = models.CharField(max_length=600, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    judged_answer = models.CharField(max_length=600, blank=True)
    asked_again = models.CharField(_("na co se ptáme"), max_length=400, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("nesrovnalost")
        verbose_name_plural = _("nesrovnalosti")
        ordering = ["rule", "definition__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "rule", "definition"], nulls_distinct=False, name="disproportion_once_in_a_report"
            ),
            models.CheckConstraint(condition=Q(rule__range=(1, 11)), name="disproportion_by_a_known_rule"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by=None, judged_at=None)
                | ~Q(verdict="") & Q(judged_by__isnull=False, judged_at__isnull=False),
                name="disproportion_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.CORRECT) | ~Q(asked_again=""),
                name="disproportion_asked_again_in_words",
                violation_error_message=_("Napište, na co se ptáte."),
            ),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def is_judged(self) -> bool:
        return self.verdict != "" and self.answer == self.judged_answer

    @property
    def waits_for_answer(self) -> bool:
        """The city asks again and the service has not said anything else yet."""
        return self.verdict == Verdict.CORRECT and self.is_judged


class ReportMove(models.Model):
    """Who moved a report from where to where; a return always says why."""

    report = models.ForeignKey(IndicatorReport, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=10, choices=ReportState)
    after = models.CharField(max_length=10, choices=ReportState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = _("pohyb výkazu")
        verbose_name_plural = _("pohyby výkazů")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(after="returned") | ~Q(reason=""),
                name="report_returned_with_a_reason",
                violation_error_message=_("Napište, co je potřeba opravit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
