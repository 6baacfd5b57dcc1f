"""What the log says of a request and of an error, and what it never says."""

from __future__ import annotations

import json
import logging
import re
import sys
from io import StringIO

import pghistory.models
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from gunicorn.config import Config

from network.freshness_link import make_token
from network.models import Upkeep
from sociopoint.logs import JsonLine
from sociopoint.request_log import RequestLog
from sociopoint.server_log import ServerLog
from tests.factories import UserFactory
from tests.network.factories_people import AskFactory

SECRET = "/predani/tajny-odkaz-z-e-mailu/?telefon=603000000"


@pytest.fixture
def written(caplog):
    """`written()`: the lines of the log of requests, as production would write them."""
    caplog.set_level(logging.INFO, logger="sociopoint.requests")
    logger = logging.getLogger("sociopoint.requests")
    logger.addHandler(caplog.handler)
    yield lambda: [json.loads(JsonLine().format(one)) for one in caplog.records if one.name == "sociopoint.requests"]
    logger.removeHandler(caplog.handler)


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route_and_no_address(client, written):
    client.get(SECRET)

    line = written()[0]
    assert (line["route"], line["method"], line["status"]) == ("predani/<str:token>/", "GET", 404)
    assert line["ms"] >= 0
    assert len(line["request"]) == 16
    assert "tajny" not in str(line)
    assert "603" not in str(line["route"])


@pytest.mark.django_db
def test_the_account_is_a_number(client, written):
    user = UserFactory(worker=True)
    client.force_login(user)

    client.get("/ucet/")

    assert written()[-1]["user"] == user.pk
    assert user.email not in str(written())


@pytest.mark.parametrize(
    ("sent", "kept"), [("a1b2c3d4-e5f6", True), ("krátké", False), ('x"}\n{"level": "INFO"', False), ("a" * 65, False)]
)
def test_the_proxy_s_number_is_kept_only_when_it_is_one(written, sent, kept):
    request = RequestFactory().get("/krize/", headers={"X-Request-ID": sent})

    RequestLog(lambda _request: HttpResponse())(request)

    assert (written()[0]["request"] == sent) is kept


def test_nobody_can_write_a_line_of_their_own():
    record = logging.LogRecord("x", logging.INFO, "", 0, 'první\n{"level": "CRITICAL"}', None, None)

    line = JsonLine().format(record)

    assert "\n" not in line
    assert json.loads(line)["said"].startswith("první\n")


def test_an_error_says_its_kind_and_its_places_and_neither_its_text_nor_the_address():
    request = RequestFactory().get(SECRET)
    try:
        raise ValueError("Key (email)=(kdo@mesto.example) already exists")
    except ValueError:
        told = ("Internal Server Error", request.path)
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", told, sys.exc_info())
    record.request, record.status_code = request, 500

    line = JsonLine().format(record)

    found = json.loads(line)
    assert (found["error"], found["status"], found["logger"]) == ("ValueError", 500, "django.request")
    assert "test_logs.py" in found["places"][0]
    assert not [word for word in ("kdo@", "tajny", "603") if word in line]


def test_a_trial_run_writes_no_line_and_the_log_begins_before_the_session(settings):
    assert logging.getLogger("sociopoint.requests").level == logging.WARNING
    assert settings.MIDDLEWARE.index("sociopoint.request_log.RequestLog") < settings.MIDDLEWARE.index(
        "django.contrib.sessions.middleware.SessionMiddleware"
    )


@pytest.mark.django_db
def test_the_history_of_a_change_names_the_page_and_not_the_link_that_opened_it(client):
    ask = AskFactory()
    Upkeep.objects.create(organisation=ask.organisation)
    link = f"/sit/platnost/{make_token(ask)}/"

    client.post(link)

    told = [context.metadata for context in pghistory.models.Context.objects.all()]
    assert {one["url"] for one in told} == {"sit/platnost/<str:token>/"}
    assert link not in str(told)


@pytest.fixture
def server_log():
    log = ServerLog(Config())
    (handler,) = [one for one in log.error_log.handlers if hasattr(one, "_gunicorn")]
    log.written = StringIO()
    handler.setStream(log.written)
    yield log
    log.error_log.removeHandler(handler)


def test_a_request_the_server_cut_off_is_told_without_its_address(server_log):
    try:
        raise SystemExit("603000000")
    except SystemExit:
        server_log.exception("Error handling request %s %s", "GET", SECRET)
    server_log.warning(f"Invalid request from ip=192.0.2.1: Invalid Request Line 'GET {SECRET}'")
    server_log.info("Listening at: %s (%s)", "http://127.0.0.1:8000", 1)

    cut, invalid, listening = map(json.loads, server_log.written.getvalue().splitlines())
    assert (cut["said"], cut["error"], invalid["said"]) == ("Error handling request", "SystemExit", "Invalid request")
    assert listening["said"] == "Listening at: http://127.0.0.1:8000 (1)"
    assert not [word for word in ("tajny", "603000", "192.0.2") if word in f"{cut}{invalid}"]


def test_the_service_writes_by_it():
    service = (settings.BASE_DIR / "deploy" / "sociopoint.service").read_text()

    assert f"--logger-class {ServerLog.__module__}.{ServerLog.__name__}\n" in service


def test_no_other_log_of_the_proxies_holds_what_the_one_leaves_out(settings):
    """Each of them writes whole requests into a log of errors, too, and nginx what comes without https into a common one."""
    caddy = (settings.BASE_DIR / "deploy" / "Caddyfile").read_text()
    servers = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text().split("server {")[1:]

    assert len(servers) == 2
    assert all(re.search(r"^    access_log (off|\S+ without_people);", server, re.MULTILINE) for server in servers)
    assert all(re.search(r"^    error_log \S+ alert;", server, re.MULTILINE) for server in servers)
    assert re.search(
        r"^\{\s+#.*?log default \{\s+exclude http\.log\.error http\.handlers\.reverse_proxy\s+\}",
        caddy,
        re.DOTALL | re.MULTILINE,
    )
