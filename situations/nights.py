"""What is open through the night ends in the morning: a season's last night is not over at midnight."""

from __future__ import annotations

import re
from datetime import time

_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:h\b|hod\w*\.?))?"
_SPAN = re.compile(rf"(?<!\d){_HOUR}\s*(?:[–—-]|do|až)\s*{_HOUR}(?!\d)")


def morning_end(hours: str) -> time | None:
    """When the opening that goes over midnight ends, of hours as people write them (`denně 18–7`, `od 19:30 do 8 hodin`); the
    last one where there are more. None where none does, or nobody can tell."""
    ends = []
    for begin_hour, begin_minute, end_hour, end_minute in _SPAN.findall(hours):
        begin, end = _minutes(begin_hour, begin_minute), _minutes(end_hour, end_minute)
        if begin is not None and end is not None and 0 < end < begin:
            ends.append(end)
    return time(*divmod(max(ends), 60)) if ends else None


def _minutes(hour: str, minute: str) -> int | None:
    """Since midnight; None for what is no time of day."""
    read = int(hour) * 60 + int(minute or 0)
    return read if read <= 24 * 60 and int(minute or 0) < 60 else None
