"""Leads and first steps of the situations that ship, in English and Ukrainian: the same steps with the same numbers to call."""

from __future__ import annotations

import re

import pytest

from situations.models import LifeSituation
from situations.shipped import load_situations
from tests.factories import LifeSituationFactory

pytestmark = pytest.mark.django_db
OTHERS = ["en", "uk"]


@pytest.fixture
def needed():
    load_situations()
    return LifeSituation.objects.filter(parent=None) | LifeSituation.objects.filter(is_urgent=True)


@pytest.mark.parametrize("language", OTHERS)
def test_topics_and_urgent_situations_are_translated(needed, language):
    assert [one.slug for one in needed if not getattr(one, f"lead_{language}")] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translated_step_tells_the_same_numbers(needed, language):
    wrong = {}
    for situation in needed:
        czech, other = situation.first_steps.splitlines(), getattr(situation, f"first_steps_{language}").splitlines()
        numbers = [[re.findall(r"\d[\d ]*\d", step) for step in steps] for steps in (czech, other)]
        if numbers[0] != numbers[1]:
            wrong[situation.slug] = numbers

    assert wrong == {}


def test_words_somebody_translated_are_not_marked_as_czech(client):
    LifeSituationFactory(
        slug="prace",
        lead="Dá se to řešit.",
        lead_uk="Це можна вирішити.",
        first_steps="Zavolejte nám.\nPřijďte.",
        first_steps_uk="Зателефонуйте нам.\nПрийдіть.",
    )
    ukrainian, english = (client.get(f"/{language}/situace/prace/").content.decode() for language in ("uk", "en"))

    assert '<p class="lead">Це можна вирішити.</p>' in ukrainian
    assert "<li>Зателефонуйте нам.</li><li>Прийдіть.</li>" in ukrainian
    assert '<p class="lead"><span lang="cs">Dá se to řešit.</span></p>' in english
    assert '<li><span lang="cs">Přijďte.</span></li>' in english
