"""A desk left alone locks itself; what was typed is still there after the password."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import QueryDict
from django.utils import timezone

from sociopoint.idle_lock import carried
from sociopoint.models import Role
from tests.factories import ServiceFactory, UserFactory
from tests.signing_in import NONSENSE

pytestmark = pytest.mark.django_db
PASSWORD = "čtyři slova bez souvislosti"
LOCKED = "/ucet/zamceno/"
JSON = {"HTTP_ACCEPT": "application/json"}


class Clock:
    """Moves the product's time forward."""

    def __init__(self, monkeypatch) -> None:
        self.ahead = datetime.timedelta()
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + self.ahead)

    def forward(self, **time: float) -> None:
        self.ahead += datetime.timedelta(**time)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def administrator(client, clock):
    user = UserFactory(administrator=True)
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    return user


def test_a_session_at_work_stays_open(client, clock, administrator):
    for _request in range(4):
        clock.forward(minutes=14)
        assert client.get("/admin/").status_code == 200


def test_after_a_quarter_of_an_hour_pages_of_staff_lead_to_the_lock(client, clock, administrator):
    clock.forward(minutes=15)

    response = client.get("/admin/catalogue/service/?q=poradna")

    assert response["Location"] == "/ucet/zamceno/?next=%2Fadmin%2Fcatalogue%2Fservice%2F%3Fq%3Dporadna"
    assert client.get(response["Location"]).status_code == 200


def test_public_pages_of_a_locked_session_are_a_citizens(client, clock, administrator):
    service = ServiceFactory(internal_note="Volat jen ráno.")
    clock.forward(minutes=20)

    page = client.get(service.get_absolute_url())

    assert page.status_code == 200
    assert "Volat jen ráno." not in page.content.decode()
    assert client.get("/admin/").status_code == 302


def test_the_password_opens_and_leads_on(client, clock, administrator):
    clock.forward(minutes=20)

    wrong = client.post(LOCKED, {"password": "jiné", "next": "/admin/"})
    right = client.post(LOCKED, {"password": PASSWORD, "next": "/admin/"})

    assert wrong.status_code == 423
    assert "Heslo nesouhlasí" in wrong.content.decode()
    assert right["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("evil", ["//zle.example/", "https://zle.example/", "javascript:alert(1)", ""])
def test_the_lock_never_leads_elsewhere(client, clock, administrator, evil):
    clock.forward(minutes=20)

    assert client.post(LOCKED, {"password": PASSWORD, "next": evil})["Location"] == "/admin/"


def test_what_was_being_sent_waits_behind_the_lock_and_then_arrives(client, clock, administrator):
    address = f"/admin/sociopoint/user/{administrator.pk}/change/"
    form = {"email": administrator.email, "name": "Nové „jméno“ & <b>", "role": "administrator", "is_active": "on"}
    clock.forward(minutes=20)

    refused = client.post(address, form)
    hidden = {name: refused.context[name] for name in ("carried", "next")}
    unlocked = client.post(LOCKED, hidden | {"password": PASSWORD})
    sent = client.post(unlocked.context["next"], dict(unlocked.context["fields"]))

    assert refused.status_code == 423
    assert "Co jste psali, zůstalo." in refused.content.decode()
    assert "&lt;b&gt;" in unlocked.content.decode()
    assert sent.status_code == 302
    administrator.refresh_from_db()
    assert administrator.name == "Nové „jméno“ & <b>"


def test_a_wrong_password_keeps_what_was_being_sent(client, clock, administrator):
    clock.forward(minutes=20)

    again = client.post(LOCKED, {"password": "jiné", "next": "/admin/", "carried": "name=x"})

    assert again.context["carried"] == "name=x"


def test_neither_passwords_nor_tokens_are_carried():
    posted = QueryDict("note=a&note=b&password1=tajné&old_password=x&nove_heslo=y&csrfmiddlewaretoken=z")

    assert carried(posted) == "note=a&note=b"


def test_a_script_is_told_so_that_it_keeps_what_it_holds(client, clock, administrator):
    clock.forward(minutes=20)

    response = client.post("/admin/", {"note": "x"}, **JSON)

    assert (response.status_code, response.json()) == (423, {"locked": LOCKED})


def test_asking_how_long_is_no_activity_but_saying_one_is_here_is(client, clock, administrator):
    clock.forward(minutes=10)
    asked = client.get("/ucet/jsem-tu/", **JSON).json()
    said = client.post("/ucet/jsem-tu/", **JSON).json()
    clock.forward(minutes=14)

    assert 295 <= asked["seconds_left"] <= 300
    assert 895 <= said["seconds_left"] <= 900
    assert client.get("/ucet/jsem-tu/", **JSON).status_code == 200
    clock.forward(minutes=1)
    assert client.get("/ucet/jsem-tu/", **JSON).status_code == 423


def test_a_partner_is_locked_too_but_only_after_two_hours(client, clock):
    client.force_login(UserFactory())
    clock.forward(minutes=119)
    assert client.get("/sit/").status_code == 200
    clock.forward(minutes=120)

    assert client.get("/sit/")["Location"] == "/ucet/zamceno/?next=%2Fsit%2F"


def test_a_partner_goes_on_where_the_lock_stopped_them(client, clock):
    partner = UserFactory()
    partner.set_password(PASSWORD)
    partner.save()
    client.force_login(partner)
    clock.forward(hours=3)

    opened = client.post(LOCKED, {"password": PASSWORD, "next": "/sit/ukoly/"})

    assert opened["Location"] == "/sit/ukoly/"
    assert client.get("/sit/").status_code == 200


@pytest.mark.parametrize(("role", "minutes"), [(Role.PARTNER, 120), (Role.WORKER, 15)])
def test_the_page_warns_each_in_their_own_time(client, role, minutes):
    client.force_login(UserFactory(role=role))

    assert f'data-idle-lock="{minutes}"' in client.get("/sit/").text


def test_a_city_that_gives_staff_longer_gives_it_to_partners_too(client, clock, settings):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, session_idle_minutes=240)
    client.force_login(UserFactory())
    clock.forward(minutes=239)

    assert client.get("/sit/").status_code == 200


def test_any_session_ends_after_twelve_hours_of_work(client, clock):
    client.force_login(UserFactory())
    for _hour in range(12):
        clock.forward(minutes=59)
        client.get("/ucet/")
    assert client.get("/ucet/").status_code == 200
    clock.forward(minutes=13)

    assert client.get("/ucet/")["Location"] == "/ucet/prihlaseni/?next=/ucet/"
    assert "_auth_user_id" not in client.session


def test_what_is_being_sent_at_the_end_of_the_day_still_arrives(client, clock, administrator):
    address = f"/admin/sociopoint/user/{administrator.pk}/change/"
    form = {"email": administrator.email, "name": "Pozdě večer", "role": "administrator", "is_active": "on"}
    for _sixth in range(71):
        clock.forward(minutes=10)
        client.get("/admin/")
    clock.forward(minutes=12)

    sent = client.post(address, form)
    after = client.get("/admin/", follow=True)

    administrator.refresh_from_db()
    assert sent.status_code == 302
    assert administrator.name == "Pozdě večer"
    assert after.redirect_chain[-1][0].startswith("/ucet/prihlaseni/")


def test_signing_in_anew_opens_a_locked_session_too(client, clock):
    user = UserFactory(role=Role.WORKER)
    client.force_login(user)
    clock.forward(hours=1)

    client.force_login(user)

    assert client.get("/ucet/").status_code == 200


def test_a_request_soon_after_another_writes_nothing(client, clock, administrator, django_assert_num_queries):
    clock.forward(minutes=1)
    client.post("/ucet/jsem-tu/", **JSON)
    clock.forward(seconds=29)

    with django_assert_num_queries(2):  # the session and the account
        client.post("/ucet/jsem-tu/", **JSON)


def test_the_list_of_devices_knows_when_each_was_last_used(client, clock, administrator):
    session = UserSession.objects.create(
        user=administrator, ip="192.0.2.7", user_agent="x", session_key=client.session.session_key
    )
    clock.forward(minutes=10)

    client.get("/admin/")

    session.refresh_from_db()
    assert timezone.now() - session.last_seen_at < datetime.timedelta(seconds=5)


def test_a_key_that_is_none_opens_nothing(client, clock, administrator):
    Authenticator.objects.create(user=administrator, type="totp", data={"secret": ""})
    clock.forward(minutes=20)

    response = client.post(LOCKED, {"credential": "{}", "next": "/admin/", "carried": "name=x"})

    assert response.status_code == 423
    assert "Klíč se nepodařilo použít" in response.content.decode()
    assert response.context["carried"] == "name=x"
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_instead_of_a_key_opens_nothing(client, clock, administrator, credential):
    clock.forward(minutes=20)

    assert client.post(LOCKED, {"credential": credential}).status_code == 423
