"""Makes a report safe to leave the office: small counts hidden with what would give them away, and no way to the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.statistics.indicators import Indicator
from inquiries.statistics.periods import ONE_DAY, Period, months_later
from inquiries.statistics.report import Report, Section, Tile
from inquiries.statistics.suppression import FEWEST, TOTAL, gives_away, hidden_in_grid, hidden_in_line
from inquiries.statistics.tables import Grid, Row, Sum, Table
from inquiries.statistics.work_tables import RuleRow
from sociopoint.czech_order import sort_key


def published(report: Report) -> Report:
    """The same report as anybody may read it."""
    grids, also = _published_grids(report)
    safe = replace(
        report,
        tiles=[],
        wide=[_whole_months(table, report.period) for table in published_tables(report.wide, also)],
        narrow=published_tables(report.narrow, also),
        sections=[
            Section(
                section.code,
                section.title,
                published_tables(section.tables, also),
                [grids[grid.code] for grid in section.grids],
            )
            for section in report.sections
        ],
        minutes=[],
        rules=[_rule(rule) for rule in report.rules],
        indicators=[],
    )
    tables = {table.code: table for table in safe.tables}
    return replace(
        safe,
        tiles=[_tile(tile, tables) for tile in report.tiles],
        indicators=[_indicator(indicator, tables) for indicator in report.indicators],
    )


def note() -> str:
    return _("Počty pod 5 neukazujeme, ani ty, ze kterých by šly dopočítat. Žádný člověk tak nejde poznat.")


def _published_grids(report: Report) -> tuple[dict[str, Grid], dict[str, set[str]]]:
    """By code; and code of a table -> keys of rows that it hides because a grid hides the same sum."""
    tables = {table.code: table for table in report.tables}
    also: dict[str, set[str]] = defaultdict(set)
    safe: dict[str, Grid] = {}
    for grid in report.grids:
        shown: set[str] = set()
        if grid.parts_in in tables:
            also[grid.parts_in] |= set(_told_by_parts(grid))
            table = published_table(tables[grid.parts_in], also=also[grid.parts_in])
            shown = {row.key for row in table.rows if row.number is not None}
        parts = {row: f"={key}" for row, key in grid.parts.items() if key in shown}
        safe[grid.code] = published_grid(grid, parts=parts)
        also[grid.rows_in] |= {key for key, total in safe[grid.code].row_totals.items() if total is None}
        also[grid.columns_in] |= {key for key, total in safe[grid.code].column_totals.items() if total is None}
    return safe, also


def _told_by_parts(grid: Grid) -> Iterator[str]:
    """Parts whose sum would tell what of it is hidden, however much of the part is."""
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    for row, key in grid.parts.items():
        lines[key][row] = grid.row_totals[row] or 0
    for key, line in lines.items():
        hidden = [line[row] for row in hidden_in_line(line)]
        if hidden and gives_away(hidden):
            yield key


def _whole_months(table: Table, period: Period) -> Table:
    """Beside a period that begins or ends within a month, the whole of it would tell how many came on the other days."""
    if table.code != "mesice":
        return table
    for row in table.rows:
        first = date.fromisoformat(f"{row.key}-01")
        ends_sooner = period.last < min(months_later(first, 1) - ONE_DAY, timezone.localdate())
        if first < period.first or ends_sooner:
            row.number, table.note = None, note()
    table.measure()
    return table


def published_tables(tables: list[Table], also: Mapping[str, Set[str]]) -> list[Table]:
    """Of one section: a table that parts a number of another stands after it."""
    safe: dict[str, Table] = {}
    for table in tables:
        whole = _row(safe, table.part_of)
        safe[table.code] = published_table(table, whole=whole, also=also.get(table.code, frozenset()))
    return list(safe.values())


def _row(tables: Mapping[str, Table], place: tuple[str, str] | None) -> Row | None:
    """`place`: the code of a table and the key of its row."""
    if place is None or place[0] not in tables:
        return None
    return next((row for row in tables[place[0]].rows if row.key == place[1]), None)


def published_table(table: Table, *, whole: Row | None = None, also: Set[str] = frozenset()) -> Table:
    """Hidden rows stand last by name: their order says nothing of how large they are. `whole`: the published row that this
    table parts; what that does not say, the parts may not add up to. `also`: keys of rows hidden for another reason."""
    too = {place for place, row in enumerate(table.rows) if row.key in also}
    now = _hidden(table, [row.number or 0 for row in table.rows], table.total.number if table.total else None, too)
    before = _hidden(table, [row.before or 0 for row in table.rows], table.total.before if table.total else None)
    everything = set(range(len(table.rows)))
    if whole is not None and whole.number is None:
        now = everything
    if whole is not None and whole.is_before_hidden:
        before = everything
    rows = [
        Row(
            row.label,
            None if place in now else row.number,
            None if place in before else row.before,
            key=row.key,
            is_before_hidden=row.before is not None and place in before,
        )
        for place, row in enumerate(table.rows)
    ]
    visible = [row for row in rows if row.number is not None]
    hidden = sorted((row for row in rows if row.number is None), key=lambda row: sort_key(row.label))
    total = table.total and _total(table.total, whole)
    return replace(table, rows=[*visible, *hidden], total=total, note=note() if hidden else table.note)


def _total(total: Row, whole: Row | None) -> Row:
    is_hidden = whole is not None and whole.number is None
    is_before_hidden = whole is not None and whole.is_before_hidden
    is_before_small = total.before is not None and total.before < FEWEST
    return Row(
        total.label,
        None if is_hidden else _or_none(total.number),
        None if is_before_hidden else _or_none(total.before),
        is_before_hidden=is_before_hidden or is_before_small,
    )


def _hidden(table: Table, numbers: list[int], total: int | None, too: Set[int] = frozenset()) -> set[int]:
    """Places of the rows to hide. Where no total is known, the small ones alone; where the total is small itself, all."""
    if total is None and table.is_summed:
        total = sum(numbers)
    if total is None or (not table.is_whole and sum(numbers) != total):
        return {place for place, number in enumerate(numbers) if number < FEWEST} | too
    if total < FEWEST:
        return set(range(len(numbers)))
    return {int(str(place)) for place in hidden_in_line(dict(enumerate(numbers)), set(too))}


def _or_none(number: int | None) -> int | None:
    return number if number is not None and number >= FEWEST else None


def published_grid(grid: Grid, *, parts: Mapping[str, str] | None = None) -> Grid:
    """Rows and columns by name, for the same reason. `parts` as `hidden_in_grid` takes them."""
    rows = sorted(grid.rows, key=lambda row: (row[0] == "", sort_key(row[1])))
    columns = sorted(grid.columns, key=lambda column: (column[0] in ("", "elsewhere"), sort_key(column[1])))
    if grid.code == "hodiny":
        rows, columns = grid.rows, grid.columns
    row_keys, column_keys = [key for key, _label in rows], [key for key, _label in columns]
    known = {cell: number or 0 for cell, number in grid.numbers.items()}
    hidden = hidden_in_grid(known, row_keys, column_keys, parts=parts)
    return replace(
        grid,
        rows=rows,
        columns=columns,
        numbers={
            (row, column): None if (row, column) in hidden else known.get((row, column), 0)
            for row in row_keys
            for column in column_keys
        },
        row_totals={key: None if (key, TOTAL) in hidden else grid.row_totals[key] for key in row_keys},
        column_totals={key: None if (TOTAL, key) in hidden else grid.column_totals[key] for key in column_keys},
        total=None if (TOTAL, TOTAL) in hidden else grid.total,
        links={},
        row_links={},
        column_links={},
        total_link="",
        note=note() if hidden else "",
    )


def _tile(tile: Tile, tables: Mapping[str, Table]) -> Tile:
    small, tells = tile.number < FEWEST, _tells(tile.rests_on, tables, _is_hidden)
    hidden = _("neuvádíme") if tile.is_share else _("méně než 5")
    figure = hidden if small or (tells and tile.is_share) else tile.figure
    return replace(
        tile, figure=figure, link="", comment="" if small or tells or tile.is_comment_small else tile.comment
    )


def _tells(sums: tuple[Sum, ...], tables: Mapping[str, Table], is_hidden: Callable[[Row], bool]) -> bool:
    """Whether what is added up has some of a table's hidden rows and not the others: from the sum they would follow. Where
    nobody knows the sum of all hidden rows, it tells of any of them."""
    for added in sums:
        table = tables.get(added.table)
        hidden = {row.key for row in table.rows if is_hidden(row)} if table else set()
        if table and hidden & added.keys and (hidden - added.keys or table.total is None):
            return True
    return False


def _is_hidden(row: Row) -> bool:
    return row.number is None


def _was_hidden(row: Row) -> bool:
    return row.is_before_hidden


def _rule(rule: RuleRow) -> RuleRow:
    """Contacts and interventions are sums of many conversations; a small one is dropped with its rule's days."""
    small = [c.contacts < FEWEST or c.interventions < FEWEST for c in (rule.in_force, rule.whole) if c is not None]
    return replace(rule, is_hidden=any(small))


def _indicator(indicator: Indicator, tables: Mapping[str, Table]) -> Indicator:
    """A share whose part or rest is small says the same as the small count, and one of hidden rows something of each."""
    if indicator.is_public:
        return indicator
    value, before = indicator.value, indicator.before
    if _is_small(indicator.part, indicator.whole) or _tells(indicator.rests_on, tables, _is_hidden):
        value = "–"
    if _is_small(indicator.part_before, indicator.whole_before) or _tells(indicator.rests_on, tables, _was_hidden):
        before = "–"
    return replace(indicator, value=value, before=before)


def _is_small(part: int, whole: int) -> bool:
    return whole < FEWEST or 0 < part < FEWEST or 0 < whole - part < FEWEST
