"""All that the page of one service is made of, by one statement that gives it as JSON.

The text of the answer is also the page's version: as long as it is the same to the letter, so is the page. Whoever changes a
fact, by the admin, by an import or by hand in SQL, need not tell anybody.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from catalogue.json_rows import LARGEST_NUMBER, REGISTER_DATE, array, names, read_all, rows
from catalogue.models import FormOfCare, Place
from catalogue.models.facilities import address_line
from catalogue.models.services import forms_as_met
from sociopoint.prepared import PreparedStatement

CARE_ALLOWANCE = "prispevek-na-peci"  # the life situation that explains the money paid care can be paid from
AGREEMENTS = (
    "(SELECT coalesce(max(v.number), 0) FROM sociopoint_version v WHERE v.name IN ('competences', 'lexicon')"
    " AND EXISTS (SELECT FROM sociopoint_version c WHERE c.name = 'competences'))"
)
"""When what the network agreed on last changed, or the names of situations in it; 0 while nothing was ever agreed."""

PEOPLE = "(SELECT coalesce(max(v.number), 0) FROM sociopoint_version v WHERE v.name = 'people')"
"""When people of the network, some of whom anybody may call, last changed; 0 while there were never any."""


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    id: int
    slug: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContactFacts:
    kind: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class GroupFacts:
    label: str
    label_en: str
    label_uk: str


@dataclass(frozen=True, slots=True)
class CapacityFacts:
    form: str
    unit: str
    count: int
    note: str


@dataclass(frozen=True, slots=True)
class ExclusionFacts:
    """For what a service, or any of its kind, is not; and the kind, the service or the words that lead on."""

    need: str
    instead_text: str
    kind_section: str | None
    kind_code: str | None
    name: str | None
    name_en: str | None
    name_uk: str | None
    service_id: int | None
    service_slug: str | None
    service_name: str | None


@dataclass(frozen=True, slots=True)
class SituationFacts:
    slug: str
    name: str
    name_en: str
    name_uk: str


@dataclass(frozen=True, slots=True)
class KindFacts:
    section: str
    code: str
    category: str
    name: str
    name_en: str
    name_uk: str
    official_name: str
    summary: str
    start_hint: str
    bring_hint: str
    for_whom: str
    is_free_by_law: bool | None
    usual_forms: list[str]
    guidance: list[ExclusionFacts]


@dataclass(frozen=True, slots=True)
class FurtherKindFacts:
    """What it does beside its main kind."""

    code: str
    name: str
    name_en: str
    name_uk: str
    is_free_by_law: bool | None
    usual_forms: list[str]


@dataclass(frozen=True, slots=True)
class FacilityFacts:
    id: int
    name: str
    is_secret: bool
    street: str
    house_number: str
    address_note: str
    postcode: str
    lat: float | None
    precision: str
    opening_hours: str
    barrier_free: bool | None
    barrier_free_note: str
    transport_stop: str
    provided_until: str | None
    place: str
    place_kind: str
    place_context: str

    @property
    def address(self) -> str:
        return address_line(self.street, self.house_number)

    def is_given_on(self, day: date) -> bool:
        return self.provided_until is None or self.provided_until >= day.isoformat()


@dataclass(frozen=True, slots=True)
class ClosureFacts:
    """Closed for a while; `facility` None means the whole service. Days as in ISO 8601."""

    facility_id: int | None
    facility: str | None
    begins: str
    ends: str
    text: str
    reported_at: str


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    id: int
    slug: str
    name: str
    record_type: str
    summary: str
    for_whom: str
    how_to_start: str
    how_to_start_easy: str
    what_to_bring: str
    free_of_charge: bool | None
    price_note: str
    anonymous: bool | None
    age_from: int | None
    age_to: int | None
    languages: list[str]
    note: str
    free_places: int | None
    free_places_reported_at: datetime | None
    waiting_note: str
    valid_from: date | None
    valid_until: date | None
    source_url: str
    source_year: int | None
    certainty: str
    verified_on: str | None
    organisation: OrganisationFacts
    kind: KindFacts | None
    further_kinds: list[FurtherKindFacts]
    contacts: list[ContactFacts]
    organisation_contacts: list[ContactFacts]
    groups: list[GroupFacts]
    forms: list[str]
    capacities: list[CapacityFacts]
    exclusions: list[ExclusionFacts]
    facilities: list[FacilityFacts]
    area_served: list[str]
    situations: list[SituationFacts]
    closures: list[ClosureFacts]
    care_allowance: bool  # whether the situation that explains it is published
    register_date: date | None
    agreements: int  # a version, see AGREEMENTS: the page is made anew when it changes
    people: int  # the same, see PEOPLE

    @property
    def given_forms(self) -> list[FormOfCare]:
        usual = (form for kind in (self.kind, *self.further_kinds) if kind for form in kind.usual_forms)
        return forms_as_met(self.forms, usual)

    @property
    def not_for(self) -> list[ExclusionFacts]:
        """Its own words, else those of its main kind, but for what it does as another kind."""
        if self.exclusions or self.kind is None:
            return self.exclusions
        also = {kind.code for kind in self.further_kinds}
        return [row for row in self.kind.guidance if row.kind_code not in also]

    @property
    def is_free_by_law(self) -> bool:
        """As each of its kinds: advice costs nothing, care beside it may (§ 72 of Act 108/2006)."""
        free = self.kind is not None and bool(self.kind.is_free_by_law)
        return free and all(kind.is_free_by_law for kind in self.further_kinds)

    @property
    def is_a_home(self) -> bool:
        """People live there and nobody comes for the day: hours say nothing of it."""
        return FormOfCare.RESIDENTIAL in self.given_forms and FormOfCare.AMBULATORY not in self.given_forms

    def is_over_on(self, day: date) -> bool:
        """Nobody may be sent there any longer."""
        return self.valid_until is not None and self.valid_until < day

    def is_closed_on(self, day: date) -> bool:
        """For a while, all of it or the place whose hours are told first."""
        told_first, today = {None, *(place.id for place in self.facilities[:1])}, day.isoformat()
        return any(one.facility_id in told_first and one.begins <= today <= one.ends for one in self.closures)


def service_facts_text(pk: int) -> bytes | None:
    """The facts of a published service as JSON, None where there is no such. One query."""
    row = _STATEMENT.first_row(pk) if pk <= LARGEST_NUMBER else None
    if row is None:
        return None
    text: str = row[0]
    return text.encode()


def facts_of_services(pks: Collection[int], day: date) -> dict[int, ServiceFacts]:
    """The facts of each published service among them, by its number. One query, none for no services."""
    if not pks:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT_OF_MANY, [list(pks)])
        found = [read_service_facts(text.encode(), day) for (text,) in cursor.fetchall()]
    return {facts.id: facts for facts in found}


def facts_and_reach(pks: Collection[int], day: date, home: Place) -> tuple[dict[int, ServiceFacts], set[int]]:
    """The same, and which of them come to people in that place: their area holds it, or lies in it. One query."""
    if not pks:
        return {}, set()
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT_OF_MANY_WITH_REACH, [home.lineage, home.pk, list(pks)])
        found = [(read_service_facts(text.encode(), day), comes) for text, comes in cursor.fetchall()]
    return {facts.id: facts for facts, _comes in found}, {facts.id for facts, comes in found if comes}


def read_service_facts(text: bytes, day: date) -> ServiceFacts:
    """The facts with the places where the service is still given on that day."""
    row: dict[str, Any] = dict(zip(names(ServiceFacts), json.loads(text), strict=True))
    reported = row["free_places_reported_at"]
    read = {
        "free_places_reported_at": reported and datetime.fromisoformat(reported),
        "register_date": _day(row["register_date"]),
        "valid_from": _day(row["valid_from"]),
        "valid_until": _day(row["valid_until"]),
        "organisation": OrganisationFacts(*row["organisation"]),
        "kind": _kind(row["kind"]),
        "further_kinds": read_all(FurtherKindFacts, row["further_kinds"]),
        "contacts": read_all(ContactFacts, row["contacts"]),
        "organisation_contacts": read_all(ContactFacts, row["organisation_contacts"]),
        "groups": read_all(GroupFacts, row["groups"]),
        "forms": row["forms"] or [],
        "capacities": read_all(CapacityFacts, row["capacities"]),
        "exclusions": read_all(ExclusionFacts, row["exclusions"]),
        "facilities": [place for place in read_all(FacilityFacts, row["facilities"]) if place.is_given_on(day)],
        "area_served": row["area_served"] or [],
        "situations": read_all(SituationFacts, row["situations"]),
        "closures": [one for one in read_all(ClosureFacts, row["closures"]) if one.ends >= day.isoformat()],
    }
    return ServiceFacts(**row | read)


def _kind(values: list[Any] | None) -> KindFacts | None:
    if values is None:
        return None
    row: dict[str, Any] = dict(zip(names(KindFacts), values, strict=True))
    return KindFacts(**row | {"guidance": read_all(ExclusionFacts, row["guidance"])})


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _exclusions(tables: str, **of_service: str) -> str:
    kind = {name: f"i.{name}" for name in ("name", "name_en", "name_uk")}
    row = array(ExclusionFacts, "x", kind_section="i.section", kind_code="i.code", **kind, **of_service)
    return rows(row, tables, 'x."order", x.id')


_GUIDANCE = _exclusions(
    "catalogue_kindguidance x LEFT JOIN catalogue_servicekind i ON i.id = x.instead_kind_id WHERE x.kind_id = k.id",
    service_id="NULL",
    service_slug="NULL",
    service_name="NULL",
)
_EXCLUSIONS = _exclusions(
    "catalogue_exclusion x LEFT JOIN catalogue_servicekind i ON i.id = x.instead_kind_id"
    " LEFT JOIN catalogue_service n ON n.id = x.instead_service_id AND n.published WHERE x.service_id = s.id",
    service_id="n.id",
    service_slug="n.slug",
    service_name="n.name",
)
_PLACE = {
    "place": "coalesce(p.name, '')",
    "place_kind": "coalesce(p.kind, '')",
    "place_context": "coalesce(p.context, '')",
}
_CONTACTS = "catalogue_contact c WHERE c"
_SERVICE = array(
    ServiceFacts,
    "s",
    organisation=array(OrganisationFacts, "o"),
    kind=f"(SELECT {array(KindFacts, 'k', guidance=_GUIDANCE)} FROM catalogue_servicekind k WHERE k.id = s.kind_id)",  # noqa: S608
    further_kinds=rows(
        array(FurtherKindFacts, "k"),
        "catalogue_service_further_kinds m JOIN catalogue_servicekind k ON k.id = m.servicekind_id"
        " WHERE m.service_id = s.id",
        'k."order", k.name',
    ),
    contacts=rows(array(ContactFacts, "c"), f"{_CONTACTS}.service_id = s.id", 'c."order", c.id'),
    organisation_contacts=rows(array(ContactFacts, "c"), f"{_CONTACTS}.organisation_id = o.id", 'c."order", c.id'),
    groups=rows(
        array(GroupFacts, "t"),
        "catalogue_service_target_groups g JOIN catalogue_targetgroup t ON t.id = g.targetgroup_id"
        " WHERE g.service_id = s.id",
        't."order", t.name',
    ),
    forms=rows("f.form", "catalogue_serviceform f WHERE f.service_id = s.id", "f.id"),
    capacities=rows(
        array(CapacityFacts, "c", form="f.form"),
        "catalogue_serviceform f JOIN catalogue_capacity c ON c.form_id = f.id WHERE f.service_id = s.id",
        "f.id, c.id",
    ),
    exclusions=_EXCLUSIONS,
    facilities=rows(
        array(FacilityFacts, "f", **_PLACE),
        "catalogue_facility f LEFT JOIN catalogue_place p ON p.id = f.place_id WHERE f.service_id = s.id",
        'f."order", f.id',
    ),
    area_served=rows(
        "p.name",
        "catalogue_service_area_served a JOIN catalogue_place p ON p.id = a.place_id WHERE a.service_id = s.id",
        "p.name",
    ),
    situations=rows(
        array(SituationFacts, "t"),
        "catalogue_service_situations l JOIN situations_lifesituation t ON t.id = l.lifesituation_id AND t.published"
        " WHERE l.service_id = s.id",
        't."order", t.id',
    ),
    closures=rows(
        array(
            ClosureFacts,
            "c",
            facility="(SELECT coalesce(nullif(f.name, ''), concat_ws(' ', f.street, f.house_number))"
            " FROM catalogue_facility f WHERE f.id = c.facility_id)",
            reported_at="(c.reported_at AT TIME ZONE 'Europe/Prague')::date",
        ),
        "catalogue_closure c WHERE c.service_id = s.id AND c.ends >= current_date - 1",
        "c.begins, c.id",
    ),
    care_allowance=f"EXISTS (SELECT FROM situations_lifesituation t WHERE t.slug = '{CARE_ALLOWANCE}' AND t.published)",
    register_date=REGISTER_DATE,
    agreements=AGREEMENTS,
    people=PEOPLE,
)
_PUBLISHED = (
    " FROM catalogue_service s JOIN catalogue_organisation o ON o.id = s.organisation_id WHERE s.published AND s.id ="
)
_REACHES = (
    "EXISTS (SELECT FROM catalogue_service_area_served a JOIN catalogue_place p ON p.id = a.place_id"
    " WHERE a.service_id = s.id AND (p.id = ANY(%s) OR %s = ANY(p.lineage)))"
)
_STATEMENT = PreparedStatement(f"SELECT {_SERVICE}::text{_PUBLISHED} $1::bigint")
_STATEMENT_OF_MANY = f"SELECT {_SERVICE}::text{_PUBLISHED} ANY(%s)"
_STATEMENT_OF_MANY_WITH_REACH = f"SELECT {_SERVICE}::text, {_REACHES}{_PUBLISHED} ANY(%s)"
