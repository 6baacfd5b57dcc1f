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
