"""Records as HSDS 3.1 objects. A fact nobody knows is left out: the format has no word for it and refuses null."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue import closing
from catalogue.cards import price
from catalogue.hsds.identity import identifier
from catalogue.hsds.records import (
    ContactRecord,
    ExclusionRecord,
    LocationRecord,
    OrganisationRecord,
    ServiceRecord,
    TermRecord,
)
from catalogue.hsds.schedules import stretches, words
from catalogue.hsds.taxonomies import certainty_term, form_term, term_document, term_identifier
from catalogue.models import Certainty, ContactKind, FormOfCare, OrganisationKind, Precision
from catalogue.question import LANGUAGES
from sociopoint.typography import NBSP

Document = dict[str, Any]
EXACT = (Precision.ADDRESS, Precision.STREET)
ENOUGH = ("id", "name", "status", "description", "organization_id")


def service(record: ServiceRecord, site: str) -> Document:
    """The service's own properties, as lists give them; `site` begins the address of its page."""
    for_whom = record.for_whom or record.kind_for_whom
    own_id = identifier("service", record.id)
    return known(
        id=own_id,
        organization_id=identifier("organization", record.organisation.id),
        name=record.name,
        description=record.summary or record.kind_summary,
        url=site + reverse("catalogue:service", args=[record.id, record.slug]),
        email=_first(record.contacts, ContactKind.EMAIL),
        status="active",
        application_process=record.how_to_start or record.kind_start_hint,
        fees_description=price(_is_free(record), record.price_note),
        wait_time=record.waiting_note,
        eligibility_description="\n".join([*lines(for_whom), *(_excluded(row) for row in record.exclusions)]),
        minimum_age=record.age_from,
        maximum_age=record.age_to,
        assured_date=record.verified_on,
        last_modified=record.last_modified,
        alert=_alert(record),
    )


def service_in_full(record: ServiceRecord, site: str) -> Document:
    places = [service_at_location(record, location) for location in record.locations]
    return service_of_place(record, site) | known(service_at_locations=places)


def service_of_place(record: ServiceRecord, site: str) -> Document:
    """All about the service but its places."""
    own_id = identifier("service", record.id)
    return service(record, site) | known(
        additional_urls=_webs(record.contacts, service_id=own_id),
        phones=_phones(record.contacts, service_id=own_id),
        languages=[_language(record, code) for code in record.languages],
        service_areas=[
            {
                "id": identifier("service_area", f"{record.id}/{area.id}"),
                "service_id": own_id,
                "name": f"{area.name} ({area.context})" if area.context else area.name,
            }
            for area in record.areas
        ],
        organization=organization(record.organisation, site),
        cost_options=_cost(record),
        required_documents=[
            {"id": identifier("required_document", record.id), "service_id": own_id, "document": needed}
            for needed in [record.what_to_bring or record.kind_bring_hint]
            if needed
        ],
        capacities=_free_places(record),
        attributes=[_attribute(record, term, value) for term, value in _terms(record)],
    )


def service_at_location(record: ServiceRecord, place: LocationRecord) -> Document:
    own_id = identifier("service_at_location", place.id)
    return known(
        id=own_id,
        service_id=identifier("service", record.id),
        location_id=identifier("location", place.id),
        description=place.name,
        schedules=_schedules(place, own_id),
        location=location(place, identifier("location", place.id)),
    )


def service_at_location_in_list(record: ServiceRecord, place: LocationRecord, site: str) -> Document:
    """With its service's own properties instead of what hangs on them."""
    shown = service_at_location(record, place)
    return {name: value for name, value in shown.items() if name != "schedules"} | {
        "location": {
            name: value for name, value in shown["location"].items() if name not in ("addresses", "accessibility")
        },
        "service": service(record, site),
    }


def location(place: LocationRecord, own_id: str) -> Document:
    """A position only where it is that of the house or the street: the middle of a town would mislead."""
    exact = place.precision in EXACT
    return known(
        id=own_id,
        location_type="physical",
        name=place.name,
        transportation=place.transport_stop,
        latitude=place.lat if exact else None,
        longitude=place.lon if exact else None,
        external_identifier=str(place.address_point or ""),
        external_identifier_type="RÚIAN" if place.address_point else "",
        addresses=_addresses(place, own_id),
        accessibility=_accessibility(place, own_id),
    )


def organization(record: OrganisationRecord, site: str) -> Document:
    """The organisation's own properties, as lists give them."""
    return known(
        id=identifier("organization", record.id),
        name=record.name,
        description=record.competence or str(OrganisationKind(record.kind).label),
        email=_first(record.contacts, ContactKind.EMAIL),
        website=_first(record.contacts, ContactKind.WEB),
        uri=site + reverse("catalogue:organisation", args=[record.id, record.slug]),
    )


def organization_in_full(record: OrganisationRecord, site: str) -> Document:
    own_id = identifier("organization", record.id)
    place = record.own_location
    here = identifier("location", f"organization/{record.id}")
    identifiers = [
        {
            "id": identifier("organization_identifier", record.id),
            "organization_id": own_id,
            "identifier_scheme": "CZ-ICO",
            "identifier_type": "IČO",
            "identifier": record.ico,
        }
    ]
    return organization(record, site) | known(
        additional_websites=_webs(record.contacts, organization_id=own_id)[1:],
        phones=_phones(record.contacts, organization_id=own_id),
        organization_identifiers=identifiers if record.ico else [],
        locations=[location(place, here) | known(schedules=_schedules(place, here))] if place.municipality else [],
    )


def known(**properties: object) -> Document:
    """Without what nobody knows."""
    return {name: value for name, value in properties.items() if value not in (None, "", [])}


def minimal(document: Document) -> Document:
    """What names the thing and what the format requires of it."""
    return {name: value for name, value in document.items() if name in ENOUGH}


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _excluded(row: ExclusionRecord) -> str:
    sentence = _("Ne, když potřebujete %(need)s. Zkuste: %(instead)s") % {"need": row.need, "instead": row.instead}
    return sentence if row.instead else _("Ne, když potřebujete %(need)s.") % {"need": row.need}


def _is_free(record: ServiceRecord) -> bool | None:
    return record.free_of_charge if record.free_of_charge is not None else record.is_free_by_law or None


def _alert(record: ServiceRecord) -> str:
    """What a person must know before they go: closed for a while, or soon over."""
    said = closing.sentences(record.closures, timezone.localdate())
    if record.valid_until:
        end = date_format(datetime.fromisoformat(record.valid_until), "j. n. Y")
        said.append(_("Poskytuje se do %(day)s.") % {"day": end})
    return "\n".join(line.replace(NBSP, " ") for line in said)


def _first(contacts: list[ContactRecord], kind: ContactKind) -> str:
    return next((contact.value for contact in contacts if contact.kind == kind and _is_valid(kind, contact.value)), "")


@lru_cache(4096)
def _is_valid(kind: str, value: str) -> bool:
    """Whether a machine may take it at its word; people typed these by hand."""
    check = validate_email if kind == ContactKind.EMAIL else URLValidator(["http", "https"])
    try:
        check(value)
    except ValidationError:
        return False
    return True


def _phones(contacts: list[ContactRecord], **owner: str) -> list[Document]:
    return [
        known(id=identifier("phone", contact.id), **owner, number=contact.value, type="voice", description=contact.note)
        for contact in contacts
        if contact.kind == ContactKind.PHONE
    ]


def _webs(contacts: list[ContactRecord], **owner: str) -> list[Document]:
    return [
        known(id=identifier("url", contact.id), **owner, label=contact.note, url=contact.value)
        for contact in contacts
        if contact.kind == ContactKind.WEB and _is_valid(contact.kind, contact.value)
    ]


def _language(record: ServiceRecord, code: str) -> Document:
    names = {"cs": _("česky")} | LANGUAGES
    return {
        "id": identifier("language", f"{record.id}/{code}"),
        "service_id": identifier("service", record.id),
        "name": str(names.get(code, code)),
        "code": code,
    }


def _cost(record: ServiceRecord) -> list[Document]:
    free = _is_free(record)
    if free is None and not record.price_note:
        return []
    return [
        known(
            id=identifier("cost_option", record.id),
            service_id=identifier("service", record.id),
            currency="CZK",
            amount=0 if free else None,
            amount_description=price(free, record.price_note),
        )
    ]


def _free_places(record: ServiceRecord) -> list[Document]:
    """Free places somebody reported. What the register calls capacity is a registered maximum and says nothing of today."""
    if record.free_places is None:
        return []
    return [
        {
            "id": identifier("service_capacity", record.id),
            "service_id": identifier("service", record.id),
            "unit": {"id": identifier("unit", "place"), "name": "volné místo"},
            "available": record.free_places,
            "updated": record.free_places_reported_at,
        }
    ]


def _terms(record: ServiceRecord) -> Iterator[tuple[TermRecord, str]]:
    """Each term with the value of its attribute."""
    for term in record.terms:
        yield term, ""
    for form in record.forms:
        yield form_term(FormOfCare(form)), ""
    if record.certainty:
        yield certainty_term(Certainty(record.certainty)), str(record.source_year or "")


def _attribute(record: ServiceRecord, term: TermRecord, value: str) -> Document:
    link_types = {"group": "eligibility", "situation": "need", "kind": "service_type"}
    return known(
        id=identifier("attribute", f"{record.id}/{term.taxonomy}/{term.code}"),
        link_id=identifier("service", record.id),
        taxonomy_term_id=term_identifier(term.taxonomy, term.code),
        link_type=link_types.get(term.taxonomy, term.taxonomy),
        link_entity="service",
        value=value,
        taxonomy_term=term_document(term),
    )


def _addresses(place: LocationRecord, own_id: str) -> list[Document]:
    """Only with a town: the format requires more than we can always say, and an empty text says that honestly."""
    if not place.municipality:
        return []
    part = place.place if place.place != place.municipality else ""
    required = {
        "id": identifier("address", own_id),
        "location_id": own_id,
        "address_1": place.address,
        "city": place.municipality,
        "state_province": place.region,
        "postal_code": place.postcode,
        "country": "CZ",
        "address_type": "physical",
    }
    return [required | known(attention=place.address_note, region=part)]


def _accessibility(place: LocationRecord, own_id: str) -> list[Document]:
    if place.barrier_free is None:
        return []
    said = _("Bez bariér") if place.barrier_free else _("Není bez bariér")
    return [
        known(
            id=identifier("accessibility", own_id),
            location_id=own_id,
            description=said,
            details=place.barrier_free_note,
        )
    ]


def _schedules(place: LocationRecord, owner: str) -> list[Document]:
    said = words(place.opening_hours) if place.opening_hours else ""
    found = [
        known(
            id=identifier("schedule", f"{owner}/{number}"),
            freq="WEEKLY",
            wkst="MO",
            byday=stretch.byday,
            opens_at=stretch.opens_at,
            closes_at=stretch.closes_at,
            description=said,
            notes=stretch.comment or (_("po domluvě") if stretch.by_appointment else ""),
        )
        for number, stretch in enumerate(stretches(place.opening_hours), start=1)
    ]
    if found or not said:
        return found
    return [{"id": identifier("schedule", f"{owner}/0"), "description": said}]
