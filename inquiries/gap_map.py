"""A schematic map of Ostrava's districts: tiles of our own, roughly where the districts lie. The table is its twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TILE_WIDTH, TILE_HEIGHT, GAP = 116, 60, 4
STEPS = 4
PLACES: dict[str, tuple[int, int, str]] = {
    "Plesná": (1, 0, "Plesná"),
    "Hošťálkovice": (3, 0, "Hošťálkovice"),
    "Lhotka": (4, 0, "Lhotka"),
    "Petřkovice": (5, 0, "Petřkovice"),
    "Krásné Pole": (0, 1, "Krásné Pole"),
    "Pustkovec": (1, 1, "Pustkovec"),
    "Martinov": (2, 1, "Martinov"),
    "Třebovice": (3, 1, "Třebovice"),
    "Mariánské Hory a Hulváky": (4, 1, "Mar. Hory"),
    "Moravská Ostrava a Přívoz": (5, 1, "Mor. Ostrava"),
    "Slezská Ostrava": (6, 1, "Slezská O."),
    "Michálkovice": (7, 1, "Michálkovice"),
    "Poruba": (1, 2, "Poruba"),
    "Svinov": (2, 2, "Svinov"),
    "Nová Ves": (4, 2, "Nová Ves"),
    "Vítkovice": (5, 2, "Vítkovice"),
    "Radvanice a Bartovice": (7, 2, "Radvanice"),
    "Polanka nad Odrou": (1, 3, "Polanka"),
    "Ostrava-Jih": (4, 3, "Ostrava-Jih"),
    "Hrabová": (5, 3, "Hrabová"),
    "Proskovice": (2, 4, "Proskovice"),
    "Stará Bělá": (3, 4, "Stará Bělá"),
    "Nová Bělá": (4, 4, "Nová Bělá"),
}
"""District -> column, row, short name."""
WIDTH, HEIGHT = 8 * (TILE_WIDTH + GAP), 5 * (TILE_HEIGHT + GAP)


@dataclass(frozen=True)
class Tile:
    """`step` 0 to 4 darkens it; `number` is text, so that colour is never the only sign."""

    x: int
    y: int
    middle: int
    name: str
    number: str
    step: int


def tiles(numbers: Mapping[str, int | None]) -> list[Tile]:
    """None is a hidden number, which need not be a small one; a district that is not there has nothing."""
    largest = max((number or 0 for number in numbers.values()), default=0)
    made = []
    for district, (column, row, name) in PLACES.items():
        number = numbers.get(district, 0)
        step = 0 if not number or not largest else 1 + (STEPS - 1) * number // largest
        text = "–" if number is None else str(number)
        x, y = column * (TILE_WIDTH + GAP), row * (TILE_HEIGHT + GAP)
        made.append(Tile(x, y, x + TILE_WIDTH // 2, name, text, step))
    return made
