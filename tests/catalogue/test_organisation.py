"""The page of one organisation: who they are, and all they offer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue import indexing
from catalogue.models import Organisation, RegisterImport, Service
from tests.factories import ContactFactory, OrganisationFactory, PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def offering(organisation: Organisation, *names: str) -> list[Service]:
    services = [ServiceFactory(organisation=organisation, name=name) for name in names]
    indexing.refresh([service.pk for service in services])
    return services


@pytest.mark.parametrize("count", [1, 3])
def test_it_lists_what_it_offers_at_the_same_cost(client, django_assert_num_queries, count):
    organisation = OrganisationFactory()
    offering(organisation, *(f"Služba {number}" for number in range(count)))
    client.get(organisation.get_absolute_url())

    with django_assert_num_queries(2):  # the page, and whether code lists changed
        page = text(client.get(organisation.get_absolute_url()))

    assert page.count("<article") == count


def test_a_bare_one_says_what_nobody_knows_and_gives_our_phone(client):
    page = text(client.get(OrganisationFactory().get_absolute_url()))

    assert "Číslo nemáme, spojíme vás" in page
    assert "Přesnou adresu neznáme, zeptejte se." in page
    assert "Zdroj údajů zatím nemáme." in page
    assert "0 služeb" in page
    assert "None" not in page


def test_services_stand_in_czech_order(client):
    organisation = OrganisationFactory()
    offering(organisation, "Chráněné bydlení", "Ústav", "Čajovna", "Hospic", "Cesta")

    page = text(client.get(organisation.get_absolute_url()))

    order = [page.index(f">{name}<") for name in ("Cesta", "Čajovna", "Hospic", "Chráněné bydlení", "Ústav")]
    assert order == sorted(order)


def test_only_what_is_offered_today_is_listed(client):
    organisation = OrganisationFactory()
    ended, hidden, future, current = offering(organisation, "Skončila", "Skrytá", "Budoucí", "Dnešní")
    today = timezone.localdate()
    Service.objects.filter(pk=ended.pk).update(valid_until=today - timedelta(1))
    Service.objects.filter(pk=hidden.pk).update(published=False)
    Service.objects.filter(pk=future.pk).update(valid_from=today + timedelta(1))
    Service.objects.filter(pk=current.pk).update(valid_from=today, valid_until=today)

    page = text(client.get(organisation.get_absolute_url()))

    assert "1 služba" in page
    assert ">Dnešní<" in page


def test_a_second_page_continues(client):
    organisation = OrganisationFactory()
    offering(organisation, *(f"Služba {number:02}" for number in range(22)))

    first, second, beyond = (
        text(client.get(organisation.get_absolute_url(), {"strana": number})) for number in ("1", "2", "nic")
    )

    assert "22 služeb" in first
    assert (first.count("<article"), second.count("<article"), beyond.count("<article")) == (20, 2, 20)


def test_an_old_name_in_the_address_leads_to_the_new_one(client):
    organisation = OrganisationFactory(name="Charita")

    response = client.get(f"/organizace/{organisation.pk}-stara-charita/")

    assert (response.status_code, response["Location"]) == (301, organisation.get_absolute_url())


@pytest.mark.parametrize("number", [123456, 10**30])
def test_a_number_nobody_has_is_not_there(client, number):
    assert client.get(f"/organizace/{number}-charita/").status_code == 404


CHANGES = {
    "its name": (lambda o: Organisation.objects.update(name="Diakonie"), "Diakonie"),
    "its competence": (lambda o: Organisation.objects.update(competence="Staráme se o město."), "Staráme se o město."),
    "its hours": (lambda o: Organisation.objects.update(opening_hours="24/7"), "tag--open"),
    "its address": (lambda o: Organisation.objects.update(street="Zelená", house_number="1"), "Zelená 1"),
    "its town": (lambda o: Organisation.objects.update(place=PlaceFactory(name="Opava")), "Opava"),
    "a phone": (lambda o: ContactFactory(service=None, organisation=o, value="+420599526912"), "599 526 912"),
    "a web": (
        lambda o: ContactFactory(service=None, organisation=o, kind="web", value="https://charita.example"),
        'href="https://charita.example"',
    ),
    "a service": (lambda o: offering(o, "Nová poradna"), ">Nová poradna<"),
    "what it answers for": (lambda o: Organisation.objects.update(note="Vchod ze dvora."), "Vchod ze dvora."),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_shows_on_the_next_request(client, what):
    change, shown = CHANGES[what]
    organisation = OrganisationFactory(name="Charita")
    before = text(client.get(organisation.get_absolute_url()))

    change(organisation)
    after = text(client.get(organisation.get_absolute_url()))

    assert shown not in before
    assert shown in after


def test_one_of_the_register_is_dated_by_its_last_reading(client):
    organisation = OrganisationFactory(certainty="register")
    read = {"services_current": 1, "added": 0, "changed": 0, "ended": 0, "unchanged": 1, "report": ""}
    RegisterImport.objects.create(register_date="2026-11-22", **read)

    page = text(client.get(organisation.get_absolute_url()))

    assert "Údaje z registru poskytovatelů sociálních služeb, jak v něm stály 22. 11. 2026." in page
