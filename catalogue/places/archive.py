"""Reads the archive of address points that ČÚZK publishes: a ZIP of one CSV per municipality, Windows-1250, S-JTSK."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import error as BrokenCompression

from django.utils.translation import gettext as _
from pyproj import Transformer
from pyproj.transformer import TransformerGroup

from catalogue.places.addresses import EAST, NORTH, SOUTH, WEST

COLUMNS = (
    "Kód ADM;Kód obce;Název obce;Kód MOMC;Název MOMC;Kód obvodu Prahy;Název obvodu Prahy;Kód části obce;"
    "Název části obce;Kód ulice;Název ulice;Typ SO;Číslo domovní;Číslo orientační;Znak čísla orientačního;PSČ;"
    "Souřadnice Y;Souřadnice X;Platí Od"
).split(";")
(
    ADDRESS, MUNICIPALITY, MUNICIPALITY_NAME, CITY_DISTRICT, CITY_DISTRICT_NAME, _PRAGUE, _PRAGUE_NAME, PART, PART_NAME,
    STREET, STREET_NAME, BUILDING, HOUSE, ORIENTATION, ORIENTATION_LETTER, POSTCODE, Y, X, _VALID_FROM,
) = range(len(COLUMNS))  # fmt: skip
ROWS_AT_ONCE = 20_000
MOST_WITHOUT_POSITION = 0.05
"""Share of addresses; ČÚZK has about one in a thousand without a position. More means a file we misread."""
METRES_OF_GOOD_CONVERSION = 1.0
MEGABYTE = 1024 * 1024
LARGEST_FILE = 200 * MEGABYTE  # Prague, the largest, has about 25; a line may be as long as its file
LARGEST_IN_ALL = 2048 * MEGABYTE  # the whole country has about 400
DAMAGE = (UnicodeDecodeError, csv.Error, zipfile.BadZipFile, BrokenCompression, EOFError, RuntimeError)
"""What reading a broken member of the archive says."""

_COORDINATE = re.compile(r"(?:\d{1,8}(?:\.\d{1,4})?)?")
_NUMBER = re.compile(r"(?:ev\. )?\d{1,5}(?:/\d{1,5}[a-zA-Z]?)?")
_POSTCODE = re.compile(r"\d{5}")


class _NoAddress(Exception):
    """A row that is no address; carries its beginning."""

    def __init__(self, row: list[str]) -> None:
        super().__init__(";".join(row)[:80])


class MalformedArchive(Exception):
    """The file is not what ČÚZK publishes; the text is one Czech line for the operator."""


class Address(NamedTuple):
    """One address point, position in WGS 84; `city_district` and `street` are None where there are none."""

    code: int
    municipality: int
    city_district: int | None
    part: int
    street: int | None
    number: str
    postcode: str
    lat: float
    lon: float


@dataclass
class Names:
    """Names by RÚIAN code, of everything met in the archive so far: some hundred thousand at most."""

    municipalities: dict[int, str] = field(default_factory=dict)
    city_districts: dict[int, str] = field(default_factory=dict)
    parts: dict[int, str] = field(default_factory=dict)
    streets: dict[int, str] = field(default_factory=dict)
    without_position: int = 0


@cache
def _to_wgs84() -> Transformer:
    """The conversion with rotations, good to a metre. PROJ's first choice for the pair is one that is off by six.

    EPSG:5513 and EPSG:5514 are one projection: southing and westing, or both negative and swapped.
    """
    group = TransformerGroup("EPSG:5514", "EPSG:4326", always_xy=True)
    return next(each for each in group.transformers if 0 <= each.accuracy <= METRES_OF_GOOD_CONVERSION)


def to_wgs84(westings: Sequence[float], southings: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Latitudes and longitudes of `Souřadnice Y` and `Souřadnice X` as ČÚZK writes them, both positive."""
    lons, lats = _to_wgs84().transform(array("d", [-y for y in westings]), array("d", [-x for x in southings]))
    return zip(lats, lons, strict=True)


def file_sizes(path: Path) -> dict[str, int]:
    """Names of the CSV files in the archive and their sizes in bytes, unpacked. Raises MalformedArchive."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist() if _is_table(info.filename)}
    except (zipfile.BadZipFile, OSError) as error:
        raise MalformedArchive(_("%(file)s není archiv ZIP.") % {"file": path.name}) from error
    if not sizes:
        raise MalformedArchive(_("V archivu %(file)s není žádný soubor CSV.") % {"file": path.name})
    if max(sizes.values()) > LARGEST_FILE or sum(sizes.values()) > LARGEST_IN_ALL:
        raise MalformedArchive(
            _("Archiv %(file)s je po rozbalení příliš velký; adresy celého Česka to nejsou.") % {"file": path.name}
        )
    return sizes


def _is_table(name: str) -> bool:
    return name.lower().endswith(".csv")


def read_addresses(path: Path, names: Names, done: Callable[[int], None]) -> Iterator[Address]:
    """All addresses of the archive, file by file in constant memory; `done` is told the bytes of each file read.

    Fills `names` on the way. Raises MalformedArchive at the first thing that does not fit.
    """
    read = 0
    with zipfile.ZipFile(path) as archive:
        for name, size in file_sizes(path).items():
            try:
                for batch in _batches(archive, name):
                    read += len(batch)
                    yield from _addresses(batch, names)
            except DAMAGE as error:
                raise MalformedArchive(_("Soubor %(file)s v archivu je poškozený.") % {"file": name}) from error
            except _NoAddress as error:
                raise MalformedArchive(
                    _("V souboru %(file)s je řádek, který není adresou: %(row)s") % {"file": name, "row": error}
                ) from error
            done(size)
    if not read:
        raise MalformedArchive(_("V archivu %(file)s není žádná adresa.") % {"file": path.name})
    if names.without_position > MOST_WITHOUT_POSITION * read:
        raise MalformedArchive(
            _("%(count)s z %(all)s adres nemá polohu v Česku. Souřadnice nejsou v systému S-JTSK?")
            % {"count": names.without_position, "all": read}
        )


def _batches(archive: zipfile.ZipFile, name: str) -> Iterator[list[list[str]]]:
    with archive.open(name) as binary:
        table = csv.reader(io.TextIOWrapper(binary, encoding="cp1250", newline=""), delimiter=";")
        header = next(table, [])
        if header != COLUMNS:
            raise MalformedArchive(_("Soubor %(file)s v archivu nemá sloupce adresních míst RÚIAN.") % {"file": name})
        batch: list[list[str]] = []
        for row in filter(None, table):
            batch.append(row)
            if len(batch) == ROWS_AT_ONCE:
                yield batch
                batch = []
        if batch:
            yield batch


def _addresses(rows: list[list[str]], names: Names) -> Iterator[Address]:
    placed = [row for row in rows if _has_position(row)]
    names.without_position += len(rows) - len(placed)
    positions = to_wgs84([float(row[Y]) for row in placed], [float(row[X]) for row in placed])
    for row, (lat, lon) in zip(placed, positions, strict=True):
        if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
            names.without_position += 1
            continue
        try:
            yield _address(row, lat, lon, names)
        except ValueError as error:
            raise _NoAddress(row) from error


def _has_position(row: list[str]) -> bool:
    if len(row) != len(COLUMNS) or not all(_COORDINATE.fullmatch(row[axis]) for axis in (Y, X)):
        raise _NoAddress(row)
    return bool(row[Y] and row[X])


def _address(row: list[str], lat: float, lon: float, names: Names) -> Address:
    municipality, part = int(row[MUNICIPALITY]), int(row[PART])
    city_district = int(row[CITY_DISTRICT]) if row[CITY_DISTRICT] else None
    street = int(row[STREET]) if row[STREET] else None
    if not (row[MUNICIPALITY_NAME] and row[PART_NAME]):
        raise ValueError
    if (city_district and not row[CITY_DISTRICT_NAME]) or (street and not row[STREET_NAME]):
        raise ValueError
    names.municipalities[municipality] = row[MUNICIPALITY_NAME]
    names.parts[part] = row[PART_NAME]
    if city_district is not None:
        names.city_districts[city_district] = row[CITY_DISTRICT_NAME]
    if street is not None:
        names.streets[street] = row[STREET_NAME]
    number, postcode = _number(row), row[POSTCODE].replace(" ", "")
    if not (_NUMBER.fullmatch(number) and _POSTCODE.fullmatch(postcode)):
        raise ValueError
    code = int(row[ADDRESS])
    return Address(code, municipality, city_district, part, street, number, postcode, round(lat, 6), round(lon, 6))


def _number(row: list[str]) -> str:
    """`2514/73a`, `73`, or `ev. 12` of a cottage."""
    house = row[HOUSE] if row[BUILDING] == "č.p." else f"ev. {row[HOUSE]}"
    return f"{house}/{row[ORIENTATION]}{row[ORIENTATION_LETTER]}" if row[ORIENTATION] else house
