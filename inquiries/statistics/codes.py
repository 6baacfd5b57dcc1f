"""How many people with a return code came: the one count that days cannot be added up to, so it is read from the records.

A code counts once however often it came back within the period. An index of coded inquiries alone holds all it reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from inquiries.statistics.periods import Period

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


@dataclass(frozen=True)
class Codes:
    """`unique`: different codes; `returned`: those of them that came more than once."""

    unique: int = 0
    returned: int = 0


def read_codes(periods: list[Period], *, offices: list[int]) -> list[Codes]:
    """For each period; one query."""
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
