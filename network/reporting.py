"""The life of a report: opened for a period, filled in, checked, sent, returned or accepted, locked, corrected with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Service, ServiceKind
from network.answer_mail import tell_returned
from network.disproportions import odd_things
from network.models import (
    Disproportion,
    IndicatorReport,
    IndicatorValue,
    ReportingPeriod,
    ReportMove,
    ReportState,
    ValueSource,
    Verdict,
)
from network.permissions import can_keep
from network.report_facts import facts_of
from sociopoint.permissions import can_edit_network

if TYPE_CHECKING:
    from sociopoint.models import User


LONGEST_REASON = 400


class ReportRefused(Exception):
    """It cannot be done now; carries a sentence for the person."""


@dataclass(frozen=True)
class Filled:
    """What somebody wrote for one indicator."""

    value: Decimal | None
    comment: str = ""
    is_zero_confirmed: bool = False


@transaction.atomic
def open_period(period: ReportingPeriod, *, by: User, kinds: Iterable[ServiceKind]) -> int:
    """An empty report for every offered service of the kinds. How many were opened."""
    if not can_edit_network(by):
        raise PermissionDenied
    period.save()
    services = Service.objects.offered(period.last).filter(kind__in=list(kinds))
    made = IndicatorReport.objects.bulk_create(
        [IndicatorReport(period=period, service=service) for service in services], ignore_conflicts=True
    )
    return len(made)


@transaction.atomic
def fill_in(
    report: IndicatorReport, values: Mapping[int, Filled], *, by: User, source: ValueSource = ValueSource.HAND
) -> None:
    """Definition -> what was written; others stay. Then the report is asked its questions anew."""
    held = _held(report, by)
    if not held.may_be_filled:
        raise ReportRefused(_("Výkaz je odeslaný. Opravit ho jde, až ho město vrátí."))
    there = {value.definition_id: value for value in held.values.all()}
    for definition, filled in values.items():
        row = there.get(definition) or IndicatorValue(report=held, definition_id=definition)
        after = (filled.value, filled.comment, filled.is_zero_confirmed)
        if row.pk and (row.value, row.comment, row.is_zero_confirmed) == after:
            continue
        row.value, row.comment, row.is_zero_confirmed = after
        row.source = source
        row.save()
    ask_questions(held)


def ask_questions(report: IndicatorReport) -> list[Disproportion]:
    """What looks odd now; answers to questions asked before are kept as long as they are asked again."""
    asked = {(row.rule, row.definition_id): row for row in report.disproportions.all()}
    rows = []
    for odd in odd_things(facts_of(report)):
        definition = odd.definition.pk if odd.definition else None
        row = asked.pop((odd.rule, definition), None) or Disproportion(
            report=report, rule=odd.rule, definition_id=definition
        )
        if row.pk is None or row.message != odd.message:
            row.message = odd.message
            if row.verdict != Verdict.CORRECT:
                # it was about other numbers; what the city asks stays until it is answered
                row.verdict, row.judged_answer, row.judged_by, row.judged_at = "", "", None, None
            row.save()
        rows.append(row)
    Disproportion.objects.filter(pk__in=[row.pk for row in asked.values()]).delete()
    return rows


@transaction.atomic
def explain(report: IndicatorReport, answers: Mapping[int, str], *, by: User) -> None:
    """`answers`: question -> words. Kept whatever becomes of the rest; an empty one changes nothing."""
    held = _held(report, by)
    if not held.may_be_filled:
        raise ReportRefused(_("Výkaz je odeslaný. Opravit ho jde, až ho město vrátí."))
    for row in held.disproportions.all():
        if answer := answers.get(row.pk, "").strip():
            row.answer = answer
            row.save(update_fields=["answer"])


@transaction.atomic
def send(report: IndicatorReport, *, by: User) -> None:
    """Raises ReportRefused while a value is missing without a word, or a question waits for an answer, the first or another."""
    held = _held(report, by)
    _may_become(held, ReportState.SENT)
    rows = ask_questions(held)
    if missing := _missing(held):
        raise ReportRefused(_("Doplňte hodnotu, nebo napište, proč chybí: %s.") % ", ".join(missing))
    if any(not row.answer for row in rows):
        raise ReportRefused(_("Než výkaz odešlete, odpovězte na otázky dole. Stačí věta."))
    if any(row.waits_for_answer for row in rows):
        raise ReportRefused(_("Město se na něco ptá znovu. Doplňte vysvětlení, nebo opravte číslo."))
    held.sent_by, held.sent_at = by, timezone.now()
    _move(held, ReportState.SENT, by=by)


@transaction.atomic
def decide(report: IndicatorReport, to: ReportState, *, by: User, reason: str = "") -> None:
    """The city returns (with a reason), accepts (explanations with it) or locks. Returning a locked one is its correction."""
    if not can_edit_network(by):
        raise PermissionDenied
    held = _held(report, by)
    _may_become(held, to)
    if to == ReportState.RETURNED and not reason.strip():
        raise ReportRefused(_("Napište, co je potřeba opravit."))
    if to == ReportState.ACCEPTED:
        for row in held.disproportions.all():
            if not row.is_judged:
                _say(row, Judged(Verdict.FINE), by=by)
    move = _move(held, to, by=by, reason=reason)
    if to == ReportState.RETURNED:
        tell_returned(move)


@dataclass(frozen=True)
class Judged:
    """What the city says to one explanation; `asked` are the words it asks again with."""

    verdict: Verdict
    asked: str = ""


@transaction.atomic
def judge(report: IndicatorReport, verdicts: Mapping[int, Judged], *, by: User) -> bool:
    """Question -> verdict. Asking again sends the report back, so that it can be answered; whether it did."""
    if not can_edit_network(by):
        raise PermissionDenied
    held = _held(report, by)
    if held.state != ReportState.SENT:
        raise ReportRefused(
            _("O vysvětlení se rozhoduje u odeslaného výkazu. Tenhle je ve stavu „%s“.") % held.get_state_display()
        )
    asked = []
    for row in held.disproportions.all():
        if judged := verdicts.get(row.pk):
            _say(row, judged, by=by)
            asked += [judged.asked] if judged.verdict == Verdict.CORRECT else []
    if asked:
        reason = _("Ptáme se znovu: %s") % " ".join(asked)
        tell_returned(_move(held, ReportState.RETURNED, by=by, reason=reason[:LONGEST_REASON]))
    return bool(asked)


def _say(row: Disproportion, judged: Judged, *, by: User) -> None:
    if judged.verdict == Verdict.CORRECT and not judged.asked.strip():
        raise ReportRefused(_("Napište, na co se ptáte."))
    row.verdict, row.judged_answer, row.asked_again = judged.verdict, row.answer, judged.asked.strip()
    row.judged_by, row.judged_at = by, timezone.now()
    row.save(update_fields=["verdict", "judged_answer", "asked_again", "judged_by", "judged_at"])


def _missing(report: IndicatorReport) -> list[str]:
    """Names of indicators with neither a value nor a word, and of zeros nobody confirmed."""
    values = {value.definition_id: value for value in report.values.all()}
    missing = []
    for definition in report.period.version.definitions.all():
        row = values.get(definition.pk)
        if row is None or (row.value is None and not row.comment):
            missing.append(definition.name)
        elif row.value == 0 and not row.is_zero_confirmed and not row.comment:
            missing.append(_("%(name)s (potvrďte nulu)") % {"name": definition.name})
    return missing


def _held(report: IndicatorReport, by: User) -> IndicatorReport:
    """Locked, with what the checks read. Raises PermissionDenied for whoever does not keep the organisation's record."""
    rows = IndicatorReport.objects.select_for_update(of=("self",))
    held = rows.select_related("period__version__manual", "service__organisation").get(pk=report.pk)
    if not can_keep(by, held.service.organisation):
        raise PermissionDenied
    return held


def _may_become(report: IndicatorReport, to: ReportState) -> None:
    if not report.may_become(to):
        raise ReportRefused(_("Výkaz je ve stavu „%s“, tohle s ním teď nejde.") % report.get_state_display())


def _move(report: IndicatorReport, to: ReportState, *, by: User, reason: str = "") -> ReportMove:
    move = ReportMove.objects.create(report=report, before=report.state, after=to, by=by, reason=reason)
    report.state = to
    report.save(update_fields=["state", "sent_by", "sent_at"])
    return move
