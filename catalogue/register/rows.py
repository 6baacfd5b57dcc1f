"""Rows that hang on services: collected for a whole batch, written together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.models import Capacity, Contact, ContactKind, Facility, Service, ServiceForm
from catalogue.register.contents import CONTACT_FIELDS, Catalogue, Content
from catalogue.register.values import Json

BATCH = 1000
LIST_FIELDS = ("groups", "area", "forms", *CONTACT_FIELDS)
_Group = Service.target_groups.through
_Area = Service.area_served.through
Rows = list[Any]  # values of a JSON list; their shape is that of `contents`


@dataclass
class ServiceRows:
    """Contacts, forms with capacities, groups and areas to be written."""

    catalogue: Catalogue
    contacts: list[Contact] = field(default_factory=list)
    forms: list[ServiceForm] = field(default_factory=list)
    capacities: list[Capacity] = field(default_factory=list)
    groups: list[tuple[int, int]] = field(default_factory=list)
    areas: list[tuple[int, int]] = field(default_factory=list)

    def add(self, service_id: int, name: str, value: Json) -> None:
        """All rows of one list field of a service."""
        rows: Rows = value if isinstance(value, list) else []
        if name == "groups":
            self.groups += [(service_id, self.catalogue.group_ids[code]) for code in rows]
        elif name == "area":
            self.areas += [(service_id, place) for place in rows]
        elif name == "forms":
            self._add_forms(service_id, rows)
        else:
            self.contacts += contacts(CONTACT_FIELDS[name], rows, service_id=service_id)

    def _add_forms(self, service_id: int, rows: Rows) -> None:
        for form, is_nonstop, capacities in rows:
            row = ServiceForm(service_id=service_id, form=form, is_nonstop=is_nonstop)
            self.forms.append(row)
            self.capacities += [
                Capacity(form=row, unit=unit, count=count, note=note) for unit, count, note in capacities
            ]

    def save(self) -> None:
        Contact.objects.bulk_create(self.contacts, batch_size=BATCH)
        ServiceForm.objects.bulk_create(self.forms, batch_size=BATCH)
        Capacity.objects.bulk_create(self.capacities, batch_size=BATCH)
        _Group.objects.bulk_create([_Group(service_id=pk, targetgroup_id=group) for pk, group in self.groups])
        _Area.objects.bulk_create([_Area(service_id=pk, place_id=place) for pk, place in self.areas])


def clear(service_id: int, name: str) -> None:
    """Delete the rows of one list field of a service, before others take their place."""
    if name == "groups":
        _Group.objects.filter(service_id=service_id).delete()
    elif name == "area":
        _Area.objects.filter(service_id=service_id).delete()
    elif name == "forms":
        ServiceForm.objects.filter(service_id=service_id).delete()
    else:
        Contact.objects.filter(service_id=service_id, kind=CONTACT_FIELDS[name]).delete()


def contacts(
    kind: ContactKind, rows: Rows, *, service_id: int | None = None, organisation_id: int | None = None
) -> list[Contact]:
    return [
        Contact(service_id=service_id, organisation_id=organisation_id, kind=kind, value=value, note=note, order=order)
        for order, (value, note) in enumerate(rows)
    ]


def set_facility(facility: Facility, name: str, value: Json) -> None:
    """Put one field of `contents.FACILITY_FIELDS` into the row, unsaved."""
    if name == "name":
        facility.name = str(value)
    elif name == "valid":
        facility.provided_from, facility.provided_until = dates(value)
    elif isinstance(value, list):
        address: Rows = value
        (
            facility.is_secret,
            facility.street,
            facility.house_number,
            facility.address_note,
            facility.postcode,
            facility.address_point,
            facility.place_id,
            facility.lat,
            facility.lon,
            facility.precision,
        ) = address
        if facility.is_secret:
            facility.transport_stop = ""


def new_facility(service_id: int, content: Content, order: int) -> Facility:
    facility = Facility(service_id=service_id, order=order)
    for name, value in content.items():
        set_facility(facility, name, value)
    return facility


def dates(value: Json) -> tuple[date | None, date | None]:
    """[from, until] of a content as dates."""
    since, until = value if isinstance(value, list) else (None, None)
    return (
        date.fromisoformat(since) if isinstance(since, str) else None,
        date.fromisoformat(until) if isinstance(until, str) else None,
    )
