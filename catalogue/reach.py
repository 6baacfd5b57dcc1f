"""How far help is, by form of care: at home = the area served, I come = kilometres, to live there = my region first.

Each function writes an SQL expression over a row `e` of the search table; `h.km` is the row's distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.indexing import KILOMETRES_PER_DEGREE, position
from catalogue.models import FormOfCare, Precision

ROUGHLY = 4  # kilometres: the middle of a city stands for any address in it, so it must not win by chance


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
    is_asked: bool = True

    @property
    def point(self) -> str:
        """The origin as an SQL point, '' where its position is unknown."""
        if self.lat is None or self.lon is None:
            return ""
        return "point({:.6f}, {:.6f})".format(*position(self.lat, self.lon))


def distance(origin: Origin) -> str:
    """Kilometres as the crow flies, NULL where either end is unknown; somewhere in a city is no nearer than ROUGHLY."""
    if not origin.point:
        return "NULL::float"
    kilometres = f"(e.position <-> {origin.point}) * {KILOMETRES_PER_DEGREE}"
    return f"CASE WHEN e.precision = '{Precision.MUNICIPALITY}' THEN GREATEST({kilometres}, {ROUGHLY}) ELSE {kilometres} END"


def serves(origin: Origin) -> str:
    """At home: the area served contains my place. Unknown area: a registration holds for its region (RPSS)."""
    if not origin.lineage:
        return "TRUE"
    inside = f"e.area_within @> ARRAY[{origin.place_id or -1}]"
    return (
        f"(CASE WHEN e.area = '{{}}' THEN e.lineage = '{{}}' OR e.lineage @> ARRAY[{origin.region_id or -1}] "
        f"ELSE e.area && {array(origin.lineage)} OR {inside} END)"
    )


def effort(origin: Origin, bits: int) -> str:
    """How far the help is, in kilometres of the way a person would go: the easiest of its forms.

    `bits`: the forms asked for, 0 for any.
    """
    region = origin.region_id or -1
    at_home, residential = FormOfCare.AT_HOME.bit, FormOfCare.RESIDENTIAL.bit
    come = FormOfCare.AMBULATORY.bit | FormOfCare.REMOTE.bit
    forms = f"(e.possible_forms & {bits})" if bits else "e.possible_forms"
    near = f"(e.lineage && {array(origin.lineage[1:])})" if len(origin.lineage) > 1 else "FALSE"
    return f"""LEAST(
        CASE WHEN {forms} & {at_home} <> 0 THEN CASE
            WHEN e.area && {array(origin.lineage)} THEN 0
            WHEN {near} THEN LEAST(h.km, 25) * 0.25 + 1
            ELSE COALESCE(LEAST(h.km, 120) * 0.4 + 3, 25) END END,
        CASE WHEN {forms} & {come} <> 0 THEN COALESCE(h.km, 30) END,
        CASE WHEN {forms} & {residential} <> 0 THEN
            CASE WHEN e.lineage @> ARRAY[{region}] THEN 4 + COALESCE(h.km, 30) * 0.25
                 ELSE 40 + COALESCE(h.km, 150) * 0.4 END END)"""


def array(numbers: Sequence[int]) -> str:
    """An SQL array of whole numbers."""
    return f"ARRAY[{', '.join(str(int(number)) for number in numbers)}]::int[]"
