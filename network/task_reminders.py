"""Letters about tasks: three days before the day they are due, and once when it has passed. Each once, however often this runs."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from network.dates import day
from network.letters import send_letter
from network.models import Position, Task, TaskReminder

AHEAD = timedelta(days=3)
SOON, LATE = "soon", "late"
LATE_FOR = timedelta(days=14)
"""A task forgotten longer than that is the group's matter, not a letter's: it is in its next agenda."""


def remind(today: date) -> int:
    """How many letters were written."""
    tasks = Task.objects.open().filter(due__gte=today - LATE_FOR, due__lte=today + AHEAD)
    rows = list(tasks.select_related("owner__user", "owner_organisation", "group"))
    addresses = _addresses(rows, today)
    return sum(_remind_of(task, addresses[task.pk], today) for task in rows if task.pk in addresses)


def _remind_of(task: Task, address: str, today: date) -> bool:
    kind = LATE if task.due < today else SOON
    try:
        with transaction.atomic():
            TaskReminder.objects.create(task=task, due=task.due, kind=kind, sent_on=today)
            subject = _("Úkol je po termínu: %(group)s") if kind == LATE else _("Blíží se termín úkolu: %(group)s")
            first = (
                _("úkol skupiny %(group)s měl být hotový %(day)s:")
                if kind == LATE
                else _("úkol skupiny %(group)s má být hotový do %(day)s:")
            )
            send_letter(
                to=address,
                subject=subject % {"group": task.group},
                paragraphs=[
                    first % {"group": task.group.name, "day": day(task.due)},
                    task.text,
                    _("Jak to dopadlo, nebo že potřebujete víc času, zapište u úkolu. Nemáte-li účet, zavolejte nám."),
                ],
                deed=_("Otevřít úkol"),
                address=settings.ENVIRONMENT.site_address + task.get_absolute_url(),
                key=f"task-{task.pk}-{task.due}-{kind}",
            )
    except IntegrityError:
        return False  # reminded already
    return True


def _addresses(tasks: list[Task], today: date) -> dict[int, str]:
    """Task -> e-mail of its owner, where they work for the organisation that has it, else anywhere, else their account."""
    owners = {task.owner_id for task in tasks if task.owner_id}
    held = list(Position.objects.held_on(today).filter(person__in=owners).exclude(email=""))
    exact = {(row.person_id, row.organisation_id): row.email for row in held}
    anywhere = {row.person_id: row.email for row in held}
    found = {}
    for task in tasks:
        if task.owner is None:
            continue
        account = task.owner.user
        email = exact.get((task.owner.pk, task.owner_organisation_id or 0)) or anywhere.get(task.owner.pk)
        email = email or (account.email if account and account.is_active else "")
        if email:
            found[task.pk] = email
    return found
