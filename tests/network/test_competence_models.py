"""What the table of competences refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError

from network.models import Competence, Verb
from tests.factories import LifeSituationFactory, OrganisationFactory
from tests.network.factories_competences import CompetenceFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"organisation": None}, "competence_of_one_organisation_or_kind"),
        ({"organisation_kind": "police"}, "competence_of_one_organisation_or_kind"),
        ({"verb": "dreams"}, "competence_says_known_things"),
        ({"valid_from": DAY, "valid_until": date(2026, 2, 1)}, "competence_ends_after_it_begins"),
        ({"age_from": 18, "age_to": 15}, "competence_ages_in_order"),
        ({"verified_on": DAY}, "competence_verified_when_and_by_whom"),
        ({"verified_by": "vedoucí"}, "competence_verified_when_and_by_whom"),
        ({"state": "refused"}, "competence_refused_with_a_reason"),
        ({"refusal": "ne"}, "competence_refused_with_a_reason"),
    ],
)
def test_what_must_never_be(values, rule):
    with pytest.raises(IntegrityError, match=rule):
        CompetenceFactory(**values)


def test_the_same_is_said_once_at_a_time():
    office, housing = OrganisationFactory(), LifeSituationFactory()
    first = {"organisation": office, "verb": Verb.DECIDES, "valid_until": date(2026, 6, 30)}
    CompetenceFactory(situation=housing, **first)
    CompetenceFactory(situation=None, **first)
    CompetenceFactory(situation=housing, organisation=office, verb=Verb.DOES_NOT)
    CompetenceFactory(situation=housing, organisation=office, verb=Verb.DECIDES, valid_from=date(2026, 7, 1))

    with pytest.raises(IntegrityError, match="competence_said_once_at_a_time"):
        CompetenceFactory(situation=housing, organisation=office, verb=Verb.DECIDES, valid_from=date(2026, 6, 30))


def test_one_change_waits_at_a_time():
    row = CompetenceFactory()
    CompetenceFactory(proposed=True, replaces=row)

    with pytest.raises(IntegrityError, match="competence_one_proposal_at_a_time"):
        CompetenceFactory(proposed=True, replaces=row)


def test_what_is_in_force_on_a_day():
    CompetenceFactory(proposed=True)
    CompetenceFactory(valid_until=date(2026, 2, 28))
    CompetenceFactory(valid_from=date(2026, 3, 2))
    holds = CompetenceFactory(valid_from=DAY, valid_until=DAY)

    assert list(Competence.objects.in_force(DAY)) == [holds]
