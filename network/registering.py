"""Seats of a training. The training's row is locked for every step, so two people never get one seat, and who waits longest
is offered the next one first. An offer holds 48 hours, never past the beginning; then it goes to the next in line."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Organisation
from network.models import Certificate, Person, Registration, RegistrationState, Training, TrainingDate
from network.models.trainings import OFFER_LASTS, REGISTRATION_MOVES, TAKES_A_SEAT
from network.training_mail import tell_offered, tell_registered, tell_withdrawn
from sociopoint.models import User

NEEDS_NOTHING = (RegistrationState.WITHDRAWN, RegistrationState.LAPSED, RegistrationState.MISSED)


class RegistrationRefused(Exception):
    """The step cannot be taken; the text is for the person."""


@transaction.atomic
def register(
    training: Training, *, person: Person, organisation: Organisation, by: User, needs: str = ""
) -> Registration:
    """A seat when there is one for the organisation and nobody waits for it, else the end of the line."""
    locked = _locked(training)
    today = timezone.localdate()
    if locked.is_cancelled or not locked.opens_on <= today <= locked.closes_on:
        raise RegistrationRefused(_("Přihlášky na tohle školení teď neběží."))
    active = locked.registrations.exclude(state__in=(RegistrationState.WITHDRAWN, RegistrationState.LAPSED))
    if person.pk is None:  # a form sent by a double click: the name was not known when the second of them was read
        same = active.filter(organisation=organisation, person__name=person.name).select_related("person").first()
        person = same.person if same is not None else person
    if person.pk is None:
        person.save()
    if active.filter(person=person).exists():
        raise RegistrationRefused(_("%(person)s už přihlášený/á je.") % {"person": person})
    has_seat = _has_seat(locked, organisation.pk) and not _waits_before(locked, organisation.pk)
    made = Registration.objects.create(
        training=locked,
        person=person,
        organisation=organisation,
        state=RegistrationState.CONFIRMED if has_seat else RegistrationState.WAITING,
        registered_by=by,
        needs=needs,
    )
    tell_registered(made)
    return made


@transaction.atomic
def withdraw(registration: Registration, *, by: User | None) -> bool:
    """The seat is offered to the next in line at once. `by` None is the person's own link.

    Returns whether there was a seat: who only waited leaves none.
    """
    training = _locked(registration.training)
    row = _row(registration)
    if by is None and is_under_way(training):
        raise RegistrationRefused(_("Školení už začalo, odhlásit se nejde."))
    had_seat = row.state in TAKES_A_SEAT
    _move(row, RegistrationState.WITHDRAWN)
    if by is not None and row.person.user_id != by.pk and not training.is_cancelled:
        tell_withdrawn(row, by=by)
    offer_free_seats(training)
    registration.refresh_from_db()
    return had_seat


@transaction.atomic
def accept_offer(registration: Registration, *, by: User | None) -> None:
    """By the person's link, or by whoever registered them. Raises RegistrationRefused once it lapsed."""
    training = _locked(registration.training)
    row = _row(registration)
    if training.is_cancelled:
        raise RegistrationRefused(_("Školení je zrušené."))
    if by is None and is_under_way(training):  # its days may have moved since it was offered
        raise RegistrationRefused(_("Školení už začalo, místo si vzít nejde."))
    if row.state == RegistrationState.OFFERED and row.offer_until and row.offer_until <= timezone.now():
        raise RegistrationRefused(_("Nabídka už vypršela a místo jsme nabídli dalšímu v pořadí."))
    _move(row, RegistrationState.CONFIRMED)
    tell_registered(row)
    registration.refresh_from_db()


@transaction.atomic
def change_capacity(training: Training, *, capacity: int, by: User) -> None:
    """Never below who has a seat already; what was added is offered to those who wait."""
    locked = _locked(training)
    taken = locked.registrations.filter(state__in=TAKES_A_SEAT).count()
    if capacity < taken:
        raise RegistrationRefused(_("Místo už má %(n)s lidí. Míst nemůže být méně.") % {"n": taken})
    locked.capacity = capacity
    locked.save(update_fields=["capacity"])
    offer_free_seats(locked)
    training.refresh_from_db()


@transaction.atomic
def note_attendance(training: Training, *, attended: set[int], by: User) -> int:
    """`attended`: registrations of who came; the others with a seat did not. Returns how many certificates were given.

    Raises RegistrationRefused before it begins: nobody has come yet, and a certificate is on paper by then. One given by mistake
    is valid no more once the attendance is put right.
    """
    locked = _locked(training)
    if locked.is_cancelled:
        raise RegistrationRefused(_("Školení je zrušené, účast se nezapisuje."))
    if not has_begun(list(locked.dates.all())):
        raise RegistrationRefused(_("Účast jde zapsat, až školení začne."))
    given = 0
    for row in locked.registrations.filter(state__in=TAKES_A_SEAT).select_related("training"):
        if row.state == RegistrationState.OFFERED:
            continue
        came = RegistrationState.ATTENDED if row.pk in attended else RegistrationState.MISSED
        if row.state != came:
            _move(row, came)
        if came == RegistrationState.ATTENDED and not hasattr(row, "certificate"):
            _certify(row)
            given += 1
    return given


def has_begun(dates: Sequence[TrainingDate]) -> bool:
    """A training of these days; one that says no day may have been held any time."""
    return not dates or any(one.starts_at <= timezone.now() for one in dates)


def is_under_way(training: Training) -> bool:
    """Whether the first of its days has come; of one without days nobody knows."""
    dates = list(training.dates.all())
    return bool(dates) and has_begun(dates)


def lapse_offers(now: datetime) -> int:
    """Offers past their 48 hours go to the next in line. Safe to run twice at once. Returns how many lapsed."""
    count = 0
    late = Registration.objects.filter(state=RegistrationState.OFFERED, offer_until__lte=now)
    for training in Training.objects.filter(pk__in=late.values("training")):
        with transaction.atomic():
            locked = _locked(training)
            rows = locked.registrations.select_for_update(of=("self",)).filter(
                state=RegistrationState.OFFERED, offer_until__lte=now
            )
            for row in rows:
                _move(row, RegistrationState.LAPSED)
                count += 1
            offer_free_seats(locked)
    return count


def forget_needs(now: datetime) -> int:
    """What people need to eat and to get in, once the training is well over. Returns of how many."""
    return Registration.objects.with_needs_to_forget(now).update(needs="")


def offer_free_seats(training: Training) -> None:
    """Each free seat to whoever waits longest and may have it, until it begins. The training is locked by the caller."""
    if training.is_cancelled or is_under_way(training):
        return
    until = timezone.now() + OFFER_LASTS
    first = training.dates.first()
    waiting = training.registrations.filter(state=RegistrationState.WAITING).select_related(
        "training", "person__user", "registered_by"
    )
    for row in waiting:
        if _has_seat(training, row.organisation_id):
            row.offer_until = min(until, first.starts_at) if first else until
            _move(row, RegistrationState.OFFERED)
            tell_offered(row)


def free_seats(training: Training) -> int:
    """How many seats are left for anybody, with those kept for organisations taken away. Two queries."""
    return max(0, _free_for(training, None))


def hours_of_year(person: Person, year: int) -> float:
    """Hours by certificates of that year."""
    found = (
        Certificate.objects.valid()
        .filter(registration__person=person, issued_on__year=year)
        .aggregate(sum=Sum("hours"))
    )
    return float(found["sum"] or 0)


def _free_for(training: Training, organisation: int | None) -> int:
    """Seats left when what is kept for other organisations and not taken by them yet stays kept."""
    taken = Counter(training.registrations.filter(state__in=TAKES_A_SEAT).values_list("organisation_id", flat=True))
    kept = dict(training.reserves.values_list("organisation_id", "seats"))
    for_others = sum(max(0, seats - taken[one]) for one, seats in kept.items() if one != organisation)
    return training.capacity - sum(taken.values()) - for_others


def _has_seat(training: Training, organisation: int) -> bool:
    return _free_for(training, organisation) > 0


def _waits_before(training: Training, organisation: int) -> bool:
    """Whether somebody waits who could take the very seat: nobody overtakes them, unless the seat is kept for us."""
    kept = training.reserves.filter(organisation=organisation).first()
    taken = training.registrations.filter(state__in=TAKES_A_SEAT, organisation=organisation).count()
    if kept is not None and taken < kept.seats:
        return training.registrations.filter(state=RegistrationState.WAITING, organisation=organisation).exists()
    return training.registrations.filter(state=RegistrationState.WAITING).exists()


def _move(row: Registration, state: RegistrationState) -> None:
    if state not in REGISTRATION_MOVES[RegistrationState(row.state)]:
        raise RegistrationRefused(_("Přihláška je teď ve stavu „%(state)s“.") % {"state": row.get_state_display()})
    row.state = state
    if state != RegistrationState.OFFERED:
        row.offer_until = None
    if state in NEEDS_NOTHING:
        row.needs = ""
    row.save(update_fields=["state", "offer_until", "needs"])


def _certify(row: Registration) -> None:
    """The training is locked; numbers of a year follow one another across trainings by their own count."""
    year = timezone.localdate().year
    Certificate.objects.create(
        registration=row,
        number=f"{row.pk}/{year}",
        code=secrets.token_hex(8),
        hours=row.training.hours,
    )


def _locked(training: Training) -> Training:
    return Training.objects.select_for_update(of=("self",)).get(pk=training.pk)


def _row(registration: Registration) -> Registration:
    """As it is after the training was locked."""
    return (
        Registration.objects.select_for_update(of=("self",))
        .select_related("training", "person__user", "registered_by")
        .get(pk=registration.pk)
    )
