"""Opening hours as HSDS schedules: one for each stretch of the day and the weekdays it is the same on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone

from catalogue.opening import in_words
from catalogue.opening_notation import DAY_MINUTES, YEAR, parsed, weeks_by

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Stretch(NamedTuple):
    """`closes_at` of a night is the next morning."""

    byday: str
    opens_at: str
    closes_at: str
    by_appointment: bool
    comment: str


def stretches(expression: str) -> list[Stretch]:
    """The ordinary week; empty where the hours are unknown or weeks of the coming year differ. No query."""
    return list(_stretches(expression, timezone.localdate()))


def words(expression: str) -> str:
    """The same hours as a person reads them, with exceptions and holidays; '' where nobody knows them."""
    return "; ".join(in_words(expression)).replace("\u00a0", " ")


@lru_cache(maxsize=4096)
def _stretches(expression: str, today: date) -> tuple[Stretch, ...]:
    hours = parsed(expression)
    weeks = weeks_by(hours.days(today, today + YEAR), lambda day: 0) if hours else None
    if weeks is None:
        return ()
    days: dict[tuple[int, int, bool, str], list[int]] = defaultdict(list)
    for weekday, spans in weeks[0].items():
        for span in spans:
            if span.kind == "unknown":
                return ()
            days[span.begins, span.ends, span.kind == "appointment", span.comment].append(weekday)
    return tuple(_in_order(days))


def _in_order(days: dict[tuple[int, int, bool, str], list[int]]) -> Iterator[Stretch]:
    for (begins, ends, by_appointment, comment), weekdays in sorted(
        days.items(), key=lambda item: (min(item[1]), item[0])
    ):
        byday = ",".join(WEEKDAYS[weekday] for weekday in sorted(weekdays))
        yield Stretch(byday, _clock(begins), _clock(ends), by_appointment, comment)


def _clock(minute: int) -> str:
    within = minute - DAY_MINUTES if minute > DAY_MINUTES else minute
    return f"{within // 60:02}:{within % 60:02}"
