"""Days as the network's pages and papers write them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sociopoint.typography import typeset

_WEEKDAYS = ("Po", "Út", "St", "Čt", "Pá", "So", "Ne")


def day(value: date) -> str:
    """`16. 1. 2025`."""
    return typeset(f"{value.day}. {value.month}. {value.year}")


def short_day(value: date, today: date) -> str:
    """`dnes`, `zítra`, `Po 16. 11.`; another year is said. May be broken before and after the day."""
    away = (value - today).days
    if away in (-1, 0, 1):
        return {-1: _("včera"), 0: _("dnes"), 1: _("zítra")}[away]
    said = f"{_WEEKDAYS[value.weekday()]} {typeset(f'{value.day}. {value.month}.')}"
    return said if value.year == today.year else f"{said} {value.year}"


def long_day(value: date) -> str:
    """`16. ledna 2025`."""
    return typeset(date_format(value, "j. E Y"))


def hour(value: datetime) -> str:
    """`9:00`."""
    local = timezone.localtime(value)
    return f"{local.hour}:{local.minute:02d}"


def moment(value: datetime) -> str:
    """`16. 1. 2025 v 9:00`."""
    return typeset(f"{day(timezone.localdate(value))} v {hour(value)}")


def days(first: date, last: date | None) -> str:
    """`12.–13. 2. 2025`, `28. 2. – 1. 3. 2025`."""
    if last is None or last == first:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{day(last)}"
    if first.year == last.year:
        return typeset(f"{first.day}. {first.month}. – {day(last)}")
    return typeset(f"{day(first)} – {day(last)}")
