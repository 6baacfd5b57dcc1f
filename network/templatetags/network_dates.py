"""`{{ meeting.starts_at|moment }}`: days of the network's pages."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from network import dates, wording
from network.models import Attendance

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    return dates.day(value) if value else ""


@register.filter
def long_day(value: date) -> str:
    return dates.long_day(value)


@register.filter
def moment(value: datetime) -> str:
    return dates.moment(value)


@register.filter
def hour(value: datetime) -> str:
    return dates.hour(value)


@register.filter
def until(first: date, last: date | None) -> str:
    """`{{ event.starts_on|until:event.ends_on }}`."""
    return dates.days(first, last)


@register.filter
def hours_there(row: Attendance) -> str:
    return wording.hours_there(row)
