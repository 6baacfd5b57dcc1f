"""What a first visit costs: bytes of every public page, and queries of the pages with results. Limits of issue 2, § 4."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalogue import indexing
from catalogue.models import Service
from tests.bench.weight import CSS_LIMIT, FONT_LIMIT, LIMIT, ON_THE_WAY, weigh
from tests.factories import FacilityFactory, OrganisationFactory, ServiceFactory, ServiceFormFactory, ServiceKindFactory

RAW_LIMIT, COMPRESSED_LIMIT = 32_000, 7_000  # bytes of a page with twenty cards, on average
STATIC = f"/{settings.STATIC_URL.strip('/')}/"


def read_static(address: str) -> bytes:
    if not address.startswith(STATIC):
        return Client().get(address).content
    return Path(finders.find(address.partition("?")[0].removeprefix(STATIC))).read_bytes()


def public_pages() -> dict[str, str]:
    service = Service.objects.offered().filter(kind__section="40").order_by("pk").first()
    words = "?q=péče o starou maminku&misto=Ostrava"
    return {
        "home": "/",
        "search": f"/sluzby/{words}",
        "search with every filter": f"/sluzby/{words}&forma=terenni&vek=70&jazyk=uk&otevreno=1&volno=1&bezbarierove=1",
        "nothing found": "/sluzby/?q=xyzzyx",
        "service": service.get_absolute_url(),
        "organisation": service.organisation.get_absolute_url(),
        "situations": "/situace/",
        "situation": "/situace/pece-o-seniora/",
        "crisis": "/krize/",
        "map": f"/mapa/{words}",
        "accessibility": "/pristupnost/",
        "privacy": "/soukromi/",
        "error": "/neni-tu/",
    }


@pytest.mark.usefixtures("shipped")
def test_no_public_page_weighs_more_than_thirty_kilobytes(client):
    heavy = {}
    for name, address in public_pages().items():
        response = client.get(address)
        assert response.status_code == (404 if name == "error" else 200), address
        weight = weigh(response.content, read_static)
        assert 0 < weight.font <= FONT_LIMIT, address  # found through the sheet: nothing preloads it
        if weight.total > LIMIT:
            heavy[name] = weight

    assert heavy == {}


@pytest.fixture
def four_digit_ids(db) -> None:
    """Of services, as the full register has them: a card names its own six times, and the tests before this one used some up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('catalogue_service', 'id'), 1000)")


@pytest.mark.usefixtures("four_digit_ids", "shipped")
def test_a_page_of_twenty_results_stays_light(client):
    """On the full register the mean of the bench's sixty questions is lighter still: 30 kB."""
    pages = [client.get("/sluzby/", {"misto": "Ostrava", "strana": number}).content for number in (1, 2, 3, 4, 5)]

    assert [page.count(b"<article") for page in pages] == [20, 20, 20, 20, 20]
    assert sum(map(len, pages)) / len(pages) <= RAW_LIMIT
    assert sum(len(brotli.compress(page, quality=ON_THE_WAY)) for page in pages) / len(pages) <= COMPRESSED_LIMIT


def test_the_style_sheet_stays_small():
    assert len(brotli.compress(read_static("/static/css/public.css"))) < CSS_LIMIT


def test_each_font_stays_small():
    fonts = Path(settings.BASE_DIR, "static", "fonts").glob("*.woff2")

    assert [font.name for font in fonts if font.stat().st_size > FONT_LIMIT] == []


@pytest.fixture
def services(db, request):
    kind = ServiceKindFactory(code="PS", section="40", name="Pečovatelská služba")
    for _number in range(request.param):
        service = ServiceFactory(kind=kind, organisation=OrganisationFactory())
        ServiceFormFactory(service=service, form="terenni")
        FacilityFactory(service=service)
        indexing.refresh([service.pk])
    return request.param


@pytest.mark.parametrize("services", [1, 20], indirect=True)
def test_a_search_costs_the_same_for_one_service_as_for_twenty(client, django_assert_num_queries, services):
    address = reverse("catalogue:service-list")
    client.get(address, {"q": "pečovatelská služba"})  # what processes remember is read once

    with django_assert_num_queries(3):
        response = client.get(address, {"q": "služba pečovatelská"})  # another question: the answer itself is kept, too

    assert len(response.context["cards"]) == services


def test_an_id_over_a_thousand_is_printed_without_a_space(client, db):
    kind = ServiceKindFactory(code="PS", section="40", name="Pečovatelská služba")
    ServiceFactory(pk=123456, kind=kind, organisation=OrganisationFactory())
    indexing.refresh([123456])

    response = client.get(reverse("catalogue:service-list"), {"q": "pečovatelská služba"})

    assert 'data-service="123456"' in response.content.decode()
