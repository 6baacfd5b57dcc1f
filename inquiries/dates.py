"""Moments as the desk says them: `dnes 13:00`, `Po 16. 11.`, `2 dny po termínu`."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.opening import is_public_holiday
from inquiries.working_days import is_working_day, next_working_day, working_days_between
from network.dates import short_day
from sociopoint.typography import typeset

__all__ = ["due", "free_day", "lateness", "long_day", "moment", "short_day"]


def moment(at: datetime, today: date) -> str:
    """`dnes 10:42`, `Po 16. 11. 8:05`."""
    local = timezone.localtime(at)
    return f"{short_day(local.date(), today)} {local.hour}:{local.minute:02d}"


def due(at: datetime, is_all_day: bool, today: date) -> str:
    """The hour for today's, the day for others: what stands at the left of a line."""
    local = timezone.localtime(at)
    if local.date() == today and not is_all_day:
        return f"{local.hour}:{local.minute:02d}"
    if is_all_day:
        return short_day(local.date(), today)
    return moment(at, today)


def lateness(at: datetime, now: datetime) -> str:
    """`2 dny po termínu`, counted in working days; '' when it is not late."""
    if at >= now:
        return ""
    days = working_days_between(timezone.localdate(at), timezone.localdate(now))
    if not days:
        return _("po termínu")
    return typeset(ngettext("%(n)d den po termínu", "%(n)d dní po termínu", days) % {"n": days})


def free_day(day: date) -> str:
    """Why nobody is at the desk on a day, and when somebody is again; '' on a working day."""
    if is_working_day(day):
        return ""
    said = _("Na %(day)s připadá svátek.") if is_public_holiday(day) else _("Na %(day)s připadá víkend.")
    again = _("Nejbližší pracovní den je %(next)s.") % {"next": long_day(next_working_day(day))}
    return typeset(f"{said % {'day': date_format(day, 'j. n. Y')}} {again}")


def long_day(day: date) -> str:
    """`středa 18. listopadu`."""
    return typeset(date_format(day, "l j. E"))
