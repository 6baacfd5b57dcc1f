"""Who works where, kept: added, corrected, ended. Nobody is deleted by leaving; the history keeps what was written before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from catalogue.models import Organisation
from network.models import Mailbox, MailPurpose, Person, Position, Unit
from network.permissions import can_keep
from sociopoint.models import User
from sociopoint.permissions import can_edit_network


@transaction.atomic
def add(*, by: User, organisation: Organisation, name: str, person: Person | None = None, **facts: Any) -> Position:
    """A position of somebody new, or another one of a person known already (their name then stays)."""
    _check(by, organisation)
    position = Position(person=person or Person.objects.create(name=name), organisation=organisation)
    _write(position, facts)
    return position


def may_rename(position: Position, by: User) -> bool:
    """A partner renames whoever works for them alone; somebody who works elsewhere too is the coordinator's to rename."""
    elsewhere = Position.objects.filter(person=position.person_id).exclude(organisation=position.organisation_id)
    return can_edit_network(by) or not elsewhere.exists()


@transaction.atomic
def correct(position: Position, *, by: User, name: str, **facts: Any) -> None:
    """Put right what is written; a person's name is theirs in all their positions."""
    _check(by, position.organisation)
    kept = Position.objects.select_for_update(of=("self", "person")).select_related("person").get(pk=position.pk)
    if kept.person.name != name and may_rename(kept, by):
        kept.person.name = name
        kept.person.save(update_fields=["name"])
    _write(kept, facts)


@transaction.atomic
def end(position: Position, *, by: User, until: date, substitute: Position | None = None) -> None:
    """They left, or moved on: the last day, and who is called instead."""
    _check(by, position.organisation)
    kept = Position.objects.select_for_update(of=("self",)).get(pk=position.pk)
    kept.until, kept.substitute = until, substitute
    kept.save(update_fields=["until", "substitute"])


@transaction.atomic
def reopen(position: Position, *, by: User) -> None:
    """The end was a mistake."""
    _check(by, position.organisation)
    Position.objects.select_for_update().get(pk=position.pk)
    position.until = None
    position.save(update_fields=["until"])


@transaction.atomic
def keep_unit(*, by: User, organisation: Organisation, unit: Unit | None = None, **facts: str) -> Unit:
    """A new unit, or what is written of an old one."""
    _check(by, organisation)
    kept = unit or Unit(organisation=organisation)
    for name, value in facts.items():
        setattr(kept, name, value)
    kept.save()
    return kept


@transaction.atomic
def keep_mailboxes(*, by: User, organisation: Organisation, addresses: dict[MailPurpose, str]) -> None:
    """The address for each purpose; an empty one is forgotten."""
    _check(by, organisation)
    kept = {box.purpose: box for box in Mailbox.objects.select_for_update().filter(organisation=organisation)}
    for purpose, email in addresses.items():
        box = kept.get(purpose)
        if box is not None and not email:
            box.delete()
        elif box is not None and box.email != email:
            box.email = email
            box.save(update_fields=["email"])
        elif box is None and email:
            Mailbox.objects.create(organisation=organisation, purpose=purpose, email=email)


def _check(by: User, organisation: Organisation) -> None:
    if not can_keep(by, organisation):
        raise PermissionDenied


def _write(position: Position, facts: dict[str, Any]) -> None:
    """`situations` and `districts` are numbers of rows, `consent` how the person agreed to be public; the rest are columns."""
    situations: Sequence[int] = facts.pop("situations", ())
    districts: Sequence[int] = facts.pop("districts", ())
    consent = facts.pop("consent", "")
    for name, value in facts.items():
        setattr(position, name, value)
    position.agree(consent)
    position.save()
    position.situations.set(situations)
    position.districts.set(districts)
