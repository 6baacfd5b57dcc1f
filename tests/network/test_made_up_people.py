"""People of a trial run: roles without phones and e-mails, made once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.models import ChangeProposal
from network.belonging import organisations_of
from network.demo_people import ensure_demo_people
from network.models import Campaign, Person, Position
from sociopoint.demo import ensure_demo_accounts
from sociopoint.models import OutgoingMail, Role, User
from tests.factories import OrganisationFactory, PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """A district office, a provider with two services, and the demo accounts."""
    district = PlaceFactory(name="Poruba", kind="city_district")
    OrganisationFactory(name="Úřad městského obvodu Poruba", kind="city_district", place=district)
    provider = OrganisationFactory(name="Charita")
    ServiceFactory.create_batch(2, organisation=provider)
    ensure_demo_accounts()
    return provider


def test_they_are_roles_without_contacts_made_once(city):
    assert (ensure_demo_people(), ensure_demo_people()) == (2, 0)

    assert set(Person.objects.values_list("name", flat=True)) == {
        "Sociální pracovnice, Poruba",
        "Vedoucí služeb, Charita",
        "Partnerka 1",
    }
    assert not Position.objects.exclude(phone="", email="").exists()


def test_the_demo_partner_has_an_organisation_two_proposals_and_a_campaign(city):
    ensure_demo_people()

    partner = User.objects.get(is_demo=True, role=Role.PARTNER)
    assert list(organisations_of(partner)) == [city]
    assert ChangeProposal.objects.filter(topic="correction", state="new", proposed_by=partner).count() == 2
    assert Campaign.objects.get().asks.count() == 1
    assert not OutgoingMail.objects.exists()


def test_production_makes_up_nobody(city, settings):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, production=True)

    assert ensure_demo_people() == 0
    assert not Person.objects.exists()
