"""Accounts for trying the product out, one for each role. Production neither makes nor accepts them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied

from sociopoint.models import Role, User

PASSWORD = "sociopoint-na-zkousku"  # noqa: S105  printed on purpose; useless in production
NAMES = {
    Role.ADMINISTRATOR: "Správkyně 1",
    Role.COORDINATOR: "Koordinátorka 1",
    Role.WORKER: "Sociální pracovnice 1",
    Role.PARTNER: "Partnerka 1",
}


@dataclass(frozen=True)
class DemoAccounts:
    """What a newcomer needs to sign in: e-mail -> role in Czech, and the one password."""

    roles: dict[str, str]
    password: str


def ensure_demo_accounts() -> DemoAccounts:
    """Create the missing ones; an account whose password somebody changed keeps it."""
    if settings.ENVIRONMENT.production:
        raise PermissionDenied("demo accounts are not for production")
    for role, name in NAMES.items():
        email = f"{role.value}@sociopoint.example"
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, PASSWORD, role)
            user.name, user.is_demo = name, True
            user.save(update_fields=["name", "is_demo"])
    return DemoAccounts({f"{role.value}@sociopoint.example": str(role.label) for role in NAMES}, PASSWORD)
