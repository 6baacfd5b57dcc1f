"""A month of public events: `?mesic=2026-12`; what is no month, or too far, is the month of today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from situations.news.events import PublicEvent, events_between
from sociopoint.typography import typeset

MONTHS_BACK, MONTHS_AHEAD = 12, 12
"""How far one may turn the pages: robots would turn them for ever."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ShownEvent:
    event: PublicEvent
    when: str


@dataclass(frozen=True)
class Month:
    name: str
    events: list[ShownEvent]
    earlier: str
    """`2026-11`, empty where nobody needs to go further."""
    later: str
    is_understood: bool


def month_of(asked: str, today: date) -> Month:
    first, is_understood = _first_day(asked, today)
    last = _turned(first, 1) - timedelta(days=1)
    events = [ShownEvent(event, when(event)) for event in events_between(first, last)]
    distance = (first.year - today.year) * 12 + first.month - today.month
    return Month(
        name=date_format(first, _("F Y")),
        events=events,
        earlier=f"{_turned(first, -1):%Y-%m}" if distance > -MONTHS_BACK else "",
        later=f"{_turned(first, 1):%Y-%m}" if distance < MONTHS_AHEAD else "",
        is_understood=is_understood,
    )


def when(event: PublicEvent) -> str:
    """`3. 12. 2026 14:00–16:00`, `od 1. 11. 2026 do 31. 3. 2027`; one night is of the day it begins on."""
    day = date_format(event.first, _("j. n. Y"))
    is_one_night = event.starts and event.ends and event.ends - event.starts < A_DAY
    if event.first != event.last and not is_one_night:
        return typeset(_("od %(first)s do %(last)s") % {"first": day, "last": date_format(event.last, _("j. n. Y"))})
    if event.starts is None:
        return typeset(day)
    hours = date_format(event.starts, _("G:i"))
    return typeset(f"{day}, {hours}–{date_format(event.ends, _('G:i'))}" if event.ends else f"{day}, {hours}")


def _first_day(asked: str, today: date) -> tuple[date, bool]:
    """The first day of the month asked for, and whether it was one we show."""
    this_month = today.replace(day=1)
    if not asked:
        return this_month, True
    if not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", asked):
        return this_month, False
    first = date(int(asked[:4]), int(asked[5:]), 1)
    is_near = _turned(this_month, -MONTHS_BACK) <= first <= _turned(this_month, MONTHS_AHEAD)
    return (first, True) if is_near else (this_month, False)


def _turned(first: date, months: int) -> date:
    """The first day so many months on."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
