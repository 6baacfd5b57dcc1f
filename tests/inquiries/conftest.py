from __future__ import annotations

from dataclasses import dataclass

import pytest

from inquiries import partner_mail
from inquiries.models import Office
from inquiries.shipped import load_desk
from sociopoint.models import User
from tests.factories import OfficeFactory, UserFactory


@pytest.fixture
def desk(db) -> Office:
    """The code lists and the office that every instance begins with."""
    load_desk()
    return Office.objects.get()


@pytest.fixture
def worker(db) -> User:
    """A worker of the one office."""
    user = UserFactory(worker=True, name="Sociální pracovnice 1")
    OfficeFactory().workers.add(user)
    return user


@pytest.fixture
def signed_in(client, worker):
    """The worker's browser."""
    client.force_login(worker)
    return client


@pytest.fixture
def desk_client(desk, signed_in):
    """The worker's browser at a desk with its code lists."""
    return signed_in


@pytest.fixture
def colleague(db) -> User:
    """Another worker of the same office."""
    user = UserFactory(worker=True, name="Sociální pracovnice 2")
    OfficeFactory().workers.add(user)
    return user


@pytest.fixture
def coordinator(db):
    return UserFactory(coordinator=True, name="Koordinátorka 1")


@dataclass
class Letter:
    to: str
    subject: str
    text: str
    html: str
    key: str


@pytest.fixture
def letters(monkeypatch) -> list[Letter]:
    """What would be sent to partners, in order; a second letter of one key is none, as in the outbox."""
    sent: dict[str, Letter] = {}
    monkeypatch.setattr(partner_mail, "send_later", lambda **letter: sent.setdefault(letter["key"], Letter(**letter)))
    return sent.values()
