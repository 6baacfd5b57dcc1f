"""Each filter with none, one, all and unknown: a value nobody knows never counts as no."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from catalogue import indexing
from catalogue.live_facts import close_for_a_while, open_again
from catalogue.models import Closure
from tests.factories import FacilityFactory, TargetGroupFactory, UserFactory

PRAGUE = ZoneInfo("Europe/Prague")


def test_no_filter_finds_everything(town):
    town.service("Doma", form="terenni")
    town.service("Neví se", form="")

    assert set(town.names()) == {"Doma", "Neví se"}


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ((), {"Doma", "Docházet", "Bydlet", "Neví se"}),
        (("terenni",), {"Doma", "Neví se"}),
        (("terenni", "pobytova"), {"Doma", "Bydlet", "Neví se"}),
        (("terenni", "ambulantni", "pobytova"), {"Doma", "Docházet", "Bydlet", "Neví se"}),
    ],
)
def test_form_of_care(town, chosen, found):
    town.service("Doma", form="terenni")
    town.service("Docházet", form="ambulantni")
    town.service("Bydlet", form="pobytova")
    town.service("Neví se", form="")

    assert set(town.names(forms=chosen)) == found


def test_an_unknown_form_is_what_the_kind_allows(town):
    town.shelter.usual_forms = ["ambulantni"]
    town.shelter.save()
    town.service("Noclehárna", form="", kind=town.shelter)

    assert town.names(forms=("ambulantni",)) == ["Noclehárna"]
    assert town.names(forms=("terenni",)) == []


def test_a_known_form_comes_before_an_unknown_one(town):
    town.service("Neví se", form="", place=town.poruba)
    town.service("Ví se", form="terenni", place=town.poruba)

    assert town.names("umýt maminku", forms=("terenni",)) == ["Ví se", "Neví se"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ((), {"Pro seniory", "Pro děti", "Pro kohokoli"}),
        (("seniori",), {"Pro seniory", "Pro kohokoli"}),
        (("seniori", "deti"), {"Pro seniory", "Pro děti", "Pro kohokoli"}),
    ],
)
def test_target_group(town, chosen, found):
    seniors, children = TargetGroupFactory(code="seniori"), TargetGroupFactory(code="deti")
    town.service("Pro seniory", groups=[seniors])
    town.service("Pro děti", groups=[children])
    town.service("Pro kohokoli")

    assert set(town.names(groups=chosen)) == found


@pytest.mark.parametrize("chosen", [("PS",), ("40",)])
def test_kind_by_code_and_by_section(town, chosen):
    town.service("Péče")
    town.service("Noclehárna", kind=town.shelter)
    town.service("Bez druhu", kind=None)

    assert town.names(kinds=chosen) == ["Péče"]


@pytest.mark.parametrize(
    ("age", "found"),
    [
        (None, {"Od 65", "Do 26", "Jakýkoli"}),
        (70, {"Od 65", "Jakýkoli"}),
        (65, {"Od 65", "Jakýkoli"}),
        (20, {"Do 26", "Jakýkoli"}),
        (40, {"Jakýkoli"}),
        (0, {"Do 26", "Jakýkoli"}),
    ],
)
def test_age(town, age, found):
    town.service("Od 65", age_from=65)
    town.service("Do 26", age_to=26)
    town.service("Jakýkoli")

    assert set(town.names(age=age)) == found


def test_language(town):
    town.service("Ukrajinsky", languages=["cs", "uk"])
    town.service("Jen česky", languages=["cs"])
    town.service("Neví se")

    assert set(town.names(language="uk")) == {"Ukrajinsky", "Neví se"}


def test_barrier_free(town):
    town.service("Bez bariér", barrier_free=True)
    town.service("Schody", barrier_free=False)
    town.service("Neví se", barrier_free=None)

    assert set(town.names(barrier_free=True)) == {"Bez bariér", "Neví se"}


def test_free_places(town):
    now = timezone.now()
    town.service("Volno", free_places=2, free_places_reported_at=now)
    town.service("Plno", free_places=0, free_places_reported_at=now)
    town.service("Neví se")

    assert set(town.names(free_places=True)) == {"Volno", "Neví se"}


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (datetime(2026, 11, 25, 12, 0, tzinfo=PRAGUE), {"Ve dne", "Pořád", "Neví se"}),
        (datetime(2026, 11, 25, 23, 0, tzinfo=PRAGUE), {"Přes noc", "Pořád", "Neví se"}),
        (datetime(2026, 11, 26, 3, 0, tzinfo=PRAGUE), {"Přes noc", "Pořád", "Neví se"}),
        (datetime(2026, 11, 17, 12, 0, tzinfo=PRAGUE), {"Ve dne", "Přes noc", "Pořád", "Neví se"}),
    ],
    ids=["noon", "late evening", "before dawn", "a public holiday of which the hours say nothing"],
)
def test_open_now(town, now, found):
    town.service("Ve dne", opening_hours="Mo-Fr 08:00-16:00")
    town.service("Přes noc", opening_hours="Mo-Su 20:00-06:30")
    town.service("Pořád", opening_hours="24/7")
    town.service("Zavřeno o svátku", opening_hours="Sa 08:00-09:00; PH off")
    town.service("Neví se", opening_hours="")

    assert set(town.names(open_now=True, now=now)) == found


NOON = datetime(2030, 3, 6, 12, 0, tzinfo=PRAGUE)


def close(service, *, begins=NOON.day, ends=NOON.day, place=None):
    close_for_a_while(
        service,
        by=UserFactory(),
        facility=place,
        begins=NOON.date().replace(day=begins),
        ends=NOON.date().replace(day=ends),
        text="Malujeme.",
    )


@pytest.mark.parametrize(
    ("closed", "found"),
    [
        ((), {"Ve dne", "Neví se"}),
        (("Ve dne",), {"Neví se"}),
        (("Neví se",), {"Ve dne"}),
        (("Ve dne", "Neví se"), set()),
    ],
    ids=["none", "one", "one whose hours nobody knows", "all"],
)
def test_what_is_closed_for_a_while_is_not_open(town, closed, found):
    services = [town.service("Ve dne", opening_hours="Mo-Fr 08:00-16:00"), town.service("Neví se", opening_hours="")]
    for service in services:
        if service.name in closed:
            close(service)

    assert set(town.names(open_now=True, now=NOON)) == found
    assert town.ask(now=NOON).counts["ticks"]["open_now"] == len(found)
    assert town.ask(now=NOON, open_now=True).without["open_now"] == 2
    assert town.ask(now=NOON).total == 2


@pytest.mark.parametrize(
    ("begins", "ends", "is_open"), [(1, 5, True), (6, 6, False), (1, 6, False), (6, 9, False), (7, 9, True)]
)
def test_closed_from_the_first_day_to_the_last(town, begins, ends, is_open):
    close(town.service("Ve dne", opening_hours="Mo-Fr 08:00-16:00"), begins=begins, ends=ends)

    assert town.names(open_now=True, now=NOON) == (["Ve dne"] if is_open else [])


def test_a_closed_place_leaves_the_service_open_at_the_other(town):
    service = town.service("Dvě místa", opening_hours="24/7")
    first, other = service.facilities.get(), FacilityFactory(service=service, opening_hours="24/7")

    close(service, place=first)
    one_closed = town.ask(open_now=True, now=NOON)
    close(service, place=other)
    both_closed = town.ask(open_now=True, now=NOON)

    assert [hit.facility_id for hit in one_closed.found] == [other.pk]
    assert both_closed.total == 0


def test_opened_again_is_open(town):
    service = town.service("Ve dne", opening_hours="Mo-Fr 08:00-16:00")
    close(service)
    open_again(Closure.objects.get())

    assert town.names(open_now=True, now=NOON) == ["Ve dne"]


def test_what_is_closed_on_a_holiday_is_not_open_though_nobody_knows_its_hours(town):
    holiday = NOON.replace(month=5, day=1)
    service = town.service("Neví se", opening_hours="")
    close_for_a_while(
        service, by=UserFactory(), facility=None, begins=holiday.date(), ends=holiday.date(), text="Malujeme."
    )

    assert town.names(open_now=True, now=holiday) == []


def test_a_service_is_found_through_any_of_its_places(town):
    service = town.service("Dvě místa", barrier_free=False)
    FacilityFactory(service=service, barrier_free=True)
    indexing.refresh([service.pk])

    assert town.names(barrier_free=True) == ["Dvě místa"]
    assert town.ask().total == 1


def test_counts_beside_options_say_what_choosing_them_would_give(town):
    town.service("Doma", form="terenni", barrier_free=False)
    town.service("Docházet", form="ambulantni", barrier_free=True)
    town.service("Také docházet", form="ambulantni", barrier_free=False)

    counts = town.ask(barrier_free=True).counts
    by_form = town.ask(forms=("terenni",)).counts

    assert counts["forms"]["ambulantni"] == 1
    assert counts["forms"]["terenni"] == 0
    assert by_form["forms"] == {"terenni": 1, "ambulantni": 2, "pobytova": 0, "distancni": 0}
    assert by_form["kinds"] == {str(town.care.pk): 1}


def test_nothing_found_says_what_leaving_each_filter_out_would_give(town):
    town.service("Doma", form="terenni", barrier_free=False)
    town.service("Docházet", form="ambulantni", barrier_free=False)

    answer = town.ask(forms=("terenni",), barrier_free=True)

    assert answer.total == 0
    assert answer.without["barrier_free"] == 1
    assert answer.without["forms"] == 0


def test_ended_hidden_and_future_services_are_not_offered(town):
    today = timezone.localdate()
    town.service("Skončila", valid_until=today - timezone.timedelta(days=1))
    town.service("Začne", valid_from=today + timezone.timedelta(days=400))
    town.service("Skrytá", published=False)
    town.service("Poslední den", valid_until=today)

    assert town.names(now=timezone.localtime()) == ["Poslední den"]
