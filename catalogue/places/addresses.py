"""Addresses and positions: `Zelená 2514/73, Ostrava` among address points, `49.827,18.164` among places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.models import Precision
from catalogue.places.found import JOINED, SELECTED, Found, Match, Resolution, decide, fetch, read
from catalogue.places.keys import LONGEST_TEXT, typed
from catalogue.words import plain

SOUTH, NORTH, WEST, EAST = 48.5, 51.1, 12.0, 18.9
NEARBY = 0.15
"""Degrees: there is a municipality within some 10 km anywhere in the country."""
MOST_WORDS = 8
STREETS_READ = 100
"""Školní stands in a thousand towns; without the town only the largest are looked into."""

_COORDINATES = re.compile(r"\s*(\d{2}[.,]\d{1,9})\s*[,; ]\s*(\d{2}[.,]\d{1,9})\s*")
_POSTCODE = re.compile(r"\b\d{3} ?\d{2}\b")
_NUMBERED = re.compile(
    r"(?P<street>.*[^\W\d].*?)[\s.]+(?:c\.? ?p\.? ?|cislo )?(?P<number>\d{1,4}(?: ?/ ?\d{1,4})?[a-z]?)(?![\w/])(?P<after>.*)"
)
# In a village without streets addresses lie in its part of the same name, which has no keys of its own.
_ANSWERS_TO_KEY = (
    "p.id = ANY(ARRAY(SELECT c.id FROM catalogue_place v JOIN catalogue_place c ON c.parent_id = v.id"
    " AND c.kind = 'part' AND c.name = v.name WHERE v.id = k.place_id) || k.place_id)"
)


@dataclass(frozen=True, slots=True)
class WrittenAddress:
    """A street (or a village without streets) with a house number; `keys` are the keys it may have, surest first."""

    keys: tuple[str, ...]
    number: str


def read_address(text: str) -> WrittenAddress | None:
    """The address in what was typed, None when there is no house number."""
    segments = [part for part in plain(_POSTCODE.sub(" ", text[:LONGEST_TEXT])).replace("(", ",").split(",") if part]
    for i, segment in enumerate(segments):
        found = _NUMBERED.fullmatch(segment.strip(" )"))
        if found:
            rest = [found["after"], *segments[i + 1 :], *segments[:i]]
            keys = tuple(dict.fromkeys(_keys(typed(found["street"]), [typed(part) for part in rest if typed(part)])))
            return WrittenAddress(keys, found["number"].replace(" ", ""))
    return None


def _keys(street: str, rest: list[str]) -> Iterator[str]:
    """`zelena ostrava`; without commas the town may come first: `ostrava zelena`."""
    street = re.sub(r"^(?:ulice|ul) ", "", street)
    for outer in rest:
        yield f"{street} {outer}"
        yield from (f"{street} {word}" for word in outer.split())
    words = street.split()[:MOST_WORDS]
    if not rest:
        yield street
        yield from (" ".join([*words[i:], *words[:i]]) for i in range(1, len(words)))


def find_address(text: str) -> Resolution:
    """The address point, or those to choose from; nothing without a house number. At most one query."""
    address = read_address(text)
    if address is None:
        return Resolution()
    rows = fetch(
        f"SELECT {SELECTED}, k.key, k.prominence, a.number, a.lat, a.lon,"  # noqa: S608  our own constants
        " CASE WHEN a.number = %(number)s THEN 0 WHEN a.number LIKE %(orientation)s THEN 1 ELSE 2 END AS step"
        " FROM (SELECT * FROM catalogue_placekey WHERE key = ANY(%(keys)s) ORDER BY prominence DESC LIMIT %(read)s) k"
        f" JOIN {JOINED} ON TRUE JOIN catalogue_addresspoint a ON a.place_id = p.id"
        f" WHERE {_ANSWERS_TO_KEY} AND (a.number = %(number)s"
        " OR a.number LIKE %(orientation)s OR a.number LIKE %(descriptive)s)"
        " ORDER BY step, k.prominence DESC LIMIT 40",
        {
            "keys": list(address.keys),
            "number": address.number,
            "orientation": f"%/{address.number}",
            "descriptive": f"{address.number}/%",
            "read": STREETS_READ,
        },
    )
    best = [row for row in rows if row[-1] == rows[0][-1]]
    return decide(
        Match(
            read(row).at(lat, lon, Precision.ADDRESS, name=f"{row[3]} {number}"), key=key, rank=0, prominence=prominence
        )
        for row in best
        for key, prominence, number, lat, lon in [row[-6:-1]]
    )


def read_position(text: str) -> tuple[float, float] | None:
    """`49.827,18.164` from the browser, or with Czech decimal commas; None when it is no position in the country."""
    found = _COORDINATES.fullmatch(text[:LONGEST_TEXT])
    if found is None:
        return None
    lat, lon = (float(part.replace(",", ".")) for part in found.groups())
    return (lat, lon) if SOUTH <= lat <= NORTH and WEST <= lon <= EAST else None


def find_nearest(lat: float, lon: float) -> Found | None:
    """The city district, part or municipality whose middle is nearest, with the given point in it. One query."""
    rows = fetch(
        f"SELECT {SELECTED} FROM {JOINED}"  # noqa: S608  our own constants
        " WHERE p.kind IN ('municipality', 'city_district', 'part')"
        " AND p.lat BETWEEN %(lat)s - %(near)s AND %(lat)s + %(near)s"
        " AND p.lon BETWEEN %(lon)s - %(near)s AND %(lon)s + %(near)s"
        " ORDER BY (p.lat - %(lat)s) ^ 2 + ((p.lon - %(lon)s) * 0.645) ^ 2, cardinality(p.lineage) LIMIT 1",
        {"lat": lat, "lon": lon, "near": NEARBY},
    )
    return read(rows[0]).at(lat, lon, Precision.STREET) if rows else None
