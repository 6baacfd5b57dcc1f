"""The gazetteer out of address points: names from the archive, positions are means of the points, parents by majority.

Works on the table `address_row`, which `importing` fills; every statement touches only rows that differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from heapq import nsmallest

from django.db.backends.utils import CursorWrapper

from catalogue.models import Place, PlaceKind
from catalogue.places.archive import Names
from catalogue.places.contexts import kilometres, tell_apart
from catalogue.places.keys import typed

SAME_PLACE = 8.0
"""Kilometres between the middle of a municipality and the shipped point of the same name."""
NEIGHBOURS = 5
OFFICIAL = ("code", "name", "lat", "lon", "postcodes")
"""What the archive says of a municipality."""
LEVELS = (PlaceKind.CITY_DISTRICT, PlaceKind.PART, PlaceKind.STREET, PlaceKind.POSTCODE)
PlaceRow = tuple[str, str, str, str, str, str, float, float, list[str]]

_MIDDLE = "round(avg(lat)::numeric, 5)::float8, round(avg(lon)::numeric, 5)::float8"
_POSTCODES = "array_agg(DISTINCT postcode ORDER BY postcode)"
_MAIN = "mode() WITHIN GROUP (ORDER BY {})"
_MUNICIPALITIES = f"SELECT municipality, {_MIDDLE}, {_POSTCODES} FROM address_row GROUP BY 1 ORDER BY 1"  # noqa: S608
_CITY_DISTRICTS = (
    f"SELECT city_district, {_MAIN.format('municipality')}, {_MIDDLE}, {_POSTCODES}"  # noqa: S608
    " FROM address_row WHERE city_district IS NOT NULL GROUP BY 1"
)
_PARTS = (
    f"SELECT part, {_MAIN.format('municipality')}, {_MAIN.format('city_district')}, {_MIDDLE}, {_POSTCODES}"  # noqa: S608
    " FROM address_row GROUP BY 1"
)
_STREETS = (
    f"SELECT street, {_MAIN.format('municipality')}, {_MAIN.format('city_district')}, {_MAIN.format('part')},"  # noqa: S608
    f" {_MIDDLE}, {_POSTCODES} FROM address_row WHERE street IS NOT NULL GROUP BY 1"
)
_BY_POSTCODE = (
    f"SELECT postcode, {_MAIN.format('municipality')}, {_MAIN.format('city_district')}, {_MIDDLE},"  # noqa: S608
    " count(DISTINCT municipality) = 1 AND count(DISTINCT coalesce(city_district, 0)) = 1"
    " FROM address_row GROUP BY 1"
)

_FRESH = """
CREATE TEMP TABLE fresh_place (
    kind text, code text, name text, context text, parent_kind text, parent_code text,
    lat float8, lon float8, postcodes varchar(5)[]
) ON COMMIT DROP
"""
# A shipped part of Praha or Brno has no official code yet: it gets it, rather than a twin.
_ADOPT = """
UPDATE catalogue_place p SET code = f.code
FROM fresh_place f
JOIN address_row_of_place a ON a.kind = f.kind AND a.code = f.code
JOIN catalogue_place m ON m.kind = 'municipality' AND m.code = a.municipality
WHERE p.kind = f.kind AND p.code = '' AND p.name = f.name AND m.id = ANY(p.lineage)
AND NOT EXISTS (SELECT FROM catalogue_place t WHERE t.kind = f.kind AND t.code = f.code)
"""
_WRITE = """
INSERT INTO catalogue_place AS old
    (kind, code, name, context, parent_id, lat, lon, postcodes, other_names, lineage)
SELECT f.kind, f.code, f.name, f.context, o.id, f.lat, f.lon, f.postcodes, '{}', '{}'
FROM fresh_place f JOIN catalogue_place o ON o.kind = f.parent_kind AND o.code = f.parent_code
WHERE f.kind = %s
ON CONFLICT (kind, code) WHERE NOT (code = '') DO UPDATE SET
    name = excluded.name, context = excluded.context, parent_id = excluded.parent_id,
    lat = excluded.lat, lon = excluded.lon, postcodes = excluded.postcodes
WHERE (old.name, old.context, old.parent_id, old.lat, old.lon, old.postcodes)
    IS DISTINCT FROM (excluded.name, excluded.context, excluded.parent_id, excluded.lat, excluded.lon, excluded.postcodes)
RETURNING id
"""
_LINEAGE = """
UPDATE catalogue_place p SET lineage = o.lineage || p.id FROM catalogue_place o
WHERE o.id = p.parent_id AND p.kind = %s AND p.lineage IS DISTINCT FROM o.lineage || p.id
RETURNING p.id
"""


def write_municipalities(cursor: CursorWrapper, names: Names) -> set[int]:
    """Find or add the municipalities of the archive; ids of those that were written.

    One without a code is found by its name near by. A new one lies in the region of most of its nearest neighbours: the
    archive does not say (98 of 100 are right; the ministry's code lists put the rest right).
    """
    cursor.execute(_MUNICIPALITIES)
    rows = cursor.fetchall()
    known = _Known()
    contexts = {place.pk: place.context for place in known.places}
    changed: set[Place] = set()
    added: list[Place] = []
    for number, lat, lon, postcodes in rows:
        official = Place(kind=PlaceKind.MUNICIPALITY, code=str(number), name=names.municipalities[number])
        official.lat, official.lon, official.postcodes = lat, lon, postcodes
        place = known.like(official)
        if place is None:
            official.parent = known.region_around(lat, lon)
            official.context = official.parent.name if official.parent else ""
            added.append(official)
        elif any(getattr(place, name) != getattr(official, name) for name in OFFICIAL):
            for name in OFFICIAL:
                setattr(place, name, getattr(official, name))
            changed.add(place)
    tell_apart([*known.places, *added])
    changed.update(place for place in known.places if place.context != contexts[place.pk])
    _save(added, changed)
    return {place.pk for place in [*added, *changed]}


class _Known:
    """The municipalities in the database, by code, by name and by position."""

    def __init__(self) -> None:
        self.places = list(Place.objects.filter(kind=PlaceKind.MUNICIPALITY))
        self._regions = {place.pk: place for place in Place.objects.filter(kind=PlaceKind.REGION)}
        self._by_code = {place.code: place for place in self.places if place.code}
        self._waiting: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            if not place.code:
                self._waiting[typed(place.name)].append(place)

    def like(self, official: Place) -> Place | None:
        """The same municipality, by its code or as the shipped one of that name near by."""
        if official.code in self._by_code:
            return self._by_code[official.code]
        namesakes = self._waiting[typed(official.name)]
        nearest = min(namesakes, key=lambda place: _apart(place, official.lat, official.lon), default=None)
        if nearest is None or _apart(nearest, official.lat, official.lon) > SAME_PLACE:
            return None
        namesakes.remove(nearest)
        return nearest

    def region_around(self, lat: float, lon: float) -> Place | None:
        nearest = nsmallest(NEIGHBOURS, self.places, key=lambda place: _apart(place, lat, lon))
        votes = Counter(pk for place in nearest for pk in place.lineage if pk in self._regions)
        return self._regions[votes.most_common(1)[0][0]] if votes else None


def _apart(place: Place, lat: float | None, lon: float | None) -> float:
    return kilometres(place.lat or 0, place.lon or 0, lat or 0, lon or 0)


def _save(added: list[Place], changed: Iterable[Place]) -> None:
    Place.objects.bulk_create(added)
    for place in added:
        place.lineage = [*(place.parent.lineage if place.parent else []), place.pk]
    Place.objects.bulk_update(added, ["lineage"], batch_size=1000)
    Place.objects.bulk_update(changed, [*OFFICIAL, "context"], batch_size=500)


def place_rows(cursor: CursorWrapper, names: Names) -> Iterator[PlaceRow]:
    """What the archive says of city districts, parts, streets and postcodes, for `write_places`."""
    towns, districts = names.municipalities, names.city_districts
    cursor.execute(_CITY_DISTRICTS)
    for code, town, lat, lon, postcodes in cursor.fetchall():
        yield ("city_district", str(code), districts[code], towns[town], "municipality", str(town), lat, lon, postcodes)
    cursor.execute(_PARTS)
    for code, town, district, lat, lon, postcodes in cursor.fetchall():
        context = _inside(towns[town], districts.get(district, ""))
        yield ("part", str(code), names.parts[code], context, *_parent(town, district), lat, lon, postcodes)
    cursor.execute(_STREETS)
    for code, town, district, part, lat, lon, postcodes in cursor.fetchall():
        context = _inside(towns[town], districts.get(district) or names.parts[part])
        yield ("street", str(code), names.streets[code], context, "part", str(part), lat, lon, postcodes)
    cursor.execute(_BY_POSTCODE)
    for code, town, district, lat, lon, is_whole in cursor.fetchall():
        context = _inside(towns[town], districts.get(district, "") if is_whole else "")
        parent = _parent(town, district if is_whole else None)
        yield ("postcode", code, f"{code[:3]} {code[3:]}", context, *parent, lat, lon, [])


def _parent(town: int, district: int | None) -> tuple[str, str]:
    return ("municipality", str(town)) if district is None else ("city_district", str(district))


def _inside(town: str, part: str) -> str:
    """`Ostrava, Poruba`; `Ostrava-Jih` says its town itself."""
    return (part if part.startswith(town) else f"{town}, {part}" if part else town)[:160]


def write_places(cursor: CursorWrapper, rows: Iterable[PlaceRow]) -> set[int]:
    """Add or correct the places, level by level so that parents come first; ids of those that were written."""
    listed = list(rows)
    cursor.execute(_FRESH)
    with cursor.copy("COPY fresh_place FROM STDIN") as copy:
        for row in listed:
            copy.write_row(row)
    cursor.execute("ANALYZE fresh_place")
    _adopt(cursor)
    written: set[int] = set()
    for level in LEVELS:
        for statement in (_WRITE, _LINEAGE):
            cursor.execute(statement, [level.value])
            written.update(pk for (pk,) in cursor.fetchall())
    return written


def _adopt(cursor: CursorWrapper) -> None:
    cursor.execute(
        "CREATE TEMP TABLE address_row_of_place ON COMMIT DROP AS"
        " SELECT DISTINCT 'part' AS kind, part::text AS code, municipality::text AS municipality FROM address_row"
        " UNION SELECT DISTINCT 'city_district', city_district::text, municipality::text FROM address_row"
        " WHERE city_district IS NOT NULL"
    )
    cursor.execute(_ADOPT)
    cursor.execute("DROP TABLE address_row_of_place")
