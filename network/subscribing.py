"""The newsletter for people outside the network: asked for on the web, begun only by the link in the letter that follows.

Whoever asks learns nothing of whether an address is known: the page says the same, and only the letter differs. The link
holds the keyed hash of the address; it confirms, changes the topics, and ends it all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.letters import send_letter
from network.models import NewsTopic, SignedOff, Subscription
from sociopoint.context import desk
from sociopoint.secrecy import keyed_hash

SALT = "network.subscription"
WAITS = timedelta(days=7)
"""For the confirmation; then the address is forgotten."""


class SubscriptionInvalid(Exception):
    """The link is cut off, tampered with, or of a subscription that ended."""


@transaction.atomic
def ask(*, address: str, topics: Sequence[str]) -> None:
    """One letter a day to an address, however often somebody asks; a running subscription is not changed by asking."""
    hashed = hash_of(address)
    Subscription.objects.bulk_create(
        [Subscription(address_hash=hashed, address=address.strip(), topics=list(topics))],
        update_conflicts=True,
        unique_fields=["address_hash"],
        update_fields=["address_hash"],  # changes nothing, but locks the row: it cannot end before it is read
    )
    kept = Subscription.objects.get(address_hash=hashed)
    if kept.confirmed_at is None:
        kept.topics, kept.asked_at = list(topics), timezone.now()
        kept.save(update_fields=["topics", "asked_at"])
    _write(kept)


@transaction.atomic
def confirm(subscription: Subscription, *, topics: Sequence[str]) -> None:
    """By the link, so it is the owner of the address: it begins, or goes on with other topics.

    Raises SubscriptionInvalid when it ended meanwhile.
    """
    kept = Subscription.objects.select_for_update(of=("self",)).filter(pk=subscription.pk).first()
    if kept is None:
        raise SubscriptionInvalid
    kept.topics, kept.confirmed_at = list(topics), kept.confirmed_at or timezone.now()
    kept.save(update_fields=["topics", "confirmed_at"])
    SignedOff.objects.filter(address_hash=kept.address_hash).delete()


def end(address_hash: str) -> None:
    """Nothing of it is kept."""
    Subscription.objects.filter(address_hash=address_hash).delete()


def forget_unconfirmed(now: datetime) -> int:
    """Addresses nobody confirmed: they may not be of whoever wrote them. Returns how many."""
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - WAITS).delete()[0]


def addresses_for(topics: Sequence[str]) -> list[str]:
    """Who confirmed any of the topics. One query."""
    if not topics:
        return []
    return [one.address for one in Subscription.objects.confirmed().filter(topics__overlap=list(topics))]


def topics_of(address: str) -> list[str]:
    """In words what is kept for the address, confirmed or not; empty where it is not known. One query."""
    kept = Subscription.objects.filter(address_hash=hash_of(address)).first()
    return [str(NewsTopic(one).label) for one in kept.topics] if kept else []


def hash_of(address: str) -> str:
    return keyed_hash("announcement", address.strip().lower())


def path_of(address_hash: str) -> str:
    return reverse("network:subscription", args=[signing.dumps(address_hash, salt=SALT, compress=True)])


def open_subscription(token: str) -> Subscription:
    """Raises SubscriptionInvalid. One query."""
    try:
        found = Subscription.objects.filter(address_hash=str(signing.loads(token, salt=SALT))).first()
    except (signing.BadSignature, ValueError, TypeError):
        raise SubscriptionInvalid from None
    if found is None:
        raise SubscriptionInvalid
    return found


def _write(kept: Subscription) -> None:
    if kept.confirmed_at is None:
        said = [
            _("někdo, nejspíš vy, si na tuhle adresu objednal zpravodaj SOCIOPOINTU %(city)s.") % {"city": desk().city},
            "\n".join([_("O čem:"), *(f"- {NewsTopic(one).label}" for one in kept.topics)]),
            _("Začne chodit, až to potvrdíte. Nebyli jste to vy? Nedělejte nic, adresu za týden smažeme."),
        ]
        deed = _("Potvrdit odběr")
    else:
        said = [
            _("zpravodaj SOCIOPOINTU %(city)s vám už chodí.") % {"city": desk().city},
            _("Na odkazu změníte, o čem vám máme psát, nebo odběr zrušíte."),
        ]
        deed = _("Změnit, nebo zrušit odběr")
    send_letter(
        to=kept.address,
        subject=_("SOCIOPOINT %(city)s: odběr zpravodaje") % {"city": desk().city},
        paragraphs=said,
        deed=deed,
        address=settings.ENVIRONMENT.site_address + path_of(kept.address_hash),
        key=f"subscription-{kept.pk}-{timezone.localdate()}-{'on' if kept.confirmed_at else 'new'}",
    )
