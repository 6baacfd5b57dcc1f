from __future__ import annotations

import json

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from sociopoint import views
from tests.factories import UserFactory

PHONE = "599 443 821"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (views.bad_request, 400),
        (views.permission_denied, 403),
        (views.page_not_found, 404),
        (views.server_error, 500),
        (views.unavailable, 503),
    ],
)
def test_an_error_page_gives_the_desk_s_phone_without_a_database(answer, status):
    response = answer(RequestFactory().get("/"))

    page = response.content.decode().replace("\u00a0", " ")
    assert response.status_code == status
    assert PHONE in page
    assert 'href="tel:+420599443821"' in page


def test_who_is_signed_in_reads_as_whom_and_finds_the_way_back_to_their_work(client, db):
    client.force_login(UserFactory(worker=True, name="Sociální pracovnice 1"))

    refused = client.get("/admin/", follow=True)
    missing = client.get("/pult/dotazy/999999/")

    for response, status in ((refused, 403), (missing, 404)):
        assert response.status_code == status
        assert "Sociální pracovnice 1" in response.text
        assert '<a href="/pult/">' in response.text
    assert ("/ucet/odhlaseni/" in refused.text, "/ucet/odhlaseni/" in missing.text) == (True, False)


@pytest.mark.parametrize("answer", [views.permission_denied, views.server_error, views.unavailable])
def test_an_error_page_asks_nobody_who_is_signed_in(answer, db, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = SimpleLazyObject(lambda: UserFactory())

    with django_assert_num_queries(0):
        response = answer(request)

    assert "Přihlášený účet" not in response.text


def test_a_page_without_its_database_says_so_with_503(client, db, monkeypatch):
    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("sociopoint.pages.Service.objects.offered", gone)

    response = client.get("/")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert PHONE in response.content.decode().replace("\u00a0", " ")


def test_whoever_is_signed_in_is_told_of_a_missing_database_too(client, db, monkeypatch):
    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection refused")

    client.force_login(UserFactory(worker=True))
    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", gone)

    response = client.get("/krize/")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert PHONE in response.content.decode().replace("\u00a0", " ")


def test_any_other_fault_stays_a_500(client, db, monkeypatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("a mistake of ours")

    client.raise_request_exception = False
    monkeypatch.setattr("sociopoint.pages.Service.objects.offered", broken)

    assert client.get("/").status_code == 500


def test_a_form_sent_from_elsewhere_is_refused_in_czech(db):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/prihlaseni/", {"username": "a@b.cz", "password": "x"})

    assert response.status_code == 403
    assert PHONE in response.content.decode().replace("\u00a0", " ")


JSON = {"accept": "application/json"}


def test_a_script_is_told_the_true_reason_in_a_sentence(db):
    from django.core.exceptions import PermissionDenied
    from django.test import Client

    asked = RequestFactory().get("/", headers=JSON)
    sent = Client(enforce_csrf_checks=True).post("/prihlaseni/", {"username": "a@b.cz"}, headers=JSON)

    assert (sent.status_code, sent.json()["stale"]) == (403, True)
    assert "Přihlaste se" in sent.json()["refused"]
    denied = views.permission_denied(asked, PermissionDenied("Dotaz se jen uchovává."))
    assert json.loads(denied.content) == {"refused": "Dotaz se jen uchovává.", "stale": False}
    assert "nemáte přístup" in json.loads(views.permission_denied(asked, PermissionDenied()).content)["refused"]
    gone = views.page_not_found(asked)
    assert (gone.status_code, "už tu není" in json.loads(gone.content)["refused"]) == (404, True)
