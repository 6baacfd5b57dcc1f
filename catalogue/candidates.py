# ruff: noqa: S608  parts of the search statement: numbers, and parts written in search_sql
"""Which rows of a set too large to read are worth reading: the nearest and the best, shared among the kinds."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.reach import Origin, array

NEAREST, BEST = 720, 240
"""Rows of a large set that are read, in each order, shared among the kinds."""
WALKED = 1600
"""Rows of a kind met in order before the filters are asked: more than any kind has in this country, few of a hundred such."""


def walks(kinds: Sequence[int], origin: Origin, offered: str, passes: str, *, is_bounded: bool) -> list[str]:
    """Of each kind, read in the order of an index until enough pass the filters.

    One branch for all kinds: planning seventy took longer than reading them. A row of a kind that fits is what the
    question is about; asked again in OR, it would cost the order.
    """
    branches = []
    for order, rows in _orders(origin):
        row = f"SELECT e.*, {order} AS place FROM catalogue_searchentry e WHERE e.kind_id = k.kind AND {offered}"
        if is_bounded:  # ordered by the same column, else the planner would read all of them to sort again
            row = f"SELECT e.* FROM ({row} ORDER BY place LIMIT {WALKED}) e WHERE TRUE"
        branches.append(
            f"SELECT of_kind.id FROM unnest({array(kinds)}) AS k(kind) CROSS JOIN LATERAL ("
            f"{row} AND {passes} ORDER BY place LIMIT {rows // len(kinds) + 1}) of_kind"
        )
    return branches


def matches(kinds: Sequence[int], origin: Origin, where: str) -> str:
    """The same of what was found by words: few enough to be read once, too scattered to be walked to."""
    limits = {order: rows // len(kinds) + 1 for order, rows in _orders(origin)}
    places = ", ".join(
        f"row_number() OVER (PARTITION BY e.kind_id ORDER BY {order}) <= {limit} AS is_{number}"
        for number, (order, limit) in enumerate(limits.items())
    )
    chosen = " OR ".join(f"is_{number}" for number in range(len(limits)))
    most = len(kinds) * sum(limits.values())  # cuts nothing off: it tells the planner how few there are
    # Read first, then ordered: else the planner would walk the whole table in the order of kinds to meet the limit.
    met = f"SELECT e.id, e.kind_id, e.quality, e.position FROM catalogue_searchentry e WHERE {where}"
    ranked = f"SELECT e.id, {places} FROM met e WHERE e.kind_id = ANY({array(kinds)})"
    return f"(WITH met AS MATERIALIZED ({met}) SELECT id FROM ({ranked}) m WHERE {chosen} LIMIT {most})"


def _orders(origin: Origin) -> list[tuple[str, int]]:
    nearest = [(f"e.position <-> {origin.point}", NEAREST)] if origin.point else []
    return [("e.quality", BEST), *nearest]
