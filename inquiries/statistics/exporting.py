"""A report as one long table for spreadsheet programs, and as a printed report for the city council."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from inquiries.statistics.periods import written
from inquiries.statistics.publishing import note
from inquiries.statistics.report import Report
from inquiries.statistics.tables import Grid, Table, cell_text
from sociopoint.documents import make_pdf
from sociopoint.spreadsheets import Value, write_csv, write_xlsx

LAYOUT = Path(__file__).with_name("council_report.typ")
WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
MOST_GRID_COLUMNS = 9
"""A wider grid does not fit on paper; it is in the spreadsheet."""


def headings(report: Report) -> list[str]:
    named = [_("tabulka"), _("řádek"), _("sloupec"), report.period.name, report.compared.name]
    return [_plain(name) for name in named]


def rows(report: Report) -> Iterator[list[Value]]:
    """One number a line: every table, grid, rule and indicator of the report."""
    for row in _rows(report):
        yield [_plain(value) if isinstance(value, str) else value for value in row]


def _plain(text: str) -> str:
    """With ordinary spaces: the fixed ones that keep a line together on a page make filters and look-ups of a spreadsheet miss."""
    return text.replace("\u00a0", " ")


def _rows(report: Report) -> Iterator[list[Value]]:
    for table in report.tables:
        for row in [*table.rows, *([table.total] if table.total else [])]:
            label = row.label if row is not table.total else _("Celkem")
            before = "" if row.before is None and not row.is_before_hidden else _value(row.before)
            yield [table.title, label, "", _value(row.number), before]
    for grid in report.grids:
        yield from _rows_of_grid(grid)
    for line in report.minutes:
        yield [_("Čas"), line.label, _("s člověkem"), line.direct, ""]
        yield [_("Čas"), line.label, _("vyřizování"), line.indirect, ""]
        yield [_("Čas"), line.label, _("cesta"), line.travel, ""]
    for rule in report.rules:
        if not rule.is_hidden:
            for said, counted in ((_("v platnosti"), rule.in_force), (_("celé období"), rule.whole)):
                if counted is not None:
                    yield [rule.name, _("kontakty"), said, counted.contacts, ""]
                    yield [rule.name, _("intervence"), said, counted.interventions, ""]
    for indicator in report.indicators:
        yield [_("Ukazatele"), indicator.name, indicator.definition, indicator.value, indicator.before]


def _value(number: int | None) -> Value:
    return _("neuvádíme") if number is None else number


def _rows_of_grid(grid: Grid) -> Iterator[list[Value]]:
    for key, label in grid.rows:
        for column, name in grid.columns:
            number = grid.numbers.get((key, column), 0)
            if number != 0:
                yield [grid.title, label, name, _value(number), ""]
        yield [grid.title, label, _("Celkem"), _value(grid.row_totals[key]), ""]
    for column, name in grid.columns:
        yield [grid.title, _("Celkem"), name, _value(grid.column_totals[column]), ""]


def council_pdf(report: Report, *, made_on: date) -> bytes:
    """A tagged PDF/UA of a published report: the same numbers as on the page, A4, in the order people read."""
    return make_pdf(LAYOUT, _printed(report, made_on))


def _printed(report: Report, made_on: date) -> dict[str, object]:
    city = settings.ENVIRONMENT.city
    return {
        "title": _("SOCIOPOINT %(city)s: %(period)s") % {"city": city, "period": report.period.name},
        "lead": _("Zpráva pro radu města. %(dates)s, srovnání %(compared)s.")
        % {"dates": report.period.dates, "compared": report.compared.name_compared},
        "made": _("Sestaveno %(day)s z evidence pultu.") % {"day": written(made_on)},
        "note": note(),
        "head_total": _("Celkem"),
        "tiles": [{"label": t.label, "figure": t.figure, "comment": t.comment} for t in report.tiles],
        "tables": [_printed_table(table) for table in report.tables],
        "grids": [_printed_grid(grid) for grid in report.grids if _is_worth_printing(grid)],
        "rules": {
            "title": _("Kontakty a intervence"),
            "head": [_("Pravidlo"), _("Kontakty"), _("Intervence")],
            "rows": [
                [
                    f"{r.name}, {r.days}" if r.days else r.name,
                    cell_text(r.in_force.contacts),
                    cell_text(r.in_force.interventions),
                ]
                for r in report.rules
                if r.in_force and not r.is_hidden
            ],
        },
        "indicators": {
            "title": _("Ukazatele kvality"),
            "head": [_("Ukazatel"), _("Teď"), _("Předtím"), _("Cíl")],
            "rows": [[[i.name, i.definition], i.value, i.before, i.target or "–"] for i in report.indicators],
        },
    }


def _is_worth_printing(grid: Grid) -> bool:
    """Narrow enough for the paper, and not all hidden."""
    known = [number for number in grid.numbers.values() if number]
    return len(grid.columns) <= MOST_GRID_COLUMNS and 2 * len(known) > len(grid.numbers)


def _printed_table(table: Table) -> dict[str, object]:
    heads = [table.head, table.column, *([table.before_column, _("Změna")] if table.is_compared else [_("Podíl")])]
    rows = [[r.label, r.text, *([r.before_text, r.change] if table.is_compared else [r.share])] for r in table.rows]
    if table.total:
        total = table.total
        rows.append([_("Celkem"), total.text, *([total.before_text, total.change] if table.is_compared else [""])])
    widths = [*(row.now_width for row in table.rows), *([""] if table.total else [])]
    return {
        "title": table.title,
        "lead": table.lead,
        "head": heads,
        "rows": rows,
        "widths": [float(width.removesuffix("%")) if width else 0 for width in widths],
        "is_unmet": table.is_of_unmet,
        "has_total": table.total is not None,
    }


def _printed_grid(grid: Grid) -> dict[str, object]:
    body: list[list[str]] = [
        [
            label,
            *(cell_text(grid.numbers.get((key, column), 0)) for column, _n in grid.columns),
            cell_text(grid.row_totals[key]),
        ]
        for key, label in grid.rows
    ]
    body.append([_("Celkem"), *grid.printed_totals(), grid.printed_total()])
    return {
        "title": grid.title,
        "lead": grid.lead,
        "head": [grid.head, *(label for _key, label in grid.columns), _("Celkem")],
        "rows": body,
    }
