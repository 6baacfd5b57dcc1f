"""The statistics as people meet them: by screen reader, on a phone, by keyboard, on paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as product

from inquiries.shipped import load_desk
from tests.factories import (
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    PlaceFactory,
    ReferralFactory,
    TargetGroupFactory,
    UnmetNeedFactory,
    UserFactory,
)
from tests.signing_in import session_of

PAGE = "/pult/statistiky/?obdobi=2026-10"
AXE = {"rules": {"target-size": {"enabled": True}}}


@pytest.fixture
def desk(transactional_db):
    """A month with something in every table."""
    load_desk()
    at = datetime(2026, 10, 12, 9, tzinfo=UTC)
    situation, group = LifeSituationFactory(name="Přicházím o bydlení nebo nemám kde bydlet"), TargetGroupFactory()
    for number in range(6):
        place = PlaceFactory(name=f"Mariánské Hory a Hulváky {number}")
        inquiry = InquiryFactory(open=True, received_at=at, district=place, situation=situation, minutes_direct=35)
        inquiry.target_groups.add(group)
        ReferralFactory(inquiry=inquiry, created_at=at)
        FollowUpFactory(inquiry=inquiry, due_at=at)
        UnmetNeedFactory(inquiry=inquiry, recorded_at=at, situation=situation, district=place)


@pytest.fixture
def open_page(visit, desk):
    """Opens the statistics as a coordinator, every part unfolded."""
    session = session_of(UserFactory(coordinator=True))

    def opened(*, unfold: bool = True, **window):
        page = visit("/krize/", **window)
        page.context.add_cookies(
            [{"name": product.SESSION_COOKIE_NAME, "value": session.session_key, "url": visit.address}]
        )
        page.goto(visit.address + PAGE)
        if unfold:
            for section in page.locator("details.stat-section > summary").all():
                section.click()
        return page

    return opened


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(open_page, width):
    page = open_page(width=width)

    found = Axe().run(page, options=AXE).response["violations"]

    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found] == []


def test_nothing_scrolls_sideways_at_320(open_page):
    page = open_page(width=320)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_number_is_found_by_its_row_and_leads_to_the_list(open_page):
    page = open_page(width=1280, java_script_enabled=False, unfold=False)

    table = page.get_by_role("table", name="S čím lidé přišli")
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Přicházím o bydlení"))
    row.get_by_role("link", name="6").click()

    assert "hlavni=" in page.url
    assert page.get_by_role("table").get_by_role("row").count() == 7


def test_another_month_is_chosen_by_the_keyboard_alone(open_page):
    page = open_page(width=1280, unfold=False)

    page.get_by_label("Období", exact=True).focus()
    page.keyboard.type("září 2026")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ukázat").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**obdobi=2026-09**")
    assert page.get_by_role("heading", level=1).inner_text().endswith("2026")


@pytest.mark.parametrize("width", [360, 1280])
def test_every_bar_has_room_and_no_word_of_a_legend_breaks(open_page, width):
    page = open_page(width=width)

    bars = page.locator(".stat__bar").evaluate_all("bars => bars.map((bar) => bar.getBoundingClientRect().width)")
    legends = page.locator(".stat__legend > span").evaluate_all("spans => spans.map((span) => span.clientHeight)")
    assert min(bars) >= 24
    assert max(legends) < 40  # one line each
