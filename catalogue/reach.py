"""How far help is, by form of care: at home = the area served, I come = kilometres, to live there = my region first.

Each function writes an SQL expression over a row `e` of the table of places; `e.km` is its distance where it says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.indexing import ALL_FORMS, KILOMETRES_PER_DEGREE, position
from catalogue.models import FormOfCare
from sociopoint.prepared import Values

ROUGHLY = 4  # kilometres: the middle of a city stands for any address in it, so it must not win by chance
NOWHERE = -1  # the number of no place


@dataclass(frozen=True)
class Origin:
    """Where the person is, or the instance's own city when they have not said."""

    name: str
    lat: float | None
    lon: float | None
    place_id: int | None
    lineage: tuple[int, ...]
    """Ids of all places that contain it, its own too."""
    region_id: int | None
    is_exact: bool = False
    """An address, a street or a position: kilometres to it mean something to a hundred metres."""
    is_private: bool = False
    """Somebody's street or position, rather than a town or a part of it."""
    is_asked: bool = True

    @property
    def has_position(self) -> bool:
        return self.lat is not None and self.lon is not None

    def point(self, values: Values) -> str:
        """The origin as an SQL point; its position must be known."""
        if self.lat is None or self.lon is None:
            raise ValueError(f"nobody knows where {self.name} is")
        return values.put("origin", "({:.6f},{:.6f})".format(*position(self.lat, self.lon)), "point")

    def region(self, values: Values) -> str:
        return values.put("region", self.region_id or NOWHERE, "int")


def distance(origin: Origin, values: Values) -> str:
    """Kilometres as the crow flies, NULL where either end is unknown; somewhere in a city is no nearer than ROUGHLY."""
    if not origin.has_position:
        return "NULL::float8"
    kilometres = f"(e.position <-> {origin.point(values)}) * {KILOMETRES_PER_DEGREE}"
    return f"CASE WHEN e.is_rough THEN GREATEST({kilometres}, {ROUGHLY}) ELSE {kilometres} END"


def serves(origin: Origin, values: Values) -> str:
    """At home: the area served contains my place. Unknown area: a registration holds for its region (RPSS)."""
    if not origin.lineage:
        return "TRUE"
    lineage = values.put("lineage", origin.lineage, "int[]")
    mine = values.put("place", origin.place_id or NOWHERE, "int")
    return (
        f"(CASE WHEN e.area IS NULL THEN e.region_id IS NULL OR e.region_id = {origin.region(values)} "
        f"ELSE e.area && {lineage} OR e.area_within @> ARRAY[{mine}] END)"
    )


def comes(origin: Origin, bits: int, values: Values) -> str:
    """Of help at home, whether its area is said to contain my place; NULL where I go there, and where nobody asked.

    `bits`: the forms asked for; in others than at home it is a way for me to go.
    """
    if not (origin.is_asked and origin.lineage):
        return "NULL::boolean"
    at_home = FormOfCare.AT_HOME.bit
    elsewhere = ALL_FORMS & ~at_home & ~FormOfCare.REMOTE.bit
    is_said = f"COALESCE(e.area && {values.put('lineage', origin.lineage, 'int[]')}, FALSE)"
    if bits == at_home:
        return is_said
    return f"CASE WHEN e.possible_forms & {at_home} <> 0 AND e.possible_forms & {elsewhere} = 0 THEN {is_said} END"


def effort(origin: Origin, bits: int, values: Values) -> str:
    """How far the help is, in kilometres of the way a person would go: the easiest of its forms. Reads `e.km`.

    `bits`: the forms asked for, 0 for any; of one form only, rows are expected to have it.
    """
    ways = {
        FormOfCare.AT_HOME.bit: _to_my_home,
        FormOfCare.AMBULATORY.bit | FormOfCare.REMOTE.bit: _where_i_come,
        FormOfCare.RESIDENTIAL.bit: _where_i_would_live,
    }
    asked = {forms & (bits or forms): way(origin, values) for forms, way in ways.items() if forms & (bits or forms)}
    if bits and len(asked) == 1:
        return next(iter(asked.values()))
    possible = [f"CASE WHEN e.possible_forms & {forms} <> 0 THEN {way} END" for forms, way in asked.items()]
    return f"LEAST({', '.join(possible)})"


def _to_my_home(origin: Origin, values: Values) -> str:
    """Nothing where my place is in their area; unknown areas by the district, then by the distance.

    Two places lie in the same district or town if the branches of the gazetteer they lie in part only below the region.
    """
    if not origin.lineage:
        return "LEAST(e.km, 120) * 0.4 + 3"
    lineage = values.put("lineage", origin.lineage, "int[]")
    branch = values.put("branch", origin.lineage[1] if len(origin.lineage) > 1 else NOWHERE, "int")
    return (
        f"CASE WHEN e.area && {lineage} THEN 0 WHEN e.branch_id = {branch} THEN LEAST(e.km, 25) * 0.25 + 1 "
        "ELSE LEAST(e.km, 120) * 0.4 + 3 END"
    )


def _where_i_come(origin: Origin, values: Values) -> str:
    return "COALESCE(e.km, 30)"


def _where_i_would_live(origin: Origin, values: Values) -> str:
    mine = f"e.region_id = {origin.region(values)}"
    return f"CASE WHEN {mine} THEN 4 + COALESCE(e.km, 30) * 0.25 ELSE 40 + COALESCE(e.km, 150) * 0.4 END"
