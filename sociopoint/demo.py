"""Accounts for trying the product out, one for each role. Production neither makes nor accepts them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core.exceptions import PermissionDenied

from sociopoint.models import Role, User

PASSWORD = "sociopoint-na-zkousku"  # noqa: S105  printed on purpose; useless in production
SECRETS = {
    Role.ADMINISTRATOR: "SPRAVCE7UKAZKA7SOCIOPOINT7AAAAAA",
    Role.COORDINATOR: "KOORDINATOR7UKAZKA7SOCIOPOINTAAA",
    Role.WORKER: "PRACOVNICE7UKAZKA7SOCIOPOINTAAAA",
    Role.PARTNER: "PARTNERKA7UKAZKA7SOCIOPOINT7AAAA",
}
"""Seeds of the demo accounts' second factor, in base 32; as public as the password."""
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
        email = address_of(role)
        if not User.objects.filter(email=email).exists():
            user = User.objects.create_user(email, PASSWORD, role)
            user.name, user.is_demo = name, True
            user.save(update_fields=["name", "is_demo"])
    for user in User.objects.filter(is_demo=True, authenticator=None):
        TOTP.activate(user, SECRETS[Role(user.role)])
    return DemoAccounts({address_of(role): str(role.label) for role in NAMES}, PASSWORD)


def accounts() -> DemoAccounts | None:
    """Those there are, in a trial run; None in production and where there are none."""
    if settings.ENVIRONMENT.production:
        return None
    there = User.objects.filter(is_demo=True, is_active=True).values_list("email", "role")
    roles = {email: str(Role(role).label) for email, role in there}
    return DemoAccounts(roles, PASSWORD) if roles else None


def address_of(role: Role) -> str:
    return f"{role.value}@sociopoint.example"


def code_for(user: User) -> str:
    """The code a demo account's authenticator would show now, in a trial run; '' for every other account and in production."""
    if settings.ENVIRONMENT.production or not user.is_demo:
        return ""
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return ""
    secret = get_adapter().decrypt(authenticator.data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))
