"""Gathers what the ten questions need to know of a report. Eight queries, whatever the number of indicators or services."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from network.disproportions import Facts, Reported
from network.models import IndicatorReport, IndicatorValue, ManualVersion, Meaning, ReportingPeriod
from network.told_by_desk import told_by_desk

Values = dict[str, Decimal]


def facts_of(report: IndicatorReport) -> Facts:
    """The report comes with its period, version, service."""
    period, service = report.period, report.service
    definitions = list(period.version.definitions.all())
    own = {value.definition_id: value for value in report.values.all()}
    history = _history(report)
    year_ago = history.get((_year_ago(period.first), _year_ago(period.last)), {})
    earlier = [days for days in history if days[1] < period.first]
    last_time = history[max(earlier, key=lambda days: days[1])] if earlier else {}
    parts, peers = _parts(history, period), _peers(report)
    accepted = told_by_desk.accepted_referrals([service.pk], period.first, period.last)
    reported = []
    for definition in definitions:
        row = own.get(definition.pk)
        reported.append(
            Reported(
                definition=definition,
                value=row.value if row else None,
                is_zero_confirmed=bool(row and row.is_zero_confirmed),
                year_ago=year_ago.get(definition.code),
                last_time=last_time.get(definition.code),
                parts=parts.get(definition.code),
                peers=peers.get(definition.pk, ()),
            )
        )
    return Facts(reported, service.free_places, accepted.get(service.pk, 0), _other_versions(report))


def _history(report: IndicatorReport) -> dict[tuple[date, date], Values]:
    """(first, last) -> code -> value, of everything else the service handed in."""
    rows = IndicatorValue.objects.filter(
        report__in=IndicatorReport.objects.handed_in().filter(service=report.service_id), value__isnull=False
    ).exclude(report=report)
    found: dict[tuple[date, date], Values] = defaultdict(dict)
    for first, last, code, value in rows.values_list(
        "report__period__first", "report__period__last", "definition__code", "value"
    ):
        found[first, last][code] = value or Decimal(0)
    return dict(found)


def _parts(history: dict[tuple[date, date], Values], period: ReportingPeriod) -> Values:
    """Sums of shorter periods that cover this one day by day; nothing where any day is missing or twice there."""
    inside = sorted(days for days in history if period.first <= days[0] and days[1] <= period.last)
    expected = period.first
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for first, last in inside:
        if first != expected:
            return {}
        expected = last + timedelta(days=1)
    if len(inside) < 2 or expected != period.last + timedelta(days=1):
        return {}
    for days in inside:
        for code, value in history[days].items():
            sums[code] += value
    everywhere = set.intersection(*(set(history[days]) for days in inside))
    return {code: value for code, value in sums.items() if code in everywhere}


def _peers(report: IndicatorReport) -> dict[int, list[float]]:
    """Definition -> the value per full-time post at each other service of the kind that has handed in."""
    if report.service.kind_id is None:
        return {}
    rows = IndicatorValue.objects.filter(
        report__in=IndicatorReport.objects.handed_in().filter(
            period=report.period_id, service__kind=report.service.kind_id
        ),
        value__isnull=False,
    ).exclude(report=report)
    by_report: dict[int, dict[int, Decimal]] = defaultdict(dict)
    posts: dict[int, Decimal] = {}
    for number, definition, meaning, value in rows.values_list(
        "report_id", "definition_id", "definition__meaning", "value"
    ):
        by_report[number][definition] = value or Decimal(0)
        if meaning == Meaning.POSTS and value:
            posts[number] = value
    found: dict[int, list[float]] = defaultdict(list)
    for number, values in by_report.items():
        for definition, value in values.items():
            if number in posts:
                found[definition].append(float(value / posts[number]))
    return dict(found)


def _other_versions(report: IndicatorReport) -> list[str]:
    if report.service.kind_id is None:
        return []
    period = report.period
    versions = (
        ManualVersion.objects.filter(
            periods__first=period.first,
            periods__last=period.last,
            periods__reports__service__kind=report.service.kind_id,
        )
        .exclude(pk=period.version_id)
        .exclude(periods__reports__service=report.service_id)
        .select_related("manual")
        .distinct()
    )
    return [str(version) for version in versions]


def _year_ago(day: date) -> date:
    """The last day of February is the last day of it a year ago, be it the 28th or the 29th."""
    if day.month == 2 and (day + timedelta(days=1)).month == 3:
        return date(day.year - 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)
