"""Seats of a group change hands: the old mandate ends, the new one begins, the deputy stays. Nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from catalogue.models import Organisation
from network.dates import day
from network.meeting_calls import invite_who_joined
from network.meeting_states import MeetingState
from network.models import Attendance, Mandate, MandateRole, Person, WorkingGroup
from sociopoint.models import User


class SeatRefused(Exception):
    """The change cannot be; the text is for whoever asked for it."""


@dataclass(frozen=True)
class Change:
    """What a change of a seat did: whose mandate ended, whose began."""

    ended: Mandate | None
    begun: Mandate | None


@transaction.atomic
def hand_over(
    *,
    group: WorkingGroup,
    organisation: Organisation,
    role: str,
    person: Person | None,
    since: date,
    by: User | None,
    reason: str = "",
    is_advisory: bool | None = None,
) -> Change:
    """From `since` on `person` holds the seat (None leaves it empty); the deputy goes on, unless it is the new holder, and so
    does a change of deputies agreed for later. Whoever comes is invited to meetings called by then.

    `by` is who acts: the history of the rows names them. `is_advisory` None leaves the seat's vote as it was. Raises SeatRefused.
    """
    _lock(group)
    seats = group.mandates.seats().filter(organisation=organisation, role=role)
    if seats.filter(held__startswith__gt=since).exists():
        raise SeatRefused(
            _("Za organizaci %(organisation)s už je zapsaná změna po %(day)s. Nejdřív opravte tu.")
            % {"organisation": organisation, "day": day(since)}
        )
    current = seats.held_on(since).select_related("person").first()
    if current is None and person is None:
        raise SeatRefused(_("Za organizaci %(organisation)s teď nikdo není.") % {"organisation": organisation})
    was_advisory = current is not None and current.is_advisory
    advisory = was_advisory if is_advisory is None else is_advisory
    if current is not None and person is not None and current.person_id == person.pk and advisory == was_advisory:
        raise SeatRefused(_("%(person)s tuto roli už má.") % {"person": person})
    deputies = [] if current is None else list(current.deputies.held_on(since).select_related("person"))
    planned = {one.pk: (one.held.upper, one.end_reason) for one in deputies}
    for one in deputies:
        _end(one, since, reason)
    if current is not None:
        _end(current, since, reason)
    if person is None:
        return Change(current, None)
    begun = _begin(
        Mandate(group=group, organisation=organisation, role=role, person=person, is_advisory=advisory), since
    )
    for one in deputies:
        if one.person_id != begun.person_id:
            _begin(_deputy(begun, one.person), since, *planned[one.pk])
    if current is not None:
        for later in current.deputies.filter(held__startswith__gt=since).exclude(person=begun.person):
            later.deputy_of, later.is_advisory = begun, begun.is_advisory
            later.save(update_fields=["deputy_of", "is_advisory"])
    if current is not None and current.person_id == begun.person_id:
        _keep_invitations(current, begun)
    invite_who_joined(group)
    return Change(current, begun)


@transaction.atomic
def hand_deputy_over(
    *,
    group: WorkingGroup,
    organisation: Organisation,
    person: Person | None,
    since: date,
    by: User | None,
    reason: str = "",
    role: str = "",
) -> Change:
    """From `since` on `person` stands in for the organisation's holder (None leaves no deputy). Raises SeatRefused.

    `role` tells the organisation's seats apart; '' takes them in the order of `seat_of`.
    """
    _lock(group)
    seat = seat_of(group, organisation, since, role=role)
    later = seat.deputies.filter(held__startswith__gt=since)
    if later.exists():
        raise SeatRefused(_("Zástupce je zapsaný až na pozdější den. Nejdřív opravte ten zápis."))
    current = seat.deputies.held_on(since).select_related("person").first()
    if person is not None and person.pk is not None and person.pk == seat.person_id:
        raise SeatRefused(_("%(person)s je sám členem, zastupovat sebe nemůže.") % {"person": person})
    if current is not None and person is not None and current.person_id == person.pk:
        raise SeatRefused(_("%(person)s tuto roli už má.") % {"person": person})
    if current is None and person is None:
        raise SeatRefused(_("Za organizaci %(organisation)s nikdo nezastupuje.") % {"organisation": organisation})
    if current is not None:
        _end(current, since, reason)
    begun = None if person is None else _begin(_deputy(seat, person), since)
    return Change(current, begun)


def seat_of(group: WorkingGroup, organisation: Organisation, on: date, *, role: str = "") -> Mandate:
    """The organisation's seat on a day, of the role; of any (''), a member's before a guest's. Raises SeatRefused."""
    held = list(group.mandates.seats().filter(organisation=organisation).held_on(on).select_related("person"))
    order = [MandateRole.MEMBER, MandateRole.MANAGER, MandateRole.CONTACT, MandateRole.GUEST]
    held.sort(key=lambda one: order.index(MandateRole(one.role)))
    if held and role:
        held = [one for one in held if one.role == role]
        if not held:
            raise SeatRefused(
                _("Za organizaci %(organisation)s v této roli nikdo není.") % {"organisation": organisation}
            )
    if not held:
        raise SeatRefused(_("Organizace %(organisation)s nemá ve skupině člena.") % {"organisation": organisation})
    return held[0]


def roles_in(user: User, group: WorkingGroup, today: date) -> set[str]:
    """Roles this person holds in the group today, own or as a deputy. One query."""
    held = group.mandates.held_on(today).filter(Q(person__user=user))
    return set(held.values_list("role", flat=True))


def _lock(group: WorkingGroup) -> None:
    """Two changes of one group come one after the other."""
    WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _end(mandate: Mandate, on: date, reason: str) -> None:
    if mandate.since >= on:
        raise SeatRefused(
            _("%(person)s je ve skupině až od %(day)s. Změna musí platit od pozdějšího dne.")
            % {"person": mandate.person, "day": day(mandate.since)}
        )
    mandate.held = (mandate.since, on)
    mandate.end_reason = reason
    mandate.save(update_fields=["held", "end_reason"])
    mandate.refresh_from_db(fields=["held"])


def _keep_invitations(ended: Mandate, begun: Mandate) -> None:
    """Only the vote is another: what the same person answered to a meeting ahead stays answered, by the same link."""
    called = Attendance.objects.filter(mandate=ended, meeting__state=MeetingState.CALLED)
    called.filter(meeting__starts_at__date__gte=begun.since).update(mandate=begun)


def _deputy(seat: Mandate, person: Person) -> Mandate:
    """Not kept yet; speaks with the seat's voice."""
    return Mandate(
        group=seat.group,
        organisation=seat.organisation,
        role=seat.role,
        person=person,
        deputy_of=seat,
        is_advisory=seat.is_advisory,
    )


def _begin(begun: Mandate, since: date, until: date | None = None, end_reason: str = "") -> Mandate:
    """Somebody the network has not known is kept with it. `until` is the first day they are it no more, where it is known."""
    if begun.person.pk is None:
        begun.person.save()
    begun.held, begun.end_reason = (since, until), end_reason
    begun.save()
    begun.refresh_from_db(fields=["held"])
    return begun
