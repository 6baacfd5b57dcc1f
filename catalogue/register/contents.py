"""What the register says of a service, in the catalogue's own terms: plain JSON that can be compared and kept.

Codes of kinds and groups, ids of places. The same shape is read back from the tables (`catalogue_says`), so a three-way
comparison is equality of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalogue.models import ContactKind, Facility, Service, ServiceKind, TargetGroup
from catalogue.register.entries import (
    AddressEntry,
    ContactEntry,
    Dates,
    FacilityEntry,
    FormEntry,
    ServiceEntry,
    name_key,
)
from catalogue.register.findings import Finding, Findings
from catalogue.register.gazetteer import Gazetteer, Location
from catalogue.register.values import Json

Content = dict[str, Json]
Positions = Mapping[int, tuple[float, float]]

CONTACT_FIELDS = {"phones": ContactKind.PHONE, "emails": ContactKind.EMAIL, "webs": ContactKind.WEB}
SERVICE_FIELDS = (
    "organisation",
    "kind",
    "name",
    "identifier",
    "ages",
    "valid",
    "groups",
    "area",
    "forms",
    *CONTACT_FIELDS,
)
"""Compared and written one by one; facilities and the provider have fields of their own."""
FACILITY_FIELDS = ("name", "valid", "address")
PROVIDER_FIELDS = ("name", *CONTACT_FIELDS)
SECRET_ADDRESS: list[Json] = [True, "", "", "", "", None, None, None, None, "unknown"]


@dataclass
class Catalogue:
    """Our side of the register's ids: read once for an import (three queries)."""

    gazetteer: Gazetteer
    findings: Findings
    kinds: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    kind_names: dict[str, str] = field(default_factory=dict)
    kind_ids: dict[str, int] = field(default_factory=dict)
    group_ids: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pk, code, rpss_id, name in ServiceKind.objects.order_by("pk").values_list("pk", "code", "rpss_id", "name"):
            self.kind_ids[code] = pk
            self.kind_names[code] = name
            if rpss_id:
                self.kinds[rpss_id] = code
        for pk, code, rpss_id in TargetGroup.objects.order_by("pk").values_list("pk", "code", "rpss_id"):
            self.group_ids[code] = pk
            if rpss_id:
                self.groups[rpss_id] = code


def register_says(entry: ServiceEntry, catalogue: Catalogue, positions: Positions) -> Content:
    """Counts as findings what the catalogue has no name for."""
    kind = catalogue.kinds.get(entry.kind)
    if kind is None:
        catalogue.findings.add(Finding.UNKNOWN_KIND, f"{entry.kind} ({entry.label})")
    return {
        "organisation": entry.provider.key,
        "kind": kind,
        "name": _name(entry, catalogue.kind_names.get(kind or "", "")),
        "identifier": entry.identifier,
        "ages": list(entry.ages),
        "valid": as_json(entry.valid),
        "groups": _groups(entry, catalogue),
        "area": _area(entry, catalogue),
        "forms": [_form(form) for form in entry.forms],
        **_contacts(entry.contacts),
        "facilities": [_facility(facility, entry, catalogue, positions) for facility in entry.facilities],
        "provider": {"name": entry.provider.name, **_contacts(entry.provider.contacts)},
    }


def _name(entry: ServiceEntry, kind: str) -> str:
    """The name of its place when all places share one (those still open decide), else kind and provider."""
    names = {place.name for place in entry.facilities if place.name and place.provided[1] is None}
    names = names or {place.name for place in entry.facilities if place.name}
    name = names.pop() if len(names) == 1 else " – ".join(filter(None, (kind, entry.provider.name)))
    return name[:200].rstrip()


def as_json(dates: Dates) -> list[Json]:
    """[from, until] as the content keeps them."""
    return [None if day is None else day.isoformat() for day in dates]


def _groups(entry: ServiceEntry, catalogue: Catalogue) -> list[Json]:
    codes = set()
    for group in entry.groups:
        if group in catalogue.groups:
            codes.add(catalogue.groups[group])
        else:
            catalogue.findings.add(Finding.UNKNOWN_GROUP, f"{group} ({entry.label})")
    return [*sorted(codes)]


def _area(entry: ServiceEntry, catalogue: Catalogue) -> list[Json]:
    """The regions named and its own; empty when none is named: the register says nothing finer, so neither do we."""
    if not entry.regions:
        return []
    own = {place.address.region for place in entry.facilities if place.address and place.address.region}
    regions = set()
    for code in {*entry.regions, *own}:
        region = catalogue.gazetteer.region(code)
        if region is None:
            catalogue.findings.add(Finding.UNKNOWN_REGION, f"Kraj/{code} ({entry.label})")
        else:
            regions.add(region.pk)
    return [*sorted(regions)]


def _form(form: FormEntry) -> Json:
    capacities: list[Json] = [[capacity.unit.value, capacity.count, capacity.note] for capacity in form.capacities]
    return [form.form.value, form.is_nonstop, capacities]


def _contacts(contacts: Iterable[ContactEntry]) -> Content:
    lists: dict[str, list[Json]] = {name: [] for name in CONTACT_FIELDS}
    names = {kind: name for name, kind in CONTACT_FIELDS.items()}
    for contact in contacts:
        lists[names[contact.kind]].append([contact.value, contact.note])
    return {**lists}


def _facility(facility: FacilityEntry, entry: ServiceEntry, catalogue: Catalogue, positions: Positions) -> Json:
    address: list[Json] = SECRET_ADDRESS
    if not facility.is_secret:
        location = Location(None)
        if facility.address is not None:
            location = catalogue.gazetteer.locate(facility.address, positions.get(facility.address.point or 0))
            if location.place is None:
                catalogue.findings.add(Finding.UNKNOWN_PLACE, f"{entry.label} {facility.name}".strip())
        address = _address(facility.address, location)
    return {"name": facility.name, "valid": as_json(facility.provided), "address": address}


def _address(address: AddressEntry | None, location: Location) -> list[Json]:
    written: list[Json] = ["", "", "", "", None]
    if address is not None:
        written = [address.street, address.house_number, address.note, address.postcode, address.point]
    return [False, *written, location.place, location.lat, location.lon, location.precision.value]


def catalogue_says(service: Service) -> Content:
    """The same shape from the tables, without the provider; costs no query when all is prefetched."""
    contacts = sorted(service.contacts.all(), key=lambda contact: (contact.order, contact.pk))
    return {
        "organisation": service.organisation.ico or name_key(service.organisation.name),
        "kind": service.kind.code if service.kind else None,
        "name": service.name,
        "identifier": service.registration_identifier,
        "ages": [service.age_from, service.age_to],
        "valid": as_json((service.valid_from, service.valid_until)),
        "groups": [*sorted(group.code for group in service.target_groups.all())],
        "area": [*sorted(place.pk for place in service.area_served.all())],
        "forms": [
            [
                form.form,
                form.is_nonstop,
                [[capacity.unit, capacity.count, capacity.note] for capacity in form.capacities.all()],
            ]
            for form in service.forms.all()
        ],
        **{
            name: [[contact.value, contact.note] for contact in contacts if contact.kind == kind]
            for name, kind in CONTACT_FIELDS.items()
        },
    }


def facilities_of(content: Content) -> list[Content]:
    listed = content.get("facilities")
    return [part for part in listed if isinstance(part, dict)] if isinstance(listed, list) else []


def provider_of(content: Content) -> Content:
    provider = content.get("provider")
    return provider if isinstance(provider, dict) else {}


def facility_says(facility: Facility) -> Content:
    return {
        "name": facility.name,
        "valid": as_json((facility.provided_from, facility.provided_until)),
        "address": [
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
        ],
    }
