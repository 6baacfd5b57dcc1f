"""Loads the places that ship with the program: Czech places of GeoNames, regions, districts, the whole of Ostrava.

What exists already is left as it is: an official file or an editor knows better than the shipped table.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from django.db import transaction

from catalogue.models import Place, PlaceKey, PlaceKind
from catalogue.places import inflection
from catalogue.places.contexts import tell_apart
from catalogue.places.key_table import Named, write_keys
from catalogue.places.keys import NEWEST_WAY

SEED = Path(__file__).resolve().parent.parent / "seed"
OSTRAVA_CODE = "554821"
STATUTORY_DISTRICTS = {"Brno": "Brno-město", "Ostrava": "Ostrava-město", "Plzeň": "Plzeň-město", "Praha": "Praha"}
"""Cities whose district is not called like them, or is but has no own seat."""
SHARE_OF_CITY = {PlaceKind.CITY_DISTRICT: 10, PlaceKind.PART: 20, PlaceKind.POSTCODE: 30, PlaceKind.STREET: 1000}
"""Where nobody counted: an inhabitant of how many lives there, for the order of suggestions only."""
VILLAGE = 250
"""Inhabitants of a municipality that the shipped table does not have."""


@dataclass
class _Loaded:
    """The places in the database while loading; new ones enter a level at a time, so that parents have ids."""

    by_code: dict[tuple[str, str], Place] = field(default_factory=dict)
    by_geonames: dict[int, Place] = field(default_factory=dict)
    added: int = 0

    def remember(self, places: Iterable[Place]) -> None:
        for place in places:
            if place.code:
                self.by_code[place.kind, place.code] = place
            if place.geonames_id:
                self.by_geonames[place.geonames_id] = place

    def existing(self, draft: Place) -> Place | None:
        if draft.geonames_id and draft.geonames_id in self.by_geonames:
            return self.by_geonames[draft.geonames_id]
        return self.by_code.get((draft.kind, draft.code)) if draft.code else None

    def save(self, drafts: Iterable[Place]) -> None:
        """Add those that are missing, lineage included."""
        missing = [draft for draft in drafts if self.existing(draft) is None]
        Place.objects.bulk_create(missing)
        for place in missing:
            place.lineage = [*(place.parent.lineage if place.parent else []), place.pk]
        Place.objects.bulk_update(missing, ["lineage"], batch_size=1000)
        self.remember(missing)
        self.added += len(missing)


@transaction.atomic
def load_shipped_places() -> int:
    """Add the shipped places that are missing and bring their keys up to date; how many places were added."""
    loaded = _Loaded()
    loaded.remember(Place.objects.exclude(kind=PlaceKind.STREET).exclude(code="", geonames_id=None))
    regions = _load_regions(loaded)
    _load_districts(loaded, regions)
    _load_geonames(loaded, regions)
    _load_ostrava(loaded)
    if loaded.added or not PlaceKey.objects.filter(key=NEWEST_WAY).exists():
        shown = Place.objects.exclude(kind__in=[PlaceKind.STREET, PlaceKind.POSTCODE]).order_by("pk")
        write_keys(named(shown))
        write_keys(named(Place.objects.filter(kind=PlaceKind.POSTCODE)))
        inflection.forget_ordinary_words()
    return loaded.added


def named(places: Iterable[Place]) -> list[Named]:
    """What the keys of these places are made of; costs two queries however many there are."""
    listed = list(places)
    outer = Place.objects.in_bulk({pk for place in listed for pk in place.lineage if pk != place.pk})
    return [_named(place, [outer[pk] for pk in place.lineage if pk in outer and pk != place.pk]) for place in listed]


def _named(place: Place, around: Sequence[Place]) -> Named:
    settlements = [p for p in around if p.kind not in (PlaceKind.REGION, PlaceKind.DISTRICT)]
    crowd = max((p.population or 0 for p in settlements), default=0)
    estimate = crowd // SHARE_OF_CITY.get(PlaceKind(place.kind), 1)
    return Named(
        place_id=place.pk,
        kind=place.kind,
        name=place.name,
        prominence=max(place.population or 0, estimate, VILLAGE if place.kind == PlaceKind.MUNICIPALITY else 0),
        within=[p.name for p in settlements],
        other_names=place.other_names,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _load_regions(loaded: _Loaded) -> dict[str, Place]:
    """Regions by their NUTS code; their middle is the mean of their places."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in _rows("places.csv"):
        points[row["region"]].append((float(row["lat"]), float(row["lon"])))
    drafts = {
        row["nuts"]: Place(
            kind=PlaceKind.REGION,
            code=row["rpss_kraj_id"].removeprefix("Kraj/"),
            name=row["name"],
            lat=round(fmean(lat for lat, _lon in points[row["nuts"]]), 5),
            lon=round(fmean(lon for _lat, lon in points[row["nuts"]]), 5),
        )
        for row in _rows("regions.csv")
    }
    loaded.save(drafts.values())
    return {nuts: loaded.by_code[PlaceKind.REGION, draft.code] for nuts, draft in drafts.items()}


def _load_districts(loaded: _Loaded, regions: dict[str, Place]) -> None:
    loaded.save(
        Place(
            kind=PlaceKind.DISTRICT,
            code=row["rpss_okres_id"].removeprefix("Okres/"),
            name=row["name"],
            context="okres",
            parent=regions[row["region_nuts"]],
        )
        for row in _rows("districts.csv")
    )


def _load_geonames(loaded: _Loaded, regions: dict[str, Place]) -> None:
    seats = {(place.parent_id, place.name): place for (kind, _), place in loaded.by_code.items() if kind == "district"}
    municipalities, parts = [], []
    for row in _rows("places.csv"):  # largest first: the first town of a district's name is its seat
        place = _place(row)
        if row["parent"]:
            parts.append((place, int(row["parent"])))
        else:
            region = regions[row["region"]]
            district = seats.pop((region.pk, STATUTORY_DISTRICTS.get(place.name, place.name)), None)
            place.parent = district or region
            place.context = region.name if place.name != "Praha" else "hlavní město"
            place.code = OSTRAVA_CODE if place.name == "Ostrava" else ""
            municipalities.append(place)
    tell_apart(municipalities)
    loaded.save(municipalities)
    for part, city in parts:
        part.parent = loaded.by_geonames[city]
        part.context = part.parent.name
    loaded.save(part for part, _city in parts)


def _place(row: dict[str, str]) -> Place:
    return Place(
        kind=row["kind"],
        geonames_id=int(row["geonames_id"]),
        name=row["name"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        population=int(row["population"]) if row["population"] else None,
        other_names=row["other_names"].split(";") if row["other_names"] else [],
    )


def _load_ostrava(loaded: _Loaded) -> None:
    city = loaded.by_code[PlaceKind.MUNICIPALITY, OSTRAVA_CODE]
    districts = _rows("ostrava_districts.csv")
    loaded.save(
        Place(
            kind=PlaceKind.CITY_DISTRICT,
            code=row["code"],
            name=row["name"],
            context=city.name,
            parent=city,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]) if row["population"] else None,
            postcodes=row["postcodes"].split(";"),
        )
        for row in districts
    )
    alone = {row["code"] for row in districts if ";" not in row["city_parts"]}
    parts = []
    for row in _rows("ostrava_city_parts.csv"):
        district = loaded.by_code[PlaceKind.CITY_DISTRICT, row["district_code"]]
        middle = (district.lat, district.lon) if row["district_code"] in alone else (None, None)
        parts.append(
            Place(
                kind=PlaceKind.PART,
                code=row["part_code"],
                name=row["part_name"],
                context=district.name if district.name.startswith("Ostrava") else f"Ostrava, {district.name}",
                parent=district,
                lat=middle[0],
                lon=middle[1],
                postcodes=row["postcodes"].split(";"),
            )
        )
    loaded.save(parts)
    loaded.save(_postcodes(loaded, city))


def _postcodes(loaded: _Loaded, city: Place) -> list[Place]:
    """Postcodes of Ostrava; one that two districts share lies in the city, in the middle between them."""
    sharing: dict[str, list[Place]] = defaultdict(list)
    for (kind, _code), place in loaded.by_code.items():
        if kind == PlaceKind.CITY_DISTRICT and place.parent_id == city.pk:
            for postcode in place.postcodes:
                sharing[postcode].append(place)
    return [
        Place(
            kind=PlaceKind.POSTCODE,
            code=postcode,
            name=f"{postcode[:3]} {postcode[3:]}",
            context=", ".join(["Ostrava", *(place.name for place in places)])[:160],
            parent=places[0] if len(places) == 1 else city,
            lat=round(fmean(place.lat or 0 for place in places), 5),
            lon=round(fmean(place.lon or 0 for place in places), 5),
        )
        for postcode, places in sorted(sharing.items())
    ]
