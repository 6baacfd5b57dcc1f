"""A report as a spreadsheet to fill in, and back. Rows are found by their code, so their order and headings do not matter."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from network.models import IndicatorDefinition, IndicatorValue
from network.numbers import plain_decimal
from sociopoint.spreadsheets import UnreadableSheet, Value, read_xlsx, write_xlsx

CODE, VALUE, COMMENT, ZERO = 0, 3, 4, 5
YES = ("ano", "a", "x", "1", "true", "pravda")
MOST_ROWS, MOST_COLUMNS = 200, 12


def sheet_of(definitions: Iterable[IndicatorDefinition], values: dict[int, IndicatorValue]) -> bytes:
    headings = [
        _("kód"),
        _("ukazatel"),
        _("jednotka"),
        _("hodnota"),
        _("komentář"),
        _("nula potvrzena (ano)"),
        _("co se počítá"),
    ]
    return write_xlsx(headings, (_row(definition, values.get(definition.pk)) for definition in definitions))


def _row(definition: IndicatorDefinition, value: IndicatorValue | None) -> list[Value]:
    return [
        definition.code,
        definition.name,
        definition.unit,
        plain_decimal(value.value) if value else "",
        value.comment if value else "",
        _("ano") if value and value.is_zero_confirmed else "",
        definition.counts,
    ]


def fields_of(content: bytes, definitions: Iterable[IndicatorDefinition]) -> dict[str, str]:
    """What the form of the report would have been sent with. Raises UnreadableSheet when no row is of this manual."""
    numbers = {definition.code: definition.pk for definition in definitions}
    fields: dict[str, str] = {}
    for row in read_xlsx(content, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS):
        cells = row + [""] * (ZERO + 1 - len(row))
        number = numbers.get(cells[CODE].casefold())
        if number is not None:
            fields[f"value-{number}"], fields[f"comment-{number}"] = cells[VALUE], cells[COMMENT]
            if cells[ZERO].casefold() in YES:
                fields[f"zero-{number}"] = "on"
    if not fields:
        raise UnreadableSheet("no known code")
    return fields
