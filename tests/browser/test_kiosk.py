"""A kiosk in a town hall: found by touch alone, and nothing of one person is left for the next."""

from __future__ import annotations

import pytest
from django.core import signing
from playwright.sync_api import Page, expect

from catalogue import indexing
from catalogue.kiosk.devices import COOKIE, SALT, give_code, let_in
from catalogue.models import Kiosk
from situations.shipped import load_situations
from tests.browser.test_look import violations
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["", "situace/penize-a-dluhy/", "hledat/", "clovek/", "pomoc/", "klid/"]


@pytest.fixture
def device(visit, live_server):
    """Opens a page of a kiosk that was let in; one service for debts stands near it."""
    load_situations()
    place = PlaceFactory(name="Ostrava")
    kind = ServiceKindFactory(code="OSP", section="37", name="Poradna")
    service = ServiceFactory(name="Dluhová poradna", kind=kind)
    ServiceFormFactory(service=service)
    ContactFactory(service=service)
    FacilityFactory(service=service, place=place)
    indexing.rebuild()
    kiosk = Kiosk.objects.create(name="Nová radnice", stands_at="přízemí", place=place, has_printer=True)
    kiosk = let_in(give_code(kiosk))
    token = signing.dumps([kiosk.pk, kiosk.pairing], salt=SALT)

    def open_page(path: str = "", **how) -> Page:
        page = visit("/kiosk/pripojit/", **how)
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
        page.goto(f"{live_server.url}/kiosk/{path}")
        return page

    return open_page


def spell(page: Page, word: str) -> None:
    for sign in word:
        page.get_by_role("button", name="mezera" if sign == " " else sign, exact=True).click()


def test_a_person_spells_a_word_and_finds_a_number_by_touch_alone(device):
    page = device()

    page.get_by_role("link", name="Napsat to vlastními slovy").click()
    spell(page, "dluhova poradna")
    page.get_by_role("button", name="Hledat").click()
    page.get_by_role("link", name="Dluhová poradna").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Dluhová poradna")
    expect(page.get_by_role("button", name="Vytisknout")).to_be_visible()


def test_one_step_back_finds_what_was_spelt(device):
    page = device("hledat/")

    spell(page, "dluhova poradna")
    page.get_by_role("button", name="Hledat").click()
    page.get_by_role("link", name="Dluhová poradna").click()
    page.get_by_role("link", name="Zpět").click()

    expect(page.get_by_role("textbox")).to_have_value("dluhova poradna")
    expect(page.get_by_role("link", name="Dluhová poradna")).to_be_visible()


def test_the_next_person_finds_no_trace(device):
    page = device()
    length = page.evaluate("history.length")
    page.get_by_role("link", name="Napsat to vlastními slovy").click()
    spell(page, "nasili doma")
    page.get_by_role("button", name="Hledat").click()
    page.get_by_role("button", name="Kontrast").click()
    expect(page.locator("body.kiosk--kontrast")).to_be_visible()

    page.get_by_role("link", name="Začít znovu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("S čím potřebujete pomoct?")

    assert page.evaluate("history.length") == length
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert {cookie["name"] for cookie in page.context.cookies()} <= {COOKIE, "csrftoken"}
    assert "kiosk--kontrast" not in page.content()
    page.get_by_role("link", name="Napsat to vlastními slovy").click()
    expect(page.get_by_role("textbox")).to_have_value("")
    assert "nasili" not in page.content()
    page.go_back()
    assert "nasili" not in page.content()


def test_after_a_visit_in_ukrainian_the_next_person_finds_czech_and_no_trace(device):
    page = device()
    length = page.evaluate("history.length")
    page.get_by_role("link", name="Українська").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    page.get_by_role("link", name="Написати своїми словами").click()
    spell(page, "борги")
    page.get_by_role("button", name="Інші літери: abc").click()
    page.get_by_role("button", name="d", exact=True).click()
    expect(page.get_by_role("textbox")).to_have_value("боргиd")

    page.get_by_role("link", name="Почати знову").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("S čím potřebujete pomoct?")

    assert page.evaluate("history.length") == length
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert {cookie["name"] for cookie in page.context.cookies()} <= {COOKIE, "csrftoken"}
    page.go_back()
    assert page.locator("html").get_attribute("lang") == "cs"
    assert "борги" not in page.content()


def test_stillness_in_another_language_ends_in_czech(device):
    page = device("pripojit/")
    page.clock.install()
    page.goto(page.url.replace("/kiosk/pripojit/", "/uk/kiosk/hledat/"))
    spell(page, "борг")

    page.clock.run_for(62_000)
    expect(page.get_by_role("alert")).to_contain_text("Ви ще тут?")
    page.clock.run_for(32_000)

    expect(page.get_by_role("heading", level=1)).to_contain_text("S čím potřebujete pomoct?")


def test_stillness_asks_and_then_ends_the_visit(device):
    page = device("pripojit/")
    page.clock.install()
    page.goto(page.url.replace("pripojit/", "hledat/"))
    spell(page, "dluh")

    page.clock.run_for(62_000)
    expect(page.get_by_role("alert")).to_contain_text("Jste tu ještě?")
    page.get_by_role("button", name="Ano, jsem tu").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    page.clock.run_for(92_000)

    expect(page.get_by_role("heading", level=1)).to_contain_text("S čím potřebujete pomoct?")


def test_a_page_opens_at_its_top_with_the_tools_above_it(device):
    page = device(width=1280)

    page.get_by_role("link", name="Potřebuji pomoc hned").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("112")
    assert page.evaluate("[scrollY, document.activeElement.id]") == [0, "obsah"]


def test_who_never_swiped_comes_to_the_end_of_a_page_by_a_button(device):
    page = device()
    page.set_viewport_size({"width": 1280, "height": 800})
    down = page.get_by_role("button", name="Posunout dolů")
    expect(down).to_be_hidden()

    page.get_by_role("link", name="Potřebuji pomoc hned").click()
    for _touch in range(10):
        expect(down).to_be_visible()
        before = page.evaluate("scrollY")
        down.click()
        page.wait_for_function("before => scrollY > before", arg=before)
        if page.evaluate("scrollY + innerHeight > document.documentElement.scrollHeight - 8"):
            break

    expect(down).to_be_hidden()
    assert page.evaluate("scrollY") > 0


def test_who_listens_to_a_page_read_aloud_is_not_taken_for_gone(device):
    page = device("pripojit/")
    page.clock.install()
    page.add_init_script("Object.defineProperty(speechSynthesis, 'speaking', { get: () => window.isRead ?? true })")
    page.goto(page.url.replace("pripojit/", "pomoc/"))
    page.mouse.click(5, 5)

    page.clock.run_for(150_000)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.evaluate("window.isRead = false")
    page.clock.run_for(62_000)
    expect(page.get_by_role("alert")).to_contain_text("Jste tu ještě?")
    page.clock.run_for(32_000)

    expect(page.get_by_role("heading", level=1)).to_contain_text("S čím potřebujete pomoct?")


def test_a_voice_that_never_ends_keeps_no_visit_open(device):
    page = device("pripojit/")
    page.clock.install()
    page.add_init_script("Object.defineProperty(speechSynthesis, 'speaking', { get: () => true })")
    page.goto(page.url.replace("pripojit/", "pomoc/"))
    page.mouse.click(5, 5)

    page.clock.run_for(700_000)

    expect(page.get_by_role("heading", level=1)).to_contain_text("S čím potřebujete pomoct?")


def test_an_untouched_screen_rests_on_numbers_and_wakes_by_a_touch(device):
    page = device("pripojit/")
    page.clock.install()
    page.goto(page.url.replace("pripojit/", ""))

    page.clock.run_for(122_000)
    expect(page.get_by_text("116 123".replace(" ", "\N{NO-BREAK SPACE}"))).to_be_visible()
    page.mouse.click(300, 300)

    expect(page.get_by_role("heading", level=1)).to_contain_text("S čím potřebujete pomoct?")


def test_a_server_that_does_not_answer_leaves_no_error_page_on_the_screen(device):
    page = device("pripojit/")
    page.clock.install()
    page.goto(page.url.replace("pripojit/", "hledat/"))
    spell(page, "vnuk")
    page.context.route("**/kiosk/**", lambda route: route.fulfill(status=503, body="<h1>Error</h1>"))

    page.clock.run_for(92_000)
    expect(page.get_by_role("textbox")).to_be_hidden()
    expect(page.get_by_role("link", name="Začít znovu")).to_be_visible()
    page.context.unroute("**/kiosk/**")
    page.clock.run_for(12_000)

    expect(page.get_by_role("heading", level=1)).to_contain_text("S čím potřebujete pomoct?")
    assert "vnuk" not in page.content()


@pytest.mark.parametrize("fails", [lambda route: route.abort(), lambda route: route.fulfill(status=503)])
def test_a_search_that_fails_says_so_and_the_next_one_finds(device, fails):
    page = device("hledat/")
    spell(page, "dluhova poradna")
    page.context.route("**/kiosk/hledat/", fails)

    page.get_by_role("button", name="Hledat").click()
    expect(page.get_by_text("Hledání se teď nepovedlo.")).to_be_visible()
    page.context.unroute("**/kiosk/hledat/")
    page.get_by_role("button", name="Hledat").click()

    expect(page.get_by_role("link", name="Dluhová poradna")).to_be_visible()
    expect(page.get_by_text("Hledání se teď nepovedlo.")).to_be_hidden()


def test_a_resting_screen_waits_for_a_server_that_does_not_answer(device):
    page = device("pripojit/")
    page.clock.install()
    page.goto(page.url.replace("pripojit/", "klid/"))
    page.context.route("**/kiosk/**", lambda route: route.abort())

    page.clock.run_for(1_810_000)
    page.mouse.click(300, 300)

    expect(page.get_by_text("116 123".replace(" ", "\N{NO-BREAK SPACE}"))).to_be_visible()


def test_a_kiosk_works_without_a_script(device):
    page = device(java_script_enabled=False)

    page.get_by_role("link", name="Napsat to vlastními slovy").click()
    for sign in ["d", "l", "u", "h", "y"]:
        page.get_by_role("button", name=sign, exact=True).click()
    page.get_by_role("button", name="Hledat").click()
    page.get_by_role("button", name="Větší písmo").click()

    expect(page.locator("body.kiosk--vetsi")).to_be_visible()
    assert "dluhy" not in page.url


@pytest.mark.parametrize("width", [360, 1280])
def test_every_target_is_for_a_finger_and_axe_finds_nothing(device, width):
    found, small, wide = {}, {}, {}
    for path in [*PAGES, "uk/", "uk/hledat/", "uk/pomoc/"]:
        page = device(path.removeprefix("uk/"), width=width)
        if path.startswith("uk/"):
            page.goto(page.url.replace("/kiosk/", "/uk/kiosk/"))
        found[path] = violations(page)
        small[path] = page.evaluate(
            """() => [...document.querySelectorAll("body a:not(.govuk-skip-link), body button")]
                .filter(e => e.checkVisibility()).map(e => [e.innerText.trim(), e.getBoundingClientRect()])
                .filter(([, box]) => box.width < 44 || box.height < 44).map(([text]) => text)"""
        )
        wide[path] = page.evaluate("document.documentElement.scrollWidth")

    assert {path: rules for path, rules in found.items() if rules} == {}
    assert {path: words for path, words in small.items() if words} == {}
    assert {path: pixels for path, pixels in wide.items() if pixels > width} == {}


@pytest.mark.parametrize("screen", [(1280, 800), (1280, 900), (1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("language", ["", "/en", "/uk"])
def test_the_first_page_fits_its_screen_in_every_language(device, language, screen):
    page = device()
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    page.goto(page.url.replace("/kiosk/", f"{language}/kiosk/"))

    bars = page.locator(".kiosk-bars").bounding_box()
    assert page.get_by_role("listitem").last.bounding_box()["y"] < bars["y"]
    assert page.evaluate("document.documentElement.scrollHeight") == page.viewport_size["height"]


def test_the_contrast_look_passes_axe(device):
    page = device("pomoc/")
    page.get_by_role("button", name="Kontrast").click()
    expect(page.locator("body.kiosk--kontrast")).to_be_visible()

    assert violations(page) == []
