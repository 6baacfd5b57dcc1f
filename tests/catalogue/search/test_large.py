"""A set larger than the exact statement reads is answered from the nearest and the best of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from catalogue import candidates, search, search_sql
from catalogue.live_facts import close_for_a_while
from catalogue.models import NeedPhrase
from tests.catalogue.search.conftest import names_of
from tests.factories import UserFactory


@pytest.fixture
def small_cap(monkeypatch) -> None:
    monkeypatch.setattr(search_sql, "CAP", 5)
    monkeypatch.setattr(search, "CAP", 5)


def test_the_nearest_still_come_first_and_the_count_is_not_claimed(town, small_cap):
    for number in range(12):
        town.service(f"Plzeň {number}", place=town.plzen)
    town.service("Tady", place=town.poruba)

    answer = town.ask("umýt maminku", at=town.poruba, forms=("ambulantni",))

    assert answer.is_capped is True
    assert names_of(answer)[0] == "Tady"


def test_filters_hold_in_a_large_set_too(town, small_cap):
    for number in range(12):
        town.service(f"Schody {number}", place=town.poruba, barrier_free=False)
    town.service("Bez bariér", place=town.plzen, barrier_free=True)

    assert town.names("umýt maminku", barrier_free=True) == ["Bez bariér"]


def test_who_comes_to_one_place_is_counted_exactly_even_in_a_large_set(town, small_cap):
    for number in range(12):
        town.service(f"Plzeň {number}", form="terenni", place=town.plzen)
    town.service("Sem přijdou", form="terenni", place=town.vitkovice)

    answer = town.ask("umýt maminku", at=town.poruba, forms=("terenni",))

    assert (answer.total, answer.is_capped) == (1, False)


def test_what_passes_the_filters_is_found_though_nobody_near_does(town, small_cap, monkeypatch):
    monkeypatch.setattr(candidates, "WALKED", 3)
    for number in range(12):
        town.service(f"Schody {number}", place=town.poruba, barrier_free=False)
    town.service("Bez bariér", place=town.plzen, barrier_free=True)

    answer = town.ask("umýt maminku", at=town.poruba, forms=("ambulantni",), barrier_free=True)

    assert (answer.total, answer.is_capped) == (1, True)


def test_what_is_closed_for_a_while_is_walked_past_in_a_large_set_too(town, small_cap):
    now = timezone.localtime().replace(hour=12, minute=0)
    for number in range(12):
        closed = town.service(f"Zavřeno {number}", place=town.poruba)
        close_for_a_while(closed, by=UserFactory(), facility=None, begins=now.date(), ends=now.date(), text="Malujeme.")
    town.service("Otevřeno", place=town.plzen)

    assert town.names("umýt maminku", open_now=True, now=now) == ["Otevřeno"]


def test_a_name_that_many_bear_finds_its_bearers_wherever_they_are(town, small_cap, monkeypatch):
    monkeypatch.setattr(candidates, "WALKED_OF_ALL", 3)
    for number in range(5):
        town.service(f"Klub {number}", place=town.poruba)
    for number in range(8):
        town.service(f"Maloš {number}", place=town.plzen)

    answer = town.ask("Maloš", at=town.poruba)

    assert (answer.total, answer.is_capped) == (8, True)


def test_without_words_the_nearest_of_a_large_set_come_first(town, small_cap):
    for number in range(12):
        town.service(f"Plzeň {number}", place=town.plzen)
    town.service("Tady", place=town.poruba)

    assert town.names(at=town.poruba, forms=("ambulantni",))[0] == "Tady"


def test_who_comes_here_from_far_away_is_found_in_a_large_set_without_words(town, small_cap, monkeypatch):
    monkeypatch.setattr(candidates, "WALKED_OF_ALL", 3)
    for number in range(12):
        town.service(f"Jen Plzeň {number}", form="terenni", place=town.vitkovice, area=[town.plzen])
    town.service("Celá Ostrava", form="terenni", place=town.plzen, area=[town.city])

    assert town.names(at=town.poruba, forms=("terenni",)) == ["Celá Ostrava"]


def test_leaving_the_place_out_is_counted_where_nobody_comes(town):
    town.service("Jen Plzeň", form="terenni", place=town.plzen, area=[town.plzen])

    answer = town.ask("umýt maminku", at=town.poruba, forms=("terenni",))

    assert (answer.total, answer.without["place"]) == (0, 1)


def test_a_value_changes_no_plan(town):
    """Each shape of the statement is planned once a connection, whatever is asked."""
    town.service("Tady", place=town.poruba)
    NeedPhrase.objects.create(text="umýt tatínka", kinds=["PS"], weight=2)
    ask = {"forms": ("ambulantni",), "age": 20}

    for q, at, age in (("umýt maminku", town.poruba, 20), ("umýt tatínka", town.vitkovice, 70)):
        town.ask(q, at=at, **{**ask, "age": age})

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%searchentry%'"
        )
        assert (2, 0) in cursor.fetchall()


def test_kinds_that_nobody_gives_in_the_form_asked_for_change_nothing(town, small_cap):
    NeedPhrase.objects.create(text="nezvládnu to", kinds=["PS", "NOC"], weight=2)
    for number in range(12):
        town.service(f"Noclehárna {number}", form="pobytova", kind=town.shelter, place=town.poruba)
    town.service("Pečovatelka", place=town.plzen)

    answer = town.ask("nezvládnu to", at=town.poruba, forms=("ambulantni",))

    assert (names_of(answer), answer.is_capped) == (["Pečovatelka"], True)


def test_filters_nobody_meets_are_not_asked_twice_where_the_walk_went_to_the_end(
    town, small_cap, django_assert_num_queries
):
    for number in range(12):
        town.service(f"Schody {number}", place=town.poruba, barrier_free=False)
    town.ask()

    with django_assert_num_queries(3):  # the version, the place, the walk
        answer = town.ask("umýt maminku", at=town.poruba, forms=("ambulantni",), barrier_free=True)

    assert answer.total == 0
