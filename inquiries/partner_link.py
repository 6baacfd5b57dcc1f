"""The signed link by which a partner answers without an account.

The token holds numbers only: the referral, the version of its link, what it is for. It is not spent by use, so no scanner of
a mail server can spend it; raising the version voids it. That somebody opened it is not written down: scanners open every
link, and a time of opening would claim that a person read it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from inquiries.models import Referral, ReferralMode, ReferralState
from inquiries.partners import LINK_DAYS

SALT = "inquiries.partner-link"
PURPOSE = "answer"


class LinkRefused(Exception):
    """The link leads nowhere. `referral` is set where the signature is ours, so that a new link may be asked for."""

    def __init__(self, referral: Referral | None = None) -> None:
        super().__init__()
        self.referral = referral


class LinkInvalid(LinkRefused):
    """Cut off, tampered with, made for something else, or of a referral that is no more."""


class LinkExpired(LinkRefused):
    """Older than its fourteen days."""


class LinkRevoked(LinkRefused):
    """A newer one was sent, or the referral was withdrawn."""


def make_token(referral: Referral) -> str:
    return signing.dumps([referral.pk, referral.link_version, PURPOSE], salt=SALT)


def link_address(referral: Referral) -> str:
    """The whole address for a letter."""
    path = reverse("inquiries_public:partner-referral", args=[make_token(referral)])
    return f"{settings.ENVIRONMENT.site_address}{path}"


def open_link(token: str) -> Referral:
    """The referral the link leads to; raises a LinkRefused. One query."""
    try:
        pk, version, purpose = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkInvalid from None
    referral = (
        Referral.objects.select_related(
            "inquiry__district", "need__situation", "service", "organisation", "consent", "inquiry__contact"
        )
        .filter(pk=pk, mode=ReferralMode.SENT)
        .first()
    )
    if referral is None or purpose != PURPOSE:
        raise LinkInvalid
    if version != referral.link_version or referral.state == ReferralState.WITHDRAWN:
        raise LinkRevoked(referral)
    if is_over(token, referral):
        raise LinkExpired(referral)
    return referral


def is_over(token: str, referral: Referral) -> bool:
    """By the time in the token or by the time kept at the referral, whichever ends sooner."""
    try:
        signing.loads(token, salt=SALT, max_age=timedelta(days=LINK_DAYS))
    except signing.SignatureExpired:
        return True
    expires_at = referral.link_expires_at
    return referral.state == ReferralState.EXPIRED or expires_at is None or expires_at <= timezone.now()
