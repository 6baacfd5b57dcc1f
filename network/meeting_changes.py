"""A meeting on another day, at another hour or place, for other readers: its number follows the year, the invited are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from network.agenda import next_number
from network.meeting_calls import change_time_or_place
from network.models import Meeting
from sociopoint.models import User

TOLD = ("starts_at", "ends_at", "place", "online_link")
"""What stands in an invitation."""


@transaction.atomic
def change(meeting: Meeting, facts: Mapping[str, Any], *, by: User) -> None:
    """`facts` are columns. The group is locked before the meeting, as where a number is given to a new one."""
    type(meeting.group).objects.select_for_update(of=("self",)).get(pk=meeting.group_id)
    is_moved = any(getattr(meeting, name) != facts[name] for name in TOLD)
    day_before = meeting.day
    for name, value in facts.items():
        setattr(meeting, name, value)
    if meeting.day.year != meeting.year:
        meeting.year, meeting.number = meeting.day.year, next_number(meeting.group, meeting.day.year)
    meeting.save(update_fields=[*facts, "year", "number"])
    if is_moved:
        change_time_or_place(meeting, by=by, is_other_day=meeting.day != day_before)
