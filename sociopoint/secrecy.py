"""What must not be readable in the database: encrypted text, and hashes by which a contact is found without being known.

Keys stand outside the database (FIELD_KEYS, HASH_KEY). The first field key encrypts, all of them decrypt, so a key is
changed by putting a new one first and running `manage.py rotate_keys`. The hash key is never rotated by itself: hashes made
with the old one would no longer be found.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

SLOW_COST = 2**14
"""scrypt's n: some 40 ms and 16 MB a guess, for what has few possible values and may be tried by strangers."""


class Unreadable(Exception):
    """A stored text was encrypted with a key that this instance does not have."""


@cache
def _keys(field_keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in field_keys])


def encrypt_text(text: str) -> str:
    """`text` as a Fernet token; empty stays empty, so that a constraint can tell whether there is anything."""
    return _keys(settings.ENVIRONMENT.field_keys).encrypt(text.encode()).decode() if text else ""


def decrypt_text(token: str) -> str:
    """Raises Unreadable, naming no content, when no key fits."""
    if not token:
        return ""
    try:
        return _keys(settings.ENVIRONMENT.field_keys).decrypt(token.encode()).decode()
    except InvalidToken:
        raise Unreadable("no key of FIELD_KEYS decrypts this text") from None


def renew_token(token: str) -> str:
    """The same text under the first key."""
    return _keys(settings.ENVIRONMENT.field_keys).rotate(token.encode()).decode() if token else ""


def keyed_hash(purpose: str, value: str) -> str:
    """64 hexadecimal digits; equal values hash equally within one purpose, and nobody without HASH_KEY can try values."""
    return hmac.new(settings.ENVIRONMENT.hash_key.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def cache_key(key: str, prefix: str, version: int) -> str:
    """The name of a cached value, hashed: limits by address would otherwise leave addresses of computers in the database."""
    return keyed_hash("cache", f"{prefix}:{version}:{key}")


def slow_keyed_hash(purpose: str, value: str) -> str:
    """The same, made expensive (`SLOW_COST`) for secrets short enough to be said over the telephone."""
    salt = keyed_hash(purpose, "salt").encode()
    slow = hashlib.scrypt(value.encode(), salt=salt, n=SLOW_COST, r=8, p=1, dklen=32)
    return keyed_hash(purpose, slow.hex())


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Text that is a Fernet token in the database. It can be asked only whether it is empty; `max_length` is of the plain text."""

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return None if text is None else encrypt_text(text)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return None if value is None else decrypt_text(value)

    def get_lookup(self, lookup_name: str) -> type[models.Lookup[Any]] | None:
        """Only emptiness; any other question would compare tokens, which never match, and look like an answer."""
        if lookup_name in ("exact", "isnull"):
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted: it cannot be searched by {lookup_name}")


def encrypted_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every model of the project that has encrypted columns, with their names."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.get_fields() if isinstance(field, EncryptedTextField)]
        if names:
            yield model, names
