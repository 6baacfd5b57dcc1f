"""The link in a letter about a task: whoever it was given to ends it or puts it off without an account.

The token holds numbers only: the task, whose it is, and, where that is an organisation without a name, who was written to.
Given to somebody else, the task closes the old link; so does leaving the seat or the organisation. A GET shows, only a POST
does, so a mail scanner that opens links does nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from network.meeting_states import TaskState
from network.models import Mandate, Task

SALT = "network.task"
READ_FOR = timedelta(days=60)
"""How long after it ended the link still shows how."""


class TaskLinkInvalid(Exception):
    """The link is cut off, tampered with, of a task given to somebody else or ended long ago, or of who left."""


def task_path(task: Task, *, seat: Mandate | None = None) -> str:
    """`seat`: who is written to of a task that has no owner by name."""
    return reverse("network:task-by-link", args=[signing.dumps([*_whose(task), seat.pk if seat else 0], salt=SALT)])


def open_task(token: str) -> Task:
    """With its group and owner. Raises TaskLinkInvalid. One query, and one for the seat of a task without a name."""
    try:
        pk, owner, organisation, seat = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise TaskLinkInvalid from None
    task = Task.objects.select_related("group", "owner", "owner_organisation").filter(pk=pk).first()
    if task is None or _whose(task) != [pk, owner, organisation] or not (task.owner_id or _sits(seat, task)):
        raise TaskLinkInvalid
    if task.state != TaskState.OPEN and task.ended_at is not None and task.ended_at + READ_FOR < timezone.now():
        raise TaskLinkInvalid
    return task


def _whose(task: Task) -> list[int]:
    return [task.pk, task.owner_id or 0, task.owner_organisation_id or 0]


def _sits(seat: int, task: Task) -> bool:
    """Still, for the organisation that has the task."""
    today = timezone.localdate()
    seats = Mandate.objects.held_on(today).still_there_on(today)
    return seats.filter(pk=seat, group=task.group_id, organisation=task.owner_organisation_id).exists()
