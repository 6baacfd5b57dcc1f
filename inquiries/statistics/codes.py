"""How many people with a return code came: the one count that days cannot be added up to, for a code counts once however often
it came back within the period.

A code is new to a period with the inquiry before which it had not come since the period began: there is one such for each
different code. It has come back with the next one, before which it had come once. So it is enough that each inquiry says in
which month its code came before and in which the time before that: that can be added up, and a period that begins with a month
knows whether those lie before it. Of one that begins within a month, the codes of the days before it in that month are looked
at beside. Only where some of several offices are asked of, all are read from the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from inquiries.models import Office
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.periods import Period
from inquiries.statistics.reading import Counts

READ = """
    SELECT c.part, count(*), count(*) FILTER (WHERE c.visits > 1) FROM (
        SELECT p.part, i.return_code_hash, count(*) AS visits
        FROM unnest(%(parts)s::int[], %(firsts)s::date[], %(afters)s::date[]) AS p(part, first, after)
        JOIN inquiries_inquiry i ON i.received_at >= (p.first::timestamp AT TIME ZONE 'Europe/Prague')
            AND i.received_at < (p.after::timestamp AT TIME ZONE 'Europe/Prague')
        WHERE i.return_code_hash <> '' AND i.state NOT IN ('draft', 'void') AND i.office_id = ANY(%(offices)s::bigint[])
        GROUP BY p.part, i.return_code_hash
    ) AS c GROUP BY c.part
"""
"""An index of coded inquiries alone holds all it reads."""

COMING_BACK = """
    SELECT p.part, count(*) FILTER (WHERE within.visits >= 1),
        count(*) FILTER (WHERE within.visits >= 1 AND earlier.visits >= 2) + count(*) FILTER (WHERE within.visits >= 2)
    FROM unnest(%(parts)s::int[], %(firsts)s::date[], %(afters)s::date[]) AS p(part, first, after)
    CROSS JOIN LATERAL (
        SELECT i.return_code_hash AS code, count(*) AS visits FROM inquiries_inquiry i
        WHERE i.received_at >= (date_trunc('month', p.first::timestamp) AT TIME ZONE 'Europe/Prague')
            AND i.received_at < (p.first::timestamp AT TIME ZONE 'Europe/Prague')
            AND i.return_code_hash <> '' AND i.state NOT IN ('draft', 'void') AND i.office_id = ANY(%(offices)s::bigint[])
        GROUP BY i.return_code_hash
    ) AS earlier
    CROSS JOIN LATERAL (
        SELECT count(*) AS visits FROM (
            SELECT FROM inquiries_inquiry i
            WHERE i.return_code_hash = earlier.code AND i.return_code_hash <> ''
                AND i.received_at >= (p.first::timestamp AT TIME ZONE 'Europe/Prague')
                AND i.received_at < (p.after::timestamp AT TIME ZONE 'Europe/Prague')
                AND i.state NOT IN ('draft', 'void') AND i.office_id = ANY(%(offices)s::bigint[])
            LIMIT 2
        ) AS two
    ) AS within
    GROUP BY p.part
"""
"""Of inquiries of each period, those before which their code came last in the month it begins in but before its first day, and
those of which that is true of the time before that: the first of a code that came, or came twice, in those days, and its second."""


@dataclass(frozen=True)
class Codes:
    """`unique`: different codes; `returned`: those of them that came more than once."""

    unique: int = 0
    returned: int = 0


def codes_of(counts: Sequence[Counts], *, offices: list[int]) -> list[Codes]:
    """Of each period counted. No query where all begin with a month and it is one office; at most two."""
    dimension = _dimension(offices)
    if dimension is None:
        return read_codes([each.period for each in counts], offices=offices)
    cut = [each.period for each in counts if each.period.first.day != 1]
    came = dict(zip(cut, _read(COMING_BACK, cut, offices), strict=True)) if cut else {}
    return [_added_up(each, dimension, came.get(each.period, (0, 0))) for each in counts]


def _dimension(offices: list[int]) -> Dimension | None:
    """Which earlier inquiries matter; None where they are neither those of one office nor all."""
    if len(offices) == 1:
        return Dimension.CODE_HERE
    return None if Office.objects.exclude(pk__in=offices).exists() else Dimension.CODE_ANYWHERE


def _added_up(counts: Counts, dimension: Dimension, came: tuple[int, int]) -> Codes:
    """`came`: what `COMING_BACK` gives."""
    begins = f"{counts.period.first:%Y-%m}"
    first, second = came
    for (month, back), number in counts.pairs[dimension].items():
        if month < begins and back == "1":
            first += number
        elif month < begins:
            second += number
    return Codes(unique=first, returned=second - first)


def read_codes(periods: list[Period], *, offices: list[int]) -> list[Codes]:
    """For each period, from the records themselves; one query."""
    return [Codes(unique, returned) for unique, returned in _read(READ, periods, offices)]


def _read(statement: str, periods: list[Period], offices: list[int]) -> list[tuple[int, int]]:
    """Two numbers for each period, 0 where it has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "parts": list(range(len(periods))),
                "firsts": [period.first for period in periods],
                "afters": [_after(period) for period in periods],
                "offices": offices,
            },
        )
        found = {part: (first, second) for part, first, second in cursor.fetchall()}
    return [found.get(part, (0, 0)) for part in range(len(periods))]


def _after(period: Period) -> date:
    return date.fromordinal(period.last.toordinal() + 1)
