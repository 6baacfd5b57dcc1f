"""The smallest valid row of each model of the network; traits make the rest."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from network.models import Person, Position, Unit
from tests.factories import OrganisationFactory


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda number: f"Pracovnice {number}")


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Útvar {number}")


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    visibility = "network"
    consent = factory.LazyAttribute(lambda row: "oral" if row.visibility == "public" else "")
    consented_on = factory.LazyAttribute(lambda row: date(2026, 3, 2) if row.consent else None)
    consent_words = factory.LazyAttribute(lambda row: "Souhlasím se zveřejněním." if row.consent else "")
