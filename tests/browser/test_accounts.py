"""Signing in in a browser: a newcomer within six actions, a passkey without a password, and every page of one's account."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from sociopoint.demo import PASSWORD, ensure_demo_accounts
from sociopoint.idle_lock import LAST_SEEN
from sociopoint.models import Role
from tests.browser.test_admin import LISTEN

pytestmark = pytest.mark.django_db(transaction=True)
AXE = {"rules": {"target-size": {"enabled": True}}}
BEFORE = ["/ucet/prihlaseni/", "/ucet/heslo/zapomenute/", "/ucet/heslo/zapomenute/odeslano/", "/ucet/vypnuty/"]
BEFORE += ["/ucet/heslo/nove/1-neplatny/", "/ucet/heslo/nove/hotovo/"]
INSIDE = ["/ucet/", "/ucet/heslo/", "/ucet/pristroje/", "/ucet/odhlaseni/", "/ucet/overeni/", "/ucet/overeni/kod/"]
INSIDE += [f"/ucet/druhy-krok/{page}" for page in ("", "klice/", "klice/novy/", "zalozni-kody/nove/")]
INSIDE += ["/ucet/druhy-krok/aplikace/zruseni/"]


@pytest.fixture(autouse=True)
def _accounts(db):
    ensure_demo_accounts()


def sign_in(page, role: str) -> int:
    """As the screen says; returns how many fields were filled and buttons pressed."""
    page.get_by_label("E-mail").fill(f"{role}@sociopoint.example")
    page.get_by_label("Heslo").fill(PASSWORD)
    page.get_by_role("button", name="Přihlásit se", exact=True).click()
    code = re.search(r"opište kód (\d{6})", page.inner_text("main"))[1]
    page.get_by_label("Kód").fill(code)
    page.get_by_role("button", name="Pokračovat").click()
    return 5


@pytest.mark.parametrize("role", list(Role.values))
@pytest.mark.parametrize("scripts", [True, False])
def test_a_newcomer_signs_in_as_each_role_within_six_actions(visit, role, scripts):
    page = visit("/ucet/prihlaseni/", java_script_enabled=scripts)

    actions = sign_in(page, role)

    assert actions + 1 <= 6  # and the visit itself
    if role == Role.ADMINISTRATOR:
        assert page.get_by_role("heading", level=1).inner_text() == "Správa katalogu"
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/ucet/")
    assert page.get_by_text(f"{role}@sociopoint.example").is_visible()


def issues(page) -> list[str]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_before_signing_in_keep_the_policy_and_axe_finds_nothing(visit, width):
    visit("/healthz", width=width).context.add_init_script(LISTEN)
    for path in BEFORE:
        page = visit(path, width=width)

        assert issues(page) == [], path
        assert page.evaluate("window.violations") == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "light"), (1280, "light"), (1280, "dark")])
def test_pages_of_an_account_keep_the_policy_and_axe_finds_nothing(visit, width, scheme):
    page = visit("/ucet/prihlaseni/", width=width, color_scheme=scheme)
    page.context.add_init_script(LISTEN)
    sign_in(page, Role.WORKER)
    for path in INSIDE:
        page = visit(path, width=width, color_scheme=scheme)

        assert issues(page) == [], path
        assert page.evaluate("window.violations") == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_refused_form_keeps_the_policy_and_axe_finds_nothing(visit):
    page = visit("/ucet/prihlaseni/")
    page.get_by_role("button", name="Přihlásit se", exact=True).click()

    assert page.title().startswith("Chyba: Přihlášení")
    assert issues(page) == []
    page.get_by_role("link", name="Napište svůj e-mail.").click()
    assert page.evaluate("document.activeElement.name") == "login"


def test_an_app_is_set_up_by_the_key_under_the_picture(visit):
    Authenticator.objects.all().delete()
    page = visit("/ucet/prihlaseni/", width=360)
    page.get_by_label("E-mail").fill("worker@sociopoint.example")
    page.get_by_label("Heslo").fill(PASSWORD)
    page.get_by_role("button", name="Přihlásit se", exact=True).click()
    page.get_by_role("link", name="Nastavit aplikaci").click()

    assert issues(page) == []
    page.get_by_label("Kód z aplikace").fill(code_for_secret(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="Nastavit").click()

    assert page.get_by_role("heading", name="Záložní kódy").is_visible()
    assert page.locator(".codes li").count() == 10
    assert issues(page) == []


def code_for_secret(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_passkey_is_added_and_signs_in_without_a_password(visit):
    page = visit("/ucet/prihlaseni/")
    page.context.add_init_script(LISTEN)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    sign_in(page, Role.ADMINISTRATOR)
    page = visit("/ucet/druhy-krok/klice/novy/")
    page.get_by_label("Jak se má jmenovat").fill("Pult vlevo")
    page.get_by_role("button", name="Přidat klíč").click()
    page.wait_for_url(re.compile("zalozni-kody|druhy-krok/$"))
    page = visit("/ucet/druhy-krok/klice/")
    assert page.get_by_text("Pult vlevo", exact=True).is_visible()
    assert issues(page) == []
    page.get_by_role("button", name="Odhlásit").click()

    page = visit("/ucet/prihlaseni/?next=/ucet/")
    page.get_by_role("button", name="Přihlásit se klíčem").click()
    page.get_by_role("heading", name="Váš účet").wait_for()

    assert page.evaluate("window.violations") == []
    assert visit("/admin/").get_by_role("heading", level=1).inner_text() == "Správa katalogu"


def test_a_key_that_does_not_answer_is_said_in_words(visit):
    page = visit("/ucet/prihlaseni/")
    page.route("**/prihlaseni/klic/", lambda route: route.abort())

    page.get_by_role("button", name="Přihlásit se klíčem").click()

    page.get_by_text("Klíč se nepodařilo použít.").wait_for()
    assert page.get_by_text("Klíč se nepodařilo použít.").is_visible()


def test_a_page_left_alone_warns_then_covers_itself_and_opens_again_with_all_that_was_typed(visit):
    page = visit("/ucet/prihlaseni/")
    sign_in(page, Role.WORKER)
    page.context.clock.install()
    page = visit("/ucet/heslo/")
    page.get_by_label("Současné heslo").fill("rozepsané")
    window = page.context

    age_sessions(minutes=14)
    window.clock.fast_forward("14:05")
    page.get_by_text("Za chvíli se obrazovka zamkne.").wait_for()
    age_sessions(minutes=1)
    window.clock.fast_forward("01:05")
    page.get_by_role("heading", name="Zamčeno").wait_for()

    assert page.evaluate("document.querySelector('main').inert")
    assert issues(page) == []
    with window.expect_page() as opened:
        page.get_by_role("link", name="Odemknout v nové záložce").click()
    other = opened.value
    other.get_by_label("Heslo").fill(PASSWORD)
    other.get_by_role("button", name="Odemknout").click()
    other.get_by_role("heading", name="Odemčeno").wait_for()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_role("heading", name="Zamčeno").wait_for(state="hidden")

    assert page.get_by_label("Současné heslo").input_value() == "rozepsané"


def test_a_key_pressed_during_the_warning_keeps_the_page_open(visit):
    page = visit("/ucet/prihlaseni/")
    sign_in(page, Role.WORKER)
    page.context.clock.install()
    page = visit("/ucet/")
    age_sessions(minutes=14)
    page.context.clock.fast_forward("14:05")
    warning = page.get_by_text("Za chvíli se obrazovka zamkne.")
    warning.wait_for()

    page.keyboard.press("Shift")
    warning.wait_for(state="hidden")

    assert page.get_by_role("heading", name="Zamčeno").is_hidden()
    visit("/ucet/")
    assert page.get_by_role("heading", name="Váš účet").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_sent_from_a_locked_page_arrives_after_the_password(visit, scripts):
    page = visit("/ucet/prihlaseni/", java_script_enabled=scripts)
    sign_in(page, Role.ADMINISTRATOR)
    page = visit("/admin/situations/crisisline/add/", java_script_enabled=scripts)
    page.locator("[name=name]").fill("Linka „zkouška“ & <b>")
    age_sessions(minutes=16)
    page.get_by_role("button", name="Uložit", exact=True).first.click()

    assert page.get_by_text("Co jste psali, zůstalo.").is_visible()
    assert not scripts or issues(page) == []
    page.get_by_label("Heslo").fill(PASSWORD)
    page.get_by_role("button", name="Odemknout").click()
    page.get_by_role("button", name="Odeslat, co jsem psal(a)").click()

    assert (
        page.locator("[name=name]").input_value() == "Linka „zkouška“ & <b>"
    )  # the form is back, with its other fields to fill


def age_sessions(*, minutes: int) -> None:
    """As if everybody's last request were so much longer ago."""
    for stored in Session.objects.all():
        session = SessionStore(stored.session_key)
        session[LAST_SEEN] -= minutes * 60
        session.save()
