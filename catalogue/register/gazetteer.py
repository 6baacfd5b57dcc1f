"""The places the register speaks of, found by their official codes; the code lists name those we do not have yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.models import AddressPoint, Place, PlaceKind, Precision
from catalogue.places.inflection import forget_ordinary_words
from catalogue.places.key_table import write_keys
from catalogue.places.loading import named
from catalogue.register import code_lists
from catalogue.register.code_lists import CodeLists, plain
from catalogue.register.entries import AddressEntry


@dataclass(slots=True)
class KnownPlace:
    """A row of the gazetteer, without what the import does not need."""

    pk: int
    kind: str
    code: str
    name: str
    lineage: list[int]
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the register's addresses: where its code and its name are, and in what it lies, nearest first."""

    kind: PlaceKind
    attribute: str
    file: str
    prefix: str
    inside: tuple[PlaceKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Location:
    """Where a facility is; `precision` says how exactly the point is known."""

    place: int | None
    lat: float | None = None
    lon: float | None = None
    precision: Precision = Precision.UNKNOWN


LEVELS = (
    Level(PlaceKind.REGION, "region", code_lists.REGIONS, "Kraj"),
    Level(PlaceKind.DISTRICT, "district", code_lists.DISTRICTS, "Okres", (PlaceKind.REGION,)),
    Level(
        PlaceKind.MUNICIPALITY,
        "municipality",
        code_lists.MUNICIPALITIES,
        "Obec",
        (PlaceKind.DISTRICT, PlaceKind.REGION),
    ),
    Level(PlaceKind.CITY_DISTRICT, "city_district", "", "", (PlaceKind.MUNICIPALITY,)),
    Level(PlaceKind.PART, "part", code_lists.PARTS, "CastObce", (PlaceKind.CITY_DISTRICT, PlaceKind.MUNICIPALITY)),
)
ATTRIBUTES = {level.kind: level.attribute for level in LEVELS}
PRECISIONS = {
    PlaceKind.PART: Precision.PART,
    PlaceKind.CITY_DISTRICT: Precision.CITY_DISTRICT,
    PlaceKind.MUNICIPALITY: Precision.MUNICIPALITY,
}


@dataclass
class Gazetteer:
    """All places from region to part, read once (one query); streets and postcodes are not needed here."""

    lists: CodeLists | None
    by_code: dict[tuple[str, str], KnownPlace] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[KnownPlace]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = Place.objects.filter(kind__in=[level.kind for level in LEVELS]).order_by("pk")
        for row in rows.values_list("pk", "kind", "code", "name", "lineage", "lat", "lon"):
            self._remember(KnownPlace(*row))

    def _remember(self, place: KnownPlace) -> None:
        self.names[place.pk] = place.name
        if place.code:
            self.by_code[place.kind, place.code] = place
        else:
            self.by_name.setdefault((place.kind, plain(place.name)), []).append(place)

    def find(self, address: AddressEntry, kind: PlaceKind) -> KnownPlace | None:
        """The place of that level in which the address lies."""
        return self.by_code.get((kind, getattr(address, ATTRIBUTES[kind])))

    def region(self, code: str) -> KnownPlace | None:
        return self.by_code.get((PlaceKind.REGION, code))

    def locate(self, address: AddressEntry, point: tuple[float, float] | None) -> Location:
        """The finest place we know, with the address point's position, or that of the finest place that has one."""
        places = [found for level in reversed(LEVELS) if (found := self.find(address, level.kind))]
        if not places:
            return Location(None)
        if point is not None:
            return Location(places[0].pk, *point, precision=Precision.ADDRESS)
        for place in places:
            precision = PRECISIONS.get(PlaceKind(place.kind))
            if precision is not None and place.lat is not None:
                return Location(places[0].pk, place.lat, place.lon, precision)
        return Location(places[0].pk)

    def add_missing(self, addresses: Iterable[AddressEntry]) -> None:
        """Add places of these addresses that the code lists name; a shipped place of that name gets the code instead."""
        if self.lists is None:
            return
        known = list(addresses)
        for level in LEVELS:
            if level.file:
                self._add_missing_at(level, known, self.lists)

    def _add_missing_at(self, level: Level, addresses: list[AddressEntry], lists: CodeLists) -> None:
        new: dict[str, tuple[Place, list[int]]] = {}
        for address in addresses:
            code = getattr(address, level.attribute)
            name = lists.name(level.file, level.prefix, code) if code else ""
            if not name or code in new or (level.kind, code) in self.by_code:
                continue
            parents = [found for kind in level.inside if (found := self.find(address, kind))]
            if level.inside and not parents:
                continue  # we would not know where it lies
            if shipped := self._shipped(level.kind, name, parents):
                self._give_code(shipped, code)
                continue
            parent = parents[0] if parents else None
            context = parent.name if parent else ""
            place = Place(
                kind=level.kind, code=code, name=name[:120], context=context, parent_id=parent.pk if parent else None
            )
            new[code] = place, parent.lineage if parent else []
        created = Place.objects.bulk_create([place for place, _lineage in new.values()])
        self.added += [place.pk for place in created]
        for place in created:
            place.lineage = [*new[place.code][1], place.pk]
            self._remember(KnownPlace(place.pk, place.kind, place.code, place.name, place.lineage, None, None))
        Place.objects.bulk_update(created, ["lineage"], batch_size=500)

    def write_keys(self) -> None:
        """Let the search find the places added; costs half a second for Czech words, so only when there are some."""
        if self.added:
            write_keys(named(Place.objects.filter(pk__in=self.added).order_by("pk")))
            forget_ordinary_words()

    def _shipped(self, kind: PlaceKind, name: str, parents: list[KnownPlace]) -> KnownPlace | None:
        """The one place without a code of that name inside the largest of the parents; None when two could be meant."""
        found = self.by_name.get((kind, plain(name)), [])
        for parent in reversed(parents):
            inside = [place for place in found if parent.pk in place.lineage]
            found = inside if parent is parents[-1] or inside else found
        return found[0] if len(found) == 1 else None

    def _give_code(self, place: KnownPlace, code: str) -> None:
        self.by_name[place.kind, plain(place.name)].remove(place)
        place.code = code
        self._remember(place)
        Place.objects.filter(pk=place.pk).update(code=code)


def positions(codes: Iterable[int]) -> dict[int, tuple[float, float]]:
    """(latitude, longitude) of the address points we have. One query."""
    rows = AddressPoint.objects.filter(code__in=set(codes)).values_list("code", "lat", "lon")
    return {code: (lat, lon) for code, lat, lon in rows}
