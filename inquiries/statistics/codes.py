"""How many people with a return code came: the one count that days cannot be added up to, for a code counts once however often
it came back within the period.

A code is new to a period with the inquiry before which it had not come since the period began: there is one such for each
different code. It has come back with the next one, before which it had come once. So it is enough that each inquiry says in
which month its code came before and in which the time before that: that can be added up, and a period that begins with a month
knows whether those lie before it. One that begins within a month, or is of some of several offices, is read from the records.
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


@dataclass(frozen=True)
class Codes:
    """`unique`: different codes; `returned`: those of them that came more than once."""

    unique: int = 0
    returned: int = 0


def codes_of(counts: Sequence[Counts], *, offices: list[int]) -> list[Codes]:
    """Of each period counted. No query where all begin with a month and it is one office; at most two."""
    dimension = _dimension(offices)
    known = [_added_up(each, dimension) if dimension and each.period.first.day == 1 else None for each in counts]
    unknown = [each.period for each, codes in zip(counts, known, strict=True) if codes is None]
    read = iter(read_codes(unknown, offices=offices) if unknown else ())
    return [codes or next(read) for codes in known]


def _dimension(offices: list[int]) -> Dimension | None:
    """Which earlier inquiries matter; None where they are neither those of one office nor all."""
    if len(offices) == 1:
        return Dimension.CODE_HERE
    return None if Office.objects.exclude(pk__in=offices).exists() else Dimension.CODE_ANYWHERE


def _added_up(counts: Counts, dimension: Dimension) -> Codes:
    begins = f"{counts.period.first:%Y-%m}"
    came = {"1": 0, "2": 0}
    for (month, back), number in counts.pairs[dimension].items():
        if month < begins:
            came[back] += number
    return Codes(unique=came["1"], returned=came["2"] - came["1"])


def read_codes(periods: list[Period], *, offices: list[int]) -> list[Codes]:
    """For each period, from the records themselves; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            READ,
            {
                "parts": list(range(len(periods))),
                "firsts": [period.first for period in periods],
                "afters": [_after(period) for period in periods],
                "offices": offices,
            },
        )
        found = {part: Codes(unique, returned) for part, unique, returned in cursor.fetchall()}
    return [found.get(part, Codes()) for part in range(len(periods))]


def _after(period: Period) -> date:
    return date.fromordinal(period.last.toordinal() + 1)
