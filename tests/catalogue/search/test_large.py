"""A set larger than the exact statement reads is answered from the nearest and the best of it."""

from __future__ import annotations

import pytest

from catalogue import search, search_sql
from tests.catalogue.search.conftest import names_of


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
