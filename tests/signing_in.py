"""Signing in without the pages: for tests of what comes after."""

from __future__ import annotations

import time

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from sociopoint.idle_lock import LAST_SEEN, SIGNED_IN
from sociopoint.mailing import deliver
from sociopoint.models import MailState, OutgoingMail, User

BACKEND = "sociopoint.authentication.AccountBackend"
NONSENSE = [
    "nesmysl",
    "[]",
    "null",
    "1",
    '{"id": 1}',
    '{"id": "AA", "rawId": "AA", "response": []}',
    '{"response": {}}',
]
"""What somebody may send instead of a passkey's answer."""


def prove_second_factor(session: SessionBase, user: User) -> None:
    """As allauth records a code that was right."""
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)


class SignedInClient(Client):
    def force_login(self, user: User, backend: str | None = BACKEND) -> None:
        super().force_login(user, backend)
        session = self.session
        prove_second_factor(session, user)
        session.save()

    def force_password_only(self, user: User) -> None:
        """Signed in, the second factor still to come."""
        super().force_login(user, BACKEND)


def session_of(user: User) -> SessionStore:
    """A stored session of this person, for a browser's cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SIGNED_IN] = session[LAST_SEEN] = time.time()
    prove_second_factor(session, user)
    session.save()
    return session


def send_waiting_mail() -> None:
    """As the worker does."""
    for pk in OutgoingMail.objects.filter(state=MailState.WAITING).order_by("pk").values_list("pk", flat=True):
        deliver(pk)
