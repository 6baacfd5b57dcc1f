"""Opening hours as a provider writes them, a line a day: `8–12, 13–17`; and back to the notation of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.opening import week_minutes

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY_MINUTES = 1440
CLOSED_ON_HOLIDAYS = "PH off"
BY_APPOINTMENT = "po objednání"
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:-|až)(\d{1,2})(?:[:.](\d{2}))?")
_BETWEEN = re.compile(r"[,;]|\ba\b")


def days_of(notation: str) -> list[str] | None:
    """Seven texts from Monday; None when the notation says more than a week of hours can."""
    if '"' in notation or not notation:
        return None if notation else [""] * 7
    minutes, _holidays = week_minutes(notation)
    if minutes is None:
        return None
    days: list[list[str]] = [[] for _day in DAYS]
    for begins, ends in minutes:
        for day in range(begins // DAY_MINUTES, (ends - 1) // DAY_MINUTES + 1):
            start, end = max(begins, day * DAY_MINUTES), min(ends, (day + 1) * DAY_MINUTES)
            days[day].append(f"{_clock(start - day * DAY_MINUTES)}–{_clock(end - day * DAY_MINUTES)}")
    return [", ".join(spans) for spans in days]


def notation_of(days: Sequence[str], *, closed_on_holidays: bool, by_appointment: bool) -> str:
    """Raises ValidationError naming the text it does not understand. '' when no day has any hours."""
    written = [_spans(text) for text in days]
    comment = f' "{BY_APPOINTMENT}"' if by_appointment else ""
    parts: list[str] = []
    day = 0
    while day < len(DAYS):
        last = day
        while last + 1 < len(DAYS) and written[last + 1] == written[day]:
            last += 1
        if written[day]:
            name = DAYS[day] if last == day else f"{DAYS[day]}-{DAYS[last]}"
            parts.append(f"{name} {written[day]}{comment}")
        day = last + 1
    if parts and closed_on_holidays:
        parts.append(CLOSED_ON_HOLIDAYS)
    return "; ".join(parts)


def _spans(text: str) -> str:
    plain = text.strip().lower().replace("–", "-").replace("—", "-")
    if not plain or plain in ("zavřeno", "-", "0"):
        return ""
    if plain == "nonstop":
        return "00:00-24:00"
    spans = [_span(part.replace(" ", ""), text) for part in _BETWEEN.split(plain) if part.strip()]
    if sorted(spans) != spans:
        raise ValidationError(_("Časy „%(text)s“ napište od rána do večera.") % {"text": text.strip()[:60]})
    return ",".join(spans)


def _span(part: str, text: str) -> str:
    found = _SPAN.fullmatch(part)
    wrong = ValidationError(_("Času „%(text)s“ nerozumíme. Pište třeba 8–12, 13–17.") % {"text": text.strip()[:60]})
    if found is None:
        raise wrong
    begins, ends = (int(found[h]) * 60 + int(found[m] or 0) for h, m in ((1, 2), (3, 4)))
    if begins >= DAY_MINUTES or ends > DAY_MINUTES or begins == ends or any(int(found[m] or 0) > 59 for m in (2, 4)):
        raise wrong
    return f"{begins // 60:02d}:{begins % 60:02d}-{ends // 60:02d}:{ends % 60:02d}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
