"""The way by form of care: at home = the area served, I come = kilometres, to live there = my region first."""

from __future__ import annotations

import pytest

from catalogue import indexing
from catalogue.knowledge import knowledge
from catalogue.models import NeedPhrase, Service
from catalogue.origins import locate
from catalogue.question import Order, Question
from tests.catalogue.search.conftest import names_of
from tests.factories import PlaceFactory, ServiceFormFactory, ServiceKindFactory


def coming(answer):
    """Name -> whether it comes; None where a person goes there."""
    names = dict(Service.objects.values_list("pk", "name"))
    return {names[found.service_id]: found.comes for found in answer.found}


def test_at_home_the_area_served_decides_and_distance_does_not(town):
    town.service("Jen Vítkovice", form="terenni", place=town.poruba, area=[town.vitkovice])
    town.service("Celá Ostrava", form="terenni", place=town.vitkovice, area=[town.city])
    town.service("Celý kraj", form="terenni", place=town.vitkovice, area=[town.region])

    assert set(town.names(at=town.poruba, forms=("terenni",))) == {"Celá Ostrava", "Celý kraj"}


def test_at_home_somebody_who_asks_for_a_city_finds_who_serves_a_part_of_it(town):
    town.service("Jen Poruba", form="terenni", place=town.poruba, area=[town.poruba])

    assert town.names(at=town.city, forms=("terenni",)) == ["Jen Poruba"]


def test_at_home_an_unknown_area_holds_for_the_region_of_its_registration(town):
    town.service("Z kraje", form="terenni", place=town.vitkovice)
    town.service("Z Plzně", form="terenni", place=town.plzen)
    town.service("Odnikud", form="terenni", place=None)

    assert set(town.names(at=town.poruba, forms=("terenni",))) == {"Z kraje", "Odnikud"}


def test_help_at_home_is_told_by_whether_it_comes_and_other_help_by_its_distance(town):
    town.service("Celá Ostrava", form="terenni", place=town.vitkovice, area=[town.city])
    town.service("Kdoví kam", form="terenni", place=town.vitkovice)
    both = town.service("I v poradně", form="terenni", place=town.vitkovice, area=[town.poruba])
    ServiceFormFactory(service=both, form="ambulantni")
    indexing.refresh([both.pk])

    assert coming(town.ask(at=town.poruba)) == {"Celá Ostrava": True, "Kdoví kam": False, "I v poradně": None}
    at_home = coming(town.ask(at=town.poruba, forms=("terenni",)))
    assert at_home == {"Celá Ostrava": True, "Kdoví kam": False, "I v poradně": True}
    assert set(coming(town.ask()).values()) == {None}


def test_who_serves_a_part_of_a_city_is_not_said_to_come_to_all_of_it(town):
    town.service("Jen Poruba", form="terenni", place=town.poruba, area=[town.poruba])

    assert coming(town.ask(at=town.city, forms=("terenni",))) == {"Jen Poruba": False}


def test_i_come_the_nearest_first(town):
    town.service("Daleko", place=town.plzen)
    town.service("Vedle", place=town.vitkovice)
    town.service("Tady", place=town.poruba)

    assert town.names(at=town.poruba, forms=("ambulantni",)) == ["Tady", "Vedle", "Daleko"]
    assert town.names(at=town.plzen, forms=("ambulantni",), order=Order.DISTANCE)[0] == "Daleko"


def test_to_live_there_my_region_comes_before_a_nearer_home_beyond_its_border(town):
    border = PlaceFactory(name="Hranice", parent=town.other_region, lat=49.83, lon=18.10)
    far = PlaceFactory(name="Bruntál", parent=town.region, lat=49.99, lon=17.46)
    town.service("Za hranicí kraje", form="pobytova", place=border)
    town.service("V kraji", form="pobytova", place=far)

    assert town.names(at=town.poruba, forms=("pobytova",)) == ["V kraji", "Za hranicí kraje"]


def test_the_need_counts_more_than_a_chance_word(town):
    town.service("Noclehárna umýt", kind=town.shelter, note="Tady se dá umýt i maminku přivést", place=town.poruba)
    town.service("Charita", place=town.vitkovice)

    assert town.names("umýt maminku")[0] == "Charita"


def test_a_name_nobody_else_knows_finds_its_bearer(town):
    town.service("Klub Maloš", kind=town.shelter)
    town.service("Jiná služba")

    assert town.names("Maloš") == ["Klub Maloš"]


def test_a_mistyped_name_is_put_right_and_said(town):
    town.service("Kontaktní centrum Renarkon", kind=town.shelter)

    answer = town.ask("renarkom")

    assert names_of(answer) == ["Kontaktní centrum Renarkon"]
    assert answer.corrected == "renarkon"


def test_an_administrator_s_new_phrase_applies_to_the_very_next_search(town):
    town.service("Charita")
    before = town.ask("vysmejčit kvartýr").total

    NeedPhrase.objects.create(text="vysmejčit kvartýr", kinds=["PS"], weight=2)

    assert (before, town.names("vysmejčit kvartýr")) == (0, ["Charita"])


def test_a_counsellor_comes_first_where_nobody_does_what_is_asked_for(town):
    town.service("Občanská poradna", kind=ServiceKindFactory(code="OSP", section="37"))
    town.service("Pečovatelky")
    ServiceKindFactory(code="pujcovna", section="")
    NeedPhrase.objects.create(text="půjčit vozík", kinds=["pujcovna", "PS"], weight=2)

    answer = town.ask("půjčit vozík")

    assert names_of(answer) == ["Občanská poradna", "Pečovatelky"]
    assert answer.is_widened


def test_a_kind_asked_for_that_nobody_offers_here_is_said(town, client):
    town.service("V Plzni", form="terenni", place=town.plzen, area=[town.plzen])
    assistance = ServiceKindFactory(code="OA", section="39", name="Osobní asistence")
    town.service("Tady", kind=assistance, form="terenni", place=town.poruba, area=[town.city])
    NeedPhrase.objects.create(text="pečovatelka", kinds=["PS", "OA"], weight=3)
    sentence, here = (
        "Pečovatelská služba: nic takového tu zatím neznáme.",
        "/sluzby/?q=pečovatelka&forma=terenni&misto=",
    )

    assert sentence in client.get(f"{here}p{town.poruba.pk}").text
    assert sentence not in client.get(f"{here}p{town.plzen.pk}").text


def test_a_word_of_a_service_is_no_place_of_that_name(town):
    PlaceFactory(name="Tišnov", parent=town.other_region)
    NeedPhrase.objects.create(text="tísňová péče", kinds=["TISEN"], weight=3)

    question = Question(q="tisnova pece")

    assert locate(question, knowledge()).question == question


def test_names_sort_in_czech_order(town):
    for name in ("Hora", "Chata", "Čáp", "Cibule"):
        town.service(name)

    assert town.names(order=Order.NAME) == ["Cibule", "Čáp", "Hora", "Chata"]


def test_pages_follow_each_other_without_a_gap_or_a_double(town):
    for number in range(45):
        town.service(f"Služba {number:02d}", place=town.poruba)

    pages = [town.names(order=Order.NAME, page=page) for page in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert [name for page in pages for name in page] == [f"Služba {number:02d}" for number in range(45)]


@pytest.mark.parametrize("page", [1, 2, 3])
def test_pages_by_relevance_hold_each_service_once(town, page):
    for number in range(45):
        town.service(f"Služba {number:02d}", place=town.poruba, kind=[town.care, town.shelter][number % 2])

    seen = [name for page in (1, 2, 3) for name in town.names("umýt maminku přespat", page=page)]

    assert len(seen) == len(set(seen)) == 45


def test_a_secret_address_has_no_distance_and_no_point(town):
    from catalogue.models import SearchEntry

    service = town.service("Azyl", is_secret=True)

    entry = SearchEntry.objects.values("position", "region_id").get(service=service)
    assert (entry["position"], entry["region_id"]) == (None, None)
