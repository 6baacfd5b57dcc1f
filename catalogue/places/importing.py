"""Brings address points and the gazetteer to what an archive of ČÚZK says, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import psycopg
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from catalogue.models import Place
from catalogue.places import inflection
from catalogue.places.archive import Address, MalformedArchive, Names, read_addresses
from catalogue.places.key_table import write_keys
from catalogue.places.loading import named
from catalogue.places.official import place_rows, write_municipalities, write_places

PLACES_AT_ONCE = 5_000
LONGEST_NAME = 120
_STAGE = """
CREATE TEMP TABLE address_row (
    code bigint, municipality int, city_district int, part int, street int, number text, postcode text,
    lat float8, lon float8
) ON COMMIT DROP
"""
_IDS = """
CREATE TEMP TABLE settled ON COMMIT DROP AS
SELECT r.code, coalesce(street.id, part.id) AS place_id, r.number, r.postcode, r.lat, r.lon
FROM address_row r
JOIN catalogue_place part ON part.kind = 'part' AND part.code = r.part::text
LEFT JOIN catalogue_place street ON street.kind = 'street' AND street.code = r.street::text
ORDER BY 2
"""
_CHANGE = """
UPDATE catalogue_addresspoint old
SET place_id = s.place_id, number = s.number, postcode = s.postcode, lat = s.lat, lon = s.lon
FROM settled s WHERE s.code = old.code
AND (old.place_id, old.number, old.postcode, old.lat, old.lon)
    IS DISTINCT FROM (s.place_id, s.number, s.postcode, s.lat, s.lon)
"""
_ADD = """
INSERT INTO catalogue_addresspoint (code, place_id, number, postcode, lat, lon)
SELECT code, place_id, number, postcode, lat, lon FROM settled s
WHERE NOT EXISTS (SELECT FROM catalogue_addresspoint old WHERE old.code = s.code)
"""
_REMOVE = """
DELETE FROM catalogue_addresspoint old USING (
    SELECT DISTINCT p.id FROM catalogue_place p, unnest(p.lineage) outer_id
    JOIN catalogue_place m ON m.id = outer_id AND m.kind = 'municipality'
    WHERE m.code IN (SELECT DISTINCT municipality::text FROM address_row)
) inside
WHERE old.place_id = inside.id AND NOT EXISTS (SELECT FROM settled s WHERE s.code = old.code)
"""
_FACILITIES = """
UPDATE catalogue_facility f SET lat = a.lat, lon = a.lon, precision = 'exact'
FROM catalogue_addresspoint a WHERE a.code = f.address_point AND NOT f.is_secret
AND (f.lat, f.lon, f.precision) IS DISTINCT FROM (a.lat, a.lon, 'exact')
RETURNING f.service_id
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: counts of rows."""

    addresses: int
    added: int
    changed: int
    removed: int
    without_position: int
    places: int
    facilities: int

    @property
    def is_unchanged(self) -> bool:
        return not (self.added or self.changed or self.removed or self.places or self.facilities)


def import_archive(path: Path, done: Callable[[int], None] = lambda size: None) -> Imported:
    """Import the archive, all or nothing; `done` is told the bytes of each file read.

    Addresses of the municipalities in the archive that are not in it any more are removed; other municipalities are
    left alone, so a single one can be imported too. Raises MalformedArchive; the database is then as it was.
    """
    from catalogue.indexing import refresh

    names = Names()
    with transaction.atomic(), connection.cursor() as cursor:
        addresses = _stage(cursor, path, names, done)
        places = _write_gazetteer(cursor, names)
        cursor.execute(_IDS)
        cursor.execute("CREATE UNIQUE INDEX ON settled (code)")
        cursor.execute("ANALYZE settled")
        counts = []
        for statement in (_REMOVE, _CHANGE, _ADD):
            cursor.execute(statement)
            counts.append(cursor.rowcount)
        removed, changed, added = counts
        cursor.execute(_FACILITIES)
        moved = [service_id for (service_id,) in cursor.fetchall()]
        if moved:
            refresh(set(moved))
        cursor.execute("DROP TABLE settled, address_row, fresh_place")
    return Imported(addresses, added, changed, removed, names.without_position, places, len(moved))


def _stage(cursor: CursorWrapper, path: Path, names: Names, done: Callable[[int], None]) -> int:
    """Copy the rows of the archive into a table of their own; how many there were."""
    cursor.execute(_STAGE)
    try:
        count = _copy(cursor, read_addresses(path, names, done))
    except psycopg.DataError as error:  # Django does not wrap errors of COPY
        raise MalformedArchive(_("Některý kód v archivu je příliš dlouhý.")) from error
    known_names = (names.municipalities, names.city_districts, names.parts, names.streets)
    if any(len(name) > LONGEST_NAME or "\x00" in name for listed in known_names for name in listed.values()):
        raise MalformedArchive(_("Některý název v archivu je příliš dlouhý."))
    cursor.execute("ANALYZE address_row")
    cursor.execute("SELECT code FROM address_row GROUP BY code HAVING count(*) > 1 LIMIT 1")
    twice = cursor.fetchone()
    if twice:
        raise MalformedArchive(_("Adresní místo %(code)s je v archivu dvakrát.") % {"code": twice[0]})
    return count


def _copy(cursor: CursorWrapper, addresses: Iterable[Address]) -> int:
    count = 0
    with cursor.copy("COPY address_row FROM STDIN") as copy:
        lines = (
            f"{a.code}\t{a.municipality}\t{_or_null(a.city_district)}\t{a.part}\t{_or_null(a.street)}"
            f"\t{a.number}\t{a.postcode}\t{a.lat}\t{a.lon}\n"
            for a in addresses
        )
        while block := "".join(islice(lines, PLACES_AT_ONCE)):
            copy.write(block)
            count += block.count("\n")
    return count


def _or_null(code: int | None) -> str:
    return r"\N" if code is None else str(code)


def _write_gazetteer(cursor: CursorWrapper, names: Names) -> int:
    """Municipalities, districts, parts, streets and postcodes with their keys; how many places were written."""
    written = write_municipalities(cursor, names)
    written |= write_places(cursor, place_rows(cursor, names))
    ids = sorted(written)
    for start in range(0, len(ids), PLACES_AT_ONCE):
        write_keys(named(Place.objects.filter(pk__in=ids[start : start + PLACES_AT_ONCE])))
    inflection.forget_ordinary_words()
    return len(written)
