"""Handbooks and news as people see them: clean for axe, on the smallest screen, printed, light."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from situations.handbooks.shipped import load_handbooks
from situations.models import Handbook, LifeSituation, SeasonalOffer
from situations.shipped import load_situations
from tests.browser.test_look import FIRST_VISIT_BYTES, files, packed, violations
from tests.situations.factories import ArticleFactory, PublicCampaignFactory, SeasonalOfferFactory

PAGES = [
    *(
        "/prirucky/",
        "/prirucky/dluhy-a-exekuce/",
        "/aktuality/kalendar/",
        "/jak-overujeme/",
        "/aktuality/",
        "/aktuality/zima/",
        "/aktuality/kampane/",
        "/aktuality/kampane/teplo/",
        "/situace/nemam-kde-spat/",
    ),
    *("/situace/jednoduse/", "/situace/domaci-nasili/jednoduse/", "/situace/domaci-nasili/"),
    *("/uk/pruvodce/", "/uk/prirucky/dluhy-a-exekuce/", "/uk/aktuality/zima/", "/uk/letaky/", "/en/do-telefonu/"),
]


@pytest.fixture(autouse=True)
def _portal(transactional_db):
    load_situations()
    load_handbooks()
    ArticleFactory(slug="zima", text="## Kam jít\n\n- Na noclehárnu.\n- K nám.")
    offer = SeasonalOfferFactory(capacity=30)
    SeasonalOffer.objects.update(occupied=12, occupied_at=timezone.now())
    campaign = PublicCampaignFactory(slug="teplo")
    for told in (offer, campaign):
        told.situations.add(LifeSituation.objects.get(slug="nemam-kde-spat"))
    campaign.offers.add(offer)


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, width):
    for path in PAGES:
        page = visit(path, width=width)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("path", [*PAGES, "/pruvodce/", "/muj-seznam/"])
def test_a_first_visit_fits_in_thirty_kilobytes(client, path):
    page = client.get(path).content
    loaded = [
        page,
        *files(*(name.decode() for name in re.findall(rb'(?:href|src)="/static/((?:css|js)/[^"]+)"', page))),
    ]

    assert sum(map(packed, loaded)) + len(files("fonts/arsenal-700-cs.woff2")[0]) <= FIRST_VISIT_BYTES


@pytest.mark.parametrize("path", ["/prirucky/dluhy-a-exekuce/", "/aktuality/zima/", "/uk/aktuality/zima/"])
def test_the_lists_an_editor_wrote_stand_in_from_the_edge_and_apart_from_what_follows(visit, path):
    lists = visit(path).locator(".book__chapter :is(ul, ol):not(.book__sources *)")

    styles = "all => all.map(one => getComputedStyle(one)).map(style => [style.paddingInlineStart, style.marginBottom])"
    assert {tuple(space) for space in lists.evaluate_all(styles)} == {("24px", "16px")}


def test_a_handbook_is_walked_by_its_contents_without_a_script(visit):
    page = visit("/prirucky/", width=360, java_script_enabled=False)

    page.get_by_role("link", name="Mám dluhy nebo exekuci", exact=True).click()
    page.get_by_role("link", name="Přišel dopis od exekutora").click()

    assert page.url.endswith("#kapitola-2")
    assert page.get_by_role("heading", name="Přišel dopis od exekutora").is_visible()
    assert Handbook.objects.count() == 3
