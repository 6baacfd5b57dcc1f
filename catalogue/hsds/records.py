"""Everything published about a service or an organisation, by one statement for a whole page of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection

from catalogue.json_rows import array, names, read_all, rows
from catalogue.models.facilities import address_line


@dataclass(frozen=True, slots=True)
class ContactRecord:
    id: int
    kind: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class LocationRecord:
    """A place of a service, or an organisation's own address; a secret place never gets here."""

    id: int
    name: str
    street: str
    house_number: str
    address_note: str
    postcode: str
    address_point: int | None
    lat: float | None
    lon: float | None
    precision: str
    opening_hours: str
    barrier_free: bool | None
    barrier_free_note: str
    transport_stop: str
    place: str
    municipality: str
    region: str

    @property
    def address(self) -> str:
        return address_line(self.street, self.house_number)


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A row of one of our code lists as a term of a taxonomy."""

    taxonomy: str
    code: str
    name: str
    description: str
    parent: str


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    id: int
    slug: str
    name: str
    kind: str
    ico: str
    competence: str
    contacts: list[ContactRecord]
    own_location: LocationRecord


@dataclass(frozen=True, slots=True)
class AreaRecord:
    id: int
    name: str
    context: str


@dataclass(frozen=True, slots=True)
class ExclusionRecord:
    need: str
    instead: str


@dataclass(frozen=True, slots=True)
class ClosureRecord:
    """Days as in ISO 8601; `facility` is None where the whole service is closed."""

    facility: str | None
    begins: str
    ends: str
    text: str
    reported_at: str


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    id: int
    slug: str
    name: str
    summary: str
    for_whom: str
    how_to_start: str
    what_to_bring: str
    free_of_charge: bool | None
    price_note: str
    age_from: int | None
    age_to: int | None
    languages: list[str]
    note: str
    free_places: int | None
    free_places_reported_at: str | None
    waiting_note: str
    valid_until: str | None
    certainty: str
    source_year: int | None
    verified_on: str | None
    last_modified: str | None
    kind_summary: str
    kind_for_whom: str
    kind_start_hint: str
    kind_bring_hint: str
    is_free_by_law: bool | None
    organisation: OrganisationRecord
    contacts: list[ContactRecord]
    terms: list[TermRecord]
    forms: list[str]
    exclusions: list[ExclusionRecord]
    locations: list[LocationRecord]
    areas: list[AreaRecord]
    closures: list[ClosureRecord]


Record = TypeVar("Record")


def services(numbers: Sequence[int]) -> list[ServiceRecord]:
    """In the order of the numbers. One query, none for no numbers."""
    return _read(_SERVICES, numbers, _service)


def organisations(numbers: Sequence[int]) -> list[OrganisationRecord]:
    """In the order of the numbers. One query, none for no numbers."""
    return _read(_ORGANISATIONS, numbers, _organisation)


def _read(statement: str, numbers: Sequence[int], make: Callable[[list[Any]], Record]) -> list[Record]:
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(numbers)])
        found = {row["id"]: row["record"] for row in (json.loads(text) for (text,) in cursor.fetchall())}
    return [make(found[number]) for number in numbers if number in found]


def _organisation(values: list[Any]) -> OrganisationRecord:
    row = dict(zip(names(OrganisationRecord), values, strict=True))
    row |= {"contacts": read_all(ContactRecord, row["contacts"]), "own_location": LocationRecord(*row["own_location"])}
    return OrganisationRecord(**row)


def _service(values: list[Any]) -> ServiceRecord:
    row = dict(zip(names(ServiceRecord), values, strict=True))
    row |= {
        "organisation": _organisation(row["organisation"]),
        "contacts": read_all(ContactRecord, row["contacts"]),
        "terms": [term for list_of in row["terms"] for term in read_all(TermRecord, list_of)],
        "forms": row["forms"] or [],
        "exclusions": read_all(ExclusionRecord, row["exclusions"]),
        "locations": read_all(LocationRecord, row["locations"]),
        "areas": read_all(AreaRecord, row["areas"]),
        "closures": read_all(ClosureRecord, row["closures"]),
    }
    return ServiceRecord(**row)


_TODAY = "(now() AT TIME ZONE 'Europe/Prague')::date"


def _above(kind: str) -> str:
    return f"coalesce((SELECT m.name FROM catalogue_place m WHERE m.id = ANY(p.lineage) AND m.kind = '{kind}'), '')"  # noqa: S608


_WITHIN = {"place": "coalesce(p.name, '')", "municipality": _above("municipality"), "region": _above("region")}
_LOCATION = array(LocationRecord, "f", **_WITHIN)
_OWN_LOCATION = (
    "(SELECT "  # noqa: S608  our own tables
    + array(
        LocationRecord,
        "o",
        name="''",
        address_note="''",
        address_point="NULL",
        lat="NULL",
        lon="NULL",
        precision="'unknown'",
        barrier_free="NULL",
        barrier_free_note="''",
        transport_stop="''",
        **_WITHIN,
    )
    + " FROM (SELECT 1) one LEFT JOIN catalogue_place p ON p.id = o.place_id)"
)
_CONTACTS = "catalogue_contact c WHERE c"
_ORGANISATION = array(
    OrganisationRecord,
    "o",
    contacts=rows(array(ContactRecord, "c"), f"{_CONTACTS}.organisation_id = o.id", 'c."order", c.id'),
    own_location=_OWN_LOCATION,
)
_KIND_TERM = array(
    TermRecord, "k", taxonomy="'kind'", description="k.official_name", parent="''", code="k.code", name="k.name"
)
_FURTHER_KINDS = "catalogue_service_further_kinds m JOIN catalogue_servicekind f ON f.id = m.servicekind_id WHERE m.service_id = s.id"
_FURTHER_KIND_TERM = array(
    TermRecord, "f", taxonomy="'kind'", description="f.official_name", parent="''", code="f.code", name="f.name"
)
_GROUP_TERM = array(TermRecord, "t", taxonomy="'group'", name="t.label", description="t.name", parent="''")
_SITUATION_TERM = array(
    TermRecord,
    "t",
    taxonomy="'situation'",
    code="t.slug",
    description="t.lead",
    parent="coalesce((SELECT u.slug FROM situations_lifesituation u WHERE u.id = t.parent_id AND u.published), '')",
)
_TERMS = (
    "json_build_array("
    f"CASE WHEN k.id IS NOT NULL THEN json_build_array({_KIND_TERM}) END, "
    + rows(
        _FURTHER_KIND_TERM,
        _FURTHER_KINDS,
        'f."order", f.name',
    )
    + ", "
    + rows(
        _GROUP_TERM,
        "catalogue_service_target_groups g JOIN catalogue_targetgroup t ON t.id = g.targetgroup_id"
        " WHERE g.service_id = s.id",
        't."order", t.name',
    )
    + ", "
    + rows(
        _SITUATION_TERM, "situations_lifesituation t WHERE t.id = ANY(n.situations) AND t.published", 't."order", t.id'
    )
    + ")"
)


def _exclusions_of(table: str, owner: str) -> str:
    joins = f"{table} x LEFT JOIN catalogue_servicekind i ON i.id = x.instead_kind_id"
    return rows(
        array(ExclusionRecord, "x", instead="coalesce(nullif(x.instead_text, ''), i.name, '')"),
        f"{joins} WHERE {owner}",
        'x."order", x.id',
    )


_NOT_DONE_AS_ANOTHER_KIND = (
    f"x.kind_id = s.kind_id AND NOT EXISTS (SELECT FROM {_FURTHER_KINDS} AND f.id = x.instead_kind_id)"
)
_SERVICE = array(
    ServiceRecord,
    "s",
    last_modified="h.changed_at",
    kind_summary="coalesce(k.summary, '')",
    kind_for_whom="coalesce(k.for_whom, '')",
    kind_start_hint="coalesce(k.start_hint, '')",
    kind_bring_hint="coalesce(k.bring_hint, '')",
    is_free_by_law=f"k.is_free_by_law AND NOT EXISTS (SELECT FROM {_FURTHER_KINDS} AND f.is_free_by_law IS NOT TRUE)",
    organisation=_ORGANISATION,
    contacts=rows(array(ContactRecord, "c"), f"{_CONTACTS}.service_id = s.id", 'c."order", c.id'),
    terms=_TERMS,
    forms=rows("f.form", "catalogue_serviceform f WHERE f.service_id = s.id", "f.id"),
    exclusions=f"coalesce({_exclusions_of('catalogue_exclusion', 'x.service_id = s.id')},"
    f" {_exclusions_of('catalogue_kindguidance', _NOT_DONE_AS_ANOTHER_KIND)})",
    locations=rows(
        _LOCATION,
        "catalogue_facility f LEFT JOIN catalogue_place p ON p.id = f.place_id WHERE f.service_id = s.id AND NOT f.is_secret"
        f" AND coalesce(f.provided_from, '-infinity') <= {_TODAY} AND coalesce(f.provided_until, 'infinity') >= {_TODAY}",
        'f."order", f.id',
    ),
    areas=rows(
        array(AreaRecord, "p"),
        "catalogue_service_area_served a JOIN catalogue_place p ON p.id = a.place_id WHERE a.service_id = s.id",
        "p.name, p.id",
    ),
    closures=rows(
        array(
            ClosureRecord,
            "c",
            facility="(SELECT CASE WHEN f.is_secret THEN '' ELSE coalesce(nullif(f.name, ''),"
            " concat_ws(' ', f.street, f.house_number)) END FROM catalogue_facility f WHERE f.id = c.facility_id)",
            reported_at="(c.reported_at AT TIME ZONE 'Europe/Prague')::date",
        ),
        f"catalogue_closure c WHERE c.service_id = s.id AND c.ends >= {_TODAY}",
        "c.begins, c.id",
    ),
)
_SERVICES = (
    f"SELECT json_build_object('id', s.id, 'record', {_SERVICE})::text"  # noqa: S608
    " FROM catalogue_service s JOIN catalogue_organisation o ON o.id = s.organisation_id"
    " LEFT JOIN catalogue_servicekind k ON k.id = s.kind_id"
    " LEFT JOIN catalogue_searchservice n ON n.service_id = s.id"
    " LEFT JOIN catalogue_publishedservice h ON h.service_id = s.id WHERE s.id = ANY(%s)"
)
_ORGANISATIONS = (
    f"SELECT json_build_object('id', o.id, 'record', {_ORGANISATION})::text"  # noqa: S608
    " FROM catalogue_organisation o WHERE o.id = ANY(%s)"
)
