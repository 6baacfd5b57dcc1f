"""What a person in trouble does, from the first page to the phone number."""

from __future__ import annotations

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

MOTHER = "máma po mrtvici potřebuje pomoct s hygienou"
CARD = "article[data-service]"


@pytest.fixture(autouse=True)
def _ostrava(transactional_db):
    call_command("load_ostrava", stdout=io.StringIO())


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("width", [360, 1280])
def test_from_own_words_to_a_phone_number(visit, width, script):
    page = visit("/", width=width, java_script_enabled=script)

    page.get_by_label("Co potřebujete vyřešit?").fill(MOTHER)
    page.get_by_role("combobox", name="Kde bydlíte?").or_(page.get_by_role("textbox", name="Kde bydlíte?")).fill(
        "Poruba"
    )
    page.get_by_label("Přijdou ke mně domů").check()
    page.get_by_role("button", name="Najít pomoc").click()
    page.locator(CARD).first.get_by_role("heading").get_by_role("link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Pečovatelská služba Poruba")
    assert page.locator('main a[href^="tel:"]').first.is_visible()
    assert page.get_by_role("link", name="Zpět na výsledky").is_visible()


def test_the_same_by_the_keyboard_alone(visit):
    page = visit("/")

    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("kde se můžu vyspat")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/sluzby/\?q="))
    first = page.locator(CARD).first
    link = first.get_by_role("heading").get_by_role("link").get_attribute("href")
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == link:
            break
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(re.escape(link)))


def test_a_place_inside_the_sentence_moves_to_its_field(visit):
    page = visit("/sluzby/?q=noclehárna Vítkovice")

    expect(
        page.get_by_role("combobox", name="Kde bydlíte?").or_(page.get_by_role("textbox", name="Kde bydlíte?"))
    ).to_have_value("Vítkovice (Ostrava)")
    expect(page.locator("#q")).to_have_value("noclehárna")
    assert page.locator(CARD).first.get_attribute("data-kind") == "63"


def test_several_places_of_one_name_are_offered_to_choose(visit):
    page = visit("/sluzby/?q=pečovatelka&misto=Nová Ves")

    choices = page.get_by_role("list", name="Které místo myslíte?").get_by_role("link")
    assert choices.count() > 1
    choices.filter(has_text="Ostrava").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Nová Ves")


def test_nothing_found_shows_ways_on_and_keeps_what_was_typed(visit):
    page = visit("/sluzby/?q=noclehárna&misto=Poruba&forma=pobytova&volno=1&jazyk=vi&druh=54")

    assert page.locator(CARD).count() == 0
    assert page.get_by_role("main").get_by_role("link", name=re.compile("599")).first.is_visible()
    expect(page.locator("#q")).to_have_value("noclehárna")
    ways = page.locator(".ways a")
    assert ways.count() >= 1
    ways.first.click()

    assert page.locator(CARD).count() > 0


def test_an_unreadable_filter_is_said_in_czech_and_left_out(visit):
    page = visit("/sluzby/?vek=stará&druh=neni")

    text = page.get_by_role("main").inner_text()
    assert "Věk napište číslem od\u00a00 do\u00a0120." in text
    assert "Takový druh pomoci neznáme." in text
    assert "Hledali jsme bez toho." in text
    assert page.locator(CARD).count() == 20


def test_danger_in_the_words_brings_the_lines_to_call_first(visit):
    page = visit("/sluzby/?q=nechci už žít")

    lines = page.get_by_role("main").locator('a[href^="tel:"]')
    assert {lines.nth(number).get_attribute("href") for number in range(3)} >= {"tel:112", "tel:116123"}


def test_a_situation_leads_to_services_that_help(visit):
    page = visit("/")

    page.get_by_role("link", name="Přicházím o bydlení").click()
    page.get_by_role("link", name="Dnes nemám kde spát").click()
    page.get_by_role("combobox", name="Kde bydlíte?").or_(page.get_by_role("textbox", name="Kde bydlíte?")).fill(
        "Vítkovice"
    )
    page.get_by_role("button", name="Najít pomoc").click()

    kinds = [page.locator(CARD).nth(number).get_attribute("data-kind") for number in range(3)]
    assert "63" in kinds


def test_filters_narrow_and_the_address_can_be_sent(visit):
    page = visit("/sluzby/?situace=pece-o-seniora")
    before = page.locator(CARD).count()

    page.get_by_role("group", name="Druh pomoci").get_by_label("Osobní asistence").check()
    page.get_by_role("button", name="Použít", exact=True).click()

    assert 0 < page.locator(CARD).count() < before
    assert "druh=39" in page.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_map_is_spoken_of_only_where_it_can_be_loaded(visit, script):
    page = visit("/mapa/?q=noclehárna", java_script_enabled=script)

    assert page.get_by_text("Stáhnou se, až když mapu načtete.").is_visible() is script


def test_the_map_is_drawn_only_after_a_click_and_asks_nobody_before(visit):
    page = visit("/mapa/?q=noclehárna")
    asked: list[str] = []
    page.route(re.compile("openstreetmap"), lambda route: (asked.append(route.request.url), route.abort()))

    assert page.get_by_role("main").get_by_role("link", name="Adelante – noclehárna").is_visible()
    assert asked == []
    page.get_by_role("button", name="Načíst mapu").click()
    page.locator(".map__pin").first.wait_for()

    assert page.locator(".map__pin").count() >= 2
    assert "na mapě jen přibližně" in page.get_by_role("listitem").filter(has_text="Adelante – noclehárna").inner_text()


def test_the_map_of_the_desk_is_drawn_only_after_a_click(visit):
    page = visit("/kontakt/", width=360)
    asked: list[str] = []
    page.route(re.compile("openstreetmap"), lambda route: (asked.append(route.request.url), route.abort()))

    assert asked == []
    page.get_by_role("button", name="Načíst mapu").click()
    page.locator(".map__pin").wait_for()

    assert page.locator(".map__pin").count() == 1


REAL_PAGES = [
    f"/sluzby/?q={MOTHER}&misto=Poruba",
    "/sluzby/?q=zcela neznámé slovo xyzzy",
    "/sluzby/?misto=Nová Ves",
    "/mapa/?q=noclehárna",
    "/situace/nemam-kde-spat/",
]


@pytest.mark.parametrize("width", [320, 1280])
def test_real_pages_have_no_axe_violation_and_no_sideways_scroll(visit, width, client):
    service = re.search(r'href="(/sluzby/\d+[^"]+)"', client.get("/sluzby/?q=Alžběty").content.decode())
    organisation = re.search(r'href="(/organizace/\d+[^"]+)"', client.get(service[1]).content.decode())
    problems = {}
    for path in [*REAL_PAGES, service[1], organisation[1]]:
        page = visit(path, width=width)
        found = Axe().run(page).response["violations"]
        problems[path] = [f"{rule['id']}: {rule['nodes'][0]['html'][:100]}" for rule in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems[path].append("scrolls sideways")

    assert {path: found for path, found in problems.items() if found} == {}
