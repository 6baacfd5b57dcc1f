from __future__ import annotations

import datetime
import json
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from catalogue.hsds import answering
from catalogue.hsds.identity import NOBODY, identifier, number_of
from catalogue.hsds.taxonomies import TAXONOMIES, term_identifier
from catalogue.indexing import refresh
from catalogue.live_facts import close_for_a_while
from catalogue.models import Service
from situations.models import LifeSituation
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceKindFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ROOT = "/api/hsds"


def names(client, question: str) -> list[str]:
    return [item["name"] for item in client.get(f"{ROOT}/{question}").json()["contents"]]


def test_the_base_says_which_version_this_is_and_where_its_description_lies(client):
    found = client.get(f"{ROOT}/").json()

    assert found["version"] == "3.1"
    assert found["openapi_url"].endswith("/api/hsds/openapi.json")


def test_a_service_says_what_is_known_of_it(client, full_service):
    found = client.get(f"{ROOT}/services/{identifier('service', full_service.pk)}").json()

    assert found["name"] == "Pečovatelky"
    assert found["status"] == "active"
    assert found["phones"][0]["number"] == "+420599526912"
    assert found["organization"]["name"] == "Charita"
    assert found["fees_description"] == "nejvýš 165 Kč za hodinu"
    assert found["minimum_age"] == 27
    assert "maximum_age" not in found
    assert found["capacities"][0]["available"] == 3
    assert "Ne, když potřebujete péči v noci. Zkuste: odlehčovací službu" in found["eligibility_description"]
    terms = {attribute["taxonomy_term"]["code"] for attribute in found["attributes"]}
    assert terms == {"PS", "seniori", "pece-doma", "terenni", "high"}


def test_a_place_says_where_it_is_and_when_it_is_open(client, full_service):
    found = client.get(f"{ROOT}/services/{identifier('service', full_service.pk)}").json()["service_at_locations"][0]

    address = found["location"]["addresses"][0]
    assert (address["address_1"], address["city"], address["postal_code"]) == ("Zelená 1", "Ostrava", "70800")
    assert address["state_province"] == "Moravskoslezský kraj"
    assert found["location"]["external_identifier"] == "12345678"
    hours = [(one["byday"], one["opens_at"], one["closes_at"], one.get("notes")) for one in found["schedules"]]
    assert hours == [("MO,WE", "08:00", "12:00", None), ("FR", "13:00", "15:00", "po domluvě")]


def test_a_secret_place_is_nowhere(client):
    shelter = ServiceFactory(name="Azylový dům")
    FacilityFactory(service=shelter, name="Tajný dům", is_secret=True)
    refresh([shelter.pk])
    answers = [
        client.get(f"{ROOT}/services?full=true"),
        client.get(f"{ROOT}/services/{identifier('service', shelter.pk)}"),
        client.get(f"{ROOT}/service_at_locations?full=true"),
        client.get(f"{ROOT}/organizations?full_service=true"),
    ]

    assert all("Tajný dům" not in answer.content.decode() for answer in answers)
    assert "service_at_locations" not in answers[1].json()
    assert answers[2].json()["total_items"] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"published": False},
        {"valid_until": timezone.localdate() - datetime.timedelta(days=3)},
        {"valid_from": timezone.localdate() + datetime.timedelta(days=3)},
    ],
)
def test_what_is_not_offered_is_not_published(client, full_service, changed):
    Service.objects.filter(pk=full_service.pk).update(**{"valid_until": None} | changed)

    assert client.get(f"{ROOT}/services").json()["empty"] is True
    assert client.get(f"{ROOT}/service_at_locations").json()["empty"] is True
    assert client.get(f"{ROOT}/services/{identifier('service', full_service.pk)}").status_code == 404
    organisation = client.get(f"{ROOT}/organizations/{identifier('organization', full_service.organisation_id)}")
    assert "services" not in organisation.json()


def test_no_term_leads_to_a_topic_that_is_hidden(client, full_service):
    LifeSituation.objects.filter(slug="pece").update(published=False)

    terms = client.get(f"{ROOT}/taxonomy_terms?taxonomy_id={TAXONOMIES['situation'].id}").json()["contents"]
    service = client.get(f"{ROOT}/services/{identifier('service', full_service.pk)}").json()

    told = [one["taxonomy_term"] for one in service["attributes"] if one["taxonomy_term"]["code"] == "pece-doma"]
    assert [term["code"] for term in terms] == ["pece-doma"]
    assert all("parent_id" not in term for term in [*terms, *told])


def test_machines_are_told_what_is_closed_for_a_while(client, full_service):
    today = timezone.localdate()
    close_for_a_while(full_service, by=UserFactory(), facility=None, begins=today, ends=today, text="Malujeme.")

    found = client.get(f"{ROOT}/services/{identifier('service', full_service.pk)}").json()

    assert found["alert"].startswith("Dnes zavřeno: Malujeme.")
    assert "Poskytuje se do" in found["alert"]


def test_a_place_that_ends_between_two_readings_is_left_out(client, full_service, monkeypatch):
    monkeypatch.setattr("catalogue.hsds.records.services", lambda numbers: [])

    for question in ("", "?full=true", "?format=ndjson"):
        response = client.get(f"{ROOT}/service_at_locations{question}")
        assert response.status_code == 200
        assert "Zelená" not in response.getvalue().decode()


def test_a_missing_database_is_told_to_machines_as_json(client, monkeypatch):
    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("catalogue.hsds.answering.seconds_to_wait", gone)

    response = client.get(f"{ROOT}/services")

    assert (response.status_code, response.json()["status"], response["Retry-After"]) == (503, 503, "30")


def test_internal_notes_stay_inside(client, full_service):
    Service.objects.filter(pk=full_service.pk).update(internal_note="Volat po deváté.")

    assert "deváté" not in client.get(f"{ROOT}/services/{identifier('service', full_service.pk)}").content.decode()


def test_a_position_that_is_only_the_middle_of_a_town_is_left_out(client):
    FacilityFactory(lat=49.8, lon=18.2, precision="city")

    assert "latitude" not in client.get(f"{ROOT}/service_at_locations?full=true").json()["contents"][0]["location"]


def test_an_address_that_no_machine_would_take_is_left_out(client):
    contact = ContactFactory(kind="email", value="napište nám")

    assert "email" not in client.get(f"{ROOT}/services/{identifier('service', contact.service_id)}").json()


def test_identifiers_are_uuids_of_version_five_that_stay():
    assert UUID(identifier("service", 1)).version == 5
    assert identifier("service", 1) == identifier("service", 1)
    assert len({identifier("service", 1), identifier("service", 2), identifier("organization", 1)}) == 3


def test_an_identifier_made_after_the_first_look_is_found_too():
    first = ServiceFactory()
    assert number_of("service", UUID(identifier("service", first.pk))) == first.pk
    second = ServiceFactory()

    assert number_of("service", UUID(identifier("service", second.pk))) == second.pk
    assert number_of("service", uuid4()) == NOBODY


def test_pages_follow_one_another(client):
    services = ServiceFactory.create_batch(5)
    pages = [client.get(f"{ROOT}/services?per_page=2&page={page}").json() for page in (1, 2, 3, 4)]

    assert [page["size"] for page in pages] == [2, 2, 1, 0]
    assert [page["first_page"] for page in pages] == [True, False, False, False]
    assert [page["last_page"] for page in pages] == [False, False, True, True]
    assert {page["total_items"] for page in pages} == {5}
    found = [item["id"] for page in pages for item in page["contents"]]
    assert found == [identifier("service", service.pk) for service in services]


def test_lines_hold_everything_one_a_line(client, monkeypatch):
    monkeypatch.setattr(answering, "BATCH", 2)
    ServiceFactory.create_batch(5)
    response = client.get(f"{ROOT}/services?format=ndjson&minimal=true")
    lines = b"".join(response.streaming_content).decode().splitlines()

    assert response["Content-Type"].startswith("application/x-ndjson")
    assert len({json.loads(line)["id"] for line in lines}) == 5


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (lambda s: "services?search=pečovatelku", ["Pečovatelky"]),
        (lambda s: "services?search=potapeni", []),
        (lambda s: "services?search=a", []),
        (lambda s: f"services?organization_id={identifier('organization', s.organisation_id)}", ["Pečovatelky"]),
        (lambda s: f"services?organization_id={uuid4()}", []),
        (lambda s: f"services?taxonomy_term_id={term_identifier('kind', 'PS')}", ["Pečovatelky"]),
        (lambda s: f"services?taxonomy_term_id={term_identifier('kind', 'JINE')}", ["Jiná"]),
        (lambda s: f"services?taxonomy_term_id={term_identifier('group', 'seniori')}", ["Pečovatelky"]),
        (lambda s: f"services?taxonomy_term_id={term_identifier('situation', 'pece-doma')}", ["Pečovatelky"]),
        (lambda s: f"services?taxonomy_term_id={term_identifier('form', 'terenni')}", ["Pečovatelky"]),
        (lambda s: f"services?taxonomy_term_id={term_identifier('form', 'pobytova')}", []),
        (lambda s: f"services?taxonomy_term_id={term_identifier('certainty', 'high')}", ["Pečovatelky"]),
        (lambda s: f"services?taxonomy_term_id={uuid4()}", []),
        (lambda s: f"services?taxonomy_id={TAXONOMIES['kind'].id}", ["Pečovatelky", "Jiná"]),
        (lambda s: f"services?taxonomy_id={TAXONOMIES['group'].id}", ["Pečovatelky"]),
        (lambda s: f"services?taxonomy_id={TAXONOMIES['situation'].id}", ["Pečovatelky"]),
        (lambda s: f"services?taxonomy_id={uuid4()}", []),
        (lambda s: f"services?search=pomůžou&taxonomy_term_id={term_identifier('kind', 'JINE')}", []),
        (lambda s: "organizations?search=char", ["Charita"]),
        (lambda s: f"organizations?taxonomy_term_id={term_identifier('kind', 'PS')}", ["Charita"]),
        (lambda s: f"taxonomy_terms?taxonomy_id={TAXONOMIES['group'].id}", ["Senioři"]),
        (lambda s: f"taxonomy_terms?parent_id={term_identifier('situation', 'pece')}", ["Potřebuje pomoc doma"]),
        (lambda s: f"taxonomy_terms?taxonomy_id={TAXONOMIES['situation'].id}&top_only=true", ["Starám se o blízkého"]),
    ],
)
def test_a_filter_finds_what_it_says(client, full_service, question, found):
    other = ServiceFactory(name="Jiná", kind=ServiceKindFactory(code="JINE"))
    refresh([other.pk])

    assert names(client, question(full_service)) == found


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("postcode=708%2000", 1),
        ("postcode=70800&proximity=2000", 1),
        ("postcode=70200&proximity=2000", 0),
        ("postcode=70200&proximity=20000", 1),
        ("postcode=99999&proximity=20000", 0),
    ],
)
def test_places_are_found_by_postcode_and_distance(client, full_service, question, count):
    PlaceFactory(kind="postcode", name="70800", postcodes=["70800"], lat=49.832, lon=18.172)
    PlaceFactory(kind="postcode", name="70200", postcodes=["70200"], lat=49.84, lon=18.29)

    assert client.get(f"{ROOT}/service_at_locations?{question}").json()["total_items"] == count


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ("services?page=0", "page"),
        ("services?page=nula", "page"),
        ("services?per_page=1000", "per_page"),
        ("services?format=xml", "format"),
        ("services?organization_id=5", "organization_id"),
        ("services?taxonomy_term_id=%00", "taxonomy_term_id"),
        ("services?search=%00", "search"),
        ("services?kraj=1", ""),
        ("services?modified_after=loni", "modified_after"),
        ("organizations?search=" + "a" * 500, "search"),
        ("service_at_locations?postcode=abc", "postcode"),
        ("service_at_locations?proximity=100", "proximity"),
        ("taxonomy_terms?parent_id=x", "parent_id"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(client, question, parameter):
    response = client.get(f"{ROOT}/{question}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [parameter]


@pytest.mark.parametrize("path", ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"])
def test_what_does_not_exist_is_404_in_json(client, path):
    response = client.get(f"{ROOT}/{path}/{uuid4()}")

    assert response.status_code == 404
    assert response.json()["errors"] == {"": ["Nic takového tu není, nebo už se neposkytuje."]}


@pytest.mark.parametrize("path", ["nic", "services/nic", "services/nic/dal.json", "openapi.json.bak"])
def test_an_address_that_is_none_is_404_in_json(client, path):
    response = client.get(f"{ROOT}/{path}")

    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (404, "*")
    assert response.json()["errors"] == {"": ["Nic takového tu není, nebo už se neposkytuje."]}


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("services/?search=p%C3%A9%C4%8De", "services?search=p%C3%A9%C4%8De"),
        ("openapi.json/", "openapi.json"),
        ("nic//", "nic"),
        ("/jinam.example/", "/jinam.example"),
    ],
)
def test_a_slash_at_the_end_leads_to_the_address_without_it(client, asked, led_to):
    response = client.get(f"{ROOT}/{asked}")

    assert (response.status_code, response["Location"]) == (301, f"{ROOT}/{led_to}")


def test_a_page_of_any_site_may_read_it(client):
    asked, answered = client.options(f"{ROOT}/services"), client.get(f"{ROOT}/services")

    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert asked["Access-Control-Allow-Origin"] == answered["Access-Control-Allow-Origin"] == "*"
    assert not answered.cookies


def test_nothing_can_be_written(client):
    assert client.post(f"{ROOT}/services").status_code == 405


def test_an_unchanged_answer_is_not_sent_again(client, full_service):
    address = f"{ROOT}/services/{identifier('service', full_service.pk)}"
    etag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_one_machine_may_not_take_all_the_time(client, monkeypatch):
    monkeypatch.setattr(answering, "MOST_ASKED", 2)
    monkeypatch.setattr(answering, "MOST_ASKED_SECONDS", 40)
    answers = [client.get(f"{ROOT}/services") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 30 < int(answers[2]["Retry-After"]) <= 40


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("services", 4),
        ("services?full=true", 4),
        ("organizations", 4),
        ("organizations?full_service=true", 6),
        ("service_at_locations?full=true", 5),
        ("taxonomy_terms", 4),
    ],
)
def test_a_page_costs_the_same_for_one_record_as_for_three(
    client, full_service, django_assert_num_queries, address, queries, many
):
    refresh([FacilityFactory().service_id for _ in range(many)])
    client.get(f"{ROOT}/")  # the first of a day makes the day's key

    with django_assert_num_queries(queries):
        response = client.get(f"{ROOT}/{address}")

    assert response.status_code == 200
