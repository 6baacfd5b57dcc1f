"""A connection kept between requests: cheap to look at, replaced when the server has ended it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def somebody_else() -> Iterator[psycopg.Connection]:
    given = connection.get_connection_params()
    address = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if key in given}
    with psycopg.connect(**address, autocommit=True) as other:
        yield other


def end_the_connection() -> None:
    """As a restart of the server or an administrator does it; waits until it is done."""
    with somebody_else() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


@pytest.fixture(autouse=True)
def _leave_no_dead_connection():
    connection.ensure_connection()
    yield
    connection.close()


def test_a_living_connection_is_not_asked():
    asked = []
    connection.connection.execute = asked.append

    assert connection.is_usable()
    assert asked == []


def test_a_connection_the_server_ended_is_not_usable():
    end_the_connection()

    assert not connection.is_usable()


def test_a_word_from_the_server_does_not_end_a_connection():
    with connection.cursor() as cursor:
        cursor.execute("LISTEN test_word")
    with somebody_else() as other:
        other.execute("NOTIFY test_word")

    assert connection.is_usable()


def test_the_next_page_is_answered_after_the_server_was_restarted(client):
    service = ServiceFactory()
    assert client.get(service.get_absolute_url()).status_code == 200
    end_the_connection()
    connection.health_check_done = False  # as at the end of a request outside tests

    assert client.get(service.get_absolute_url()).status_code == 200
