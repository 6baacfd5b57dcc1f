"""Handbooks beside the smart line: by their title, by the situation spoken of, and by the topic it lies under."""

from __future__ import annotations

import pytest

from catalogue.knowledge import knowledge
from inquiries.hits import find_hits
from inquiries.models import Inquiry
from tests.factories import LifeSituationFactory
from tests.situations.factories import HandbookFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def debt():
    return LifeSituationFactory(
        slug="mam-dluhy", name="Mám dluhy", keywords=["exekuce"], parent=LifeSituationFactory(name="Peníze")
    )


def handbooks(words: str) -> list[str]:
    return [handbook.title for handbook in find_hits(words, Inquiry(), knowledge()).handbooks]


def test_the_situation_spoken_of_brings_its_handbook_and_that_of_its_topic(debt):
    HandbookFactory(title="Splácení krok za krokem").situations.add(debt)
    HandbookFactory(title="Dávky a příspěvky").situations.add(debt.parent)
    HandbookFactory(title="Pohřeb").situations.add(LifeSituationFactory(name="Někdo mi umřel"))

    assert handbooks("exekuce") == ["Dávky a příspěvky", "Splácení krok za krokem"]


def test_a_title_that_says_the_words_comes_first(debt):
    HandbookFactory(title="A jak dál", order=0).situations.add(debt)
    HandbookFactory(title="Exekuce na plat", order=1).situations.add(debt)

    assert handbooks("exekuce") == ["Exekuce na plat", "A jak dál"]


def test_words_of_a_title_are_enough():
    HandbookFactory(title="Když přijde exekutor")

    assert handbooks("exekutora") == ["Když přijde exekutor"]


def test_an_unpublished_handbook_is_not_offered_and_a_change_is_seen_at_once(debt):
    written = HandbookFactory(title="Exekuce", published=False)
    assert handbooks("exekuce") == []

    type(written).objects.update(published=True)

    assert handbooks("exekuce") == ["Exekuce"]


def test_a_situation_added_to_a_handbook_is_seen_at_once(debt):
    handbook = HandbookFactory(title="Splácení")
    assert handbooks("exekuce") == []

    handbook.situations.add(debt)

    assert handbooks("exekuce") == ["Splácení"]


def test_a_handbook_is_a_hit_among_the_others(client, desk, worker, debt):
    handbook = HandbookFactory(title="Splácení")
    handbook.situations.add(debt)
    client.force_login(worker)

    answer = client.post("/pult/hledat/", {"line": "exekuce"}).json()

    assert f'href="{handbook.get_absolute_url()}"' in answer["parts"]["prirucky"]
    assert answer["total"].startswith("2")
