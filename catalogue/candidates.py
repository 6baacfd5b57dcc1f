# ruff: noqa: S608  parts of the search statement: numbers, and parts written in search_sql
"""Which services of a set too large to read are worth reading: those of the nearest and of the best places."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.reach import Origin
from sociopoint.prepared import Values

NEAREST, BEST = 720, 240
"""Places of a large set that are read, in each order, shared among the kinds."""
WALKED = 1600
"""Places of a kind met in order before the filters are asked: more than any kind has in this country, few of a hundred such."""
WALKED_OF_ALL = 5000
"""The same of all places: of a large set found by words, there is one among a few dozen."""
MOST_BY_REASON = 300
"""Services of a large set that are read because of a name they bear, or because of the filters they pass."""


def of_kinds(kinds: Sequence[int], origin: Origin, passes: str, values: Values) -> list[str]:
    """Of each kind, read in the order of an index until enough pass the filters, or WALKED were met.

    One branch for all kinds: planning seventy took longer than reading them.
    """
    walked = values.put("walked_kinds", list(kinds), "int[]")
    orders = [("e.quality", BEST)]
    if origin.has_position:
        orders.append((f"e.position <-> {origin.point(values)}", NEAREST))
    branches = []
    for order, rows in orders:
        row = f"SELECT e.*, {order} AS place FROM catalogue_searchentry e WHERE e.kind_id = k.kind"
        # Ordered by the same column again, else the planner would read all of them to sort anew.
        branches.append(
            f"SELECT of_kind.service_id FROM unnest({walked}) AS k(kind) CROSS JOIN LATERAL ("
            f"SELECT e.service_id FROM ({row} ORDER BY place LIMIT {WALKED}) e WHERE {passes}"
            f" ORDER BY place LIMIT {rows // len(kinds) + 1}) of_kind"
        )
    return branches


def of_all(origin: Origin, passes: str, values: Values) -> list[str]:
    """The nearest of all places, and of those whose known area holds the person's place: the way to them is none."""
    nearest = f"e.position <-> {origin.point(values)}" if origin.has_position else "e.id"
    row = f"SELECT e.*, {nearest} AS place FROM catalogue_searchentry e ORDER BY place LIMIT {WALKED_OF_ALL}"
    branches = [f"(SELECT e.service_id FROM ({row}) e WHERE {passes} ORDER BY place LIMIT {NEAREST})"]
    if origin.lineage:
        served = f"e.area && {values.put('lineage', origin.lineage, 'int[]')}"
        branches.append(f"(SELECT e.service_id FROM catalogue_searchentry e WHERE {served} AND {passes} LIMIT {BEST})")
    return branches


def by_reason(reason: str, passes: str) -> str:
    """Wherever they are: what bears a name, what has no kind, what passes filters that nobody near does."""
    return f"(SELECT s.service_id FROM {services_for(reason)} s WHERE {reason} AND {passes} LIMIT {MOST_BY_REASON})"


def services_for(reason: str) -> str:
    """Where those of a reason are looked for. What has no kind is few: the planner would collect all that bear the
    words, of whatever kind."""
    if "s.kind_id IS NULL" in reason:
        return "(SELECT * FROM catalogue_searchservice WHERE kind_id IS NULL OFFSET 0)"
    return "catalogue_searchservice"
