"""The list beside the map: it says everything the map shows, so it must make sense alone."""

from __future__ import annotations

import re

import pytest

from catalogue import indexing
from catalogue.models import Precision
from tests.factories import FacilityFactory, PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def services(*precisions):
    """One service for each precision of its position, all in Ostrava."""
    place = PlaceFactory(name="Ostrava", lat=49.8, lon=18.2)
    for precision in precisions:
        service = ServiceFactory()
        FacilityFactory(service=service, place=place, lat=49.8, lon=18.2, precision=precision)
        indexing.refresh([service.pk])


def page(client):
    return client.get("/mapa/").content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("?vek=abc", "Věk napište číslem od 0 do 120."),
        ("?misto=Xyzzyx", "Místo „Xyzzyx“ neznáme, hledali jsme bez něj."),
    ],
)
def test_what_the_map_was_made_without_is_said(client, address, sentence):
    services(Precision.ADDRESS)

    shown = client.get(f"/mapa/{address}").content.decode().replace("\u00a0", " ")

    assert sentence in shown
    assert "<title>Chyba: " in shown
    assert re.findall(r'<li value="(\d+)"', shown) == ["1"]


def test_a_page_beyond_the_last_leads_to_the_last(client):
    services(Precision.ADDRESS)

    response = client.get("/mapa/?strana=9", follow=True)

    assert re.findall(r'<li value="(\d+)"', response.content.decode()) == ["1"]


def test_the_numbers_of_the_list_are_those_of_the_pins_without_gaps(client):
    services(Precision.ADDRESS, Precision.MUNICIPALITY, Precision.CITY_DISTRICT)

    shown = page(client)

    assert re.findall(r'<li value="(\d+)"', shown) == ["1", "2"]
    assert re.findall(r'"number": (\d+)', shown) == ["1", "2"]
    assert "Tyto služby na mapě nejsou" in shown


@pytest.mark.parametrize(("precision", "is_said"), [(Precision.CITY_DISTRICT, True), (Precision.STREET, False)])
def test_a_rough_pin_is_explained_once_and_only_where_there_is_one(client, precision, is_said):
    services(Precision.ADDRESS, precision, precision)

    assert page(client).count("ukáže mapa střed čtvrti") == int(is_said)
