"""A training written, changed or called off. Whoever counts with it is written to when its days or place change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network import registering
from network.models import SeatReserve, Training, TrainingDate
from network.registering import RegistrationRefused
from network.training_mail import tell_called_off, tell_changed
from sociopoint.models import User
from sociopoint.permissions import can_edit_network

Days = Sequence[tuple[datetime, datetime]]


@transaction.atomic
def announce(training: Training, *, days: Days, reserves: Mapping[int, int], by: User) -> Training:
    """A new one. One that is in all as another is that one: a form sent by a double click."""
    _ask(by)
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    same = {name: getattr(training, name) for name in ("title", "place", "lecturer", "capacity")}
    known = Training.objects.filter(**same, is_cancelled=False, dates__starts_at=days[0][0]).first()
    if known is not None:
        return known
    training.save()
    _keep(training, days, reserves)
    return training


@transaction.atomic
def change(training: Training, *, days: Days, reserves: Mapping[int, int], by: User) -> bool:
    """`training` holds the new words and capacity. Raises RegistrationRefused when fewer seats are left than are taken.

    Returns whether anybody was written to: of what is over, nobody.
    """
    _ask(by)
    before = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    days_before = list(before.dates.values_list("starts_at", "ends_at"))
    wanted, training.capacity = training.capacity, before.capacity
    moved = days_before != list(days) or before.place != training.place
    training.is_cancelled, training.calendar_version = before.is_cancelled, before.calendar_version + moved
    training.save()
    _keep(training, days, reserves)
    is_ahead = not training.is_cancelled and any(ends > timezone.now() for _starts, ends in days)
    told = moved and is_ahead and tell_changed(training, days_before=len(days_before))
    registering.change_capacity(training, capacity=wanted, by=by)
    return told


@transaction.atomic
def call_off(training: Training, *, by: User) -> bool:
    """Registrations stay as they are, so that it is known who counted with it. Raises RegistrationRefused once it has begun.

    Returns whether anybody was written to.
    """
    _ask(by)
    locked = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if locked.is_cancelled:
        return False
    if registering.is_under_way(locked):
        raise RegistrationRefused(_("Školení už začalo, zrušit ho nejde."))
    locked.is_cancelled, locked.calendar_version = True, locked.calendar_version + 1
    locked.save(update_fields=["is_cancelled", "calendar_version"])
    training.refresh_from_db()
    return tell_called_off(locked)


def _keep(training: Training, days: Days, reserves: Mapping[int, int]) -> None:
    """Days and reserves are written anew."""
    training.dates.all().delete()
    TrainingDate.objects.bulk_create(
        TrainingDate(training=training, starts_at=starts, ends_at=ends) for starts, ends in days
    )
    training.reserves.all().delete()
    SeatReserve.objects.bulk_create(
        SeatReserve(training=training, organisation_id=pk, seats=seats) for pk, seats in reserves.items()
    )


def _ask(by: User) -> None:
    if not can_edit_network(by):
        raise PermissionDenied
