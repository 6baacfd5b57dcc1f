"""The way of a list: kept on a phone without a script, opened elsewhere by four words, compared and cleared."""

from __future__ import annotations

import pytest

from catalogue import indexing
from tests.browser.test_look import violations
from tests.factories import ContactFactory, FacilityFactory, PlaceFactory, ServiceFactory, ServiceKindFactory


@pytest.fixture
def services(transactional_db):
    kind = ServiceKindFactory(name="Poradny")
    made = [
        ServiceFactory(name=name, kind=kind, source_year=2024, certainty="high")
        for name in ("Dluhová poradna", "Občanská poradna", "Rodinná poradna")
    ]
    for one in made:
        ContactFactory(service=one, value="+420599526912")
        FacilityFactory(service=one, street="Zelená", house_number="1", place=PlaceFactory(name="Ostrava"))
    indexing.refresh([one.pk for one in made])
    return made


def keep_two(page) -> None:
    page.get_by_role("button", name="Do mého seznamu").first.click()
    page.get_by_role("button", name="Do mého seznamu").first.click()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_list_is_kept_carried_and_cleared_without_a_script(visit, services, width):
    page = visit("/sluzby/", width=width, java_script_enabled=False)

    keep_two(page)
    assert page.get_by_role("link", name="V mém seznamu").count() == 2
    assert "#s" in page.url
    page.get_by_role("link", name="Můj seznam (2)").click()
    page.get_by_label("Moje poznámka").fill("Volat v pondělí")
    page.get_by_role("button", name="Uložit poznámku").click()
    page.get_by_label("Poslat i poznámku").check()
    page.get_by_role("button", name="Vydat kód").click()
    code = page.locator(".code-words").inner_text()

    other = visit("/muj-seznam/kod/", width=width + 1, java_script_enabled=False)
    other.get_by_label("Váš kód").fill(code.upper())
    other.get_by_role("button", name="Otevřít seznam").click()
    assert other.locator(".card").count() == 2
    assert other.get_by_text("Volat v pondělí").is_visible()
    other.get_by_role("button", name="Převzít do mého seznamu").click()
    other.get_by_role("button", name="Smazat celý seznam z tohoto prohlížeče").click()
    assert other.get_by_text("Zatím tu nic nemáte").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_two_services_are_compared_and_axe_finds_nothing(visit, services, width):
    page = visit("/muj-seznam/", width=width)
    assert violations(page) == []
    page = visit("/sluzby/", width=width)
    keep_two(page)
    page = visit("/muj-seznam/", width=width)
    assert violations(page) == []

    page.get_by_role("button", name="Porovnat").click()

    assert page.get_by_role("columnheader").count() >= 2
    assert page.get_by_role("rowheader", name="Cena").is_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page = visit("/muj-seznam/kod/", width=width)
    assert violations(page) == []
