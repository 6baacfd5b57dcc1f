"""Reading the OSM notation of opening hours: what is open when. The words are in `catalogue.opening`.

Times are naive and local to Prague; a night (18:30–7:30) belongs to the day it begins on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

import opening_hours
from opening_hours import OpeningHours, State

Kind = Literal["open", "closed", "appointment", "unknown"]
MinuteRanges = list[tuple[int, int]]  # half-open

DAY_MINUTES = 1440
WEEK_MINUTES = 7 * DAY_MINUTES
YEAR = timedelta(days=366)

_COMMENT = re.compile(r'"[^"]*"')
_APPOINTMENT = re.compile(r"objedn|domluv|dohod|appointment|arrangement", re.IGNORECASE)
_NO_APPOINTMENT = re.compile(
    r"bez\s+(\w+\s+)?(objedn|domluv)|nemusíte|není (nutn|třeba)|\b(no|without)\b", re.IGNORECASE
)
# Walk-in hours inside those by appointment add to them: `;` would cancel the rest of the day.
_WALK_IN_WITHIN = re.compile(r'("[^"]*(?:objedn|domluv)[^"]*")\s*;(?=[^";]*"bez\s+(?:objedn|domluv))', re.IGNORECASE)
# School holidays and the sun are not in the library's Czech calendar, an open end has no hour to print, and `||` of the
# library (2.1.4) loses every day but the first.
UNSUPPORTED = re.compile(r"\bSH\b|sunrise|sunset|dawn|dusk|:\d\d\+|:\d\d/|\|\||PH [+-]?\d+ days?")
HOLIDAYS_BEFORE_DAYS = re.compile(r"(?:^|; )PH\b[^;]*; (?:Mo|Tu|We|Th|Fr|Sa|Su)\b")
_CLOSED_DAYS = re.compile(r"(?:^|; )([A-Z][a-z](?:[,-][A-Z][a-z])*) closed(?=;|$)")


class Piece(NamedTuple):
    """A stretch of time in which nothing changes."""

    begins: datetime
    ends: datetime
    kind: Kind
    comment: str


class Span(NamedTuple):
    """Open minutes of one day; a night ends past 1440."""

    begins: int
    ends: int
    kind: Kind
    comment: str


Day = tuple[Span, ...]  # empty: closed
Week = dict[int, Day]  # by weekday, Monday is 0


@dataclass(frozen=True)
class Hours:
    """An expression we can read."""

    by_calendar: OpeningHours
    ordinary: OpeningHours  # the same with no public holidays
    speaks_of_holidays: bool
    only_comment: bool
    closed_days: frozenset[int]  # weekdays the expression closes by name

    def pieces(self, begins: datetime, ends: datetime, *, ordinary: bool = False) -> Iterator[Piece]:
        calendar = self.ordinary if ordinary else self.by_calendar
        for start, end, state, comment in calendar.intervals(begins, ends):
            yield Piece(start, end or ends, self._kind(state, comment), comment)

    def _kind(self, state: State, comment: str) -> Kind:
        if state == State.CLOSED:
            return "closed"
        if _APPOINTMENT.search(comment) and not _NO_APPOINTMENT.search(comment):
            return "appointment"
        return "unknown" if state == State.UNKNOWN or self.only_comment else "open"

    def days(self, first: date, last: date, *, ordinary: bool = True) -> dict[date, Day]:
        """What begins on each day of the half-open range; stretches of 24 hours and more are cut at midnights."""
        days: dict[date, list[Span]] = {first + timedelta(n): [] for n in range((last - first).days)}
        begins, ends = midnight(first) - timedelta(1), midnight(last) + timedelta(2)
        for piece in self.pieces(begins, ends, ordinary=ordinary):
            if piece.kind != "closed":
                for part in _cut_at_midnights(piece):
                    days.setdefault(part.begins.date(), []).append(_span(part))
        return {day: tuple(spans) for day, spans in days.items() if first <= day < last}


def notation_of(expression: str) -> str | None:
    """The library's own spelling of the expression without comments; None when it cannot read it."""
    try:
        readable = bool(expression.strip()) and opening_hours.validate(expression)  # it takes a space for 24/7
    except UnicodeEncodeError:  # half of a surrogate pair
        return None
    return _COMMENT.sub("", str(OpeningHours(expression))) if readable else None


@lru_cache(maxsize=4096)
def parsed(expression: str) -> Hours | None:
    notation = notation_of(expression)
    if notation is None or UNSUPPORTED.search(notation):
        return None
    text = _WALK_IN_WITHIN.sub(r"\1,", expression)
    return Hours(
        by_calendar=OpeningHours(text, country="CZ"),
        ordinary=OpeningHours(text),
        speaks_of_holidays=re.search(r"\bPH\b", notation) is not None,
        only_comment=not any(sign.isalnum() for sign in _COMMENT.sub("", expression)),
        closed_days=frozenset(
            moment.weekday()
            for days in _CLOSED_DAYS.findall(notation)
            for moment in (datetime(2024, 1, day) for day in range(1, 8))  # noqa: DTZ001 the library's times are local
            if OpeningHours(days).is_open(moment)
        ),
    )


@lru_cache(maxsize=1024)
def is_public_holiday(day: date) -> bool:
    """By the library's Czech calendar, Good Friday and Easter Monday included; it knows the years 2000 to 2075."""
    return OpeningHours("PH 00:00-24:00", country="CZ").is_open(midnight(day))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _cut_at_midnights(piece: Piece) -> Iterator[Piece]:
    if piece.ends - piece.begins < timedelta(1):
        yield piece
        return
    begins = piece.begins
    while begins < piece.ends:
        ends = min(midnight(begins.date()) + timedelta(1), piece.ends)
        yield piece._replace(begins=begins, ends=ends)
        begins = ends


def _span(piece: Piece) -> Span:
    begins = piece.begins.hour * 60 + piece.begins.minute
    return Span(begins, begins + (piece.ends - piece.begins) // timedelta(minutes=1), piece.kind, piece.comment)


def weeks_by(days: dict[date, Day], key: Callable[[date], int]) -> dict[int, Week] | None:
    """The weeks by key, or None when days of one key and weekday differ."""
    weeks: dict[int, Week] = defaultdict(dict)
    for day, spans in days.items():
        if weeks[key(day)].setdefault(day.weekday(), spans) != spans:
            return None
    return dict(weeks)


def holiday(hours: Hours, today: date) -> Day | None:
    """What begins on a public holiday; None when the holidays of the coming year differ."""
    days = hours.days(today, today + YEAR, ordinary=False)
    kinds = {spans for day, spans in days.items() if is_public_holiday(day)}
    return kinds.pop() if len(kinds) == 1 else None


def ordinary_minutes(hours: Hours, today: date) -> MinuteRanges | None:
    weeks = weeks_by(hours.days(today, today + YEAR), lambda day: 0)
    if weeks is None or any(span.kind == "unknown" for spans in weeks[0].values() for span in spans):
        return None
    return ranges(
        (weekday * DAY_MINUTES + minute) % WEEK_MINUTES
        for weekday, spans in weeks[0].items()
        for span in spans
        for minute in range(span.begins, span.ends)
    )


def holiday_minutes(hours: Hours, today: date) -> MinuteRanges | None:
    nonstop = ordinary_minutes(hours, today) == [(0, WEEK_MINUTES)]
    own = holiday(hours, today)
    if not (hours.speaks_of_holidays or nonstop) or own is None or any(span.kind == "unknown" for span in own):
        return None
    days = hours.days(today - timedelta(1), today + YEAR, ordinary=False)
    always = set(range(DAY_MINUTES))
    for day in filter(is_public_holiday, list(days)[1:]):
        night = {minute - DAY_MINUTES for span in days[day - timedelta(1)] for minute in range(span.begins, span.ends)}
        always &= night | {minute for span in days[day] for minute in range(span.begins, span.ends)}
    return ranges(always)


def ranges(minutes: Iterable[int]) -> MinuteRanges:
    """`[0, 1, 2, 7]` -> `[(0, 3), (7, 8)]`."""
    ranges: MinuteRanges = []
    for minute in sorted(set(minutes)):
        if ranges and ranges[-1][1] == minute:
            ranges[-1] = (ranges[-1][0], minute + 1)
        else:
            ranges.append((minute, minute + 1))
    return ranges
