"""Signing in as a person does it, and everything somebody else might try."""

from __future__ import annotations

import dataclasses
import io
import re
import time

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings as live
from django.core import mail
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.urls import get_resolver

from sociopoint import limits
from sociopoint.models import OutgoingMail, Role, User
from sociopoint.secrecy import decrypt_text
from tests.factories import UserFactory
from tests.signing_in import NONSENSE, send_waiting_mail

pytestmark = pytest.mark.django_db
PASSWORD = "čtyři slova bez souvislosti"
SIGN_IN = "/ucet/prihlaseni/"
CODE = "/ucet/prihlaseni/kod/"
SETTING_UP = "/ucet/druhy-krok/"


def make(role: str, *, second_factor: bool = True) -> User:
    user = User.objects.create_user(f"{role}@mesto.example", PASSWORD, role)
    if second_factor:
        TOTP.activate(user, generate_totp_secret())
    return user


def code_of(user: User, *, steps: int = 0) -> str:
    """What the person's app shows now, or `steps` half-minutes later."""
    secret = decrypt_text(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(client, user, **more):
    return client.post(SIGN_IN, {"login": user.email, "password": PASSWORD, **more})


@pytest.fixture
def still(monkeypatch):
    """Time that stands at the beginning of the next half-minute, so that no code changes while a test runs."""
    soon = (int(time.time()) // 30 + 1) * 30 + 1.0
    monkeypatch.setattr(time, "time", lambda: soon)


@pytest.mark.parametrize(
    ("role", "first_page"), [(Role.ADMINISTRATOR, "/admin/"), (Role.WORKER, "/pult/"), (Role.PARTNER, "/sit/")]
)
def test_password_and_code_lead_to_the_page_of_the_role(client, still, role, first_page):
    user = make(role)

    asked = sign_in(client, user)
    done = client.post(CODE, {"code": code_of(user)})

    assert asked["Location"] == CODE
    assert done["Location"] == first_page
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_password_alone_signs_nobody_in_who_has_a_second_factor(client):
    user = make(Role.ADMINISTRATOR)

    sign_in(client, user)

    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302


def test_the_page_asked_for_is_reached_after_the_second_step(client, still):
    user = make(Role.ADMINISTRATOR)

    sign_in(client, user, next="/admin/catalogue/service/")
    done = client.post(CODE, {"code": code_of(user)})

    assert done["Location"] == "/admin/catalogue/service/"


@pytest.mark.parametrize("evil", ["//zle.example/", "https://zle.example/", "/\\zle.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site_not_even_after_the_second_step(client, still, evil):
    user = make(Role.ADMINISTRATOR)

    asked = client.post(f"{SIGN_IN}?next={evil}", {"login": user.email, "password": PASSWORD, "next": evil})
    done = client.post(f"{CODE}?next={evil}", {"code": code_of(user), "next": evil})

    assert asked["Location"] == CODE
    assert done["Location"] == "/admin/"


def test_a_code_works_once(client, still):
    """The cache of used codes is the database's, so it is shared by all workers."""
    user = make(Role.ADMINISTRATOR)
    sign_in(client, user)
    client.post(CODE, {"code": code_of(user)})
    client.post("/ucet/odhlaseni/")
    sign_in(client, user)

    again = client.post(CODE, {"code": code_of(user)})

    assert again.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "Kód nesouhlasí nebo už vypršel" in again.content.decode()


@pytest.mark.parametrize(("steps", "works"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_code_may_be_half_a_minute_off_and_no_more(client, still, steps, works):
    user = make(Role.ADMINISTRATOR)
    sign_in(client, user)

    client.post(CODE, {"code": code_of(user, steps=steps)})

    assert ("_auth_user_id" in client.session) is works


def test_a_used_code_stays_used_after_allauth_has_forgotten_it(client, still):
    user = make(Role.ADMINISTRATOR)
    code = code_of(user, steps=1)
    sign_in(client, user)
    client.post(CODE, {"code": code})
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    client.post("/ucet/odhlaseni/")
    sign_in(client, user)

    client.post(CODE, {"code": f"{code[:3]} {code[3:]}"})

    assert "_auth_user_id" not in client.session


def test_a_code_that_signed_in_does_not_confirm_a_change_too(client, still):
    user = make(Role.ADMINISTRATOR)
    sign_in(client, user)
    client.post(CODE, {"code": code_of(user)})
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code_of(user)}")

    again = client.post("/ucet/overeni/kod/", {"code": code_of(user)})

    assert "Kód nesouhlasí nebo už vypršel" in again.content.decode()


def test_a_recovery_code_works_instead_and_once(client):
    user = make(Role.ADMINISTRATOR)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    sign_in(client, user)
    first = client.post(CODE, {"code": code})
    client.post("/ucet/odhlaseni/")
    sign_in(client, user)

    again = client.post(CODE, {"code": code})

    assert first["Location"] == "/admin/"
    assert again.status_code == 200


def test_guesses_of_a_code_are_limited(client, still):
    user = make(Role.ADMINISTRATOR)
    sign_in(client, user)
    for guess in range(5):
        client.post(CODE, {"code": f"{guess:06}"})

    refused = client.post(CODE, {"code": code_of(user)})

    assert "Příliš mnoho pokusů" in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_guesses_of_a_password_are_limited_and_a_colleague_is_not_locked_out(client):
    user, colleague = make(Role.WORKER), make(Role.PARTNER, second_factor=False)
    for guess in range(5):
        client.post(SIGN_IN, {"login": user.email, "password": f"pokus {guess}"})

    refused = sign_in(client, user)
    other = sign_in(client, colleague)

    assert "Příliš mnoho pokusů" in refused.content.decode()
    assert other["Location"] == "/sit/"


def test_a_stranger_who_guesses_does_not_keep_a_person_out_of_their_account(client):
    user = make(Role.PARTNER, second_factor=False)
    for _guess in range(28):
        limits.allow("sign in", f"{user.email} 192.0.2.66", most=30, seconds=3600)
    for _guess in range(5):
        refused = client.post(SIGN_IN, {"login": user.email, "password": "jiné"}, REMOTE_ADDR="192.0.2.66")
    for _guess in range(6):
        client.post(SIGN_IN, {"login": user.email, "password": "jiné"}, REMOTE_ADDR="192.0.2.67")

    own = sign_in(client, user)

    assert "Příliš mnoho pokusů" in refused.content.decode()
    assert own["Location"] == "/sit/"


def test_guesses_from_many_places_are_limited_for_the_account_too(client):
    user = make(Role.PARTNER, second_factor=False)
    for _guess in range(100):
        limits.allow("sign in to", user.email, most=100, seconds=3600)

    assert "Příliš mnoho pokusů" in sign_in(client, user).content.decode()


def test_patient_guesses_of_a_code_are_limited_by_the_hour(client, still):
    user = make(Role.ADMINISTRATOR)
    sign_in(client, user)
    for guess in range(20):
        client.post(CODE, {"code": f"{guess:06}"})
        cache.clear()

    refused = client.post(CODE, {"code": code_of(user)})

    assert "Příliš mnoho pokusů" in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_no_table_keeps_the_address_of_a_computer_that_tried(client):
    client.post(SIGN_IN, {"login": "nekdo@mesto.example", "password": "x"}, REMOTE_ADDR="192.0.2.77")

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM sociopoint_cache UNION ALL SELECT key, '' FROM sociopoint_limit")
        kept = cursor.fetchall()
    assert len(kept) >= 4
    assert not [row for row in kept if "192.0.2" in str(row) or "nekdo" in str(row)]


def test_patient_guesses_are_limited_by_the_hour(client):
    user = make(Role.PARTNER, second_factor=False)
    for _guess in range(30):
        client.post(SIGN_IN, {"login": user.email, "password": "jiné"})
        cache.clear()  # as if five minutes had passed for allauth's own limit

    assert "Příliš mnoho pokusů" in sign_in(client, user).content.decode()


def test_a_wrong_password_is_said_in_czech_and_keeps_the_e_mail(client):
    page = client.post(SIGN_IN, {"login": "nekdo@sociopoint.example", "password": "spatne"}).content.decode()

    assert "E-mail nebo heslo nesouhlasí." in page
    assert "<title>Chyba: Přihlášení" in page
    assert 'value="nekdo@sociopoint.example"' in page
    assert "spatne" not in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, ["Napište svůj e-mail.", "Napište heslo."]),
        ({"login": "neco", "password": "x"}, ["Tohle není celý e-mail."]),
        ({"login": "a@b.cz\x00", "password": "x"}, ["Tohle není celý e-mail."]),
        ({"login": "a" * 5000 + "@b.cz", "password": "x" * 5000}, ["Chyba:"]),
    ],
)
def test_bad_input_gets_a_czech_sentence(client, sent, said):
    response = client.post(SIGN_IN, sent)

    assert response.status_code == 200
    assert all(sentence in response.content.decode() for sentence in said)


def test_known_and_unknown_people_are_answered_alike(client):
    user = make(Role.WORKER)

    def shape(login: str) -> tuple[int, str]:
        page = client.post(SIGN_IN, {"login": login, "password": "neplatné heslo"}).content.decode()
        return len(page), re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page).replace(login, "")

    assert shape(user.email) == shape("nobody@mesto.example"[: len(user.email)].ljust(len(user.email), "e"))


@pytest.mark.parametrize("known", [True, False])
def test_forgotten_password_is_answered_alike_and_only_the_known_gets_a_mail(client, known):
    user = make(Role.WORKER)
    address = user.email if known else "nikdo@mesto.example"

    response = client.post("/ucet/heslo/zapomenute/", {"email": address})
    send_waiting_mail()

    assert (response.status_code, response["Location"]) == (302, "/ucet/heslo/zapomenute/odeslano/")
    assert address not in client.get(response["Location"]).content.decode()
    assert [message.to for message in mail.outbox] == ([[user.email]] if known else [])


def test_nobody_fills_anothers_mailbox_by_forgetting_their_password(client):
    user = make(Role.WORKER)

    for _time in range(8):
        cache.clear()  # as if minutes had passed for allauth's own limit
        answer = client.post("/ucet/heslo/zapomenute/", {"email": user.email.upper()})

    assert (answer.status_code, answer["Location"]) == (302, "/ucet/heslo/zapomenute/odeslano/")
    assert OutgoingMail.objects.count() == 6


def test_a_forgotten_password_is_set_anew_by_the_link_once_and_the_code_is_still_asked_for(client, still):
    user = make(Role.WORKER)
    client.post("/ucet/heslo/zapomenute/", {"email": user.email})
    send_waiting_mail()
    letter = mail.outbox[0]
    link = re.search(r"https?://testserver(/\S+)", letter.body)[1]

    page = client.get(link, follow=True)
    new = {"password1": "pět úplně nových slov", "password2": "pět úplně nových slov"}
    done = client.post(page.redirect_chain[-1][0], new)
    asked = client.post(SIGN_IN, {"login": user.email, "password": "pět úplně nových slov"})

    assert letter.subject == "SOCIOPOINT Ostrava: nové heslo"
    assert user.email not in letter.subject
    assert done["Location"] == "/ucet/heslo/nove/hotovo/"
    assert asked["Location"] == CODE
    assert "Odkaz už neplatí" in client.get(link, follow=True).content.decode()


def test_nobody_signs_up(client):
    routes = {str(pattern.pattern) for pattern in get_resolver("sociopoint.account_urls").url_patterns}
    names = {pattern.name for pattern in get_resolver("sociopoint.account_urls").url_patterns}

    assert get_adapter().is_open_for_signup(None) is False
    assert not names & {"account_signup", "account_signup_by_passkey", "account_email"}
    assert not any("registrace" in route or "signup" in route for route in routes)
    assert client.get("/ucet/signup/").status_code in (302, 404)


def test_seeds_are_unreadable_in_the_database_and_survive_a_change_of_keys(client, still):
    user = make(Role.WORKER)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    stored = {kept.type: kept.data for kept in Authenticator.objects.filter(user=user)}

    call_command("rotate_keys", stdout=io.StringIO())

    renewed = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert stored["totp"]["secret"].startswith("gAAAA")
    assert stored["recovery_codes"]["seed"].startswith("gAAAA")
    assert renewed != stored["totp"]["secret"]
    assert decrypt_text(renewed) == decrypt_text(stored["totp"]["secret"])
    assert RecoveryCodes.activate(user).get_unused_codes() == codes


def test_a_new_account_has_a_verified_address_and_a_changed_one_too(client):
    client.force_login(UserFactory(administrator=True))
    user = User.objects.create_user("Nova@mesto.example", PASSWORD, Role.WORKER)

    client.post(
        f"/admin/sociopoint/user/{user.pk}/change/",
        {"email": "jina@mesto.example", "name": "", "role": "worker", "is_active": "on"},
    )

    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("jina@mesto.example", True, True)
    ]


def test_an_account_switched_off_is_out_at_once_and_cannot_return(client):
    user = make(Role.PARTNER, second_factor=False)
    sign_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    inside = client.get("/ucet/")
    again = sign_in(client, user)

    assert inside.status_code == 302
    assert again["Location"] == "/ucet/vypnuty/"
    assert client.get("/ucet/").status_code == 302


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"MFA_TOTP_INSECURE_BYPASS_CODE": "000000"}, "sociopoint.E002"),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, "sociopoint.E001"),
    ],
)
def test_a_setting_that_would_open_a_door_is_refused(settings, change, refused):
    settings.ENVIRONMENT = dataclasses.replace(live.ENVIRONMENT, production=True)
    before = {problem.id for problem in run_checks()}
    for name, value in change.items():
        setattr(settings, name, value)

    assert refused not in before
    assert refused in {problem.id for problem in run_checks()}


def test_too_many_requests_are_answered_in_our_own_words(client):
    for _attempt in range(20):
        client.post("/ucet/heslo/zapomenute/", {"email": f"nekdo-{_attempt}@mesto.example"})

    response = client.post("/ucet/heslo/zapomenute/", {"email": "posledni@mesto.example"})

    assert response.status_code == 429
    assert "Zkuste to znovu za pět minut" in response.content.decode()


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_instead_of_a_key_signs_nobody_in_and_breaks_nothing(client, credential):
    user = make(Role.ADMINISTRATOR)
    alone = client.post("/ucet/prihlaseni/klic/", {"credential": credential})
    sign_in(client, user)

    second = client.post(CODE, {"credential": credential})

    assert alone["Location"] == SIGN_IN
    assert second.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_is_never_kept_as_a_key(client, credential):
    user = make(Role.ADMINISTRATOR)
    client.force_login(user)
    client.get("/ucet/druhy-krok/klice/novy/")

    response = client.post("/ucet/druhy-krok/klice/novy/", {"name": "x", "credential": credential})

    assert response.status_code == 200
    assert Authenticator.objects.filter(type="webauthn").count() == 0
