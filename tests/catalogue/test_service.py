"""The page of one service: a fact nobody knows is said to be unknown, and there is always a way on."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from catalogue import indexing
from catalogue.models import Certainty, Exclusion, KindGuidance, RegisterImport
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
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


def test_nobody_is_told_that_the_contact_is_unknown_beside_a_number(client):
    organisation = OrganisationFactory()
    service = ServiceFactory(organisation=organisation, certainty=Certainty.NAME_ONLY)
    pages = [service.get_absolute_url(), "/sluzby/"]
    indexing.rebuild()
    alone = [text(client.get(page)) for page in pages]
    ContactFactory(service=None, organisation=organisation, value="+420596621094")
    indexing.rebuild()

    reachable = [text(client.get(page)) for page in pages]

    assert all("Kontakt neznáme. Spojíme vás." in page for page in alone)
    assert all("Údaje jsme neověřili. Před cestou zavolejte." in page for page in reachable)
    assert not any("Kontakt neznáme" in page for page in reachable)


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

    assert "Údaje z roku 2022, viděno na stránce služby: " in page
    assert "ostrava.charita.cz" in page


def test_facts_of_the_register_are_dated_by_its_last_reading(client):
    service = ServiceFactory(certainty="register")
    read = {"services_current": 1, "added": 0, "changed": 0, "ended": 0, "unchanged": 1, "report": ""}
    RegisterImport.objects.create(register_date=date(2026, 11, 1), **read)
    RegisterImport.objects.create(register_date=date(2026, 11, 22), **read)

    page = text(client.get(service.get_absolute_url()))

    assert "Údaje z registru poskytovatelů sociálních služeb, jak v něm stály 22. 11. 2026." in page


def test_who_comes_home_says_where_or_that_nobody_knows(client):
    unknown, known = (ServiceFormFactory(form="terenni").service for _ in range(2))
    known.area_served.add(PlaceFactory(name="Poruba"))

    assert "Nevíme. Zeptejte se, jestli přijedou i k vám." in text(client.get(unknown.get_absolute_url()))
    page = text(client.get(known.get_absolute_url()))
    assert "Poruba" in page
    assert "jestli přijedou i k vám" not in page


def test_advice_that_is_only_usual_for_the_kind_says_so(client):
    kind = ServiceKindFactory(for_whom="chcete mezi lidi")
    usual, own = ServiceFactory(kind=kind), ServiceFactory(kind=kind, for_whom="hledáte partu")
    Exclusion.objects.create(service=own, need="péči", instead_kind=kind)

    assert "Tak to u tohoto druhu pomoci bývá." in text(client.get(usual.get_absolute_url()))
    assert "Tak to u tohoto druhu pomoci bývá." not in text(client.get(own.get_absolute_url()))


@pytest.mark.parametrize(
    ("category", "free", "shown"), [("care", None, True), ("care", True, False), ("prevention", None, False)]
)
def test_paid_care_names_the_allowance_it_can_be_paid_from(client, category, free, shown):
    LifeSituationFactory(slug="prispevek-na-peci")
    service = ServiceFactory(kind=ServiceKindFactory(category=category), free_of_charge=free)

    page = text(client.get(service.get_absolute_url()))

    assert ("Platit se dá i z příspěvku na péči." in page) is shown
    assert ('href="/situace/prispevek-na-peci/"' in page) is shown


def test_a_town_is_not_named_twice(client):
    town = PlaceFactory(kind="part", name="Opava", context="Opava, okres Opava")
    service = FacilityFactory(street="Horní", house_number="1", postcode="74601", place=town).service

    assert "<dd>Horní 1<br>746 01 Opava, okres Opava" in text(client.get(service.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_place_as_for_three(client, django_assert_num_queries, count):
    service = ServiceFactory(kind=ServiceKindFactory())
    FacilityFactory.create_batch(count, service=service, place=PlaceFactory())
    ServiceFormFactory(service=service)
    ContactFactory(service=service)
    client.get(service.get_absolute_url())

    with django_assert_num_queries(1):
        client.get(service.get_absolute_url())
