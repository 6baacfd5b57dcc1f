"""Hides small counts, and others from which they could be worked out, in tables that leave the office.

A hidden count is shown as "neuvádíme" whichever way it came to be hidden: that is true of the small ones and of those that only
guard them, and tells nobody which is which. What the reader still knows are the totals, and that no count is negative. Safe means:

- hidden counts under one visible total are at least two and together at least five, and not all of them as large as a small
  count can be (then their sum would say each);
- in a table of rows by columns no hidden count lies alone on any closed way through the visible totals: hidden counts are edges
  of a graph between rows and columns, totals being one more row and column, and a count can be worked out exactly when its edge
  is a bridge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Set
from typing import TypeVar

FEWEST = 5
"""The smallest count anybody outside the office may see (DESIGN: privacy)."""
TOTAL = "*total*"
Cell = tuple[str, str]
Key = TypeVar("Key", bound=Hashable)


def hidden_in_line(numbers: Mapping[Key, int], hidden: set[Key] | None = None) -> set[Key]:
    """Which counts of a line with a visible total to hide; those already `hidden` stay so."""
    out = set(hidden or ()) | {key for key, number in numbers.items() if number < FEWEST}
    while out and gives_away([numbers[key] for key in out if key in numbers]):
        visible = {key: number for key, number in numbers.items() if key not in out}
        if not visible:
            break
        smallest = min(visible.values())
        out |= {key for key, number in visible.items() if number == smallest}  # all alike, or their order would tell
    return out


def gives_away(hidden: list[int]) -> bool:
    """Whether the sum of hidden counts, which anybody can work out, says something of one of them or is itself small."""
    total = sum(hidden)
    as_large_as_can_be = max(hidden) < FEWEST and total == len(hidden) * (FEWEST - 1)
    return len(hidden) < 2 or total < FEWEST or as_large_as_can_be


def hidden_in_grid(
    numbers: Mapping[Cell, int],
    rows: list[str],
    columns: list[str],
    *,
    hidden: Set[Cell] = frozenset(),
    parts: Mapping[str, str] | None = None,
) -> set[Cell]:
    """Which cells to hide; totals are the cells (row, TOTAL), (TOTAL, column) and (TOTAL, TOTAL). Those `hidden` stay so.

    `parts`: row -> name of a number told elsewhere that totals of its rows add up to. It is known of each part then, not of
    all rows together only, what their totals are in sum.
    """
    parts = parts or {}
    full = with_totals(numbers, rows, columns)
    hidden = set(hidden) | {cell for cell, number in full.items() if number < FEWEST}
    together: dict[str, list[Cell]] = defaultdict(list)
    for row in rows:
        together[parts.get(row, "")].append((row, TOTAL))
    for line in (*together.values(), [(TOTAL, column) for column in columns]):
        if (TOTAL, TOTAL) not in hidden:
            hidden |= hidden_in_line({cell: full[cell] for cell in line})
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    while True:
        before = len(hidden)
        for line in lines:
            if _total_of(line) not in hidden:
                hidden |= hidden_in_line({c: full[c] for c in line}, {c for c in line if c in hidden})
        for cell in bridges(hidden, parts):
            _guard(cell, full, hidden, rows, columns, parts)
        if len(hidden) == before:
            return hidden


def with_totals(numbers: Mapping[Cell, int], rows: list[str], columns: list[str]) -> dict[Cell, int]:
    full = {(row, column): numbers.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        full[row, TOTAL] = sum(full[row, column] for column in columns)
    for column in columns:
        full[TOTAL, column] = sum(full[row, column] for row in rows)
    full[TOTAL, TOTAL] = sum(full[row, TOTAL] for row in rows)
    return full


def _total_of(line: list[Cell]) -> Cell:
    (first_row, first_column), (second_row, _second_column) = line[0], line[-1]
    return (first_row, TOTAL) if first_row == second_row and len(line) > 1 else (TOTAL, first_column)


def _guard(
    cell: Cell,
    full: dict[Cell, int],
    hidden: set[Cell],
    rows: list[str],
    columns: list[str],
    parts: Mapping[str, str],
) -> None:
    """Close a way through the bridge: hide the cheapest pair of a cell in its row and one in its column, and their corner."""
    row, column = cell
    ways = [
        [(row, other), (another, column), (another, other)]
        for other in (*columns, TOTAL)
        for another in (*rows, TOTAL)
        if other != column
        and another != row
        and (another, other) != (TOTAL, TOTAL)
        and (TOTAL not in (column, other) or parts.get(another, "") == parts.get(row, ""))
    ]
    if ways:
        cheapest = min(ways, key=lambda way: (sum(full[c] for c in way if c not in hidden), way))
        hidden.update(cheapest)


def bridges(hidden: set[Cell], parts: Mapping[str, str] | None = None) -> list[Cell]:
    """Edges that lie on no cycle of the graph between rows and columns, in order. The totals of each part are a column."""
    part_of = parts or {}
    neighbours: dict[tuple[str, str], list[tuple[tuple[str, str], Cell]]] = defaultdict(list)
    for row, column in sorted(hidden):
        a, b = ("row", row), ("column", column + part_of.get(row, "") if column == TOTAL else column)
        neighbours[a].append((b, (row, column)))
        neighbours[b].append((a, (row, column)))
    order: dict[tuple[str, str], int] = {}
    lowest: dict[tuple[str, str], int] = {}
    found: list[Cell] = []
    for root in sorted(neighbours):
        if root not in order:
            _walk(root, neighbours, order, lowest, found)
    return sorted(found)


def _walk(
    root: tuple[str, str],
    neighbours: Mapping[tuple[str, str], list[tuple[tuple[str, str], Cell]]],
    order: dict[tuple[str, str], int],
    lowest: dict[tuple[str, str], int],
    found: list[Cell],
) -> None:
    """Depth first without recursion: a table may have hundreds of rows."""
    order[root] = lowest[root] = len(order)
    stack: list[tuple[tuple[str, str], Cell | None, list[tuple[tuple[str, str], Cell]]]] = [
        (root, None, list(neighbours[root]))
    ]
    while stack:
        node, came_by, left = stack[-1]
        if left:
            other, edge = left.pop()
            if edge == came_by:
                continue
            if other in order:
                lowest[node] = min(lowest[node], order[other])
            else:
                order[other] = lowest[other] = len(order)
                stack.append((other, edge, list(neighbours[other])))
            continue
        stack.pop()
        if stack:
            above = stack[-1][0]
            lowest[above] = min(lowest[above], lowest[node])
            if lowest[node] > order[above] and came_by is not None:
                found.append(came_by)
