"""The e-mail of an account as allauth keeps it: one, and verified, because an administrator wrote it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sociopoint.models import User


def keep_verified(user: User) -> None:
    """Make the account's own e-mail its only verified address. Without a verified one allauth allows no second factor."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
