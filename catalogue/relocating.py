"""A place that moved: its point follows its address."""

from __future__ import annotations

from catalogue.models import Facility, Place, PlaceKind, Precision
from catalogue.places.finding import resolve

_PRECISION = {
    PlaceKind.MUNICIPALITY: Precision.MUNICIPALITY,
    PlaceKind.CITY_DISTRICT: Precision.CITY_DISTRICT,
    PlaceKind.PART: Precision.PART,
    PlaceKind.STREET: Precision.STREET,
}


def relocate(facility: Facility) -> None:
    """Find the new address in the gazetteer; where it is not known, the middle of the place it lies in is honest."""
    if facility.is_secret:
        return
    town = _town(facility.place)
    found = resolve(f"{facility.address}, {town}" if town else facility.address).place if facility.address else None
    facility.address_point = None
    if found is not None and found.lat is not None and found.precision in (Precision.ADDRESS, Precision.STREET):
        facility.lat, facility.lon, facility.precision = found.lat, found.lon, found.precision
    elif facility.place is not None and facility.place.lat is not None:
        facility.lat, facility.lon = facility.place.lat, facility.place.lon
        facility.precision = _PRECISION.get(PlaceKind(facility.place.kind), Precision.UNKNOWN)
    else:
        facility.lat, facility.lon, facility.precision = None, None, Precision.UNKNOWN
    facility.save(update_fields=["lat", "lon", "precision", "address_point"])


def _town(place: Place | None) -> str:
    if place is None:
        return ""
    is_part = place.kind in (PlaceKind.PART, PlaceKind.CITY_DISTRICT)
    return place.context.split(",")[0] if is_part else place.name
