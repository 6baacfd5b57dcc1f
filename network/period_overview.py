"""The city's view of one period: who has not reported, what is usual for each kind of service, and everything as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from network.calling import first_phone
from network.letter_boxes import addresses_of
from network.models import HANDED_IN, IndicatorReport, IndicatorValue, MailPurpose, ReportingPeriod, ReportState
from network.numbers import plain_decimal, written_decimal
from sociopoint.spreadsheets import Value
from sociopoint.typography import typeset

SPREAD = """
    SELECT d.id, d.name, d.unit, coalesce(k.name, ''), count(v.value),
        percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY v.value), min(v.value), max(v.value), sum(v.value)
    FROM network_indicatorvalue v
    JOIN network_indicatorreport r ON r.id = v.report_id
    JOIN network_indicatordefinition d ON d.id = v.definition_id
    JOIN catalogue_service s ON s.id = r.service_id
    LEFT JOIN catalogue_servicekind k ON k.id = s.kind_id
    WHERE r.period_id = %s AND r.state = ANY(%s) AND v.value IS NOT NULL
    GROUP BY d.id, d.name, d.unit, d."order", k.name, k."order"
    ORDER BY d."order", d.id, k."order"
"""


@dataclass(frozen=True)
class Spread:
    """One kind of service in one indicator. `left`, `width` and `middle` place its bar, in per cent of the largest value."""

    kind: str
    number: int
    low: str
    median: str
    high: str
    smallest: str
    largest: str
    total: str
    left: str
    width: str
    middle: str


@dataclass(frozen=True)
class SpreadTable:
    name: str
    unit: str
    rows: list[Spread]


def counted_states(period: ReportingPeriod) -> dict[ReportState, int]:
    """One query."""
    counts = dict(period.reports.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: counts.get(state, 0) for state in ReportState}


@dataclass(frozen=True)
class Expected:
    """A report with how to reach whoever has not handed it in; `phone` and `email` are empty where nobody knows any."""

    report: IndicatorReport
    is_missing: bool
    phone: str
    email: str
    reminded_on: date | None


def reports_of(period: ReportingPeriod) -> QuerySet[IndicatorReport]:
    """With the phone and the last reminder of their organisations."""
    sent = period.reminders.filter(organisation=OuterRef("service__organisation")).order_by("-sent_on")
    return period.reports.select_related("service__organisation").annotate(
        phone=first_phone(organisation=OuterRef("service__organisation")),
        reminded_on=Subquery(sent.values("sent_on")[:1]),
    )


def expected(reports: Iterable[IndicatorReport]) -> list[Expected]:
    """Of rows of `reports_of`. Two queries, none where all of them came."""
    rows = list(reports)
    silent = {row.service.organisation for row in rows if row.may_be_filled}
    emails = addresses_of(silent, MailPurpose.STATISTICS) if silent else {}
    return [
        Expected(row, row.may_be_filled, row.phone or "", emails.get(row.service.organisation_id, ""), row.reminded_on)  # type: ignore[attr-defined]  # annotated
        for row in rows
    ]


def spreads(period: ReportingPeriod) -> list[SpreadTable]:
    """Medians and quartiles of what was handed in, a table an indicator. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, [period.pk, list(HANDED_IN)])
        found = cursor.fetchall()
    largest: dict[int, Decimal] = {}
    for definition, *_rest, most, _sum in found:
        largest[definition] = max(most, largest.get(definition, Decimal(0)))
    tables: dict[int, SpreadTable] = {}
    for definition, name, unit, kind, number, (low, median, high), least, most, total in found:
        table = tables.setdefault(definition, SpreadTable(typeset(name), unit, []))
        scale = 100 / float(largest[definition]) if largest[definition] else 0.0
        table.rows.append(
            Spread(
                kind=typeset(kind or _("bez druhu")),
                number=number,
                low=_written(low),
                median=_written(median),
                high=_written(high),
                smallest=written_decimal(least),
                largest=written_decimal(most),
                total=written_decimal(total),
                left=f"{low * scale:.1f}%",
                width=f"{max((high - low) * scale, 0.5):.1f}%",
                middle=f"{median * scale:.1f}%",
            )
        )
    return list(tables.values())


def _written(value: float) -> str:
    return written_decimal(Decimal(value))


def headings(period: ReportingPeriod) -> list[str]:
    return [
        _("organizace"),
        _("služba"),
        _("druh"),
        _("stav"),
        _("kód"),
        _("ukazatel"),
        _("hodnota"),
        _("komentář"),
        _("období"),
        _("manuál"),
    ]


def rows(period: ReportingPeriod) -> Iterator[list[Value]]:
    """One value a line; services that reported nothing have a line of their own. Two queries."""
    values: dict[int, list[IndicatorValue]] = {}
    for value in IndicatorValue.objects.filter(report__period=period).select_related("definition"):
        values.setdefault(value.report_id, []).append(value)
    for report in period.reports.select_related("service__organisation", "service__kind"):
        service = report.service
        start: list[Value] = [
            service.organisation.name,
            service.name,
            service.kind.name if service.kind else "",
            str(report.get_state_display()),
        ]
        end: list[Value] = [period.name, str(period.version)]
        for one in values.get(report.pk, []):
            middle: list[Value] = [one.definition.code, one.definition.name, plain_decimal(one.value), one.comment]
            yield [*start, *middle, *end]
        if report.pk not in values:
            yield [*start, "", "", "", "", *end]
