"""A form filled in while the session ended is not lost, also without a script."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.files.uploadedfile import SimpleUploadedFile

from sociopoint.models import User
from tests.factories import UserFactory
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db
PASSWORD = "čtyři slova bez souvislosti"
OWN = {"origin": "http://testserver"}


def typed(user: User) -> dict[str, str]:
    return {"email": user.email, "name": "Nové „jméno“ & <b>", "role": user.role, "is_active": "on"}


def address_of(user: User) -> str:
    return f"/admin/sociopoint/user/{user.pk}/change/"


@pytest.fixture
def administrator():
    user = UserFactory(administrator=True)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def by_browser():
    """A browser without a script, which sends the tokens of its pages."""
    return SignedInClient(enforce_csrf_checks=True)


def token_of(response) -> str:
    return str(response.context["csrf_token"])


def sent_again(client, page, **more):
    """Presses the one button of the page."""
    fields = dict(page.context["fields"]) | {"csrfmiddlewaretoken": token_of(page)} | more
    return client.post(page.context["next"], fields, headers=OWN)


def test_what_was_sent_after_the_session_ended_waits_until_its_writer_signed_in(client, administrator):
    refused = client.post(address_of(administrator), typed(administrator))
    client.force_login(administrator)
    sent = sent_again(client, refused)

    assert (refused.status_code, "no-store" in refused["Cache-Control"]) == (403, True)
    page = refused.content.decode()
    assert "Přihlášení mezitím skončilo." in page
    assert 'href="/ucet/prihlaseni/?next=%2Fucet%2Fodemceno%2F" target="_blank"' in page
    assert "&lt;b&gt;" in page
    assert sent.status_code == 302
    administrator.refresh_from_db()
    assert administrator.name == "Nové „jméno“ & <b>"


def test_a_missing_second_factor_keeps_the_form_too(client, administrator):
    secret = generate_totp_secret()
    TOTP.activate(administrator, secret)
    client.force_password_only(administrator)

    refused = client.post(address_of(administrator), typed(administrator))
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    proven = client.post("/ucet/overeni/kod/?next=/ucet/odemceno/", {"code": code})
    sent = sent_again(client, refused)

    assert refused.status_code == 403
    assert "Chybí druhý krok přihlášení." in refused.content.decode()
    assert 'href="/ucet/overeni/kod/?next=%2Fucet%2Fodemceno%2F"' in refused.content.decode()
    assert proven["Location"] == "/ucet/odemceno/"
    assert sent.status_code == 302
    administrator.refresh_from_db()
    assert administrator.name == "Nové „jméno“ & <b>"


def test_who_has_no_second_factor_yet_is_led_to_set_one_up(client, administrator):
    client.force_password_only(administrator)

    refused = client.post(address_of(administrator), typed(administrator))

    assert refused.status_code == 403
    assert 'href="/ucet/druhy-krok/?next=' in refused.content.decode()


def test_whoever_signed_in_again_in_another_tab_sends_it_by_one_press(by_browser, administrator):
    by_browser.force_login(administrator)
    old = token_of(by_browser.get(address_of(administrator)))
    del by_browser.cookies["csrftoken"]  # signing in in another tab gives a new token
    by_browser.get("/ucet/")

    refused = by_browser.post(
        address_of(administrator), typed(administrator) | {"csrfmiddlewaretoken": old}, headers=OWN
    )
    sent = sent_again(by_browser, refused)

    assert refused.status_code == 403
    assert f"přihlásili znovu jako {administrator}" in refused.content.decode().replace("\u00a0", " ")
    assert sent.status_code == 302
    administrator.refresh_from_db()
    assert administrator.name == "Nové „jméno“ & <b>"


@pytest.mark.parametrize("says", [{}, {"origin": "https://zle.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_form_that_may_come_from_elsewhere_is_never_offered_to_be_sent(by_browser, administrator, says):
    by_browser.force_login(administrator)

    refused = by_browser.post(address_of(administrator), typed(administrator), headers=says)

    assert refused.status_code == 403
    assert "&lt;b&gt;" not in refused.content.decode()


def test_a_script_keeps_what_it_holds_and_gets_no_page(client, administrator):
    response = client.post(address_of(administrator), typed(administrator), headers={"accept": "application/json"})

    assert response.status_code == 302
    assert response["Location"].startswith("/ucet/prihlaseni/")


def test_forms_about_the_account_begin_anew(client):
    response = client.post("/ucet/heslo/", {"oldpassword": "tajné", "password1": "nové"})

    assert response["Location"].startswith("/ucet/prihlaseni/")


def test_files_are_said_to_be_chosen_again(client):
    sent = {"name": "Zápis", "file": SimpleUploadedFile("zapis.txt", b"x")}

    refused = client.post("/admin/sociopoint/user/add/", sent)

    assert "Přiložené soubory vyberte znovu." in refused.content.decode()


def test_a_button_without_a_form_leads_to_signing_in(client):
    assert client.post("/pult/dotazy/D-7K3M/prevzit/")["Location"].startswith("/ucet/prihlaseni/")


def test_public_forms_are_not_concerned(by_browser):
    refused = by_browser.post("/kontakt/", {"text": "Dobrý den"}, headers=OWN)

    assert (refused.status_code, "fields" in refused.context) == (403, False)


def test_the_page_repeats_only_what_it_was_given(client):
    """Whether there is such an inquiry stays unsaid."""
    refused = client.post("/pult/dotazy/D-7K3M/uzavrit/", {"reason": "informed"})

    assert refused.status_code == 403
    assert dict(refused.context["fields"]) == {"reason": "informed"}
