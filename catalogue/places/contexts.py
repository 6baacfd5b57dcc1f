"""What stands beside the name of a place, so that nobody takes one Nová Ves for another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import cos, hypot, radians

from catalogue.models import Place

TOWN = 10_000
KM_PER_DEGREE = 111.2
_NARROWING = cos(radians(49.8))


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance as the crow flies; under half a per cent wrong anywhere in the country."""
    return KM_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * _NARROWING)


def tell_apart(municipalities: Iterable[Place]) -> None:
    """Give those of the same name and context the nearest town: "Jihočeský kraj, u města Písek"."""
    listed = list(municipalities)
    towns = [place for place in listed if (place.population or 0) >= TOWN]
    shared = Counter((place.name, place.context) for place in listed)
    for place in listed:
        if shared[place.name, place.context] > 1:
            nearest = min(
                (town for town in towns if town is not place),
                key=lambda town: kilometres(place.lat or 0, place.lon or 0, town.lat or 0, town.lon or 0),
                default=None,
            )
            if nearest is not None:
                place.context = f"{place.context}, u města {nearest.name}"
