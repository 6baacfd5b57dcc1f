"""Background work: what runs by itself, and that it is written down without anybody's data."""

from __future__ import annotations

import dataclasses
import datetime
import logging
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from sociopoint import mailing, tasks
from sociopoint.logs import WithoutContents
from sociopoint.models import Heartbeat, Limit, MailState, OutgoingMail
from tests.factories import UserFactory

NIGHTLY = {"forget_what_is_past", "remove_old_jobs", "update_register"}


def test_what_runs_by_itself_is_known_by_name_and_time():
    planned = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert planned["heartbeat"] == "* * * * *"
    assert planned.keys() >= NIGHTLY | {"give_up_stuck_mail"}


@pytest.mark.django_db
def test_a_night_forgets_what_is_past():
    old = timezone.now() - datetime.timedelta(days=40)
    Session.objects.create(session_key="a", session_data="", expire_date=old)
    UserSession.objects.create(user=UserFactory(), ip="192.0.2.7", user_agent="x", session_key="a")
    Limit.objects.create(key="a", hits=1, ends=old)
    OutgoingMail.objects.create(key="a", subject="x", state=MailState.SENT, changed_at=old)

    tasks.forget_what_is_past(0)

    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
    assert not Limit.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("wanted", [True, False])
def test_the_register_is_fetched_only_where_it_is_wanted(settings, monkeypatch, wanted):
    called = []
    monkeypatch.setattr(tasks, "call_command", called.append)
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, update_register=wanted)

    tasks.update_register(0)

    assert called == (["update_register"] if wanted else [])


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_waits(monkeypatch):
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # its thread then leaves no connection open
    mailing.send_later(to="kdo@mesto.example", subject="x", text="y", key="1")
    app.configure_task("heartbeat").defer(timestamp=0)

    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2)
    # In a thread of its own: browser tests leave an event loop running in this one.
    with app.replace_connector(connector) as ours, ThreadPoolExecutor(1) as thread:
        thread.submit(ours.run_worker, wait=False, install_signal_handlers=False, listen_notify=False).result(60)

    assert OutgoingMail.objects.get().state == MailState.SENT
    assert Heartbeat.objects.filter(name="worker").exists()


def test_a_log_line_says_what_failed_and_where_but_not_whom_it_was_about():
    try:
        raise ValueError("Key (email)=(kdo@mesto.example) already exists")
    except ValueError:
        record = logging.LogRecord("procrastinate", logging.ERROR, "", 0, "Job 5 failed", None, sys.exc_info())

    line = WithoutContents("{message}", style="{").format(record)

    assert "kdo@mesto.example" not in line
    assert line.startswith("Job 5 failed\nValueError at ")
    assert "test_tasks.py:" in line
