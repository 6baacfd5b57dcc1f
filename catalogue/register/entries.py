"""What we take from one item of the register: only these values, already clean. There is no room for a person's name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from catalogue.models import CapacityUnit, ContactKind, FormOfCare

Dates = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """Codes are RÚIAN numbers as text without the prefix (`554821`); '' when not given."""

    street: str
    house_number: str
    note: str
    postcode: str
    point: int | None
    region: str
    district: str
    municipality: str
    city_district: str
    part: str


@dataclass(frozen=True, slots=True)
class FacilityEntry:
    """`address` is None when it is secret or not given."""

    name: str
    provided: Dates
    is_secret: bool
    address: AddressEntry | None


@dataclass(frozen=True, slots=True)
class ContactEntry:
    kind: ContactKind
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class CapacityEntry:
    unit: CapacityUnit
    count: int
    note: str


@dataclass(frozen=True, slots=True)
class FormEntry:
    form: FormOfCare
    is_nonstop: bool | None
    capacities: tuple[CapacityEntry, ...]


@dataclass(frozen=True, slots=True)
class ProviderEntry:
    """`ico` is eight digits or ''."""

    name: str
    ico: str
    contacts: tuple[ContactEntry, ...]

    @property
    def key(self) -> str:
        """What tells organisations apart: the IČO, else the name."""
        return self.ico or name_key(self.name)


def name_key(name: str) -> str:
    """A short key of an organisation without an IČO."""
    return f"name-{hashlib.sha256(name.casefold().encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """`kind`, `groups` and `regions` are the register's own ids; `digest` is that of the item as it came."""

    portal_id: int
    digest: bytes
    identifier: str
    valid: Dates
    ages: tuple[int | None, int | None]
    kind: str
    provider: ProviderEntry
    facilities: tuple[FacilityEntry, ...]
    contacts: tuple[ContactEntry, ...]
    groups: tuple[str, ...]
    forms: tuple[FormEntry, ...]
    regions: tuple[str, ...]

    @property
    def label(self) -> str:
        """How reports name the service: the public number, or the portal's."""
        return self.identifier or str(self.portal_id)
