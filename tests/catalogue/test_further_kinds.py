"""What people and machines read of a service that helps in several ways."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from catalogue import indexing
from catalogue.hsds.taxonomies import TAXONOMIES, term_identifier
from catalogue.knowledge import knowledge
from catalogue.models import FormOfCare, KindGuidance, ServiceKind, SituationKind
from catalogue.offline.copies import is_private
from catalogue.open_files import make_files
from catalogue.service_facts import facts_of_services
from catalogue.structured_data import service_thing
from tests.catalogue.hsds.test_hsds import ROOT, names
from tests.catalogue.test_open_files import table
from tests.factories import LifeSituationFactory, ServiceFactory, ServiceFormFactory, ServiceKindFactory

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 26, 3, 30, tzinfo=ZoneInfo("Europe/Prague"))


@pytest.fixture
def service():
    care = ServiceKindFactory(code="PS", name="Pečovatelská služba", name_en="Home care", order=1)
    service = ServiceFactory(name="Pečovatelky", kind=care)
    service.further_kinds.set(
        [
            ServiceKindFactory(code="OA", name="Osobní asistence", name_en="Personal assistance", order=2),
            ServiceKindFactory(code="ODL", name="Odlehčovací služba", name_en="Respite care", order=3),
        ]
    )
    indexing.refresh([service.pk])
    return service


def test_its_page_says_them_after_the_main_one(client, service):
    page = client.get(service.get_absolute_url()).content.decode().replace("\u00a0", " ")
    in_english = client.get(f"/en{service.get_absolute_url()}").content.decode().replace("\u00a0", " ")

    assert '<p class="muted">Dále pomáhá jako: Osobní asistence, odlehčovací služba</p>' in page
    assert "Also helps as: Personal assistance, respite care" in in_english


def test_what_it_also_helps_as_is_not_among_what_it_is_not_for(client, service):
    assistance, home = ServiceKind.objects.get(code="OA"), ServiceKindFactory(name="Domov pro seniory")
    KindGuidance.objects.create(kind=service.kind, need="někoho na celou noc", instead_kind=assistance)
    KindGuidance.objects.create(kind=service.kind, need="bydlení s péčí", instead_kind=home)
    KindGuidance.objects.create(kind=service.kind, need="injekce", instead_text="svého lékaře")

    page = client.get(service.get_absolute_url()).content.decode().replace("\u00a0", " ")
    machines = client.get(f"{ROOT}/services?full=true").json()["contents"][0]["eligibility_description"]

    needs = ("někoho na celou noc", "bydlení s péčí", "injekce")
    assert [need in page for need in needs] == [need in machines for need in needs] == [False, True, True]


@pytest.mark.parametrize(("of_respite", "is_free"), [(True, True), (False, False), (None, False)])
def test_it_is_free_by_law_only_where_each_of_its_kinds_is(client, service, of_respite, is_free):
    ServiceKind.objects.update(is_free_by_law=True)
    ServiceKind.objects.filter(code="ODL").update(is_free_by_law=of_respite)
    indexing.refresh([service.pk])

    page = client.get(service.get_absolute_url()).content.decode().replace("\u00a0", " ")
    (machines,) = client.get(f"{ROOT}/services?full=true").json()["contents"]
    facts = facts_of_services([service.pk], NIGHT.date())[service.pk]

    assert ("Nevíme, zeptejte se předem." in page) is not is_free
    assert ("fees_description" in machines, "offers" in service_thing(facts, NIGHT.date())) == (is_free, is_free)
    assert service.card.content["free"] is (is_free or None)


def test_a_line_that_also_receives_people_is_not_only_on_the_phone():
    service = ServiceFactory(kind=ServiceKindFactory(usual_forms=["distancni"]))
    ServiceFormFactory(service=service, form="ambulantni")
    forms = []

    for further in ([], [ServiceKindFactory(usual_forms=["ambulantni"])]):
        service.further_kinds.set(further)
        indexing.refresh([service.pk])
        facts = facts_of_services([service.pk], NIGHT.date())[service.pk]
        forms.append((facts.given_forms, service.searched.forms))
        service.refresh_from_db()

    assert forms == [([form], form.bit) for form in (FormOfCare.REMOTE, FormOfCare.AMBULATORY)]


def test_a_service_of_one_kind_says_nothing_of_others(client):
    service = ServiceFactory()

    assert "Dále pomáhá jako" not in client.get(service.get_absolute_url()).content.decode()


def test_its_card_says_all_its_kinds(client, service):
    card = client.get("/sluzby/", {"q": "Pečovatelky"}).content.decode().replace("\u00a0", " ")

    assert "Pečovatelská služba, osobní asistence, odlehčovací služba" in card
    assert card.count(f'data-service="{service.pk}"') == 1


@pytest.mark.parametrize("code", ["PS", "OA", "ODL"])
def test_machines_find_it_by_each_of_them_once(client, service, code):
    ServiceFactory(name="Jiná", kind=ServiceKindFactory(code="NOC"))

    assert names(client, f"services?taxonomy_term_id={term_identifier('kind', code)}") == ["Pečovatelky"]


def test_machines_that_ask_for_any_kind_get_it_once(client, service):
    assert names(client, f"services?taxonomy_id={TAXONOMIES['kind'].id}") == ["Pečovatelky"]


def test_machines_read_an_attribute_for_each_kind_the_main_one_first(client, service):
    (found,) = client.get(f"{ROOT}/services?full=true").json()["contents"]
    terms = [one["taxonomy_term"] for one in found["attributes"]]

    assert [term["code"] for term in terms if term["taxonomy"] == TAXONOMIES["kind"].name] == ["PS", "OA", "ODL"]


def test_the_table_of_open_data_names_them_all(client, service):
    make_files(NIGHT)

    assert [row["druh_sluzby"] for row in table(client)] == [
        "Pečovatelská služba, Osobní asistence, Odlehčovací služba"
    ]


def test_a_phone_keeps_no_page_of_one_whose_further_kind_could_betray_somebody(service):
    shelter = ServiceKindFactory(code="AD", order=9)
    danger = LifeSituationFactory(is_sensitive=True)
    SituationKind.objects.create(situation=danger, kind=shelter, order=0)
    before = is_private(facts_of_services([service.pk], NIGHT.date())[service.pk], knowledge())
    service.further_kinds.add(shelter)

    facts = facts_of_services([service.pk], NIGHT.date())[service.pk]

    assert (before, is_private(facts, knowledge())) == (False, True)
