"""A mother from Ukraine finds help by `/uk/`, and the pages of each language are as good as the Czech ones."""

from __future__ import annotations

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

PAGES = [
    "/",
    "/sluzby/?q=борги",
    "/situace/",
    "/situace/domaci-nasili/",
    "/krize/",
    "/kontakt/",
    "/data/",
    "/pro-weby/",
]
AXE = {"rules": {"target-size": {"enabled": True}}}


@pytest.fixture(autouse=True)
def _ostrava(transactional_db):
    call_command("load_ostrava", stdout=io.StringIO())


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_mother_from_ukraine_finds_a_number_to_call(visit, script):
    page = visit("/", width=360, java_script_enabled=script)
    page.get_by_role("link", name="Українська").click()
    expect(page).to_have_url(re.compile(r"/uk/$"))
    expect(page.locator("html")).to_have_attribute("lang", "uk")

    page.get_by_label("З чим вам потрібна допомога?").fill("немає де жити з дитиною")
    page.get_by_role("button", name="Знайти допомогу").click()
    first = page.locator("article[data-service]").first
    expect(first.get_by_role("link", name=re.compile("Зателефонувати|Номера не маємо"))).to_be_visible()
    first.get_by_role("heading").get_by_role("link").click()

    expect(page).to_have_url(re.compile(r"/uk/sluzby/\d+-"))
    expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "cs")
    expect(page.get_by_role("heading", name="З чого почати")).to_be_visible()
    assert page.locator('main a[href^="tel:"]').first.is_visible()
    page.get_by_role("link", name="Назад до результатів").click()
    expect(page).to_have_url(re.compile(r"/uk/sluzby/\?q="))


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_other_languages(visit, width):
    found = {}
    for path in [f"/uk{path}" for path in PAGES] + ["/en/", "/en/sluzby/?q=debts"]:
        page = visit(path, width=width)
        rules = Axe().run(page, options=AXE).response["violations"]
        if rules:
            found[path] = [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in rules]

    assert found == {}


def test_longer_words_scroll_nothing_sideways(visit):
    widths = {path: visit(f"/uk{path}", width=320).evaluate("document.documentElement.scrollWidth") for path in PAGES}

    assert {path: width for path, width in widths.items() if width > 320} == {}
