"""Reads tallies: one statement for a period and the one it is compared with, whatever their length."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.periods import Period, cover

ONLY_OF_PERIOD = (Dimension.UNMET_CASE, Dimension.TARGET, Dimension.HOUR, Dimension.WORK)
"""Large or never compared: read for the period itself only."""

TIMED = Dimension.CHANNEL
"""The one whose minutes a report asks for."""

READ = """
    SELECT c.part, c.dimension, array_agg(c.key), array_agg(c.sub), array_agg(c.number), array_agg(c.minutes) FILTER (WHERE c.dimension = %(timed)s)
    FROM (
        SELECT p.part, t.dimension, t.key, t.sub, sum(p.sign * t.number) AS number,
            CASE WHEN t.dimension = %(timed)s THEN ARRAY[
                sum(p.sign * t.minutes_direct), sum(p.sign * t.minutes_indirect), sum(p.sign * t.minutes_travel)
            ] END AS minutes
        FROM unnest(%(parts)s::int[], %(spans)s::text[], %(starts)s::date[], %(signs)s::int[], %(whole)s::bool[])
            AS p(part, span, start, sign, whole)
        JOIN inquiries_tally t ON t.span = p.span AND t.start = p.start
        WHERE t.office_id = ANY(%(offices)s::bigint[]) AND (p.whole OR t.dimension <> ALL(%(only_of_period)s::text[]))
        GROUP BY p.part, t.dimension, t.key, t.sub HAVING sum(p.sign * t.number) <> 0
    ) AS c GROUP BY c.part, c.dimension
"""
"""A row a dimension, for ten thousand rows take longer to be read than to be found."""
MONTHS = """
    SELECT start, sum(number) FROM inquiries_tally
    WHERE span = 'm' AND dimension = 'kind' AND start >= date_trunc('month', %(first)s::date) AND start <= %(last)s
        AND office_id = ANY(%(offices)s::bigint[])
    GROUP BY start ORDER BY start
"""
Pairs = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Minutes:
    direct: int = 0
    indirect: int = 0
    travel: int = 0

    def __add__(self, other: Minutes) -> Minutes:
        return Minutes(self.direct + other.direct, self.indirect + other.indirect, self.travel + other.travel)

    @property
    def total(self) -> int:
        return self.direct + self.indirect + self.travel


@dataclass
class Counts:
    """What was counted in one period. `slices` are its parts, where a rule began or today lies; most counts ignore them."""

    period: Period
    slices: list[tuple[date, date]]
    pairs: dict[str, Pairs] = field(default_factory=lambda: defaultdict(Counter))
    minutes: dict[tuple[str, str], Minutes] = field(default_factory=lambda: defaultdict(Minutes))
    by_slice: dict[tuple[int, str], Pairs] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, part: int, dimension: str, pairs: Pairs, minutes: Iterable[tuple[str, Minutes]]) -> None:
        """One row of the statement: a dimension comes once in a part."""
        self.by_slice[part, dimension] = pairs
        self.pairs[dimension] = self.pairs[dimension] + pairs if dimension in self.pairs else pairs
        for key, spent in minutes:
            self.minutes[dimension, key] += spent

    def keys(self, dimension: Dimension) -> Counter[str]:
        """Key -> number, whatever the sub."""
        return _summed((key, number) for (key, _sub), number in self.pairs[dimension].items())

    def subs(self, dimension: Dimension, key: str | None = None) -> Counter[str]:
        """Sub -> number, of one key or of all."""
        return _summed((s, n) for (k, s), n in self.pairs[dimension].items() if key is None or k == key)

    def total(self, dimension: Dimension = Dimension.KIND) -> int:
        return sum(self.pairs[dimension].values())

    def minutes_of(self, dimension: Dimension) -> Minutes:
        found = [minutes for (name, _key), minutes in self.minutes.items() if name == dimension]
        return Minutes(sum(m.direct for m in found), sum(m.indirect for m in found), sum(m.travel for m in found))

    def in_slice(self, number: int, dimension: Dimension) -> Pairs:
        return self.by_slice[number, dimension]


def _summed(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    sums: dict[str, int] = {}  # asking a Counter for a key it lacks is a call of its own
    for key, number in pairs:
        sums[key] = sums.get(key, 0) + number
    return Counter(sums)


def read_counts(
    period: Period, compared: Period, *, offices: list[int], cut_at: Iterable[date] = ()
) -> tuple[Counts, Counts]:
    """Counts of both, in one query. The tallies must be fresh (`recount_changed`)."""
    counts = [Counts(each, each.cut(cut_at)) for each in (period, compared)]
    owners: list[tuple[Counts, int]] = []
    parts, pieces, whole = [], [], []
    for each in counts:
        for number, (first, last) in enumerate(each.slices):
            owners.append((each, number))
            for piece in cover(first, last):
                parts.append(len(owners) - 1)
                pieces.append(piece)
                whole.append(each is counts[0])
    with connection.cursor() as cursor:
        cursor.execute(
            READ,
            {
                "parts": parts,
                "spans": [piece.span for piece in pieces],
                "starts": [piece.start for piece in pieces],
                "signs": [piece.sign for piece in pieces],
                "whole": whole,
                "offices": offices,
                "only_of_period": [str(dimension) for dimension in ONLY_OF_PERIOD],
                "timed": str(TIMED),
            },
        )
        for part, dimension, keys, subs, numbers, minutes in cursor.fetchall():
            owner, slice_number = owners[part]
            pairs: Pairs = Counter(dict(zip(zip(keys, subs, strict=True), numbers, strict=True)))
            spent = [Minutes(*each) for each in minutes or ()]
            owner.add(slice_number, dimension, pairs, zip(keys, spent, strict=False))
    return counts[0], counts[1]


def read_months(period: Period, *, offices: list[int]) -> list[tuple[date, int]]:
    """Inquiries of each month that the period touches, whole months. One query."""
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"first": period.first, "last": period.last, "offices": offices})
        return [(start, int(number)) for start, number in cursor.fetchall()]
