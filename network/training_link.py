"""The link to one's own registration for a training: to take an offered seat, or to give one up, without an account."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from network.models import Registration

SALT = "network.training-offer"


class OfferInvalid(Exception):
    """The link is cut off or tampered with."""


def make_token(registration: Registration) -> str:
    return signing.dumps([registration.pk, "offer"], salt=SALT)


def registration_path(registration: Registration) -> str:
    return reverse("network:training-offer", args=[make_token(registration)])


def open_offer(token: str) -> Registration:
    try:
        pk, purpose = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise OfferInvalid from None
    found = Registration.objects.select_related("training", "person").filter(pk=pk).first()
    if found is None or purpose != "offer":
        raise OfferInvalid
    return found
