from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from network.models import Competence, Verb
from tests.factories import OrganisationFactory


class CompetenceFactory(DjangoModelFactory):
    """In force; `proposed` waits for a coordinator."""

    class Meta:
        model = Competence

    class Params:
        proposed = factory.Trait(state="proposed")

    organisation = factory.SubFactory(OrganisationFactory)
    verb = Verb.PERFORMS
