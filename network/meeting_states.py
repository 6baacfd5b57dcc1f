"""Which states a meeting and a task have, and where each may go: forms offer it, a trigger of the database refuses the rest."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    PREPARING = "preparing", _("připravuje se")
    CALLED = "called", _("svoláno")
    HELD = "held", _("zápis se píše")
    COMMENTS = "comments", _("zápis k připomínkám")
    APPROVED = "approved", _("zápis schválen")
    CANCELLED = "cancelled", _("zrušeno")


MEETING_MOVES: Mapping[MeetingState, tuple[MeetingState, ...]] = {
    MeetingState.PREPARING: (MeetingState.CALLED, MeetingState.CANCELLED),
    MeetingState.CALLED: (MeetingState.HELD, MeetingState.CANCELLED),
    MeetingState.HELD: (MeetingState.COMMENTS,),
    MeetingState.COMMENTS: (MeetingState.HELD, MeetingState.APPROVED),
    MeetingState.APPROVED: (),
    MeetingState.CANCELLED: (),
}
AHEAD = (MeetingState.PREPARING, MeetingState.CALLED)
"""The agenda still grows; nothing was written yet."""
WRITTEN = (MeetingState.HELD, MeetingState.COMMENTS, MeetingState.APPROVED)
"""There are minutes, at least begun."""


class TaskState(models.TextChoices):
    OPEN = "open", _("otevřený")
    DONE = "done", _("hotový")
    CANCELLED = "cancelled", _("zrušený")


TASK_MOVES: Mapping[TaskState, tuple[TaskState, ...]] = {
    TaskState.OPEN: (TaskState.DONE, TaskState.CANCELLED),
    TaskState.DONE: (TaskState.OPEN,),
    TaskState.CANCELLED: (TaskState.OPEN,),
}


def allowed_meeting_moves() -> list[tuple[str, str]]:
    """(from, to) as the trigger wants them."""
    return [(str(start), str(end)) for start, ends in MEETING_MOVES.items() for end in ends]


def allowed_task_moves() -> list[tuple[str, str]]:
    return [(str(start), str(end)) for start, ends in TASK_MOVES.items() for end in ends]
