"""A service that helps in several ways is found under each of them, and always as one service."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from catalogue import indexing, search, search_sql
from catalogue.models import NeedPhrase, Service, ServiceFurtherKind
from tests.catalogue.search.conftest import names_of
from tests.factories import ServiceKindFactory


def also(service: Service, *kinds) -> Service:
    service.further_kinds.set(kinds)
    indexing.refresh([service.pk])
    return service


@pytest.fixture
def day_centre(town) -> Service:
    """A shelter that also comes to people's homes."""
    town.service("Jiná noclehárna", kind=town.shelter)
    return also(town.service("Dům", kind=town.shelter), town.care)


@pytest.fixture(params=["exact", "large"])
def any_size(request, monkeypatch) -> None:
    if request.param == "large":
        monkeypatch.setattr(search_sql, "CAP", 0)
        monkeypatch.setattr(search, "CAP", 0)


def test_it_is_found_by_the_need_behind_the_words_for_each_of_its_kinds(town, day_centre, any_size):
    town.service("Pečovatelka")

    assert sorted(town.names("umýt maminku")) == ["Dům", "Pečovatelka"]
    assert sorted(town.names("přespat")) == ["Dům", "Jiná noclehárna"]


def test_it_is_listed_once_where_both_its_kinds_are_meant(town, day_centre, any_size):
    NeedPhrase.objects.create(text="nezvládnu to", kinds=["PS", "NOC"], weight=2)

    answer = town.ask("nezvládnu to")

    assert sorted(names_of(answer)) == ["Dům", "Jiná noclehárna"]
    assert answer.total == 2


def test_it_counts_as_the_kind_that_fits_better(town, day_centre, any_size):
    found = {name: hit.kind_id for name, hit in zip(*both(town, "umýt maminku"), strict=True)}

    assert found == {"Dům": town.care.pk}


def test_it_ranks_like_those_whose_main_kind_fits(town, any_size):
    town.service("Noclehárna", kind=town.shelter)
    also(town.service("A také pečuje", kind=town.shelter, place=town.poruba), town.care)
    town.service("Pečovatelka daleko", place=town.plzen)

    assert town.names("umýt maminku", at=town.poruba)[0] == "A také pečuje"


def test_filters_by_kind_let_it_through_for_each(town, day_centre, any_size):
    town.service("Pečovatelka")

    assert sorted(town.names(kinds=("40",))) == ["Dům", "Pečovatelka"]
    assert sorted(town.names(kinds=("63",))) == ["Dům", "Jiná noclehárna"]
    assert sorted(town.names(kinds=("40", "63"))) == ["Dům", "Jiná noclehárna", "Pečovatelka"]


def test_each_kind_counts_it_and_the_whole_counts_it_once(town, day_centre):
    answer = town.ask("přespat")

    assert answer.total == 2
    assert answer.counts["kinds"] == {str(town.shelter.pk): 2, str(town.care.pk): 1}
    assert answer.without["kinds"] == 2


def test_a_kind_that_is_filtered_out_is_counted_beside_the_other_filters(town, day_centre):
    answer = town.ask("přespat", kinds=("63",), forms=("pobytova",))

    assert answer.total == 0
    assert answer.counts["kinds"] == {}


def test_who_comes_home_to_one_place_is_found_by_a_further_kind_in_a_large_set(town, monkeypatch):
    monkeypatch.setattr(search_sql, "CAP", 5)
    monkeypatch.setattr(search, "CAP", 5)
    for number in range(12):
        town.service(f"Plzeň {number}", form="terenni", place=town.plzen)
    also(town.service("Sem přijdou", kind=town.shelter, form="terenni", place=town.vitkovice), town.care)

    answer = town.ask("umýt maminku", at=town.poruba, forms=("terenni",))

    assert (names_of(answer), answer.total, answer.is_capped) == (["Sem přijdou"], 1, False)


def test_one_that_bears_the_name_asked_for_is_counted_once_too(town):
    also(town.service("Maloš", kind=town.shelter), town.care)

    answer = town.ask("umýt maminku Maloš")

    assert (names_of(answer), answer.total) == (["Maloš"], 1)


def test_a_kind_that_is_given_only_besides_is_not_absent(town, day_centre):
    assert town.ask("umýt maminku").is_widened is False


def test_without_a_main_kind_the_first_of_the_others_stands_for_it(town):
    also(town.service("Bez hlavního", kind=None), town.care, town.shelter)

    assert town.names("umýt maminku") == ["Bez hlavního"]
    assert town.names("přespat") == ["Bez hlavního"]


def test_its_situations_are_those_of_all_its_kinds(town, day_centre):
    from catalogue.models import SituationKind
    from tests.factories import LifeSituationFactory

    at_home, without_home = LifeSituationFactory(), LifeSituationFactory()
    SituationKind.objects.create(situation=at_home, kind=town.care)
    SituationKind.objects.create(situation=without_home, kind=town.shelter)
    indexing.rebuild()

    assert town.names(situation=at_home.slug) == ["Dům"]
    assert sorted(town.names(situation=without_home.slug)) == ["Dům", "Jiná noclehárna"]


def test_the_main_kind_is_never_a_further_one(town):
    service = town.service("Dům", kind=town.shelter)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        service.further_kinds.add(town.shelter)

    assert refused.value.__cause__.diag.constraint_name == "further_kind_is_not_the_main"


def test_a_further_kind_stands_once(town, day_centre):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalogue_service_further_kinds (service_id, servicekind_id) VALUES (%s, %s)",
            [day_centre.pk, town.care.pk],
        )


def test_a_further_kind_that_becomes_the_main_one_leaves_the_others(town, day_centre):
    counsel = ServiceKindFactory(code="OSP")
    day_centre.further_kinds.add(counsel)

    Service.objects.filter(pk=day_centre.pk).update(kind=town.care)

    assert list(ServiceFurtherKind.objects.values_list("servicekind", flat=True)) == [counsel.pk]


def both(town, q: str):
    answer = town.ask(q)
    return names_of(answer), answer.found
