"""Sending an announcement: to whom, once each, and how far its letters are.

The link to sign off holds the keyed hash of the address, so it needs no account and tells nobody's address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network import subscribing
from network.meeting_calls import addresses_of
from network.models import Announcement, Delivery, Mandate, NewsTopic, Position, SignedOff, Subscription
from sociopoint.context import desk
from sociopoint.mailing import send_later, states_of
from sociopoint.models import MailState, Role, User

SALT = "network.sign-off"
NETWORK_ROLES = (Role.PARTNER, Role.WORKER, Role.COORDINATOR)


class AnnouncementRefused(Exception):
    """It cannot be sent; the text is for the person."""


class SignOffInvalid(Exception):
    """The link is cut off or tampered with."""


@dataclass(frozen=True)
class State:
    """Of the letters of one announcement; `forgotten` were done with over a month ago."""

    sent: int
    waiting: int
    failed: int
    forgotten: int
    without_letter: int


@transaction.atomic
def send(announcement: Announcement, *, by: User) -> int:
    """To everybody chosen, once. Returns how many letters were written. Raises AnnouncementRefused."""
    locked = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    if locked.sent_at is not None:
        raise AnnouncementRefused(_("Zpráva už odešla."))
    chosen = recipients(locked)
    if not chosen:
        raise AnnouncementRefused(_("Nevybrali jste nikoho, komu by zpráva došla."))
    hashes = {address: subscribing.hash_of(address) for address in chosen}
    off = set(SignedOff.objects.filter(address_hash__in=hashes.values()).values_list("address_hash", flat=True))
    rows = [
        Delivery(announcement=locked, address_hash=hashes[address], user=user, has_letter=hashes[address] not in off)
        for address, user in chosen.items()
    ]
    Delivery.objects.bulk_create(rows)
    subscribed = (
        set(Subscription.objects.confirmed().values_list("address_hash", flat=True)) if locked.topics else set()
    )
    for row, address in zip(rows, chosen, strict=True):
        if row.has_letter:
            _write(locked, row, address, is_subscriber=row.address_hash in subscribed)
    locked.sent_at = timezone.now()
    locked.save(update_fields=["sent_at"])
    announcement.refresh_from_db()
    return sum(row.has_letter for row in rows)


def recipients(announcement: Announcement) -> dict[str, User | None]:
    """Address -> account (None for people without one): members of groups, people of organisations, roles, subscribers.

    Few queries.
    """
    today = timezone.localdate()
    found: dict[str, User | None] = {}
    mandates = list(
        Mandate.objects.held_on(today)
        .filter(group__in=announcement.groups.all())
        .select_related("person__user", "organisation")
    )
    addresses = addresses_of(mandates)
    for mandate in mandates:
        _add(found, addresses.get(mandate.pk, ""), mandate.person.user)
    positions = Position.objects.held_on(today).filter(organisation__in=announcement.organisations.all())
    for position in positions.select_related("person__user"):
        account = position.person.user
        _add(found, position.email or (account.email if account else ""), account)
    roles = [role for role in announcement.roles if role in NETWORK_ROLES]
    for user in User.objects.filter(role__in=roles, is_active=True):
        _add(found, user.email, user)
    for address in subscribing.addresses_for(announcement.topics):
        _add(found, address, None)
    return found


def audience_of(announcement: Announcement) -> list[str]:
    """Whom it was written for, in words. Two queries."""
    return [
        *(_("členové skupiny %(group)s") % {"group": one} for one in announcement.groups.order_by("name")),
        *(_("lidé organizace %(organisation)s") % {"organisation": one} for one in announcement.organisations.all()),
        *(_("všichni s účtem v roli %(role)s") % {"role": Role(one).label} for one in announcement.roles),
        *(_("odběratelé: %(topic)s") % {"topic": NewsTopic(one).label} for one in announcement.topics),
    ]


def state_of(announcement: Announcement) -> State:
    """Two queries."""
    deliveries = list(announcement.deliveries.all())
    keys = [row.key for row in deliveries if row.has_letter]
    counts = Counter(states_of(keys).values())
    known = sum(counts.values())
    return State(
        sent=counts[MailState.SENT],
        waiting=counts[MailState.WAITING] + counts[MailState.SENDING],
        failed=counts[MailState.FAILED] + counts[MailState.UNSURE],
        forgotten=len(keys) - known,
        without_letter=len(deliveries) - len(keys),
    )


def sign_off_address(address_hash: str) -> str:
    token = signing.dumps(address_hash, salt=SALT, compress=True)
    return settings.ENVIRONMENT.site_address + reverse("network:sign-off", args=[token])


def open_sign_off(token: str) -> str:
    """The hash the link is for; raises SignOffInvalid."""
    try:
        found = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise SignOffInvalid from None
    return str(found)


def sign_off(address_hash: str) -> None:
    """From everything: a subscriber of the newsletter is forgotten with it."""
    subscribing.end(address_hash)
    SignedOff.objects.bulk_create([SignedOff(address_hash=address_hash)], ignore_conflicts=True)


def sign_on(address_hashes: Iterable[str]) -> None:
    SignedOff.objects.filter(address_hash__in=list(address_hashes)).delete()


def _add(found: dict[str, User | None], address: str, account: User | None) -> None:
    """The same person by two ways is one; an account that is off gets nothing by it."""
    if account is not None and not account.is_active:
        return
    key = address.strip().lower()
    if key:
        found[key] = found.get(key) or account


def _write(announcement: Announcement, row: Delivery, address: str, *, is_subscriber: bool) -> None:
    off = sign_off_address(row.address_hash)
    topics = settings.ENVIRONMENT.site_address + subscribing.path_of(row.address_hash) if is_subscriber else ""
    context = {"announcement": announcement, "sign_off": off, "topics": topics, "desk": desk()}
    send_later(
        to=address,
        subject=announcement.title,
        text=render_to_string("network/announcement_letter.txt", context),
        html=render_to_string("network/announcement_letter.html", context),
        unsubscribe=off,
        key=row.key,
    )
