"""Every answer against the official compiled schemas of HSDS 3.1, which are not ours to ship (CC BY-SA 4.0)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry

from catalogue.hsds.identity import identifier
from tests.factories import FacilityFactory, ServiceFactory

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "data" / "test-only" / "hsds-3.1"
needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason=f"NOT CHECKED: the official schemas of HSDS 3.1 are not in {SCHEMAS}"
)


def complaints(name: str, document: dict) -> list[str]:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


@pytest.fixture
def bare_service(db):
    """All that a record must have."""
    return FacilityFactory(service=ServiceFactory(name="Poradna")).service


@needs_schemas
@pytest.mark.parametrize(
    ("address", "schema"),
    [
        ("services", "service_list"),
        ("services?minimal=true", "service_list"),
        ("services?full=true", "service"),
        ("organizations", "organization_list"),
        ("organizations?full=true", "organization"),
        ("organizations?full_service=true", "organization"),
        ("service_at_locations", "service_at_location_list"),
        ("service_at_locations?full=true", "service_at_location"),
    ],
)
def test_each_item_of_a_list_is_valid(client, full_service, bare_service, address, schema):
    contents = client.get(f"/api/hsds/{address}").json()["contents"]

    assert len(contents) == 2
    assert [complaints(schema, item) for item in contents] == [[], []]


@needs_schemas
@pytest.mark.parametrize(
    ("path", "entity", "number"),
    [
        ("services", "service", lambda service: service.pk),
        ("organizations", "organization", lambda service: service.organisation_id),
        ("service_at_locations", "service_at_location", lambda service: service.facilities.get().pk),
    ],
)
def test_each_record_is_valid(client, full_service, bare_service, path, entity, number):
    found = [client.get(f"/api/hsds/{path}/{identifier(entity, number(one))}") for one in (full_service, bare_service)]

    assert [complaints(entity, response.json()) for response in found] == [[], []]


@needs_schemas
def test_the_check_itself_finds_what_is_wrong():
    assert complaints("service", {"id": "1", "name": None, "status": "asleep"})


def test_every_answer_is_what_our_own_description_says(client, full_service, bare_service):
    """With nothing that the description does not name: a property added without a word there fails."""
    described = client.get("/api/hsds/openapi.json").json()
    answers = {"/": client.get("/api/hsds/").json()}
    for name in [path[1:] for path in described["paths"] if path != "/" and "{" not in path]:
        answers[f"/{name}"] = client.get(f"/api/hsds/{name}").json()
        one = answers[f"/{name}"]["contents"][0]["id"]
        answers[f"/{name}/{{id}}"] = client.get(f"/api/hsds/{name}/{one}").json()

    assert set(answers) == set(described["paths"])
    for path, answer in answers.items():
        schema = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": described["components"]}
        validator = Draft202012Validator(whole, registry=Registry(), format_checker=FormatChecker())

        assert [error.message for error in validator.iter_errors(answer)] == [], path
