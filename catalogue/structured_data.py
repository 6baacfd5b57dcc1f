"""What search engines and assistants read of services, organisations and crisis lines. Whatever is secret is left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse

from catalogue.models import ContactKind, FormOfCare, OrganisationKind, PlaceKind
from catalogue.organisation_facts import OrganisationFacts
from catalogue.service_facts import ContactFacts, FacilityFacts, ServiceFacts
from situations.models import CrisisLine
from sociopoint.structured_data import Thing, known
from sociopoint.translated import in_language

GOVERNMENT = {
    OrganisationKind.CITY,
    OrganisationKind.CITY_DISTRICT,
    OrganisationKind.REGION,
    OrganisationKind.LABOUR_OFFICE,
    OrganisationKind.SOCIAL_SECURITY,
    OrganisationKind.STATE_OFFICE,
    OrganisationKind.COURT,
    OrganisationKind.POLICE,
}


def service_thing(service: ServiceFacts, day: date) -> Thing:
    """Empty for a service that has ended or not begun: nobody should be sent there."""
    is_over = service.valid_until is not None and service.valid_until < day
    if is_over or (service.valid_from is not None and service.valid_from > day):
        return {}
    contacts = service.contacts or service.organisation_contacts
    places = [place for place in service.facilities if not place.is_secret]
    free = service.free_of_charge if service.free_of_charge is not None else service.is_free_by_law
    return known(
        {
            "@type": "Service",
            "@id": _site() + reverse("catalogue:service-by-number", args=[service.id]),
            "name": service.name,
            "description": service.summary or (service.kind.summary if service.kind else ""),
            "serviceType": [in_language(kind, "name") for kind in (service.kind, *service.further_kinds) if kind],
            "provider": {
                "@type": "Organization",
                "name": service.organisation.name,
                "url": _site()
                + reverse("catalogue:organisation", args=[service.organisation.id, service.organisation.slug]),
            },
            "audience": [
                {"@type": "Audience", "audienceType": in_language(group, "label")} for group in service.groups
            ],
            "areaServed": service.area_served if FormOfCare.AT_HOME in service.given_forms else [],
            "availableChannel": [_channel(place, contacts, service.languages) for place in places[:5]]
            or [_channel(None, contacts, service.languages)],
            "offers": {"@type": "Offer", "price": 0, "priceCurrency": "CZK"} if free else None,
        }
    )


def organisation_thing(organisation: OrganisationFacts) -> Thing:
    kind = "GovernmentOrganization" if organisation.kind in GOVERNMENT else "Organization"
    return known(
        {
            "@type": kind,
            "name": organisation.name,
            "description": organisation.competence,
            "telephone": _first(organisation.contacts, ContactKind.PHONE),
            "email": _first(organisation.contacts, ContactKind.EMAIL),
            "url": _first(organisation.contacts, ContactKind.WEB),
            "taxID": organisation.ico,
            "address": _address(organisation.address, organisation.postcode, organisation.place),
        }
    )


def crisis_things(lines: Iterable[CrisisLine]) -> list[Thing]:
    """A line without sure hours says none."""
    return [
        known(
            {
                "@type": "Service",
                "serviceType": str(line.get_kind_display()),
                "name": line.title,
                "description": line.about,
                "availableChannel": {
                    "@type": "ServiceChannel",
                    "servicePhone": {"@type": "ContactPoint", "telephone": line.phone},
                },
                "hoursAvailable": _NONSTOP if line.is_nonstop else None,
                "offers": {"@type": "Offer", "price": 0, "priceCurrency": "CZK"} if line.is_free else None,
            }
        )
        for line in lines
    ]


_NONSTOP = {
    "@type": "OpeningHoursSpecification",
    "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "opens": "00:00",
    "closes": "23:59",
}


def _channel(place: FacilityFacts | None, contacts: list[ContactFacts], languages: list[str]) -> Thing:
    phone = _first(contacts, ContactKind.PHONE)
    return known(
        {
            "@type": "ServiceChannel",
            "servicePhone": {"@type": "ContactPoint", "telephone": phone} if phone else None,
            "serviceUrl": _first(contacts, ContactKind.WEB),
            "availableLanguage": languages,
            "serviceLocation": _location(place) if place else None,
        }
    )


def _location(place: FacilityFacts) -> Thing:
    is_part = place.place_kind in (PlaceKind.PART, PlaceKind.CITY_DISTRICT)
    town = place.place_context.split(",")[0] if is_part and place.place_context else place.place
    address = _address(place.address, place.postcode, town)
    return known({"@type": "Place", "name": place.name, "address": address}) if address or place.name else {}


def _address(street: str, postcode: str, town: str) -> Thing:
    if not town:
        return {}
    return known(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            "postalCode": postcode,
            "addressLocality": town,
            "addressCountry": "CZ",
        }
    )


def _first(contacts: list[ContactFacts], kind: ContactKind) -> str:
    return next((contact.value for contact in contacts if contact.kind == kind), "")


def _site() -> str:
    return str(settings.ENVIRONMENT.site_address)
