"""The guide walked through on a phone without a script, and the quick way out of a sensitive page."""

from __future__ import annotations

import pytest

from situations.shipped import load_situations
from tests.browser.test_look import violations


@pytest.fixture(autouse=True)
def _situations(transactional_db):
    load_situations()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_the_guide_is_clean(visit, width):
    for address in (
        "/pruvodce/",
        "/pruvodce/?kdo=starsi",
        "/pruvodce/?kdo=ja&co=nasili",
        "/pruvodce/?kdo=ja&co=nasili&bezpeci=ne",
        "/pruvodce/?kdo=starsi&co=pece-o-seniora",
        "/pruvodce/?kdo=starsi&co=pece-o-seniora&jak=terenni",
        "/pruvodce/?kdo=starsi&co=pece-o-seniora&jak=terenni&misto=",
        "/situace/domaci-nasili/",
    ):
        page = visit(address, width=width)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_guide_is_walked_and_back_works_without_a_script(visit):
    page = visit("/pruvodce/", width=360, java_script_enabled=False)

    page.get_by_role("link", name="Starší člověk").click()
    page.get_by_role("link", name="Hledám domov pro seniora").click()
    page.get_by_role("link", name="Budu tam bydlet").click()
    page.get_by_label("Kde bydlíte?").fill("Poruba")
    page.get_by_role("button", name="Ukázat, kdo pomůže").click()
    assert page.get_by_role("heading", level=1).is_visible()
    page.get_by_role("link", name="Zpět", exact=True).click()

    assert page.get_by_role("heading", name="Kde bydlíte?").is_visible()


def test_who_leaves_a_sensitive_page_cannot_be_followed_by_going_back(visit):
    page = visit("/")
    page.context.route("https://www.seznam.cz/**", lambda route: route.fulfill(body="<title>Seznam</title>"))
    page.goto(f"{visit.address}/krize/")
    page.context.add_cookies([{"name": "seznam", "value": "1.2", "url": visit.address}])
    page.goto(f"{visit.address}/situace/domaci-nasili/")

    with page.expect_request("**/muj-seznam/smazat/"):
        page.get_by_role("link", name="Rychle odejít").click()
        page.wait_for_url("https://www.seznam.cz/")
    page.go_back()

    assert page.url == f"{visit.address}/krize/"
    assert [cookie["name"] for cookie in page.context.cookies(visit.address)] == []


def test_escape_pressed_twice_leaves_too(visit):
    page = visit("/pruvodce/?kdo=ja&co=nasili&bezpeci=ne")
    page.context.route("https://www.seznam.cz/**", lambda route: route.fulfill(body="<title>Seznam</title>"))

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    page.wait_for_url("https://www.seznam.cz/")
