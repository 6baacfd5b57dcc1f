"""When what people lack becomes a matter for a working group, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import ServiceKind
from inquiries.statistics.suppression import FEWEST
from network.models import AgendaItem, WorkingGroup
from situations.models import LifeSituation


class GapRule(models.Model):
    """So many unmet needs of one kind or situation in so many days are a point for a group. Never fewer than may be published.

    What services report and what was searched in vain is known by kinds of help only, so only a rule of a kind counts them.
    """

    kind = models.ForeignKey(
        ServiceKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("druh pomoci")
    )
    situation = models.ForeignKey(
        LifeSituation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("situace")
    )
    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="+", verbose_name=_("které skupině"))
    threshold = models.PositiveSmallIntegerField(_("od kolika"), default=FEWEST)
    days = models.PositiveSmallIntegerField(_("za kolik dní"), default=60)
    with_refused = models.BooleanField(_("počítat i zájemce, které služby odmítly (podle výkazů)"), default=False)
    with_searches = models.BooleanField(_("počítat i hledání na webu bez výsledku"), default=False)

    class Meta:
        verbose_name = _("pravidlo mezery")
        verbose_name_plural = _("pravidla mezer")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=None) ^ Q(situation=None),
                name="gap_rule_of_a_kind_or_a_situation",
                violation_error_message=_("Vyberte buď druh pomoci, nebo situaci."),
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=FEWEST),
                name="gap_rule_tells_of_nobody",
                violation_error_message=_("Práh nesmí být menší než 5, jinak by šlo poznat jednotlivé lidi."),
            ),
            models.CheckConstraint(
                condition=Q(kind__isnull=False) | Q(with_refused=False, with_searches=False),
                name="gap_rule_counts_reports_of_a_kind",
                violation_error_message=_(
                    "Výkazy a hledání známe jen podle druhu pomoci. Vyberte druh, nebo je nepočítejte."
                ),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=7, days__lte=730),
                name="gap_rule_within_two_years",
                violation_error_message=_("Napište 7 až 730 dní."),
            ),
            models.UniqueConstraint(
                fields=["kind", "situation", "group"],
                nulls_distinct=False,
                name="gap_rule_once",
                violation_error_message=_("Takové pravidlo už je."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.kind or self.situation)


class GapProposal(models.Model):
    """A point proposed by a rule; what became of it is read from the minutes."""

    rule = models.ForeignKey(GapRule, on_delete=models.CASCADE, related_name="proposals")
    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="gap_proposal")
    found = models.PositiveIntegerField(_("kolik"))
    made_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("navržený bod z mezer")
        verbose_name_plural = _("navržené body z mezer")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "made_on"], name="gap_proposed_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.made_on}"
