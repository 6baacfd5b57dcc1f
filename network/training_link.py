"""The link to one's own registration for a training: to take an offered seat, or to give one up, without an account."""

from __future__ import annotations

from datetime import date, timedelta

from django.core import signing
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from network.models import Registration, Training

SALT = "network.training-offer"
KEPT = timedelta(days=14)
"""After the last day of the training; by then there is nothing to take or to give up."""


class OfferInvalid(Exception):
    """The link is cut off or tampered with."""


class OfferOver(OfferInvalid):
    """The training was long ago: whoever finds the letter later learns nothing by it."""


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
    if timezone.localdate() > _last_day(found.training) + KEPT:
        raise OfferOver
    return found


def _last_day(training: Training) -> date:
    """Of one without days, the last for registering. One query."""
    last = training.dates.aggregate(last=Max("ends_at"))["last"]
    return timezone.localdate(last) if last else training.closes_on
