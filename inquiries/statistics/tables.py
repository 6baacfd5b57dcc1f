"""The tables of a report: rows of numbers with names, ready to be printed, drawn, written to a file or made safe for publishing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sociopoint.typography import NBSP, typeset

MINUS = "−"


def written_number(number: int) -> str:
    """`18 907` with an unbreakable space."""
    return number_format(number, force_grouping=True)


def percent(part: int, whole: int) -> str:
    """`45 %`; a dash when there is nothing to be a share of."""
    return f"{round(100 * part / whole)}{NBSP}%" if whole else "–"


def difference(now: int, before: int) -> str:
    """`+13`, `−4`, `0`."""
    change = now - before
    return f"{'+' if change > 0 else MINUS if change < 0 else ''}{written_number(abs(change))}"


@dataclass
class Row:
    """`number` None: hidden, because it is too small to publish. `before` None: not compared, or hidden
    as `is_before_hidden` says."""

    label: str
    number: int | None
    before: int | None = None
    link: str = ""
    before_link: str = ""
    key: str = ""
    now_width: str = ""
    before_width: str = ""
    share: str = ""
    is_before_hidden: bool = False

    @property
    def text(self) -> str:
        return _("neuvádíme") if self.number is None else written_number(self.number)

    @property
    def before_text(self) -> str:
        return "–" if self.before is None else written_number(self.before)

    @property
    def change(self) -> str:
        return "–" if self.number is None or self.before is None else difference(self.number, self.before)


@dataclass(frozen=True)
class Sum:
    """Rows of a table, by their keys, whose numbers a figure adds up."""

    table: str
    keys: frozenset[str]


@dataclass
class Table:
    """`look`: "compared" has the period before and the change beside, "share" a per cent. `is_whole`: rows add up to the total."""

    code: str
    title: str
    head: str
    rows: list[Row]
    lead: str = ""
    look: str = "share"
    total: Row | None = None
    note: str = ""
    is_whole: bool = True
    is_of_unmet: bool = False
    part_of: tuple[str, str] | None = None
    """A table before it and the key of the row that this one parts: where that number is hidden, this table is."""
    is_summed: bool = False
    """Has no total of its own, but another number of the report tells what its rows add up to."""
    column: str = ""
    before_column: str = ""

    def __post_init__(self) -> None:
        self.measure()

    @property
    def is_compared(self) -> bool:
        return self.look == "compared"

    def measure(self) -> None:
        """Shares, and the lengths of bars: the longest fills 96 per cent, so that the mark of the period before fits."""
        numbers = [n for row in self.rows for n in (row.number, row.before if self.is_compared else 0) if n]
        longest = max(numbers, default=0)
        whole = (
            self.total.number
            if self.total and self.total.number is not None
            else sum(n or 0 for n in _numbers(self.rows))
        )
        for row in self.rows:
            row.now_width = _width(row.number, longest)
            row.before_width = _width(row.before, longest) if self.is_compared else ""
            row.share = percent(row.number, whole) if row.number is not None else "–"


def _numbers(rows: Iterable[Row]) -> list[int | None]:
    return [row.number for row in rows]


def _width(number: int | None, longest: int) -> str:
    return f"{96 * number / longest:.2f}%" if number and longest else ""


@dataclass
class Grid:
    """A table with both rows and columns, such as weekday by hour. Numbers by (row key, column key); a missing one is 0.
    `links` lead from cells to the records behind them, `row_links` and `column_links` from the sums of a row or a column.

    Tables of the same report that tell sums of this grid, by their codes: `rows_in` and `columns_in` those of each row and
    column, `parts_in` of several rows together, `parts` saying which (row -> key in that table)."""

    code: str
    title: str
    head: str
    rows: list[tuple[str, str]]
    columns: list[tuple[str, str]]
    numbers: dict[tuple[str, str], int | None]
    lead: str = ""
    note: str = ""
    has_totals: bool = True
    row_totals: dict[str, int | None] = field(default_factory=dict)
    column_totals: dict[str, int | None] = field(default_factory=dict)
    total: int | None = 0
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    row_links: dict[str, str] = field(default_factory=dict)
    column_links: dict[str, str] = field(default_factory=dict)
    total_link: str = ""
    rows_in: str = ""
    columns_in: str = ""
    parts_in: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, title: str, head: str, **more: object) -> Grid:
        grid = cls(code, title, head, **more)  # type: ignore[arg-type]  # checked by the dataclass
        grid.add_up()
        return grid

    def add_up(self) -> None:
        known = {cell: number or 0 for cell, number in self.numbers.items()}
        self.row_totals = {key: sum(known.get((key, c), 0) for c, _l in self.columns) for key, _l in self.rows}
        self.column_totals = {key: sum(known.get((r, key), 0) for r, _l in self.rows) for key, _l in self.columns}
        self.total = sum(total or 0 for total in self.row_totals.values())

    def linked(self) -> list[dict[str, object]]:
        """Rows as the template prints them: label, cells as (text, link or ''), the total with its link."""
        return [
            {
                "label": label,
                "cells": [
                    (cell_text(self.numbers.get((key, column), 0)), self.links.get((key, column), ""))
                    for column, _label in self.columns
                ],
                "total": cell_text(self.row_totals.get(key)),
                "total_link": self.row_links.get(key, "") if self.row_totals.get(key) else "",
            }
            for key, label in self.rows
        ]

    def linked_totals(self) -> list[tuple[str, str]]:
        """Of the columns: text and link or ''."""
        return [
            (
                cell_text(self.column_totals.get(key)),
                self.column_links.get(key, "") if self.column_totals.get(key) else "",
            )
            for key, _label in self.columns
        ]

    def printed(self) -> list[dict[str, object]]:
        """label, the texts of the cells, the total."""
        return [
            {
                "label": label,
                "cells": [cell_text(self.numbers.get((key, column), 0)) for column, _label in self.columns],
                "total": cell_text(self.row_totals.get(key)),
            }
            for key, label in self.rows
        ]

    def printed_totals(self) -> list[str]:
        return [cell_text(self.column_totals.get(column)) for column, _label in self.columns]

    def printed_total(self) -> str:
        return cell_text(self.total)


def cell_text(number: int | None) -> str:
    return "–" if number is None else written_number(number)


def rows_of(
    now: Counter[str],
    before: Counter[str] | None,
    name: Callable[[str], str],
    link: Callable[[str], str] = lambda key: "",
    *,
    order: Mapping[str, int] | None = None,
) -> list[Row]:
    """A row for each key, the largest first; `order` keeps an order of its own (ages, levels), '' always last."""
    keys = {key for key in [*now, *(before or ())] if now[key] or (before or now)[key]}
    if order is None:
        ordered = sorted(keys, key=lambda key: (key == "", -now[key], -(before or now)[key], name(key)))
    else:
        ordered = sorted(keys, key=lambda key: (key == "", order.get(key, len(order)), key))
    return [
        Row(typeset(name(key)), now[key], before[key] if before is not None else None, link(key), key=key)
        for key in ordered
    ]
