"""Attackers who know everything published, and the rule itself."""

from __future__ import annotations

import itertools
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inquiries.statistics.suppression import (
    FEWEST,
    TOTAL,
    bridges,
    gives_away,
    hidden_in_grid,
    hidden_in_line,
    with_totals,
)

LINES = st.lists(st.integers(0, 12), min_size=2, max_size=9)
GRIDS = st.integers(2, 6).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9, 30]), min_size=columns, max_size=columns),
        min_size=2,
        max_size=6,
    )
)


def published(numbers):
    """What a reader sees of a line: visible counts, None for hidden ones, and the total."""
    hidden = hidden_in_line(dict(enumerate(numbers)))
    return tuple(None if place in hidden else number for place, number in enumerate(numbers)), sum(numbers)


@pytest.mark.parametrize("cells", [2, 3, 4])
def test_not_even_who_knows_the_rule_can_work_a_small_count_out(cells):
    """Every line of these sizes, by what it looks like when published: no small count may be the same in all that look alike."""
    looks = defaultdict(list)
    for numbers in itertools.product(range(11), repeat=cells):
        looks[published(numbers)].append(numbers)

    for (seen, total), candidates in looks.items():
        for place in range(cells):
            is_on_the_edge = (
                max(value for numbers in candidates for value in numbers) >= 10
            )  # others lie beyond our range
            if seen[place] is None and total >= FEWEST and not is_on_the_edge:
                values = {numbers[place] for numbers in candidates}
                all_equal_fours = candidates == [(4,) * cells]  # nothing visible is left to hide behind
                assert len(values) > 1 or all_equal_fours, (seen, total, candidates)


@given(LINES)
def test_hidden_counts_are_never_few_together(numbers):
    hidden = hidden_in_line(dict(enumerate(numbers)))

    assert all(numbers[place] >= FEWEST for place in range(len(numbers)) if place not in hidden)
    if hidden and sum(numbers) >= FEWEST:
        assert sum(numbers[place] for place in hidden) >= FEWEST
        assert len(hidden) > 1


def test_one_small_count_takes_the_next_smallest_along():
    assert hidden_in_line({"a": 40, "b": 9, "c": 3, "d": 12}) == {"b", "c"}


def test_a_line_without_small_counts_stays():
    assert hidden_in_line({"a": 5, "b": 9}) == set()


def grid_of(lines):
    rows = [f"r{number}" for number in range(len(lines))]
    columns = [f"c{number}" for number in range(len(lines[0]))]
    numbers = {(r, c): lines[i][j] for i, r in enumerate(rows) for j, c in enumerate(columns)}
    return numbers, rows, columns


def determined(hidden, rows, columns, together=()):
    """Hidden cells that linear algebra alone works out from what is visible. `together`: cells whose sum is told elsewhere."""
    unknowns = sorted(hidden)
    equations = []
    for row in (*rows, TOTAL):
        equations.append({(row, c): 1 for c in columns} | {(row, TOTAL): -1})
    for column in (*columns, TOTAL):
        equations.append({(r, column): 1 for r in rows} | {(TOTAL, column): -1})
    equations += [dict.fromkeys(cells, 1) for cells in together]
    matrix = [[Fraction(equation.get(cell, 0)) for cell in unknowns] for equation in equations]
    rank = 0
    for place in range(len(unknowns)):
        pivot = next((n for n in range(rank, len(matrix)) if matrix[n][place]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        matrix[rank] = [value / matrix[rank][place] for value in matrix[rank]]
        for other in range(len(matrix)):
            if other != rank and matrix[other][place]:
                factor = matrix[other][place]
                matrix[other] = [a - factor * b for a, b in zip(matrix[other], matrix[rank], strict=True)]
        rank += 1
    return {unknowns[line.index(1)] for line in matrix if sum(1 for value in line if value) == 1}


@settings(max_examples=150)
@given(GRIDS)
def test_no_hidden_cell_of_a_grid_follows_from_what_is_visible(lines):
    numbers, rows, columns = grid_of(lines)

    hidden = hidden_in_grid(numbers, rows, columns)

    full = with_totals(numbers, rows, columns)
    assert all(number >= FEWEST for cell, number in full.items() if cell not in hidden)
    assert determined(hidden, rows, columns) == set()


@settings(max_examples=150)
@given(GRIDS, st.lists(st.sampled_from("ab"), min_size=12, max_size=12))
def test_no_hidden_cell_follows_from_a_table_that_tells_what_rows_add_up_to(lines, names):
    numbers, rows, columns = grid_of(lines)
    full, lots = with_totals(numbers, rows, columns), {}
    for row, name in zip(rows, names, strict=False):
        lots.setdefault(name, {})[row] = full[row, TOTAL]
    told = {name for name, line in lots.items() if (out := hidden_in_line(line)) and gives_away([line[r] for r in out])}
    unseen = hidden_in_line({name: sum(line.values()) for name, line in lots.items()}, told)
    parts = {row: name for name, line in lots.items() if name not in unseen for row in line}

    hidden = hidden_in_grid(numbers, rows, columns, parts=parts)

    together = [[(row, TOTAL) for row in line] for name, line in lots.items() if name not in unseen]
    if (TOTAL, TOTAL) in hidden:
        return  # then the sum of every part is hidden too
    assert all(number >= FEWEST for cell, number in full.items() if cell not in hidden)
    assert determined(hidden, rows, columns, together) == set()


@settings(max_examples=60)
@given(GRIDS)
def test_a_visible_total_never_leaves_few_people_hidden(lines):
    numbers, rows, columns = grid_of(lines)

    hidden = hidden_in_grid(numbers, rows, columns)

    full = with_totals(numbers, rows, columns)
    lines_of_cells = [([(r, c) for c in columns], (r, TOTAL)) for r in rows]
    lines_of_cells += [([(r, c) for r in rows], (TOTAL, c)) for c in columns]
    for cells, total in lines_of_cells:
        under = [full[cell] for cell in cells if cell in hidden]
        if total not in hidden and under:
            assert sum(under) >= FEWEST


def test_bridges_are_edges_without_a_way_around():
    square = {("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")}

    assert bridges(square) == []
    assert bridges(square | {("c", "1")}) == [("c", "1")]
    assert bridges({("a", "1"), ("b", "2")}) == [("a", "1"), ("b", "2")]


def test_a_cell_that_totals_would_give_away_is_guarded_by_three_others():
    lines = [[3, 20, 30], [20, 20, 30], [30, 40, 50]]
    numbers, rows, columns = grid_of(lines)

    hidden = hidden_in_grid(numbers, rows, columns)

    assert ("r0", "c0") in hidden
    assert len(hidden) == 4


def test_the_same_line_hides_the_same_as_a_total_of_a_grid():
    """A table by reason and a grid by kind and reason publish the same sums."""
    lines = [[2, 7, 30], [1, 2, 9]]
    numbers, rows, columns = grid_of(lines)
    full = with_totals(numbers, rows, columns)

    in_grid = {column for column in columns if (TOTAL, column) in hidden_in_grid(numbers, rows, columns)}

    assert in_grid >= hidden_in_line({column: full[TOTAL, column] for column in columns})
