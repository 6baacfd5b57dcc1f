"""Nobody of staff works with a password alone."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core import mail

from sociopoint.models import Role
from tests.factories import ServiceFactory, UserFactory
from tests.signing_in import SignedInClient, send_waiting_mail

pytestmark = pytest.mark.django_db
STAFF = [Role.WORKER, Role.COORDINATOR, Role.ADMINISTRATOR]
PASSWORD = "čtyři slova bez souvislosti"


def with_password(role):
    user = UserFactory(role=role)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, user):
    return client.post("/ucet/prihlaseni/", {"login": user.email, "password": PASSWORD})


@pytest.mark.parametrize("role", STAFF)
def test_staff_without_a_second_factor_are_led_to_set_one_up(client, role):
    signed_in = sign_in(client, with_password(role))

    assert signed_in["Location"] == "/ucet/druhy-krok/"
    assert client.get("/admin/")["Location"] == "/ucet/druhy-krok/"
    assert client.get("/ucet/druhy-krok/").status_code == 200
    assert client.get("/ucet/").status_code == 200


def test_a_script_is_told_that_the_second_factor_is_missing(client):
    sign_in(client, with_password(Role.WORKER))

    response = client.post("/pult/novy/", headers={"accept": "application/json"})

    assert response.status_code == 403
    assert "druhý krok" in response.json()["refused"]


def test_a_partner_may_work_without_one(client):
    sign_in(client, with_password(Role.PARTNER))

    assert client.get("/ucet/").status_code == 200


def test_until_then_staff_see_on_public_pages_what_a_citizen_sees(client):
    service = ServiceFactory(internal_note="Volat jen ráno.")
    sign_in(client, with_password(Role.WORKER))

    page = client.get(service.get_absolute_url())

    assert page.status_code == 200
    assert not page.wsgi_request.user.is_authenticated
    assert "Volat jen ráno." not in page.content.decode()


def test_a_citizen_costs_nothing_more(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/pristupnost/")


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_way_and_gives_recovery_codes(client):
    sign_in(client, with_password(Role.WORKER))
    page = client.get("/ucet/druhy-krok/aplikace/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    done = client.post("/ucet/druhy-krok/aplikace/", {"code": code})
    codes = client.get(done["Location"])
    send_waiting_mail()

    assert secret in page.content.decode()
    assert done["Location"] == "/ucet/druhy-krok/zalozni-kody/"
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/ucet/").wsgi_request.user.is_authenticated
    assert client.get("/admin/", follow=True).status_code == 403
    assert any("přibyla aplikace s\u00a0kódy" in message.body for message in mail.outbox)


def test_a_session_from_before_must_use_the_factor_that_was_set_up_elsewhere(client):
    user = with_password(Role.ADMINISTRATOR)
    sign_in(client, user)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)

    led = client.get("/admin/")
    alone = [client.get(address)["Location"] for address in ("/ucet/druhy-krok/", "/ucet/druhy-krok/klice/novy/")]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    proven = client.post(led["Location"], {"code": code})

    assert led["Location"] == "/ucet/overeni/kod/?next=%2Fadmin%2F"
    assert all(address.startswith("/ucet/overeni/kod/") for address in alone)
    assert proven["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_signing_out_is_always_possible(client):
    user = with_password(Role.ADMINISTRATOR)
    sign_in(client, user)
    TOTP.activate(user, generate_totp_secret())

    client.post("/odhlaseni/")

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("role", "left"), [(Role.WORKER, 1), (Role.PARTNER, 0)])
def test_the_last_factor_stays_with_whoever_needs_one(client, role, left):
    user = with_password(role)
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)

    response = client.post("/ucet/druhy-krok/aplikace/zruseni/")

    assert Authenticator.objects.filter(user=user).count() == left
    assert ("Nejdřív přidejte jiný" in response.content.decode()) is bool(left)


def key_of(user):
    """A stored passkey; what matters here is that it is one."""
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "Pult", "credential": {}})


@pytest.mark.parametrize(("role", "left"), [(Role.WORKER, 1), (Role.PARTNER, 0)])
def test_the_last_key_stays_too(client, role, left):
    user = with_password(role)
    key = key_of(user)
    client.force_login(user)

    client.post(f"/ucet/druhy-krok/klice/{key.pk}/zruseni/")

    assert Authenticator.objects.filter(user=user).count() == left


def test_nobody_touches_the_key_of_another(client):
    key = key_of(UserFactory())
    client.force_login(UserFactory(worker=True))

    assert client.post(f"/ucet/druhy-krok/klice/{key.pk}/zruseni/").status_code == 404
    assert client.get(f"/ucet/druhy-krok/klice/{key.pk}/nazev/").status_code == 404


RESET = {"action": "reset_second_factor", "potvrzeno": "ano"}
ACCOUNTS = "/admin/sociopoint/user/"


def test_an_administrator_takes_a_lost_factor_away(client):
    worker = with_password(Role.WORKER)
    TOTP.activate(worker, generate_totp_secret())
    key_of(worker)
    at_work = SignedInClient()
    at_work.force_login(worker)
    UserSession.objects.create(
        user=worker, ip="192.0.2.7", user_agent="Firefox", session_key=at_work.session.session_key
    )
    client.force_login(UserFactory(administrator=True))

    asked = client.post(ACCOUNTS, {"action": "reset_second_factor", "_selected_action": [worker.pk]})
    untouched = Authenticator.objects.filter(user=worker).count()
    client.post(ACCOUNTS, RESET | {"_selected_action": [worker.pk]})
    send_waiting_mail()

    assert "Ověřte si, že mluvíte opravdu s nimi" in asked.content.decode()
    assert untouched == 2
    assert not Authenticator.objects.filter(user=worker).exists()
    assert not Session.objects.filter(session_key=at_work.session.session_key).exists()
    assert LogEntry.objects.get(object_id=str(worker.pk)).get_change_message() == "Zrušen druhý krok přihlášení."
    assert [message.to for message in mail.outbox] == [[worker.email]]


def test_an_administrator_does_not_take_away_their_own(client):
    administrator = with_password(Role.ADMINISTRATOR)
    TOTP.activate(administrator, generate_totp_secret())
    client.force_login(administrator)

    client.post(ACCOUNTS, RESET | {"_selected_action": [administrator.pk]})

    assert Authenticator.objects.filter(user=administrator).exists()


def test_the_administration_shows_no_table_of_secrets(client):
    client.force_login(UserFactory(administrator=True))

    shown = {model["object_name"] for app in client.get("/admin/").context["app_list"] for model in app["models"]}

    assert not shown & {"Authenticator", "EmailAddress", "UserSession"}


def test_a_person_sees_where_they_are_signed_in_and_ends_it(client):
    user = with_password(Role.PARTNER)
    elsewhere = SignedInClient(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    sign_in(elsewhere, user)
    sign_in(client, user)
    there = UserSession.objects.get(session_key=elsewhere.session.session_key)

    page = client.get("/ucet/pristroje/").content.decode()
    client.post(f"/ucet/pristroje/{there.pk}/odhlaseni/")

    assert "Firefox, Windows" in page
    assert "tady a\u00a0teď" in page
    assert elsewhere.get("/ucet/").status_code == 302
    assert client.get("/ucet/").status_code == 200


def test_nobody_ends_the_session_of_another(client):
    other = UserSession.objects.create(user=UserFactory(), ip="192.0.2.7", user_agent="x", session_key="abc")
    client.force_login(UserFactory(worker=True))

    assert client.post(f"/ucet/pristroje/{other.pk}/odhlaseni/").status_code == 404
