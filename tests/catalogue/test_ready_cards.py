"""Cards kept ready in a process say at once whatever changes, and the same in every process."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import translation

from catalogue import indexing, ready_cards
from catalogue.knowledge import knowledge
from catalogue.models import Precision, SearchCard, Service
from catalogue.reach import Origin
from catalogue.ready_cards import cards_of_services, shown_cards
from catalogue.search import Found
from tests.factories import FacilityFactory, PlaceFactory, ServiceFactory, ServiceFormFactory, ServiceKindFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Europe/Prague"))
NOWHERE = Origin("", None, None, None, (), None, is_asked=False)


@pytest.fixture
def service(monkeypatch) -> Service:
    monkeypatch.setattr(ready_cards, "_kept", {})
    service = ServiceFactory(name="Noclehárna", kind=ServiceKindFactory(name="Noclehárny"), source_year=2022)
    service.organisation.name = "Charita"
    service.organisation.save()
    ServiceFormFactory(service=service, form="ambulantni")
    FacilityFactory(
        service=service,
        place=PlaceFactory(name="Ostrava"),
        street="Zelená",
        house_number="1",
        lat=49.83,
        lon=18.28,
        precision=Precision.ADDRESS,
        opening_hours="Mo-Fr 08:00-16:00",
    )
    indexing.refresh([service.pk])
    return service


def found(service: Service) -> Found:
    digest = SearchCard.objects.get(pk=service.pk).digest
    return Found(service.pk, service.facilities.get().pk, service.kind_id, None, digest)


def html(service: Service, origin: Origin = NOWHERE, now: datetime = NOON) -> str:
    (card,) = shown_cards([found(service)], origin, knowledge(), now)
    return card.html.replace("\u00a0", " ")


def test_an_edit_shows_though_the_card_is_kept(service):
    assert "Charita" in html(service)

    service.organisation.name = "Armáda spásy"
    service.organisation.save()
    indexing.refresh_organisation(service.organisation_id)

    assert "Armáda spásy" in html(service)


def test_a_change_by_hand_in_sql_shows_too(service):
    html(service)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_searchcard SET content = jsonb_set(content, '{price}', '\"40 Kč za noc\"')")

    assert "40 Kč za noc" in html(service)


def test_a_new_name_of_the_kind_shows_though_the_card_is_the_same(service):
    html(service)

    service.kind.name = "Přespání"
    service.kind.save()

    assert "Přespání" in html(service)


def test_two_processes_agree_after_an_edit_in_one_of_them(service, monkeypatch):
    first, second = {}, {}
    monkeypatch.setattr(ready_cards, "_kept", first)
    html(service)
    monkeypatch.setattr(ready_cards, "_kept", second)
    service.summary = "Kde se vyspat v zimě."
    service.save()
    indexing.refresh([service.pk])
    in_second = html(service)

    monkeypatch.setattr(ready_cards, "_kept", first)

    assert html(service) == in_second
    assert "Kde se vyspat v zimě." in in_second


def test_a_kept_card_costs_no_query_and_a_new_one_costs_one(service, django_assert_num_queries):
    known, each = knowledge(), found(service)

    with django_assert_num_queries(1):
        shown_cards([each], NOWHERE, known, NOON)
    with django_assert_num_queries(0):
        shown_cards([each], NOWHERE, known, NOON)


def test_the_same_card_tells_each_person_their_own_way_and_hour(service):
    here = Origin("Ostrava", 49.83, 18.281, None, (), None, is_exact=True)
    there = replace(here, lat=49.95)

    assert '<li class="i-pin">Zelená 1, Ostrava, <strong>70 m od vás</strong></li>' in html(service, here)
    assert "<strong>13 km od vás</strong>" in html(service, there)
    assert '<li class="i-pin">Zelená 1, Ostrava</li>' in html(service)
    assert "Otevřeno do 16:00" in html(service)
    assert "Zavřeno, otevře zítra v 8:00" in html(service, now=NOON.replace(hour=20))


def test_of_help_at_home_a_card_says_whether_it_comes_and_no_kilometres(service):
    there = Origin("Opava", 49.94, 17.9, None, (), None)

    def line(comes: bool | None) -> str:
        (card,) = shown_cards([replace(found(service), comes=comes)], there, knowledge(), NOON)
        return card.html.replace("\u00a0", " ")

    assert '<li class="i-pin">Zelená 1, Ostrava, <strong>asi 30 km</strong></li>' in line(None)
    assert '<li class="i-pin">Ostrava, <strong>přijdou i k vám</strong></li>' in line(True)
    assert '<li class="i-pin">Ostrava, ověřte, že přijdou i k vám</li>' in line(False)


def test_the_age_of_the_facts_is_that_of_the_day(service):
    assert "Údaje z roku 2022, před cestou zavolejte" in html(service)
    assert "Údaj z roku 2022. Ověříme ho za vás." in html(service, now=NOON.replace(year=2030))


def test_each_language_has_its_own_card(service):
    service.kind.name_en = "Night shelter"
    service.kind.save()
    html(service)

    with translation.override("en"):
        assert "Night shelter" in html(service)
    assert "Noclehárny" in html(service)


def test_a_process_keeps_only_so_many_cards(service, monkeypatch):
    monkeypatch.setattr(ready_cards, "KEPT", 3)
    services = ServiceFactory.create_batch(8)
    indexing.refresh([each.pk for each in services])
    digests = list(SearchCard.objects.values_list("pk", "digest"))

    shown = cards_of_services(digests, NOWHERE, knowledge(), NOON)

    assert len(shown) == 9
    assert len(ready_cards._kept) == 3


def test_what_anybody_wrote_is_escaped(service):
    service.name = "<b>Noclehárna</b>"
    service.save()
    service.facilities.update(street="<i>Zelená</i>")
    indexing.refresh([service.pk])

    assert "<b>" not in html(service)
    assert "<i>Zelená" not in html(service)
    assert "&lt;b&gt;Noclehárna&lt;/b&gt;" in html(service)
