"""What was found: a place with its position, and which of several of the same name is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from catalogue.models import Place, PlaceKind, Precision

CLEARLY_LARGER = 20
"""A town so many times larger than its namesakes is meant, unless the person says otherwise."""
MOST_CHOICES = 60
"""As many as bear the commonest name, so that the one somebody lives in is among them."""

_PRECISION = {
    PlaceKind.MUNICIPALITY: Precision.MUNICIPALITY,
    PlaceKind.CITY_DISTRICT: Precision.CITY_DISTRICT,
    PlaceKind.PART: Precision.PART,
    PlaceKind.STREET: Precision.STREET,
    PlaceKind.POSTCODE: Precision.PART,
}
_PLACE_COLUMNS = (
    "id",
    "kind",
    "code",
    "name",
    "context",
    "parent_id",
    "lineage",
    "lat",
    "lon",
    "population",
    "postcodes",
)
SELECTED = ", ".join(f"p.{column}" for column in _PLACE_COLUMNS) + ", o.kind, o.lat, o.lon"
"""Columns of a place `p` and of its parent `o`, in the order `read` expects; more may follow."""
JOINED = "catalogue_place p LEFT JOIN catalogue_place o ON o.id = p.parent_id"
Row = tuple[Any, ...]  # a row of a cursor: columns of many types
Value = str | int | float | list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A place as a person named it; `lat`, `lon` in degrees, None when unknown (some regions and districts).

    `precision` says how exactly the position is known: a part without a middle of its own has that of its city district.
    """

    place: Place
    lat: float | None
    lon: float | None
    name: str
    context: str
    precision: Precision

    @property
    def id(self) -> str:
        """What links send and `resolve` understands: `p123`."""
        return f"p{self.place.pk}"

    @property
    def label(self) -> str:
        """`Poruba (Ostrava)`: a person can read it, `resolve` finds the same place."""
        return f"{self.name} ({self.context})" if self.context else self.name

    def at(self, lat: float, lon: float, precision: Precision, name: str = "") -> Found:
        """The same place with a better known point in it."""
        return replace(self, lat=lat, lon=lon, precision=precision, name=name or self.name)


@dataclass(frozen=True, slots=True)
class Match:
    """A key that was met: `rank` as in `PlaceKey`, `prominence` about inhabitants."""

    found: Found
    key: str
    rank: int
    prominence: int
    stem: str = ""
    is_ordinary: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """One clear place, or several to choose from, or nothing; `is_guess` when a typo was put right."""

    place: Found | None = None
    choices: tuple[Found, ...] = ()
    is_guess: bool = False

    @property
    def nothing(self) -> bool:
        return self.place is None and not self.choices


def fetch(sql: str, parameters: Mapping[str, Value]) -> list[Row]:
    """Run one query whose text is ours; only values come from outside, as parameters."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[Row] = cursor.fetchall()
    return rows


def read(row: Row) -> Found:
    """A Found of the columns SELECTED."""
    place = Place(**dict(zip(_PLACE_COLUMNS, row, strict=False)))
    place._state.adding, place._state.db = False, "default"
    outer_kind, outer_lat, outer_lon = row[len(_PLACE_COLUMNS) : len(_PLACE_COLUMNS) + 3]
    kind, lat, lon = place.kind, place.lat, place.lon
    if lat is None and kind == PlaceKind.PART:
        kind, lat, lon = outer_kind, outer_lat, outer_lon
    is_district = place.kind == PlaceKind.DISTRICT
    return Found(
        place=place,
        lat=lat,
        lon=lon,
        name=f"okres {place.name}" if is_district else place.name,
        context="" if is_district else place.context,
        precision=_PRECISION.get(PlaceKind(kind), Precision.UNKNOWN),
    )


def read_match(row: Row) -> Match:
    """A Match of the columns SELECTED, then key, rank, prominence, stem, is_ordinary."""
    return Match(read(row), *row[len(_PLACE_COLUMNS) + 3 :])


def decide(matches: Iterable[Match]) -> Resolution:
    """The one place meant, else those to choose from, the largest first.

    The part Poruba of the district Poruba is no choice: whoever says the name means the larger of the two.
    """
    best: dict[int, Match] = {}
    for match in sorted(matches, key=lambda match: (-match.prominence, match.rank)):
        best.setdefault(match.found.place.pk, match)
    outermost = [
        match
        for pk, match in best.items()
        if not any(outer in best and outer != pk for outer in match.found.place.lineage)
    ]
    if not outermost:
        return Resolution()
    if _is_clear(outermost):
        return Resolution(place=outermost[0].found)
    return Resolution(choices=tuple(match.found for match in outermost[:MOST_CHOICES]))


def _is_clear(matches: Sequence[Match]) -> bool:
    return len(matches) == 1 or matches[0].prominence >= CLEARLY_LARGER * max(1, matches[1].prominence)
