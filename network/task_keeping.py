"""What happens to a task outside of minutes: it is done, given up, taken up again, or put off."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.dates import day
from network.meeting_states import TASK_MOVES, TaskState
from network.models import Task, TaskMove
from network.models.people import Position
from network.seats import roles_in
from sociopoint.models import User
from sociopoint.permissions import can_edit_network, can_run_group


class TaskRefused(Exception):
    """The step cannot be taken; the text is for the person."""


def may_keep(user: User, task: Task) -> bool:
    """Its owner, people of the organisation that has it, and whoever runs the group. Up to three queries."""
    if can_edit_network(user):
        return True
    if task.owner is not None and task.owner.user_id == user.pk:
        return True
    works = Position.objects.held_on(timezone.localdate()).filter(person__user=user)
    if task.owner_organisation_id and works.filter(organisation=task.owner_organisation_id).exists():
        return True
    return can_run_group(user, roles_in(user, task.group, timezone.localdate()))


@transaction.atomic
def end(task: Task, state: TaskState, *, evidence: str, by: User | None) -> None:
    """Done with its evidence, or cancelled with the reason in its place. `by` is None by the link of a letter.

    Raises TaskRefused.
    """
    locked = _locked(task)
    if (locked.state, locked.evidence) == (state, evidence):
        return  # a double click
    if state not in TASK_MOVES[TaskState(locked.state)]:
        raise TaskRefused(_not_kept(_("Úkol mezitím skončil."), evidence))
    locked.state, locked.evidence = state, evidence
    locked.ended_at, locked.ended_by = timezone.now(), by
    locked.save(update_fields=["state", "evidence", "ended_at", "ended_by"])
    task.refresh_from_db()


@transaction.atomic
def take_up_again(task: Task, *, by: User) -> None:
    locked = _locked(task)
    if TaskState.OPEN not in TASK_MOVES[TaskState(locked.state)]:
        raise TaskRefused(_("Úkol je otevřený."))
    locked.state, locked.ended_at, locked.ended_by = TaskState.OPEN, None, None
    locked.save(update_fields=["state", "ended_at", "ended_by"])
    task.refresh_from_db()


@transaction.atomic
def put_off(task: Task, *, after: date, reason: str, by: User | None) -> None:
    """To a later day, with the reason; the earlier days are kept. Raises TaskRefused."""
    locked = _locked(task)
    if locked.due == after and locked.moves.filter(after=after, reason=reason, by=by).exists():
        return  # a double click
    if locked.state != TaskState.OPEN:
        raise TaskRefused(_not_kept(_("Přesunout jde jen otevřený úkol."), reason))
    if after <= locked.due:
        said = _("Úkol má termín už %(day)s, přesunout jde jen na později.") % {"day": day(locked.due)}
        raise TaskRefused(_not_kept(said, reason))
    TaskMove.objects.create(task=locked, before=locked.due, after=after, reason=reason, by=by)
    locked.due = after
    locked.save(update_fields=["due"])
    task.refresh_from_db()


def _not_kept(why: str, text: str) -> str:
    """Whoever wrote it gets it back: the page that comes has no place for it."""
    return _("%(why)s Co jste napsali, jsme neuložili, zkopírujte si to odtud: %(text)s") % {"why": why, "text": text}


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
