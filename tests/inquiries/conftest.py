from __future__ import annotations

import pytest

from inquiries.shipped import load_desk
from tests.factories import OfficeFactory, UserFactory


@pytest.fixture
def desk(db) -> None:
    """The code lists and the office that every instance begins with."""
    load_desk()


@pytest.fixture
def worker(db):
    """A worker of the one office."""
    user = UserFactory(worker=True, name="Sociální pracovnice 1")
    OfficeFactory().workers.add(user)
    return user


@pytest.fixture
def coordinator(db):
    return UserFactory(coordinator=True, name="Koordinátorka 1")
