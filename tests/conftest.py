from __future__ import annotations

import io
import time

import pytest
from django.core.management import call_command
from django.core.signing import TimestampSigner, b62_encode
from django.db import connection
from hypothesis import HealthCheck, settings

from tests.signing_in import SignedInClient

settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")  # a busy machine is no failure


@pytest.fixture
def shipped(db) -> None:
    """The product as a newcomer gets it: places, code lists, situations and Ostrava's services."""
    call_command("load_ostrava", stdout=io.StringIO())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Browser tests empty all tables after themselves; readings refuse that, as they must, so here alone they may be."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_reading_never_emptied%'")
        cursor.execute(f'ALTER TABLE inquiries_reading DISABLE TRIGGER "{cursor.fetchone()[0]}"')


@pytest.fixture
def client() -> SignedInClient:
    """pytest-django's, whose `force_login` stands for the whole way in: password and second factor."""
    return SignedInClient()


@pytest.fixture(autouse=True)
def _links_of_one_test_are_of_one_second(monkeypatch) -> None:
    """A signed link carries the second it was made in: the one in a letter and the one a test makes to compare would differ
    whenever the clock turns between them."""
    begun = b62_encode(int(time.time()))
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda _signer: begun)


@pytest.fixture(autouse=True)
def _nothing_gathered(monkeypatch) -> None:
    """Counts of searches that one test gathered are not written by another, nor when the tests end.

    In each test the first search is written and the others are gathered, however slow the machine.
    """
    from catalogue import counting

    monkeypatch.setattr(counting, "_tally", counting.Tally())
    monkeypatch.setattr(counting, "GATHERED_FOR", 3600.0)
