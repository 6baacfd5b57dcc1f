from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser


class AccountBackend(ModelBackend):
    """E-mail and password; demo accounts are refused in production even if they came with a copied database."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        if getattr(user, "is_demo", False) and settings.ENVIRONMENT.production:
            return False
        return super().user_can_authenticate(user)
