"""What a provider says and the public sees at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from catalogue import indexing
from catalogue.closing import period, sentence
from catalogue.live_facts import close_for_a_while, open_again, report_free_places
from catalogue.models import Closure, SearchCard
from sociopoint.typography import NBSP
from tests.factories import FacilityFactory, ServiceFactory, ServiceFormFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture
def service():
    service = ServiceFactory(name="Stacionář")
    ServiceFormFactory(service=service)
    FacilityFactory(service=service, name="Dům", opening_hours="24/7")
    indexing.refresh([service.pk])
    return service


def closed(service, *, begins=0, ends=3, place=None) -> Closure:
    today = timezone.localdate()
    return close_for_a_while(
        service,
        by=UserFactory(),
        facility=place,
        begins=today + timedelta(days=begins),
        ends=today + timedelta(days=ends),
        text="Stěhujeme se, volejte.",
    )


def page_of(client, service) -> str:
    return client.get(service.get_absolute_url()).content.decode().replace(NBSP, " ")


def found(client) -> str:
    return client.get("/sluzby/?q=stacionář").content.decode().replace(NBSP, " ")


def test_free_places_with_their_day_are_on_the_page_and_on_the_card(client, service):
    report_free_places(service, places=3, waiting_note="")

    today = timezone.localdate()
    said = f"3 volná místa (hlášeno {today.day}. {today.month}. {today.year})"
    assert said in page_of(client, service)
    assert said in found(client)


def test_no_free_place_is_said_too_and_unknown_again_says_nothing(client, service):
    report_free_places(service, places=0, waiting_note="tři měsíce")
    full = found(client)
    report_free_places(service, places=None, waiting_note="")

    assert "Teď plno (hlášeno" in full
    assert "hlášeno" not in found(client)


def test_a_closed_service_says_so_and_is_not_open(client, service):
    closed(service)

    page, card = page_of(client, service), found(client)

    assert "Stěhujeme se, volejte." in page
    assert "Dočasně zavřeno" in page
    assert "Otevřeno nepřetržitě" not in page
    assert "Zavřeno do" in card
    assert "Otevřeno" not in card.split("<ul>")[1].split("</ul>")[0]


def test_one_closed_place_is_told_on_the_page_and_on_the_card_that_shows_it(client, service):
    ends = closed(service, place=service.facilities.get()).ends

    page, card = page_of(client, service), found(client)

    assert "(Dům): Stěhujeme se" in page
    assert "Otevřeno nepřetržitě" not in page
    assert f"Dočasně zavřeno do {ends.day}. {ends.month}. {ends.year}" in card
    assert "Zavřeno do" not in card
    assert "Otevřeno nepřetržitě" not in card


def test_a_place_closed_elsewhere_leaves_the_card_of_the_open_one(client, service):
    other = FacilityFactory(service=service, name="Klub")
    closed(service, place=other)

    assert "Otevřeno nepřetržitě" in found(client)


def test_the_longer_of_two_closings_of_a_place_is_told(client, service):
    place = service.facilities.get()
    closed(service, place=place, ends=1)
    ends = closed(service, place=place, ends=9).ends
    closed(service, place=place, ends=4)

    assert f"Dočasně zavřeno do {ends.day}. {ends.month}. {ends.year}" in found(client)


def test_a_far_or_past_closing_is_not_told(client, service):
    closed(service, begins=60, ends=70)
    closed(service, begins=-5, ends=-1)

    assert "Stěhujeme se" not in page_of(client, service)


def test_opening_sooner_keeps_what_was_and_forgets_what_was_not(service):
    begun, to_come = closed(service, begins=-2), closed(service, begins=2)

    open_again(begun)
    open_again(to_come)

    assert list(Closure.objects.values_list("ends", flat=True)) == [timezone.localdate() - timedelta(days=1)]
    assert SearchCard.objects.get(pk=service.pk).content["closures"] == []


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        (date(2026, 11, 30), date(2026, 12, 5), "Zavřeno do 5. 12. 2026"),
        (date(2026, 12, 1), date(2026, 12, 1), "Dnes zavřeno"),
        (date(2026, 12, 24), date(2027, 1, 1), "Od 24. 12. 2026 do 1. 1. 2027 bude zavřeno"),
        (date(2026, 12, 24), date(2026, 12, 24), "24. 12. 2026 bude zavřeno"),
    ],
)
def test_a_closing_in_words(begins, ends, words):
    assert period(begins, ends, TODAY).replace(NBSP, " ") == words


def test_a_closing_tells_why_and_since_when_it_is_known():
    text = sentence(TODAY, TODAY, TODAY, place="Dům", text="Porucha", reported_on=TODAY)

    assert text.replace(NBSP, " ") == "Dnes zavřeno (Dům): Porucha (hlášeno 1. 12. 2026)"


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [({"ends": date(2020, 1, 1)}, "closure_ends_after_it_begins"), ({"text": ""}, "closure_says_why")],
)
def test_the_table_refuses(service, wrong, rule):
    closure = closed(service)

    with pytest.raises(IntegrityError, match=rule):
        Closure.objects.filter(pk=closure.pk).update(**wrong)
