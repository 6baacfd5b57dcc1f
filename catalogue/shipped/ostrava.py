"""Loads Ostrava's services and institutions as published on the pages named in their column `source`.

Every row keeps its source, year, certainty and the precision of its position. A row that exists is left as it is.
"""

from __future__ import annotations

import re

from django.db import transaction

from catalogue.models import (
    Capacity,
    Contact,
    ContactKind,
    Facility,
    FormOfCare,
    Organisation,
    OrganisationKind,
    Origin,
    Place,
    PlaceKind,
    Precision,
    RecordType,
    Service,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from catalogue.shipped.code_lists import SEED, YES_NO, forms
from situations.models import LifeSituation
from situations.shipped import read
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
    """The code lists that the rows refer to, read once."""

    def __init__(self) -> None:
        self.kinds = {kind.code: kind for kind in ServiceKind.objects.all()}
        self.groups = {group.code: group for group in TargetGroup.objects.all()}
        slugs = {situation.slug: situation for situation in LifeSituation.objects.all()}
        self.situations = {
            row["slug"]: [slugs[slug] for slug in row["situations"].split(";")]
            for row in read(SEED / "ostrava_situations.csv")
        }
        self.city = Place.objects.get(kind=PlaceKind.MUNICIPALITY, code=OSTRAVA)
        inside = Place.objects.filter(lineage__contains=[self.city.pk])
        self.districts = {place.name: place for place in inside.filter(kind=PlaceKind.CITY_DISTRICT)}
        self.parts = {(place.parent_id, place.name): place for place in inside.filter(kind=PlaceKind.PART)}

    def place(self, district: str, part: str = "") -> Place:
        """The finest place named: part, else district, else the city."""
        found = self.districts.get(district)
        if found is None:
            return self.city
        return self.parts.get((found.pk, part), found)


@transaction.atomic
def load_ostrava() -> list[int]:
    """Create what is missing; returns the ids of the services created."""
    ostrava = Ostrava()
    created = [service.pk for row in read(SEED / "institutions.csv") if (service := _institution(ostrava, row))]
    return created + [service.pk for row in read(SEED / "ostrava_services.csv") if (service := _service(ostrava, row))]


def _institution(ostrava: Ostrava, row: dict[str, str]) -> Service | None:
    """Every institution is an organisation; all but headquarters and the church also answer people."""
    key = f"ostrava:{row['slug']}"
    if Organisation.objects.filter(origin_key=key).exists():
        return None
    organisation = Organisation.objects.create(
        name=row["name"],
        kind=INSTITUTION_KINDS[row["type"]],
        competence=row["competence_cs"],
        street=row["street"],
        house_number=row["house_number"],
        postcode=row["postcode"],
        place=ostrava.place(row["city_district"]),
        opening_hours=row["opening_hours"],
        note=row["note"],
        source_url=row["source"],
        source_year=int(row["source_year"]) if row["source_year"] else None,
        certainty=CERTAINTY_OF_INSTITUTIONS[row["certainty"]],
        origin_key=key,
    )
    _contacts(row, organisation=organisation)
    if row["type"] in NOT_A_SERVICE or row["slug"] in FRONT_DESKS.values():
        return None
    service = Service.objects.create(
        organisation=organisation,
        kind=ostrava.kinds["urad"],
        record_type=RecordType.OFFICE,
        name=row["name"],
        summary=_sentence(row["competence_cs"]),
        note=row["note"],
        internal_note=row["research_note"],
        **_provenance(row, key, CERTAINTY_OF_INSTITUTIONS[row["certainty"]]),
    )
    service.situations.set(ostrava.situations.get(row["slug"], ()))
    ServiceForm.objects.create(service=service, form=FormOfCare.AMBULATORY)
    _facility(service, row, ostrava.place(row["city_district"]))
    return service


def _service(ostrava: Ostrava, row: dict[str, str]) -> Service | None:
    key = f"ostrava:{row['slug']}"
    if Service.objects.filter(origin=Origin.SHIPPED, origin_key=key).exists():
        return None
    kind = ostrava.kinds.get(row["service_kind"] or _kind_outside_the_register(row))
    service = Service.objects.create(
        organisation=_provider(row),
        kind=kind,
        record_type=row["record_type"],
        name=row["name"],
        free_of_charge=YES_NO.get(row["free_of_charge"]),
        price_note=row["price_note"],
        anonymous=YES_NO.get(row["anonymous"]),
        age_from=int(row["age_from"]) if row["age_from"] else None,
        age_to=int(row["age_to"]) if row["age_to"] else None,
        note=row["note"],
        internal_note=row["research_note"],  # how a fact was come by: for whoever verifies it
        **_provenance(row, key, row["certainty"]),
    )
    service.target_groups.set([ostrava.groups[code] for code in row["target_groups"].split(";") if code])
    service.situations.set(ostrava.situations.get(row["slug"], ()))
    _forms(service, row)
    _contacts(row, service=service)
    _facility(service, row, ostrava.place(row["district"], row["city_part"]))
    return service


def _kind_outside_the_register(row: dict[str, str]) -> str:
    """Two things the pages say plainly: an open club is a club, and the front desks are offices of the city."""
    if row["record_type"] == RecordType.FRONT_DESK:
        return "urad"
    return "klub" if row["note"].startswith("Otevřený klub") else ""


def _provenance(row: dict[str, str], key: str, certainty: str) -> dict[str, object]:
    return {
        "origin": Origin.SHIPPED,
        "origin_key": key,
        "source_url": row["source"],
        "source_year": int(row["source_year"]) if row["source_year"] else None,
        "certainty": certainty,
    }


def _sentence(text: str) -> str:
    return text if text.endswith(".") or not text else f"{text}."


def _provider(row: dict[str, str]) -> Organisation:
    """One organisation for each provider's name; a front desk is the institution that is already there."""
    if row["slug"] in FRONT_DESKS:
        return Organisation.objects.get(origin_key=f"ostrava:{FRONT_DESKS[row['slug']]}")
    organisation, created = Organisation.objects.get_or_create(
        origin_key=f"ostrava:{row['provider']}"[:100],
        defaults={
            "name": row["provider"],
            "kind": OrganisationKind.CITY if "město Ostrava" in row["provider"] else OrganisationKind.PROVIDER,
            "ico": row["provider_ico"],
        },
    )
    if not created and row["provider_ico"] and not organisation.ico:
        organisation.ico = row["provider_ico"]
        organisation.save(update_fields=["ico"])
    return organisation


def _forms(service: Service, row: dict[str, str]) -> None:
    created = [ServiceForm.objects.create(service=service, form=form) for form in forms(row["forms"])]
    if row["capacity"] and created:
        Capacity.objects.create(form=created[0], unit=row["capacity_unit"], count=int(row["capacity"]))


def _contacts(row: dict[str, str], service: Service | None = None, organisation: Organisation | None = None) -> None:
    values = [(ContactKind.EMAIL, row["email"], ""), (ContactKind.WEB, row["web"], "")]
    for part in filter(None, (part.strip() for part in row["phone"].split(";"))):
        if matched := _NOTE.match(part):
            values.append((ContactKind.PHONE, dialable(matched["number"]), matched["note"] or ""))
    Contact.objects.bulk_create(
        Contact(service=service, organisation=organisation, kind=kind, value=value, note=note, order=order)
        for order, (kind, value, note) in enumerate(values)
        if value
    )


def _facility(service: Service, row: dict[str, str], place: Place) -> None:
    Facility.objects.create(
        service=service,
        street=row["street"],
        house_number=row["house_number"],
        postcode=row["postcode"],
        place=place,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        precision=Precision(row["precision"] or "unknown"),
        opening_hours=row["opening_hours"],
        barrier_free=YES_NO.get(row.get("barrier_free", "")),
    )
