"""An answer is kept while it is true, and nothing personal with it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalogue import indexing
from catalogue.kept_answers import answer_question
from catalogue.knowledge import knowledge_and_version
from catalogue.models import AddressPoint, PlaceKey, PlaceKind
from catalogue.question import Question
from tests.catalogue.search.conftest import WEDNESDAY_NOON, names_of
from tests.factories import FacilityFactory, PlaceFactory

VERSIONS = 1
"""The query that every search asks: whether anything changed."""


def ask(question: Question, now: datetime = WEDNESDAY_NOON) -> list[str]:
    known, version = knowledge_and_version()
    return names_of(answer_question(question, known, version, now).answer)


def is_kept(question: Question, now: datetime = WEDNESDAY_NOON) -> bool:
    """Whether it is answered without a search."""
    known, version = knowledge_and_version()
    with transaction.atomic(), connection.execute_wrapper(_refused):
        try:
            answer_question(question, known, version, now)
        except _SearchedError:
            return False
    return True


class _SearchedError(Exception):
    pass


def _refused(*_arguments: object) -> None:
    raise _SearchedError


@pytest.fixture
def asked(town) -> Question:
    town.service("Charita", place=town.poruba)
    PlaceKey.objects.create(place=town.vitkovice, key="vitkovice")
    question = Question(q="umýt maminku", place=f"p{town.poruba.pk}")
    assert ask(question) == ["Charita"]
    return question


def test_the_same_question_is_not_searched_again(asked):
    assert is_kept(asked)
    assert ask(asked) == ["Charita"]


@pytest.mark.parametrize("other", [{"q": "přespat"}, {"place": "Vítkovice"}, {"forms": ("terenni",)}, {"page": 2}])
def test_another_question_is(asked, other):
    assert not is_kept(Question(**{"q": asked.q, "place": asked.place, **other}))


def test_a_new_service_is_found_at_once(town, asked):
    town.service("Diakonie", place=town.poruba)

    assert sorted(ask(asked)) == ["Charita", "Diakonie"]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM catalogue_searchentry",
        "UPDATE catalogue_searchservice SET has_free_places = false",
        "UPDATE catalogue_searchcard SET content = content || '{\"phone\": null}'",
        "UPDATE catalogue_placekey SET prominence = 5",
        "UPDATE catalogue_place SET lat = 49.9",
        "UPDATE catalogue_servicekind SET name = 'Péče'",
        "UPDATE catalogue_needphrase SET weight = 0.5",
    ],
)
def test_any_change_ends_what_is_kept_even_one_by_hand_in_sql(asked, change):
    with connection.cursor() as cursor:
        cursor.execute(change)

    assert not is_kept(asked)


def test_a_change_rolled_back_leaves_no_answer_behind(town, asked):
    with transaction.atomic():
        town.service("Diakonie", place=town.poruba)
        assert len(ask(asked)) == 2
        transaction.set_rollback(True)

    assert ask(asked) == ["Charita"]


def test_an_answer_lasts_for_the_quarter_of_an_hour(asked):
    assert is_kept(asked, WEDNESDAY_NOON.replace(minute=14))
    assert not is_kept(asked, WEDNESDAY_NOON.replace(minute=15))
    assert not is_kept(asked, WEDNESDAY_NOON.replace(hour=13))
    assert not is_kept(asked, WEDNESDAY_NOON.replace(day=26))


def test_what_is_open_now_is_true_to_the_minute(town):
    town.service("Denní centrum", opening_hours="Mo-Fr 08:00-12:05")
    question = Question(open_now=True)

    assert ask(question, WEDNESDAY_NOON.replace(minute=4)) == ["Denní centrum"]
    assert ask(question, WEDNESDAY_NOON.replace(minute=5)) == []


def test_a_word_nobody_knows_may_be_a_name_and_is_not_kept(asked):
    question = Question(q="umýt maminku Vomáčkovou", place=asked.place)
    ask(question)

    assert not is_kept(question)


def test_a_story_is_not_kept(asked):
    question = Question(q="umýt maminku " * 7, place=asked.place)
    ask(question)

    assert not is_kept(question)


def test_a_street_and_a_position_are_not_kept(town, asked):
    street = PlaceFactory(kind=PlaceKind.STREET, name="Zelená", parent=town.poruba)
    PlaceKey.objects.create(place=street, key="zelena", prominence=1)
    AddressPoint.objects.create(code=1, place=street, number="7", postcode="70800", lat=49.82, lon=18.16)

    for place in ("Zelená", "Zelená 7", "49.827,18.164"):
        question = Question(q="umýt maminku", place=place)
        ask(question)
        assert not is_kept(question)


def queries_for(place: str, *, barrier_free: bool = False) -> int:
    known, version = knowledge_and_version()
    question = Question(q="umýt maminku", place=place, barrier_free=barrier_free)
    with CaptureQueriesContext(connection) as queries:
        answer_question(question, known, version, WEDNESDAY_NOON)
    return len(queries)


def test_a_town_is_looked_for_once_whatever_is_asked_there(town, asked):
    first, second = (queries_for("Vítkovice", barrier_free=wanted) for wanted in (False, True))

    assert queries_for(asked.place, barrier_free=True) == 1
    assert second == 1 < first


def test_a_town_that_moved_is_looked_for_anew(town, asked):
    PlaceKey.objects.filter(place=town.vitkovice).update(prominence=5)

    assert queries_for(asked.place, barrier_free=True) > 1


def test_somebody_s_street_position_and_mistyped_town_are_looked_for_each_time(town, asked):
    street = PlaceFactory(kind=PlaceKind.STREET, name="Zelená", parent=town.poruba)
    PlaceKey.objects.create(place=street, key="zelena", prominence=1)
    AddressPoint.objects.create(code=1, place=street, number="7", postcode="70800", lat=49.82, lon=18.16)

    for place in ("Zelená", "Zelená 7", "49.827,18.164", "Vítkovicke"):
        first, second = (queries_for(place, barrier_free=wanted) for wanted in (False, True))
        assert first == second > 1


def test_a_place_nobody_knows_is_not_kept(asked):
    question = Question(q="umýt maminku", place="U Nováků")
    ask(question)

    assert not is_kept(question)


def test_an_unreadable_question_is_not_kept(asked):
    bad = Question(q="umýt maminku", place=asked.place, errors={"vek": "Věk napište číslem."})

    assert ask(bad) == ["Charita"]
    assert not is_kept(bad)


def test_the_page_asks_but_whether_anything_changed(client, town, django_assert_num_queries):
    town.service("Charita", place=town.poruba)
    client.get("/sluzby/?q=umýt+maminku")
    client.get("/sluzby/?q=umýt+maminku")

    with django_assert_num_queries(VERSIONS):
        answer = client.get("/sluzby/?q=umýt+maminku")

    assert len(answer.context["cards"]) == 1


def test_a_place_of_a_service_that_moved_is_shown_where_it_is(client, town):
    service = town.service("Charita", place=town.poruba)
    client.get("/sluzby/?q=umýt+maminku")
    service.facilities.all().delete()
    FacilityFactory(service=service, place=town.vitkovice, street="Ruská", house_number="8")
    indexing.refresh([service.pk])

    assert "Ruská 8" in client.get("/sluzby/?q=umýt+maminku").content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "kept"), [("umýt maminku", True), ("umýt maminku Vomáčkovou", False), ("umýt maminku " * 7, False)]
)
def test_the_meaning_of_a_text_is_kept_unless_it_may_be_personal(town, text, kept):
    known, _version = knowledge_and_version()

    assert (known.understand(text) is known.understand(text)) == kept
