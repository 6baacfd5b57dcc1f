"""The field "Kde": suggestions by keyboard and mouse, and the browser's position."""

import pytest
from playwright.sync_api import expect

from catalogue.places.loading import load_shipped_places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _places(live_server):
    load_shipped_places()


def test_a_suggestion_is_chosen_by_keyboard(visit):
    page = visit("/")
    field = page.get_by_role("combobox", name="Kde bydlíte?")

    field.press_sequentially("poru")
    expect(page.get_by_role("option").first).to_have_text("Poruba Ostrava ")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    field.press("Enter")

    expect(field).to_have_value("Poruba (Ostrava)")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert page.url.endswith("/")


def test_a_suggestion_is_chosen_by_mouse(visit):
    page = visit("/")
    field = page.get_by_role("combobox", name="Kde bydlíte?")

    field.press_sequentially("opav")
    page.get_by_role("option").first.click()

    expect(field).to_have_value("Opava (Moravskoslezský kraj)")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(visit):
    page = visit("/")
    field = page.get_by_role("combobox", name="Kde bydlíte?")

    field.press_sequentially("ostr")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("ostr")
