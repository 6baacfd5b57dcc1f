from __future__ import annotations

import dataclasses
import datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from catalogue.models import RegisterImport
from sociopoint import tasks, views
from sociopoint.models import Heartbeat
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_health_tells_the_database_the_migrations_and_the_age_of_the_register(client):
    RegisterImport.objects.create(services_current=1, added=1, changed=0, ended=0, unchanged=0, report="")

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "database": "ok",
        "migrations_pending": 0,
        "register_age_days": 0,
        "worker": "never",
        "shredding": "never",
        "state": "green",
    }


def test_health_without_any_register_says_so(client):
    assert client.get("/healthz").json()["register_age_days"] is None


def test_health_is_503_when_the_database_is_gone(client, monkeypatch):
    def gone() -> int:
        raise OperationalError

    monkeypatch.setattr("catalogue.register_age.register_age_days", gone)

    assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize(
    ("minutes", "state", "in_production", "status"),
    [(4, "ok", True, 200), (6, "late", False, 200), (6, "late", True, 503), (None, "never", True, 200)],
)
def test_health_tells_whether_background_work_is_done(client, settings, minutes, state, in_production, status):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, production=in_production)
    if minutes is not None:
        Heartbeat.objects.create(name="worker", at=timezone.now() - datetime.timedelta(minutes=minutes))

    response = client.get("/healthz")

    assert (response.json()["worker"], response.status_code) == (state, status)


@pytest.mark.parametrize(("hours", "shredding", "state"), [(47, "ok", "green"), (49, "late", "yellow")])
def test_shredding_that_is_two_days_late_turns_it_yellow_and_no_server_is_taken_away(
    client, settings, hours, shredding, state
):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, production=True)
    Heartbeat.objects.create(name="purge", at=timezone.now() - datetime.timedelta(hours=hours))

    response = client.get("/healthz")

    assert (response.json()["shredding"], response.json()["state"], response.status_code) == (shredding, state, 200)


def test_shredding_that_never_ran_is_late_two_days_after_the_worker_began(client):
    tasks.heartbeat(0)

    assert client.get("/healthz").json()["shredding"] == "ok"
    Heartbeat.objects.filter(name="purge").update(at=timezone.now() - datetime.timedelta(hours=49))
    tasks.heartbeat(0)
    assert client.get("/healthz").json()["shredding"] == "late"


def test_a_migration_that_is_not_applied_is_told(client):
    MigrationRecorder(connection).record_unapplied("sociopoint", "0004_letters_may_be_unsure")

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (503, {"database": "ok", "migrations_pending": 1})


def test_migrations_are_read_from_the_disk_once_a_process(client, monkeypatch, django_assert_num_queries):
    client.get("/healthz")
    monkeypatch.setattr(views, "MigrationLoader", None)

    with django_assert_num_queries(4):  # whether there is a table, what is applied, who beats, the age of the register
        response = client.get("/healthz")

    assert response.status_code == 200


def test_who_is_signed_in_gets_the_same_answer_when_the_database_is_gone(client, monkeypatch):
    client.force_login(UserFactory(worker=True))

    def gone(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(SessionStore, "load", gone)
    monkeypatch.setattr("catalogue.register_age.register_age_days", gone)

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (503, {"database": "unreachable"})
