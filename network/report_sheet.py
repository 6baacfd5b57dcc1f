"""A report as a spreadsheet to fill in, and back. Rows are found by their code, so their order and headings do not matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from network.models import IndicatorDefinition, IndicatorValue
from network.numbers import plain_decimal
from sociopoint.spreadsheets import UnreadableSheet, Value, formulas_without_result, read_xlsx, write_xlsx

CODE, NAME, VALUE, COMMENT, ZERO = 0, 1, 3, 4, 5
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


class SheetRefused(ValueError):
    """It can be read, but not trusted; the text is for the person."""


def fields_of(content: bytes, definitions: Iterable[IndicatorDefinition]) -> dict[str, str]:
    """What the form of the report would have been sent with.

    Raises UnreadableSheet when no row is of this manual, SheetRefused when something in it would be lost without a word.
    """
    known = {definition.code.casefold(): definition for definition in definitions}
    rows = [
        row + [""] * (ZERO + 1 - len(row)) for row in read_xlsx(content, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    ]
    codes = [row[CODE].casefold() for row in rows]
    if not known.keys() & set(codes):
        raise UnreadableSheet("no known code")
    _refuse_strangers(rows, known)
    _refuse_uncounted(content, codes, known)
    fields: dict[str, str] = {}
    for code, row in zip(codes, rows, strict=True):
        if code not in known:
            continue
        number = known[code].pk
        if f"value-{number}" in fields:
            raise SheetRefused(_("Ukazatel „%(name)s“ je v tabulce dvakrát.") % {"name": known[code].name})
        fields[f"value-{number}"], fields[f"comment-{number}"] = row[VALUE], row[COMMENT]
        if row[ZERO].casefold() in YES:
            fields[f"zero-{number}"] = "on"
    return fields


def _refuse_strangers(rows: list[list[str]], known: Mapping[str, IndicatorDefinition]) -> None:
    """A value whose code this manual does not know: a code written over, or the template of another version.

    The headings and a sum somebody added below are neither.
    """
    names = {definition.name.casefold() for definition in known.values()}
    for row in rows:
        code, name = row[CODE].casefold(), row[NAME].casefold()
        is_stranger = code not in (*known, _("kód"), "") or (not code and name in names)
        if row[VALUE] and is_stranger:
            raise SheetRefused(
                _("Kód „%(code)s“ v tomto manuálu není. Stáhněte si šablonu znovu a první sloupec nechte, jak je.")
                % {"code": (row[CODE] or row[NAME])[:40]}
            )


def _refuse_uncounted(content: bytes, codes: list[str], known: Mapping[str, IndicatorDefinition]) -> None:
    uncounted = formulas_without_result(content, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    for number, column in sorted(uncounted):
        if codes[number] in known and column in (VALUE, ZERO):
            raise SheetRefused(
                _("U ukazatele „%(name)s“ je vzorec bez výsledku. Otevřete tabulku, uložte ji, nebo napište číslo.")
                % {"name": known[codes[number]].name}
            )
