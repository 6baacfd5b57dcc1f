"""What a newcomer finds in the network: sensible, said to be made up where it is, and made once."""

from __future__ import annotations

import pytest

from catalogue.models import Service
from network.demo_agreements import ensure_demo_agreements
from network.made_up_centre import CENTRE
from network.models import Competence

pytestmark = pytest.mark.usefixtures("shipped")


def test_the_agreements_are_made_once_and_of_real_offices_only_what_a_law_says():
    made = ensure_demo_agreements()

    assert made > 0
    assert ensure_demo_agreements() == 0
    for row in Competence.objects.all():
        assert row.legal_basis or row.source or row.is_example
    assert {row.who for row in Competence.objects.exclude(organisation=None)} == {CENTRE}


def test_what_is_made_up_says_so_and_can_neither_be_called_nor_written_to():
    ensure_demo_agreements()

    service = Service.objects.get(organisation__name=CENTRE)
    assert "vymyšlen" in service.name
    assert "Vymyšlená" in service.note
    assert [contact.value.rpartition(".")[2] for contact in service.contacts.all()] == ["example"]
    assert [(place.street, place.postcode) for place in service.facilities.all()] == [("", "")]


def test_production_makes_nothing_up(settings):
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, production=True)

    assert ensure_demo_agreements() == 0
    assert not Competence.objects.exists()
