"""What a newcomer finds in the network: sensible, said to be made up where it is, and made once."""

from __future__ import annotations

import pytest

from network.demo_agreements import ensure_demo_agreements
from network.models import Competence

pytestmark = pytest.mark.usefixtures("shipped")


def test_the_agreements_are_made_once_and_of_real_offices_only_what_a_law_says():
    made = ensure_demo_agreements()

    assert made > 0
    assert ensure_demo_agreements() == 0
    for row in Competence.objects.all():
        assert row.legal_basis or row.source or row.is_example
    assert {row.who for row in Competence.objects.exclude(organisation=None)} == {
        "Ukázkové centrum pro uprchlíky (vymyšlené)"
    }


def test_production_makes_nothing_up(settings):
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, production=True)

    assert ensure_demo_agreements() == 0
    assert not Competence.objects.exists()
