"""What stands beside the name of a place, so that nobody takes one Nová Ves for another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import cos, hypot, radians

from catalogue.models import Place

TOWN = 10_000
KM_PER_DEGREE = 111.2
_NEARBY = ", u města "
_NARROWING = cos(radians(49.8))


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance as the crow flies; under half a per cent wrong anywhere in the country."""
    return KM_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * _NARROWING)


def tell_apart(municipalities: Iterable[Place]) -> None:
    """Give those of the same name and context the nearest town: "Jihočeský kraj, u města Písek"."""
    listed = list(municipalities)
    towns = [place for place in listed if (place.population or 0) >= TOWN]
    shared = Counter((place.name, place.context) for place in listed)
    taken = set(shared)
    namesakes = [place for place in listed if shared[place.name, place.context] > 1 and _NEARBY not in place.context]
    around = [
        (place, sorted((_apart(place, town), town.name) for town in towns if town is not place)) for place in namesakes
    ]
    for place, near in sorted(around, key=lambda pair: pair[1][:1]):
        contexts = (f"{place.context}{_NEARBY}{name}" for _distance, name in near)
        place.context = next((text for text in contexts if (place.name, text) not in taken), place.context)
        taken.add((place.name, place.context))


def _apart(place: Place, other: Place) -> float:
    return kilometres(place.lat or 0, place.lon or 0, other.lat or 0, other.lon or 0)
