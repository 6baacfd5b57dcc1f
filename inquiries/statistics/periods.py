"""Spans of days a report is about: what they are called in Czech, what they are compared with, which tallies cover them."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sociopoint.typography import NBSP

ONE_DAY = timedelta(days=1)
MONTHS = [
    # how the month stands alone; after "pult"; after "srovnání"
    (gettext_lazy("leden"), gettext_lazy("v lednu"), gettext_lazy("s lednem")),
    (gettext_lazy("únor"), gettext_lazy("v únoru"), gettext_lazy("s únorem")),
    (gettext_lazy("březen"), gettext_lazy("v březnu"), gettext_lazy("s březnem")),
    (gettext_lazy("duben"), gettext_lazy("v dubnu"), gettext_lazy("s dubnem")),
    (gettext_lazy("květen"), gettext_lazy("v květnu"), gettext_lazy("s květnem")),
    (gettext_lazy("červen"), gettext_lazy("v červnu"), gettext_lazy("s červnem")),
    (gettext_lazy("červenec"), gettext_lazy("v červenci"), gettext_lazy("s červencem")),
    (gettext_lazy("srpen"), gettext_lazy("v srpnu"), gettext_lazy("se srpnem")),
    (gettext_lazy("září"), gettext_lazy("v září"), gettext_lazy("se zářím")),
    (gettext_lazy("říjen"), gettext_lazy("v říjnu"), gettext_lazy("s říjnem")),
    (gettext_lazy("listopad"), gettext_lazy("v listopadu"), gettext_lazy("s listopadem")),
    (gettext_lazy("prosinec"), gettext_lazy("v prosinci"), gettext_lazy("s prosincem")),
]
QUARTERS = [
    (gettext_lazy("1. čtvrtletí"), gettext_lazy("v 1. čtvrtletí"), gettext_lazy("s 1. čtvrtletím")),
    (gettext_lazy("2. čtvrtletí"), gettext_lazy("ve 2. čtvrtletí"), gettext_lazy("se 2. čtvrtletím")),
    (gettext_lazy("3. čtvrtletí"), gettext_lazy("ve 3. čtvrtletí"), gettext_lazy("se 3. čtvrtletím")),
    (gettext_lazy("4. čtvrtletí"), gettext_lazy("ve 4. čtvrtletí"), gettext_lazy("se 4. čtvrtletím")),
]
HALVES = [
    (gettext_lazy("1. pololetí"), gettext_lazy("v 1. pololetí"), gettext_lazy("s 1. pololetím")),
    (gettext_lazy("2. pololetí"), gettext_lazy("ve 2. pololetí"), gettext_lazy("se 2. pololetím")),
]


class Length(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DAYS = "days"


MONTHS_OF = {Length.MONTH: 1, Length.QUARTER: 3, Length.HALF: 6, Length.YEAR: 12}


COST = {"d": 1, "m": 3, "y": 6}
"""About how many rows of tallies a span has to a day's."""


@dataclass(frozen=True)
class Piece:
    """One tally span: 'd', 'm' or 'y' and its first day; `sign` -1 to be taken away."""

    span: str
    start: date
    sign: int = 1

    def taken_away(self) -> Piece:
        return replace(self, sign=-self.sign)


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included. `length` remembers how it was chosen, for its name and its neighbours."""

    length: Length
    first: date
    last: date

    @classmethod
    def starting(cls, length: Length, first: date) -> Period:
        """The whole month, quarter, half-year or year that begins on `first`."""
        return cls(length, first, months_later(first, MONTHS_OF[length]) - ONE_DAY)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def may_leave(self, today: date) -> bool:
        """Whether numbers of it may leave the office, small ones hidden: only those of a whole month, quarter, half-year or year that
        is over. Of any days (1. to 30. beside 1. to 29.) those of one day could be worked out, and so could yesterday's."""
        return self.length != Length.DAYS and self.last < today

    def until(self, today: date) -> Period:
        """The part that has passed, today included; the whole when it is over or has not begun."""
        return Period(self.length, self.first, today) if self.first <= today < self.last else self

    def before(self, *, passed: int | None = None) -> Period:
        """The period of the same length just before; `passed`: only so many of its first days, to compare like with like."""
        if self.length == Length.DAYS:
            return Period(self.length, self.first - timedelta(days=self.days), self.first - ONE_DAY)
        start = months_later(self.first, -MONTHS_OF[self.length])
        return self.starting(self.length, start).first_days(passed)

    def year_ago(self, *, passed: int | None = None) -> Period:
        if self.length == Length.DAYS:
            return Period(self.length, months_later(self.first, -12), months_later(self.last, -12))
        return self.starting(self.length, months_later(self.first, -12)).first_days(passed)

    def first_days(self, number: int | None) -> Period:
        if number is None or number >= self.days:
            return self
        return Period(self.length, self.first, self.first + timedelta(days=number - 1))

    def cut(self, points: Iterable[date]) -> list[tuple[date, date]]:
        """The period as consecutive (first, last), a new one beginning on each point that lies inside."""
        starts = sorted({self.first, *(point for point in points if self.first < point <= self.last)})
        ends = [*(start - ONE_DAY for start in starts[1:]), self.last]
        return list(zip(starts, ends, strict=True))

    @property
    def name(self) -> str:
        """`říjen 2026`, `3. čtvrtletí 2026`, `rok 2026`, `5. 10. – 18. 10. 2026`."""
        return self._called(0)

    @property
    def name_where(self) -> str:
        """`v říjnu 2026`."""
        return self._called(1)

    @property
    def name_compared(self) -> str:
        """`s říjnem 2026`."""
        return self._called(2)

    @property
    def name_short(self) -> str:
        """For the head of a column: the month alone, `rok 2026` whole."""
        if self.length == Length.MONTH:
            return str(MONTHS[self.first.month - 1][0]).capitalize()
        if self.length == Length.QUARTER:
            return _("%(quarter)d. čtvrtletí") % {"quarter": (self.first.month + 2) // 3}
        if self.length == Length.HALF:
            return _("%(half)d. pololetí") % {"half": (self.first.month + 5) // 6}
        return str(self.first.year) if self.length == Length.YEAR else _("Toto období")

    @property
    def dates(self) -> str:
        """`1. 10. 2026 – 31. 10. 2026`, one day alone."""
        if self.first == self.last:
            return written(self.first)
        return f"{written(self.first)}{NBSP}– {written(self.last)}"

    @property
    def code(self) -> str:
        """What stands in the address: `2026-10`, `2026-q3`, `2026-h1`, `2026`; '' for any days."""
        if self.length == Length.MONTH:
            return f"{self.first:%Y-%m}"
        if self.length == Length.QUARTER:
            return f"{self.first.year}-q{(self.first.month + 2) // 3}"
        if self.length == Length.HALF:
            return f"{self.first.year}-h{(self.first.month + 5) // 6}"
        return str(self.first.year) if self.length == Length.YEAR else ""

    def _called(self, case: int) -> str:
        if self.length == Length.MONTH:
            return f"{MONTHS[self.first.month - 1][case]}{NBSP}{self.first.year}"
        if self.length == Length.QUARTER:
            return f"{QUARTERS[(self.first.month + 2) // 3 - 1][case]}{NBSP}{self.first.year}"
        if self.length == Length.HALF:
            return f"{HALVES[(self.first.month + 5) // 6 - 1][case]}{NBSP}{self.first.year}"
        if self.length == Length.YEAR:
            return (_("rok %(year)d"), _("v roce %(year)d"), _("s rokem %(year)d"))[case] % {"year": self.first.year}
        return (_("období %(dates)s"), _("v období %(dates)s"), _("s obdobím %(dates)s"))[case] % {"dates": self.dates}


def written(day: date) -> str:
    """`16. 1. 2026` with unbreakable spaces."""
    return f"{day.day}.{NBSP}{day.month}.{NBSP}{day.year}"


def months_later(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where there is none such. ValueError outside the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def cover(first: date, last: date) -> list[Piece]:
    """Few spans that make up the days, added and taken away: this year until today is the year without the rest of its months
    and days. Nothing when `last` is before `first`."""
    return _cheaper("y", first, last)


SMALLER = {"y": "m", "m": "d"}


def _cheaper(span: str, first: date, last: date) -> list[Piece]:
    """Each such span that the days touch: whole, or as smaller ones, or whole without smaller ones."""
    if span == "d":
        return [Piece("d", first + timedelta(days=n)) for n in range((last - first).days + 1)]
    pieces: list[Piece] = []
    while first <= last:
        start = first.replace(day=1) if span == "m" else first.replace(month=1, day=1)
        end = months_later(start, 1 if span == "m" else 12) - ONE_DAY
        inside = min(end, last)
        around = [*_cheaper(SMALLER[span], start, first - ONE_DAY), *_cheaper(SMALLER[span], inside + ONE_DAY, end)]
        less = [Piece(span, start), *(piece.taken_away() for piece in around)]
        more = _cheaper(SMALLER[span], first, inside)
        pieces += min(less, more, key=lambda ways: sum(COST[piece.span] for piece in ways))
        first = inside + ONE_DAY
    return pieces


def slice_of(slices: list[tuple[date, date]], day: date) -> int:
    """Which of the consecutive slices holds the day."""
    return bisect_right([start for start, _end in slices], day) - 1
