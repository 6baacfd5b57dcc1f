from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from sociopoint.models import User


class AccountBackend(ModelBackend):
    """E-mail and password; demo accounts are refused in production even if they came with a copied database."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if isinstance(user, User) and user.is_demo and settings.ENVIRONMENT.production:
            return False
        return super().user_can_authenticate(user)
