"""The desk's calendar: Monday to Friday without Czech public holidays (Act 245/2000 Sb., as opening_hours knows them)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.opening import is_public_holiday
from inquiries.models import Urgency

DAY_BEGINS = time(8)
SATURDAY = 5
SAMPLE_DAYS, MONTH_DAYS = 30, 30
FURTHEST = timedelta(days=731)
"""Two years: what is promised for later is a slip of the hand (2062 for 2026), and nobody would ever be reminded."""


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and not is_public_holiday(day)


def wrong_promise(day: date, today: date) -> str:
    """Why nobody can promise to come back that day, '' when they can."""
    if day < today:
        return _("Ten den už byl. Vyberte dnešek nebo některý další den.")
    return _("Zkontrolujte rok. Slíbit jde nejvýš dva roky dopředu.") if day > today + FURTHEST else ""


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    return add_working_days(day, 1)


def on_or_after(day: date) -> date:
    """`day` itself when somebody works on it, else the next such day."""
    return day if is_working_day(day) else next_working_day(day)


def add_working_days(day: date, number: int) -> date:
    """The day that many working days later; `day` itself does not count, a weekend before the first one neither."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days passed after `start` up to and with `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)


def due_day(urgency: str, today: date) -> date:
    """When to come back by default (frontdesk-and-network, d.3): a crisis on the next working day, else within three days."""
    if urgency in (Urgency.NOW, Urgency.DAY):
        return next_working_day(today)
    if urgency == Urgency.THREE_DAYS:
        return on_or_after(today + timedelta(days=3))
    return on_or_after(today + timedelta(days=MONTH_DAYS))


def start_of(day: date) -> datetime:
    """When work begins on a day, in the desk's own time: where a follow-up without an hour stands in a list."""
    return timezone.make_aware(datetime.combine(day, DAY_BEGINS))


def end_of(day: date) -> datetime:
    """The very end of a day: what was due any time of it is late only after."""
    return timezone.make_aware(datetime.combine(day, time.max))
