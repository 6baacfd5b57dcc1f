"""Partners as a referral knows them: what they are called, where they are reached, how long we wait for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import BigIntegerField, Case, Q, QuerySet, Value, When

from catalogue.models import Contact, ContactKind, Facility, Organisation, Service
from inquiries.models import ReferralState, Urgency
from inquiries.states import OWED_BY_PARTNER
from inquiries.working_days import add_working_days
from network.models import Mailbox, MailPurpose

Rows = QuerySet[Any, tuple[str, int, int, int]]
BEFORE_ALL = Value(0, output_field=BigIntegerField())
LINK_DAYS = 14
REMINDER_WORKING_DAYS = 5
"""Working days after which a partner who has not answered is reminded; fewer when it is urgent (`respond_by`)."""
LINKED = (*OWED_BY_PARTNER, ReferralState.INFO_NEEDED, ReferralState.WAITLISTED, ReferralState.ACCEPTED)
"""States in which the partner's link still leads to something they can say."""


def registered_address(service: Service | None, organisation: Organisation | None) -> str:
    """The letter-box the organisation keeps for referrals, else the e-mail in the catalogue: the service's own, then its
    organisation's; '' when there is none. One query."""
    owner = service.organisation_id if service else organisation.pk if organisation else None
    boxes = (
        Mailbox.objects.filter(organisation=owner, purpose=MailPurpose.REFERRALS) if owner else Mailbox.objects.none()
    )
    kept = boxes.order_by().values_list("email", BEFORE_ALL, BEFORE_ALL, BEFORE_ALL)
    return _first(kept.union(_contacts(ContactKind.EMAIL, service, organisation), all=True), ContactKind.EMAIL)


def first_contact(kind: ContactKind, service: Service | None, organisation: Organisation | None) -> str:
    """The first usable phone or e-mail, the service's own before its organisation's."""
    return _first(_contacts(kind, service, organisation), kind)


def _contacts(kind: ContactKind, service: Service | None, organisation: Organisation | None) -> Rows:
    """(value, whose, order, key): the service's own have 1 in the second place, its organisation's 2."""
    parent = service.organisation_id if service else organisation.pk if organisation else None
    owners = Q(organisation=parent, service=None) if parent else Q(pk=None)
    if service:
        owners |= Q(service=service)
    whose = Case(When(service=None, then=Value(2)), default=Value(1), output_field=BigIntegerField())
    return Contact.objects.filter(owners, kind=kind).order_by().values_list("value", whose, "order", "pk")


def _first(rows: Rows, kind: ContactKind) -> str:
    """A value that is not an e-mail address is passed over. One query."""
    ordered = sorted(rows, key=lambda row: row[1:])
    return next((value for value, *_rest in ordered if kind != ContactKind.EMAIL or _is_email(value)), "")


def target_name(
    service: Service | None, facility: Facility | None, organisation: Organisation | None, other: str
) -> str:
    """`Poradna, Charita Ostrava`: what the timeline will call the partner even when the catalogue changes."""
    if service is None:
        return organisation.name if organisation else other
    parts = [service.name, facility.name if facility else "", service.organisation.name]
    return ", ".join(part for part in dict.fromkeys(parts) if part)[:300]


def respond_by(urgency: str, today: date) -> date:
    """Until when we ask for an answer: the next working day when it is urgent, else five working days."""
    days = {Urgency.NOW: 1, Urgency.DAY: 1, Urgency.THREE_DAYS: 3}.get(Urgency(urgency), REMINDER_WORKING_DAYS)
    return add_working_days(today, days)


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True
