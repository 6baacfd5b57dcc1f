"""The page of one service: a fact nobody knows is said to be unknown, and there is always a way on."""

from __future__ import annotations

import pytest
from django.utils import timezone

from catalogue import indexing
from catalogue.models import Exclusion, KindGuidance
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
)

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_a_bare_service_says_what_nobody_knows_and_gives_our_phone(client):
    service = ServiceFactory(name="Poradna")

    page = text(client.get(service.get_absolute_url()))

    assert "Číslo nemáme, spojíme vás" in page
    assert "Hodiny neznáme, před cestou zavolejte." in page
    assert "Nevíme, zeptejte se předem." in page
    assert "Neznáme, zeptejte se." in page
    assert "None" not in page


def test_the_phone_is_a_link_and_the_second_one_too(client):
    service = ServiceFactory()
    ContactFactory(service=service, value="+420599526912", order=0)
    ContactFactory(service=service, value="+420731625788", note="vrátnice", order=1)

    page = text(client.get(service.get_absolute_url()))

    assert 'href="tel:+420599526912"' in page
    assert "731 625 788" in page
    assert "vrátnice" in page


def test_without_a_phone_of_its_own_the_organisation_s_is_offered_as_such(client):
    organisation = OrganisationFactory()
    ContactFactory(service=None, organisation=organisation, value="+420596621094")
    service = ServiceFactory(organisation=organisation)

    page = text(client.get(service.get_absolute_url()))

    assert "Zavolat do organizace" in page
    assert "596 621 094" in page


def test_a_secret_address_is_explained_and_nowhere_on_the_page(client):
    service = ServiceFactory()
    FacilityFactory(service=service, is_secret=True)

    page = text(client.get(service.get_absolute_url()))

    assert "Tají se, aby tu lidé byli v bezpečí." in page
    assert "Ukázat na mapě" not in page


def test_every_no_leads_somewhere(client):
    respite = ServiceKindFactory(code="ODL", section="44", name="Odlehčovací služba")
    day = ServiceKindFactory()
    KindGuidance.objects.create(kind=day, need="péči i v noci", instead_kind=respite)
    other = ServiceFactory(name="Noční stacionář")
    general = ServiceFactory(kind=day)
    own = ServiceFactory(kind=day)
    Exclusion.objects.create(service=own, need="pomoc v cizině", instead_service=other)

    assert 'href="/sluzby/?druh=44"' in text(client.get(general.get_absolute_url()))
    page = text(client.get(own.get_absolute_url()))
    assert other.get_absolute_url() in page
    assert "péči i v noci" not in page


def test_an_old_name_in_the_address_leads_to_the_new_one(client):
    service = ServiceFactory(name="Nové jméno")

    response = client.get(f"/sluzby/{service.pk}-stare-jmeno/")

    assert (response.status_code, response["Location"]) == (301, service.get_absolute_url())


def test_the_short_address_on_paper_leads_to_the_page(client):
    service = ServiceFactory(name="Poradna")

    response = client.get(f"/sluzby/{service.pk}/")

    assert (response.status_code, response["Location"]) == (301, service.get_absolute_url())
    assert f"http://testserver/sluzby/{service.pk}/</p>" in text(client.get(service.get_absolute_url()))


def test_a_number_nobody_has_is_not_there(client):
    assert client.get("/sluzby/123456/").status_code == 404
    assert client.get("/sluzby/123456-poradna/").status_code == 404


def test_a_number_larger_than_any_is_not_there_either(client):
    assert client.get(f"/sluzby/{10**30}-poradna/").status_code == 404


def test_an_unpublished_service_is_not_there(client):
    assert client.get(ServiceFactory(published=False).get_absolute_url()).status_code == 404


def test_an_ended_service_says_so_and_offers_no_call_to_itself(client):
    kind = ServiceKindFactory(section="44")
    service = ServiceFactory(kind=kind, valid_until=timezone.localdate() - timezone.timedelta(days=3))
    ContactFactory(service=service, value="+420599526912")

    page = text(client.get(service.get_absolute_url()))

    assert "Tato služba skončila" in page
    assert "Zavolejte nám, najdeme jinou" in page
    assert 'href="/sluzby/?druh=44">Ukázat podobné služby' in page
    assert "+420599526912" not in page
    assert "Jak začít" not in page


def test_a_service_that_has_yet_to_begin_says_when_and_may_be_called(client):
    service = ServiceFactory(valid_from=timezone.localdate() + timezone.timedelta(days=3))
    ContactFactory(service=service, value="+420599526912")

    page = text(client.get(service.get_absolute_url()))

    assert "Tato služba začne až" in page
    assert 'class="call call--large" href="tel:+420599526912"' in page


def test_each_group_of_facts_names_its_source_and_year(client):
    service = ServiceFactory(source_url="https://ostrava.charita.cz/denni-centrum/", source_year=2022, certainty="high")

    page = text(client.get(service.get_absolute_url()))

    assert "Údaje z roku 2022, viděno na stránce služby." in page
    assert "ostrava.charita.cz" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_place_as_for_three(client, django_assert_num_queries, count):
    service = ServiceFactory(kind=ServiceKindFactory())
    FacilityFactory.create_batch(count, service=service, place=PlaceFactory())
    ServiceFormFactory(service=service)
    ContactFactory(service=service)
    client.get(service.get_absolute_url())

    with django_assert_num_queries(1):
        client.get(service.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_an_organisation_lists_what_it_offers_at_the_same_cost(client, django_assert_max_num_queries, count):
    organisation = OrganisationFactory()
    services = ServiceFactory.create_batch(count, organisation=organisation)
    indexing.refresh([service.pk for service in services])
    client.get(organisation.get_absolute_url())

    with django_assert_max_num_queries(6):
        page = text(client.get(organisation.get_absolute_url()))

    assert page.count("<article") == count
