"""The search page from outside: what the address asks and the answer says."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import indexing
from catalogue.models import SearchDay
from tests.factories import FacilityFactory, PlaceFactory, ServiceFactory, ServiceKindFactory

pytestmark = pytest.mark.django_db


def make_services(count: int, **fields: object) -> None:
    place = PlaceFactory(name="Ostrava")
    services = ServiceFactory.create_batch(count, **fields)
    for service in services:
        FacilityFactory(service=service, place=place, lat=49.8, lon=18.2)
    indexing.refresh([service.pk for service in services])


def cards(response) -> list[tuple[str, str]]:
    return re.findall(r'<article[^>]*data-service="(\d+)" data-kind="([^"]*)"', response.content.decode())


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_service_as_for_three(client, django_assert_num_queries, count):
    make_services(count, kind=ServiceKindFactory(section="40"))
    client.get("/sluzby/?q=pomoc")

    with django_assert_num_queries(5):
        response = client.get("/sluzby/?q=pomoc&misto=Ostrava")

    assert len(cards(response)) == count


def test_each_card_tells_its_service_and_its_section(client):
    make_services(1, kind=ServiceKindFactory(code="IC", section="60a"))
    make_services(1, kind=ServiceKindFactory(code="hospic"))
    make_services(1, kind=None)

    assert sorted(kind for _pk, kind in cards(client.get("/sluzby/"))) == ["", "60a", "hospic"]


def test_a_page_beyond_the_last_leads_to_the_last(client):
    make_services(25)

    response = client.get("/sluzby/?strana=9", follow=True)

    assert response.request["QUERY_STRING"] == "strana=2"
    assert len(cards(response)) == 5


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("?vek=mladá", "Věk napište číslem od 0 do 120."),
        ("?vek=500", "Věk napište číslem od 0 do 120."),
        ("?forma=letem", "Takovou podobu pomoci neznáme. Vyberte ji z nabídky."),
        ("?druh=999", "Takový druh pomoci neznáme. Vyberte ho z nabídky."),
        ("?skupina=kdokoli", "Takovou skupinu lidí neznáme. Vyberte ji z nabídky."),
        ("?jazyk=klingon", "Takový jazyk v nabídce nemáme. Vyberte jiný."),
        ("?razeni=nahodne", "Takové řazení neznáme. Vyberte ho z nabídky."),
        ("?strana=-1", "Takovou stranu výsledků nemáme."),
        ("?situace=ne%20vim", "Takovou situaci neznáme. Vyberte ji z nabídky."),
    ],
)
def test_an_unreadable_question_is_said_and_finds_nothing(client, address, sentence):
    make_services(1)

    response = client.get(f"/sluzby/{address}")

    assert response.status_code == 200
    assert sentence in response.content.decode().replace("\u00a0", " ")
    assert cards(response) == []


def test_an_unknown_place_is_said_and_the_search_goes_on_without_it(client):
    make_services(1)

    response = client.get("/sluzby/?misto=Xyzzyxov")

    assert "Místo „Xyzzyxov“ neznáme" in response.content.decode()
    assert len(cards(response)) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(q=st.text(max_size=700), place=st.text(max_size=200), age=st.text(max_size=8), page=st.text(max_size=5))
def test_nothing_anybody_types_breaks_the_page(client, q, place, age, page):
    response = client.get("/sluzby/", {"q": q, "misto": place, "vek": age, "strana": page})

    assert response.status_code in (200, 302)


def test_searches_are_counted_by_known_word_and_day_and_nothing_else(client):
    make_services(1, kind=ServiceKindFactory(code="NOC", name="Noclehárna", official_name="Noclehárny"))

    client.get("/sluzby/?q=noclehárna Novotný")
    client.get("/sluzby/?q=noclehárna")

    assert list(SearchDay.objects.values_list("word", "searches", "without_result")) == [("nocleharna", 2, 0)]


def test_what_was_typed_stays_in_the_form(client):
    page = client.get('/sluzby/?q="><script>alert(1)</script>&misto=Nikde').content.decode()

    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page
