"""Writes CSV and XLSX in which nothing a person typed can run in a spreadsheet program.

Text that a program would take for a formula gets an apostrophe before it in CSV (and loses it when it comes back); in XLSX a
text is text by its type. Whole numbers are numbers in both, so that a column of them can be added up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ESCAPED = (*DANGEROUS, "'")
_CONTROL = {number: None for number in range(32) if chr(number) not in "\t\n\r"}

Value = str | int


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """As Czech Excel opens it: semicolons, UTF-8 with its mark, lines ended by CR LF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([neutral(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    for row in (headings, *rows):
        cells = []
        for value in row:
            if isinstance(value, int):
                cells.append(WriteOnlyCell(sheet, value))
                continue
            cell = WriteOnlyCell(sheet, value.translate(_CONTROL))
            cell.data_type = "s"  # never "f": a text stays a text
            cell.quotePrefix = value.startswith(DANGEROUS)
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def neutral(value: str) -> str:
    """The apostrophe a spreadsheet program takes for "this is text"; one more before one that stood there already."""
    return f"'{value}" if value.startswith(_ESCAPED) else value


def restored(value: str) -> str:
    """The inverse of `neutral`."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_ESCAPED) else value
