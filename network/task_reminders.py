"""Letters about tasks: three days before the day they are due, and once when it has passed. Each once, however often this runs."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from network.dates import day
from network.letters import send_letter
from network.meeting_calls import invitation_addresses
from network.models import Mandate, Position, Task, TaskReminder
from network.task_link import task_path

AHEAD = timedelta(days=3)
SOON, LATE = "soon", "late"
LATE_FOR = timedelta(days=14)
"""A task forgotten longer than that is the group's matter, not a letter's: it is in its next agenda."""


def remind(today: date) -> int:
    """How many letters were written."""
    tasks = Task.objects.open().filter(due__gte=today - LATE_FOR, due__lte=today + AHEAD)
    rows = list(tasks.select_related("owner__user", "owner_organisation", "group"))
    written_to = _owners(rows, today) | _seats(rows, today)
    return sum(_remind_of(task, *written_to[task.pk], today) for task in rows if task.pk in written_to)


def _remind_of(task: Task, address: str, seat: Mandate | None, today: date) -> bool:
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
            path, how = _way_to(task, seat)
            send_letter(
                to=address,
                subject=subject % {"group": task.group},
                paragraphs=[first % {"group": task.group.name, "day": day(task.due)}, task.text, *how],
                deed=_("Otevřít úkol"),
                address=settings.ENVIRONMENT.site_address + path,
                key=f"task-{task.pk}-{task.due}-{kind}",
            )
    except IntegrityError:
        return False  # reminded already
    return True


def _way_to(task: Task, seat: Mandate | None) -> tuple[str, list[str]]:
    """Where the letter leads and what it says of it: who has an account to the page with everything, others by a link."""
    asked = _("Jak to dopadlo, nebo že potřebujete víc času, zapište na stránce úkolu.")
    account = task.owner.user if task.owner else None
    if account is not None and account.is_active:
        return task.get_absolute_url(), [asked]
    whose = _("Úkol má: %(who)s. Účet nepotřebujete. Odkaz nepřeposílejte, kdo ho má, může úkol ukončit.")
    return task_path(task, seat=seat), [asked, whose % {"who": task.who}]


def _owners(tasks: list[Task], today: date) -> dict[int, tuple[str, Mandate | None]]:
    """Task -> e-mail of its owner, who needs no seat, where they work for the organisation that has it, else anywhere, else their account."""
    owners = {task.owner_id for task in tasks if task.owner_id}
    held = list(Position.objects.held_on(today).filter(person__in=owners).exclude(email=""))
    exact = {(row.person_id, row.organisation_id): row.email for row in held}
    anywhere = {row.person_id: row.email for row in held}
    found: dict[int, tuple[str, Mandate | None]] = {}
    for task in tasks:
        if task.owner is None:
            continue
        account = task.owner.user
        email = exact.get((task.owner.pk, task.owner_organisation_id or 0)) or anywhere.get(task.owner.pk)
        email = email or (account.email if account and account.is_active else "")
        if email:
            found[task.pk] = email, None
    return found


def _seats(tasks: list[Task], today: date) -> dict[int, tuple[str, Mandate | None]]:
    """Task of an organisation without a name -> e-mail of who sits in the group for it, else where it wants invitations; the
    seat."""
    nameless = [task for task in tasks if task.owner is None]
    organisations, groups = {task.owner_organisation_id for task in nameless}, {task.group_id for task in nameless}
    held = Mandate.objects.seats().held_on(today).still_there_on(today)
    seats = held.filter(group__in=groups, organisation__in=organisations)
    sitting = {(one.group_id, one.organisation_id): one for one in seats.select_related("person__user")}
    addresses = invitation_addresses(list(sitting.values()))
    found: dict[int, tuple[str, Mandate | None]] = {}
    for task in nameless:
        seat = sitting.get((task.group_id, task.owner_organisation_id or 0))
        if seat is not None and seat.pk in addresses:
            found[task.pk] = addresses[seat.pk], seat
    return found
