"""Ostrava's services and institutions as published on the pages named in their column `source`.

Every row keeps its source, year, certainty and the precision of its position. `sociopoint.shipped` brings them into the
database.
"""

from __future__ import annotations

import re

from django.db import transaction

from catalogue.models import ContactKind, FormOfCare, OrganisationKind, Place, PlaceKind, Precision, RecordType
from catalogue.shipped.code_lists import SEED, YES_NO, forms
from catalogue.shipped.ostrava_shapes import ORGANISATIONS, SERVICES
from situations.shipped import read
from sociopoint.shipped.following import Followed, follow
from sociopoint.shipped.report import News
from sociopoint.shipped.shapes import Content, in_order
from sociopoint.typography import dialable

OSTRAVA = "554821"
INSTITUTION_KINDS = {
    "city_office": OrganisationKind.CITY,
    "front_desk": OrganisationKind.CITY,
    "housing_contact_point": OrganisationKind.CITY,
    "district_office": OrganisationKind.CITY_DISTRICT,
    "child_protection": OrganisationKind.CITY_DISTRICT,
    "labour_office": OrganisationKind.LABOUR_OFFICE,
    "hospital": OrganisationKind.HOSPITAL,
    "police": OrganisationKind.POLICE,
    "prosecutor": OrganisationKind.COURT,
    "court": OrganisationKind.COURT,
    "probation": OrganisationKind.STATE_OFFICE,
    "social_security": OrganisationKind.SOCIAL_SECURITY,
    "regional_office": OrganisationKind.REGION,
    "church": OrganisationKind.CHURCH,
    "provider_headquarters": OrganisationKind.PROVIDER,
    "foreigners": OrganisationKind.STATE_OFFICE,
}
NOT_A_SERVICE = ("church", "provider_headquarters")
CERTAINTY_OF_INSTITUTIONS = {"seen": "medium", "known": "low", "name-only": "name-only"}
FRONT_DESKS = {  # services that are an institution of their own: shipped in both files, stored once
    "sociopoint-misto-prvniho-kontaktu": "sociopoint",
    "kontaktni-misto-pro-bydleni-ostrava": "kontaktni-misto-pro-bydleni",
}
_NOTE = re.compile(r"^(?P<number>[^(]+?)\s*(?:\((?P<note>[^)]*)\))?$")


class Ostrava:
    """What the rows refer to, read once."""

    def __init__(self) -> None:
        self.situations = {row["slug"]: row["situations"].split(";") for row in read(SEED / "ostrava_situations.csv")}
        self.city = Place.objects.get(kind=PlaceKind.MUNICIPALITY, code=OSTRAVA)
        inside = Place.objects.filter(lineage__contains=[self.city.pk])
        self.districts = {place.name: place for place in inside.filter(kind=PlaceKind.CITY_DISTRICT)}
        self.parts = {(place.parent_id, place.name): place for place in inside.filter(kind=PlaceKind.PART)}

    def place(self, district: str, part: str = "") -> tuple[str, str]:
        """Kind and code of the finest place named: part, else district, else the city."""
        found = self.districts.get(district)
        place = self.city if found is None else self.parts.get((found.pk, part), found)
        return str(place.kind), place.code


@transaction.atomic
def load_ostrava(news: News | None = None) -> tuple[Followed, Followed]:
    """What came or changed of organisations and of services."""
    news = News() if news is None else news
    ostrava = Ostrava()
    institutions, services = read(SEED / "institutions.csv"), read(SEED / "ostrava_services.csv")
    bodies = [_institution(ostrava, row) for row in institutions] + _providers(services)
    organisations = follow(ORGANISATIONS, bodies, news)
    offices = [_office(ostrava, row) for row in institutions if _answers_people(row)]
    return organisations, follow(SERVICES, offices + [_service(ostrava, row) for row in services], news)


def _answers_people(row: dict[str, str]) -> bool:
    """All but headquarters and the church, and the front desks, which stand among the services."""
    return row["type"] not in NOT_A_SERVICE and row["slug"] not in FRONT_DESKS.values()


def _institution(ostrava: Ostrava, row: dict[str, str]) -> Content:
    kind, code = ostrava.place(row["city_district"])
    return {
        "origin_key": f"ostrava:{row['slug']}",
        "name": row["name"],
        "kind": INSTITUTION_KINDS[row["type"]].value,
        "ico": "",
        **{name: row[name] for name in ("street", "house_number", "postcode", "opening_hours", "note")},
        "competence": row["competence_cs"],
        "place__kind": kind,
        "place__code": code,
        "source_url": row["source"],
        "source_year": int(row["source_year"]) if row["source_year"] else None,
        "certainty": CERTAINTY_OF_INSTITUTIONS[row["certainty"]],
        "contacts": _contacts(row),
    }


def _providers(services: list[dict[str, str]]) -> list[Content]:
    """One organisation for each provider's name; a front desk is an institution that is already there."""
    found: dict[str, Content] = {}
    for row in services:
        if row["slug"] in FRONT_DESKS:
            continue
        city = "město Ostrava" in row["provider"]
        provider = found.setdefault(
            _provider_key(row),
            {
                **dict.fromkeys(ORGANISATIONS.columns, ""),
                "origin_key": _provider_key(row),
                "name": row["provider"],
                "kind": (OrganisationKind.CITY if city else OrganisationKind.PROVIDER).value,
                "place__kind": None,
                "place__code": None,
                "source_year": None,
                "contacts": [],
            },
        )
        provider["ico"] = provider["ico"] or row["provider_ico"]
    return list(found.values())


def _provider_key(row: dict[str, str]) -> str:
    return f"ostrava:{FRONT_DESKS.get(row['slug'], row['provider'])}"[:100]


def _office(ostrava: Ostrava, row: dict[str, str]) -> Content:
    return {
        **_service_facts(row, CERTAINTY_OF_INSTITUTIONS[row["certainty"]]),
        "organisation__origin_key": f"ostrava:{row['slug']}",
        "kind__code": "urad",
        "record_type": RecordType.OFFICE.value,
        "summary": _sentence(row["competence_cs"]),
        "groups": [],
        "situations": in_order([slug] for slug in ostrava.situations.get(row["slug"], ())),
        "forms": [[FormOfCare.AMBULATORY.value]],
        "capacities": [],
        "contacts": [],
        **_facility(row, ostrava.place(row["city_district"])),
    }


def _service(ostrava: Ostrava, row: dict[str, str]) -> Content:
    given = forms(row["forms"])
    capacity = [[given[0], row["capacity_unit"], int(row["capacity"])]] if row["capacity"] and given else []
    return {
        **_service_facts(row, row["certainty"]),
        "organisation__origin_key": _provider_key(row),
        "kind__code": row["service_kind"] or _kind_outside_the_register(row) or None,
        "record_type": row["record_type"],
        "summary": "",
        "free_of_charge": YES_NO.get(row["free_of_charge"]),
        "price_note": row["price_note"],
        "anonymous": YES_NO.get(row["anonymous"]),
        "age_from": int(row["age_from"]) if row["age_from"] else None,
        "age_to": int(row["age_to"]) if row["age_to"] else None,
        "groups": in_order([code] for code in row["target_groups"].split(";") if code),
        "situations": in_order([slug] for slug in ostrava.situations.get(row["slug"], ())),
        "forms": in_order([form] for form in given),
        "capacities": capacity,
        "contacts": _contacts(row),
        **_facility(row, ostrava.place(row["district"], row["city_part"])),
    }


def _kind_outside_the_register(row: dict[str, str]) -> str:
    """Two things the pages say plainly: an open club is a club, and the front desks are offices of the city."""
    if row["record_type"] == RecordType.FRONT_DESK:
        return "urad"
    return "klub" if row["note"].startswith("Otevřený klub") else ""


def _service_facts(row: dict[str, str], certainty: str) -> Content:
    """What both files say of a service, and what they say nothing of."""
    return {
        "origin_key": f"ostrava:{row['slug']}",
        "name": row["name"],
        "free_of_charge": None,
        "price_note": "",
        "anonymous": None,
        "age_from": None,
        "age_to": None,
        "note": row["note"],
        "internal_note": row["research_note"],  # how a fact was come by: for whoever verifies it
        "source_url": row["source"],
        "source_year": int(row["source_year"]) if row["source_year"] else None,
        "certainty": certainty,
        "verified_on": None,
        "published": True,
    }


def _sentence(text: str) -> str:
    return text if text.endswith(".") or not text else f"{text}."


def _contacts(row: dict[str, str]) -> list[list[object]]:
    values = [(ContactKind.EMAIL, row["email"], ""), (ContactKind.WEB, row["web"], "")]
    for part in filter(None, (part.strip() for part in row["phone"].split(";"))):
        if matched := _NOTE.match(part):
            values.append((ContactKind.PHONE, dialable(matched["number"]), matched["note"] or ""))
    return in_order((kind, value, note, order) for order, (kind, value, note) in enumerate(values) if value)


def _facility(row: dict[str, str], place: tuple[str, str]) -> Content:
    position = [float(row[name]) if row[name] else None for name in ("lat", "lon")]
    precision = Precision(row["precision"] or "unknown").value
    return {
        "addresses": [[row["street"], row["house_number"], row["postcode"], *place, *position, precision]],
        "opening_hours": [[row["opening_hours"]]],
        "barrier_free": [[YES_NO.get(row.get("barrier_free", ""))]],
    }
