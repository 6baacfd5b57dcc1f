from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from catalogue.open_files import make_files
from sociopoint import crawlers, statement
from tests.factories import (
    ContactFactory,
    CrisisLineFactory,
    FacilityFactory,
    LifeSituationFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
)
from tests.situations.factories import ArticleFactory, HandbookFactory, PublicCampaignFactory

SITE = "http://127.0.0.1:8000"
NAMES = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def places(client, address: str) -> list[str]:
    """The addresses in a site map, whose form is checked by reading it."""
    tree = ElementTree.fromstring(client.get(address).content)  # noqa: S314  our own answer
    return [one.text for one in tree.findall(".//loc", NAMES)]


def structured(client, address: str) -> dict:
    page = client.get(address).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def test_the_map_of_the_site_leads_to_every_page_and_every_page_is_there(client, db):
    LifeSituationFactory(slug="mam-dluhy")
    service, organisation = ServiceFactory(), OrganisationFactory()
    ServiceFactory(published=False)
    handbook, article, campaign = HandbookFactory(), ArticleFactory(), PublicCampaignFactory()
    HandbookFactory(slug="navrh", published=False)
    ArticleFactory(slug="pozdeji", published_from=None)
    found = [place for part in places(client, "/sitemap.xml") for place in places(client, part.removeprefix(SITE))]

    assert f"{SITE}/situace/mam-dluhy/" in found
    assert f"{SITE}{service.get_absolute_url()}" in found
    assert f"{SITE}{organisation.get_absolute_url()}" in found
    assert f"{SITE}{handbook.get_absolute_url()}" in found
    assert f"{SITE}{article.get_absolute_url()}" in found
    assert f"{SITE}{campaign.get_absolute_url()}" in found
    assert not [place for place in found if "navrh" in place or "pozdeji" in place]
    assert len([place for place in found if "/sluzby/" in place]) == 2 * 3
    for path in (f"/uk{service.get_absolute_url()}", f"/en{handbook.get_absolute_url()}", "/uk/pruvodce/"):
        page = client.get(path).content.decode()
        assert f"{SITE}{path}" in found
        assert f'<link rel="canonical" href="{SITE}{path}">' in page
        assert {f"{SITE}{at}" for at in re.findall(rf'hreflang="\w+" href="{SITE}([^"]+)"', page)} <= set(found)
    assert {client.get(place.removeprefix(SITE)).status_code for place in found} == {200}


def test_a_large_map_is_cut_and_says_when_a_service_changed(client, db, monkeypatch):
    monkeypatch.setattr(crawlers, "IN_ONE_FILE", 2)
    ServiceFactory.create_batch(3)
    make_files(datetime(2026, 11, 26, 3, 30, tzinfo=ZoneInfo("Europe/Prague")))

    assert len(places(client, "/sitemap-sluzby-1.xml")) == 2 * 3
    assert len(places(client, "/sitemap-sluzby-2.xml")) == 1 * 3
    assert "<lastmod>2026-11-26T02:30:00+00:00</lastmod>" in client.get("/sitemap-sluzby-2.xml").content.decode()


@pytest.mark.parametrize("name", ["sluzby-3", "sluzby-0", "lidi-1", "stranky-2", "sluzby-99999999999999999999"])
def test_a_part_of_the_map_that_is_not_there_is_404(client, db, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_are_kept_from_staff_and_from_endless_searches(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /pult/\n" in text
    assert "Disallow: /sluzby/?\n" in text
    assert "Disallow: /uk/sluzby/?\n" in text
    assert "Disallow: /uk/pult/" not in text
    assert f"Sitemap: {SITE}/sitemap.xml" in text


@pytest.mark.parametrize(
    ("address", "hidden"), [("/sluzby/", False), ("/sluzby/?q=dluhy", True), ("/sluzby/?druh=40", True)]
)
def test_a_search_is_not_listed_and_its_page_says_which_address_is_the_true_one(client, db, address, hidden):
    page = client.get(address).content.decode()

    assert ('<meta name="robots" content="noindex">' in page) is hidden
    assert f'<link rel="canonical" href="{SITE}/sluzby/">' in page


def test_a_hole_can_be_reported(client):
    text = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:sociopoint@ostrava.cz\n" in text
    assert f"Expires: {statement.SECURITY_CONTACT_UNTIL.isoformat()}T00:00:00Z\n" in text


def test_the_address_for_reporting_holes_does_not_expire_unseen():
    left = statement.SECURITY_CONTACT_UNTIL - date.today()  # noqa: DTZ011 - the day here is enough

    assert timedelta(days=30) < left < timedelta(days=366), "Ověřte kontakt a posuňte datum v sociopoint/statement.py."


def test_a_service_tells_machines_what_it_tells_people(client, db):
    service = ServiceFactory(
        name="</script><b>Poradna & spol.", free_of_charge=True, summary="Poradí.", languages=["uk"]
    )
    ContactFactory(service=service, value="+420599526912")
    FacilityFactory(
        service=service, street="Zelená", house_number="1", postcode="70800", place=PlaceFactory(name="Ostrava")
    )
    thing = structured(client, service.get_absolute_url())

    assert thing["@type"] == "Service"
    assert thing["name"] == "</script><b>Poradna & spol."
    assert thing["offers"]["price"] == 0
    channel = thing["availableChannel"][0]
    assert channel["servicePhone"]["telephone"] == "+420599526912"
    assert channel["serviceLocation"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Zelená 1",
        "postalCode": "70800",
        "addressLocality": "Ostrava",
        "addressCountry": "CZ",
    }


def test_a_secret_place_and_a_service_that_ended_are_told_to_no_machine(client, db):
    secret = FacilityFactory(is_secret=True, name="Tajný dům").service
    over = ServiceFactory(valid_until=date(2020, 1, 1))

    assert "serviceLocation" not in structured(client, secret.get_absolute_url())["availableChannel"][0]
    assert "application/ld+json" not in client.get(over.get_absolute_url()).content.decode()


def test_organisations_and_crisis_lines_tell_machines_too(client, db):
    office = OrganisationFactory(name="Úřad práce", kind="labour_office", ico="00000019")
    CrisisLineFactory(name="Linka bezpečí", phone="116 111", opening_hours="24/7", is_free=True)

    assert structured(client, office.get_absolute_url())["@type"] == "GovernmentOrganization"
    line = structured(client, "/krize/")["@graph"][0]
    assert line["availableChannel"]["servicePhone"]["telephone"] == "116 111"
    assert line["hoursAvailable"]["opens"] == "00:00"


def test_a_shared_link_has_its_picture(client, db):
    page = client.get("/").content.decode()

    assert re.search(r'<meta property="og:image" content="http://127.0.0.1:8000/static/img/share[^"]*\.png">', page)
