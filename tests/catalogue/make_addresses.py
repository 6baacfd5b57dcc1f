"""Makes an archive of address points in the format of ČÚZK: real municipalities, made-up streets and numbers.

python tests/catalogue/make_addresses.py OUT.zip                  the small sample that the tests use
python tests/catalogue/make_addresses.py OUT.zip --rows 2900000   the whole country, for benches
                                        (needs the table of municipalities, see MUNICIPALITIES)
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyproj.transformer import TransformerGroup

SEED = Path(__file__).resolve().parents[2] / "catalogue" / "seed"
MUNICIPALITIES = Path("/work/shared/data/test-only/municipalities.csv")
HEADER = (
    "Kód ADM;Kód obce;Název obce;Kód MOMC;Název MOMC;Kód obvodu Prahy;Název obvodu Prahy;Kód části obce;"
    "Název části obce;Kód ulice;Název ulice;Typ SO;Číslo domovní;Číslo orientační;Znak čísla orientačního;PSČ;"
    "Souřadnice Y;Souřadnice X;Platí Od"
)
OSTRAVA = "554821"
TOWN_HALL = (469897.98, 1100936.86)
"""Westing and southing of Ostrava's New Town Hall, 49.8417 N, 18.2916 E."""
PEOPLE_PER_STREET, WITH_STREETS = 110, 1500
ONSETS = "B Br Č D Dr H Hl J K Kl L M N P Pl R S St T Tr V Z Ž".split()
VOWELS = "a e i o u".split()
CODAS = "b c d k l m n r s sk t v z".split()
ENDINGS = "ová ní ská inská ičná ovská ešova alova ečná itého".split()
COMMON = "Školní Nádražní Zahradní Krátká Polní Hlavní Sokolská Zelená Luční Květná".split()


class Part(NamedTuple):
    code: str
    name: str
    district: str
    district_name: str
    lat: float
    lon: float
    postcode: str


class Town(NamedTuple):
    code: str
    name: str
    people: int
    parts: list[Part]


def sample_towns() -> list[Town]:
    """Ostrava with its real districts and parts, and three that show the rest of the format."""
    return [
        Town(OSTRAVA, "Ostrava", 3000, ostrava_parts()),
        Town("505927", "Opava", 400, [Part("412864", "Předměstí", "", "", 49.9387, 17.9026, "74601")]),
        Town("555088", "Havířov", 400, [Part("413232", "Šumbark", "", "", 49.7930, 18.4040, "73601")]),
        Town("506753", "Vřesina", 40, [Part("187437", "Vřesina", "", "", 49.8232, 18.1273, "74285")]),
    ]


def ostrava_parts() -> list[Part]:
    with (SEED / "ostrava_districts.csv").open(encoding="utf-8") as file:
        districts = {row["code"]: row for row in csv.DictReader(file)}
    with (SEED / "ostrava_city_parts.csv").open(encoding="utf-8") as file:
        parts = list(csv.DictReader(file))
    return [
        Part(
            row["part_code"],
            row["part_name"],
            row["district_code"],
            row["district_name"],
            float(districts[row["district_code"]]["lat"]),
            float(districts[row["district_code"]]["lon"]),
            row["postcodes"].split(";")[0],
        )
        for row in parts
    ]


def country() -> list[Town]:
    """All municipalities; those over a thousand inhabitants have several made-up parts."""
    with MUNICIPALITIES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    towns = []
    for row in rows:
        people = int(row["population"] or 200)
        names = [row["name"], *(f"{row['name']} {number}. část" for number in range(2, 3 + min(people // 3000, 20)))]
        points = [(float(row["lat"]) + 0.004 * i, float(row["lon"]) - 0.003 * i) for i in range(len(names))]
        postcode = row["postcodes"].split(";")[0] or "10000"
        parts = [Part(f"{row['code']}{i:02}", name, "", "", *points[i], postcode) for i, name in enumerate(names)]
        towns.append(Town(row["code"], row["name"], people, ostrava_parts() if row["code"] == OSTRAVA else parts))
    return towns


def street_names(count: int, chance: random.Random) -> list[str]:
    """Made-up names, mostly different in each town, after the few that stand in most of them."""
    made_up = {
        chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS) + chance.choice(ENDINGS)
        for _number in range(max(0, count - len(COMMON)))
    }
    return [*COMMON[:count], *sorted(made_up)]


class Maker:
    def __init__(self) -> None:
        group = TransformerGroup("EPSG:4326", "EPSG:5514", always_xy=True)
        self.transform = next(each.transform for each in group.transformers if 0 <= each.accuracy <= 1)
        self.random = random.Random(108)  # noqa: S311  the same archive every time
        self.address = 20_000_000
        self.street = 100_000

    def table(self, town: Town, rows: int) -> str:
        """The CSV of one municipality."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADER.split(";"))
        streets = self.streets(town)
        lons = [part.lon + self.random.gauss(0, 0.008) for part in self.parts(town, rows)]
        lats = [part.lat + self.random.gauss(0, 0.005) for part in self.parts(town, rows)]
        eastings, northings = self.transform(lons, lats)
        for i, part in enumerate(self.parts(town, rows)):
            writer.writerow(self.row(town, part, streets[part.code], i, (-eastings[i], -northings[i])))
        return text.getvalue()

    def parts(self, town: Town, rows: int) -> Iterator[Part]:
        return (town.parts[i % len(town.parts)] for i in range(rows))

    def streets(self, town: Town) -> dict[str, list[tuple[int, str]]]:
        """Streets by the code of their part; none in a village."""
        found: dict[str, list[tuple[int, str]]] = {part.code: [] for part in town.parts}
        count = town.people // PEOPLE_PER_STREET if town.people >= WITH_STREETS else 0
        for number, name in enumerate(street_names(count, self.random)):
            self.street += 1
            found[town.parts[number % len(town.parts)].code].append((self.street, name))
        return found

    def row(
        self, town: Town, part: Part, streets: list[tuple[int, str]], i: int, at: tuple[float, float]
    ) -> list[object]:
        self.address += 1
        place = i // len(town.parts)
        street, street_name = streets[place % len(streets)] if streets else ("", "")
        number = place // len(streets) + 1 if streets else ""
        kind = "č.ev." if i % 50 == 49 else "č.p."
        letter = "a" if street and i % 30 == 29 else ""
        return [
            self.address, town.code, town.name, part.district, part.district_name, "", "", part.code, part.name,
            street, street_name, kind, i % 9_999 + 1, number, letter, part.postcode, f"{at[0]:.2f}", f"{at[1]:.2f}",
            "2020-01-01T00:00:00",
        ]  # fmt: skip


def make(path: Path, towns: list[Town], rows: int) -> None:
    """Write the archive; each town has rows by its inhabitants, at least one."""
    people = sum(town.people for town in towns)
    maker = Maker()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for town in towns:
            name = zipfile.ZipInfo(f"CSV/20261031_OB_{town.code}_ADR.csv", (2026, 11, 1, 0, 0, 0))
            name.compress_type = zipfile.ZIP_DEFLATED
            table = maker.table(town, max(1, round(rows * town.people / people)))
            if town.code == OSTRAVA:
                table += town_hall(town)
            archive.writestr(name, table.encode("cp1250"))


def town_hall(town: Town) -> str:
    """The one real address: Prokešovo náměstí 1803/8."""
    part = next(part for part in town.parts if part.name == "Moravská Ostrava")
    westing, southing = TOWN_HALL
    return (
        f"19999999;{town.code};{town.name};{part.district};{part.district_name};;;{part.code};{part.name};99999;"
        f"Prokešovo náměstí;č.p.;1803;8;;70200;{westing:.2f};{southing:.2f};2013-07-01T00:00:00\r\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rows", type=int, default=0, help="of the whole country; without it the small sample")
    options = parser.parse_args()
    make(options.archive, country() if options.rows else sample_towns(), options.rows or 400)


if __name__ == "__main__":
    main()
