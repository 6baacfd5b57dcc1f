# ruff: noqa: S608  parts of the search statement: numbers, and parts written in search_sql
"""Which services of a set too large to read are worth reading: those of the nearest and of the best places."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.reach import Origin
from sociopoint.prepared import Values

NEAREST, BEST = 540, 180
"""Places of a large set that are read, in each order, shared among the kinds."""
SHARE_OF_FILTERED = 0.5
"""How many of those are read where filters leave few of what is walked past: each costs several that are not."""
WALKED = 1600
"""Places of a kind met in order before the filters are asked: more than any kind has in this country, few of a hundred such."""
WALKED_FOR_THE_BEST = 200
"""The same in the order of quality, in which hundreds are alike; of where nobody knows the way all that there are."""
WALKED_OF_ALL = 5000
"""The same of all places: of a large set found by words, there is one among a few dozen."""
NEAREST_OF_ALL, MOST_OF_ALL = 560, 320
"""Places that are read of all, and services whose places are the nearest of all; in a large catalogue nearly every place is of another."""
MOST_BY_REASON = 300
"""Services of a large set that are read because of a name they bear, or because of the filters they pass."""
READ = ", ".join(
    f"e.{column}"
    for column in (
        *("service_id", "possible_forms", "region_id", "area", "area_within", "offered_from", "offered_until"),
        *("barrier_free", "open_minutes", "holiday_minutes", "closed_days"),
    )
)
"""What filters ask of a place."""


def of_kinds(
    kinds: Sequence[int], origin: Origin, values: Values, *, passes: str, has_form: str, is_filtered: bool
) -> list[str]:
    """Of each kind, read in the order of an index until enough pass the filters, or WALKED were met.

    `has_form`: asked of a kind first, where a form was; else one in which nobody comes home is walked to its end in vain.
    One branch for all kinds: planning seventy took longer than reading them.
    """
    walked = values.put("walked_kinds", list(kinds), "int[]")
    best = WALKED_FOR_THE_BEST if origin.has_position else WALKED
    orders = [("e.quality", BEST, values.put("walked_best", best, "bigint"))]
    if origin.has_position:
        nearest = f"e.position <-> {origin.point(values)}"
        orders.append((nearest, NEAREST, values.put("walked", WALKED, "bigint")))
    of_kind = f"SELECT FROM catalogue_searchservice s WHERE s.kind_id = k.kind AND {has_form} OFFSET 0"
    where = f" WHERE EXISTS ({of_kind})" if has_form else ""
    share = SHARE_OF_FILTERED if is_filtered else 1
    branches = []
    for order, rows, most in orders:
        row = f"SELECT {READ}, {order} AS place FROM catalogue_searchentry e WHERE e.kind_id = k.kind"
        # Ordered by the same column again, else the planner would read all of them to sort anew; and how many are walked
        # it must not know, else it would read and sort all of a kind that has fewer, which takes twice as long.
        branches.append(
            f"SELECT of_kind.service_id FROM unnest({walked}) AS k(kind) CROSS JOIN LATERAL ("
            f"SELECT e.service_id FROM ({row} ORDER BY place LIMIT {most}) e WHERE {passes}"
            f" ORDER BY place LIMIT {int(rows * share) // len(kinds) + 1}) of_kind{where}"
        )
    return branches + _who_comes_here(origin, f"e.kind_id = ANY({walked}) AND {passes}", values)


def of_all(origin: Origin, passes: str, values: Values) -> list[str]:
    """The nearest of all places, and of those whose known area holds the person's place."""
    nearest = f"e.position <-> {origin.point(values)}" if origin.has_position else "e.id"
    row = f"SELECT {READ}, {nearest} AS place FROM catalogue_searchentry e ORDER BY place LIMIT {WALKED_OF_ALL}"
    met = f"SELECT e.service_id, e.place FROM ({row}) e WHERE {passes} ORDER BY place LIMIT {NEAREST_OF_ALL}"
    branches = [f"(SELECT service_id FROM ({met}) n GROUP BY 1 ORDER BY min(place) LIMIT {MOST_OF_ALL})"]
    return branches + _who_comes_here(origin, passes, values)


def _who_comes_here(origin: Origin, passes: str, values: Values) -> list[str]:
    """From however far away: the way to them is none."""
    if not origin.lineage:
        return []
    # Found by their area alone: the planner would also collect all places of the kinds, a hundred times as many.
    served = f"SELECT e.* FROM catalogue_searchentry e WHERE e.area && {values.put('lineage', origin.lineage, 'int[]')}"
    return [f"(SELECT e.service_id FROM ({served} OFFSET 0) e WHERE {passes} LIMIT {BEST})"]


def by_reason(reason: str, passes: str) -> str:
    """Wherever they are: what bears a name, what has no kind, what passes filters that nobody near does."""
    return f"(SELECT s.service_id FROM {services_for(reason)} s WHERE {reason} AND {passes} LIMIT {MOST_BY_REASON})"


def services_for(reason: str) -> str:
    """Where those of a reason are looked for. What has no kind is few: the planner would collect all that bear the
    words, of whatever kind."""
    if "s.kind_id IS NULL" in reason:
        return "(SELECT * FROM catalogue_searchservice WHERE kind_id IS NULL OFFSET 0)"
    return "catalogue_searchservice"
