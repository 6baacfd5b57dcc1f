"""Which facts of services and organisations ship, and what becomes of a service that no longer does."""

from __future__ import annotations

from catalogue.models import (
    Capacity,
    Contact,
    Facility,
    Organisation,
    Origin,
    Service,
    ServiceForm,
    ServiceSituation,
    ServiceTargetGroup,
)
from sociopoint.shipped.shapes import Gone, Links, Shape

_CONTACT = ("kind", "value", "note", "order")
ORGANISATIONS = Shape(
    name="organisations",
    model=Organisation,
    key=("origin_key",),
    columns=(
        *("name", "kind", "ico", "competence", "street", "house_number", "postcode", "place__kind", "place__code"),
        *("opening_hours", "note", "source_url", "source_year", "certainty"),
    ),
    links={"contacts": Links(Contact, "organisation_id", _CONTACT)},
    shipped_once={"origin_key__startswith": "ostrava:"},
    fill=Organisation.set_slug,
    filled=("slug",),
)
SERVICES = Shape(
    name="services",
    model=Service,
    key=("origin_key",),
    among={"origin": Origin.SHIPPED},
    columns=(
        *("organisation__origin_key", "kind__code", "record_type", "name", "summary", "free_of_charge", "price_note"),
        *("anonymous", "age_from", "age_to", "note", "internal_note", "source_url", "source_year", "certainty"),
        *("verified_on", "published"),
    ),
    links={
        "groups": Links(ServiceTargetGroup, "service_id", ("targetgroup__code",)),
        "situations": Links(ServiceSituation, "service_id", ("lifesituation__slug",)),
        "forms": Links(ServiceForm, "service_id", ("form",)),
        "capacities": Links(Capacity, "form__service_id", ("form__form", "unit", "count"), within="service_id"),
        "contacts": Links(Contact, "service_id", _CONTACT),
        # one place, three facts: who corrects the hours still gets a new address
        "addresses": Links(
            Facility,
            "service_id",
            ("street", "house_number", "postcode", "place__kind", "place__code", "lat", "lon", "precision"),
            stays=True,
        ),
        "opening_hours": Links(Facility, "service_id", ("opening_hours",), stays=True, continues="addresses"),
        "barrier_free": Links(Facility, "service_id", ("barrier_free",), stays=True, continues="addresses"),
    },
    shipped_once={"origin": Origin.SHIPPED},
    vouched="verified_on",
    fill=Service.set_slug,
    filled=("slug",),
    gone=Gone.HIDDEN,
)
