from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from sociopoint.models import User


def may_sign_in(user: User | AnonymousUser | None) -> bool:
    """Whether this account is on; a demo one never is in production, even if it came with a copied database."""
    return isinstance(user, User) and user.is_active and not (user.is_demo and settings.ENVIRONMENT.production)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """E-mail and password. Asked again for every request of a session, so that an account switched off is out at once."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        return may_sign_in(user)
