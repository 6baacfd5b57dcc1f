"""Accounts for trying the product out, at least one for each role. Production neither makes nor accepts them."""

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


@dataclass(frozen=True)
class Person:
    """`secret`: the seed of the second factor in base 32, as public as the password."""

    name: str
    role: Role
    secret: str
    address: str = ""

    @property
    def email(self) -> str:
        return f"{self.address or self.role.value}@sociopoint.example"


PEOPLE = (
    Person("Správkyně 1", Role.ADMINISTRATOR, "SPRAVCE7UKAZKA7SOCIOPOINT7AAAAAA"),
    Person("Koordinátorka 1", Role.COORDINATOR, "KOORDINATOR7UKAZKA7SOCIOPOINTAAA"),
    Person("Sociální pracovnice 1", Role.WORKER, "PRACOVNICE7UKAZKA7SOCIOPOINTAAAA"),
    Person("Sociální pracovník 2", Role.WORKER, "PRACOVNIK7UKAZKA7SOCIOPOINT7AAAA", "worker2"),
    Person("Partnerka 1", Role.PARTNER, "PARTNERKA7UKAZKA7SOCIOPOINT7AAAA"),
)
"""One of each role, and two at the desk, so that handing an inquiry over can be tried from both sides."""


@dataclass(frozen=True)
class DemoAccounts:
    """What a newcomer needs to sign in: e-mail -> who it is in Czech, and the one password."""

    people: dict[str, str]
    password: str


def ensure_demo_accounts() -> DemoAccounts:
    """Create the missing ones; an account whose password somebody changed keeps it."""
    if settings.ENVIRONMENT.production:
        raise PermissionDenied("demo accounts are not for production")
    for person in PEOPLE:
        if not User.objects.filter(email=person.email).exists():
            user = User.objects.create_user(person.email, PASSWORD, person.role)
            user.name, user.is_demo = person.name, True
            user.save(update_fields=["name", "is_demo"])
    secrets = {person.email: person.secret for person in PEOPLE}
    for user in User.objects.filter(is_demo=True, email__in=secrets, authenticator=None):
        TOTP.activate(user, secrets[user.email])
    return DemoAccounts({person.email: person.name for person in PEOPLE}, PASSWORD)


def accounts() -> DemoAccounts | None:
    """Those there are, in a trial run; None in production and where there are none."""
    if settings.ENVIRONMENT.production:
        return None
    there = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    people = {user.email: str(user) for user in there}
    return DemoAccounts(people, PASSWORD) if people else None


def code_for(user: User) -> str:
    """The code a demo account's authenticator would show now, in a trial run; '' for every other account and in production."""
    if settings.ENVIRONMENT.production or not user.is_demo:
        return ""
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return ""
    secret = get_adapter().decrypt(authenticator.data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))
