"""Reads XLSX somebody filled in, and writes CSV and XLSX in which nothing a person typed can run in a spreadsheet program.

Text that a program would take for a formula gets an apostrophe before it in CSV (and loses it when it comes back); in XLSX a
text is text by its type. Whole numbers are numbers in both, so that a column of them can be added up.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterable, Sequence
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ESCAPED = (*DANGEROUS, "'")
_CONTROL = {number: None for number in range(32) if chr(number) not in "\t\n\r"}

Value = str | int
BOLD = Font(bold=True)
NARROWEST, WIDEST = 8, 60


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """As Czech Excel opens it: semicolons, UTF-8 with its mark, lines ended by CR LF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([neutral(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Columns as wide as what stands in them, headings bold and always in sight."""
    table = [headings, *rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for place, row in enumerate(table):
        cells = []
        for value in row:
            if isinstance(value, int):
                cells.append(WriteOnlyCell(sheet, value))
                continue
            cell = WriteOnlyCell(sheet, value.translate(_CONTROL))
            cell.data_type = "s"  # never "f": a text stays a text
            cell.quotePrefix = value.startswith(DANGEROUS)
            if place == 0:
                cell.font = BOLD
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _widths(table: Sequence[Sequence[Value]]) -> list[int]:
    """In letters; the long text of one cell does not make its whole column wide."""
    columns = max(len(row) for row in table)
    longest = [max(len(str(row[n])) for row in table if n < len(row)) for n in range(columns)]
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]


def neutral(value: str) -> str:
    """The apostrophe a spreadsheet program takes for "this is text"; one more before one that stood there already."""
    return f"'{value}" if value.startswith(_ESCAPED) else value


def restored(value: str) -> str:
    """The inverse of `neutral`."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_ESCAPED) else value


LARGEST_UNPACKED = 30_000_000
"""Bytes: a file of a few kilobytes may pretend to be a whole disk."""
SIGNIFICANT = 15
"""Digits a spreadsheet program shows of a number; what it adds up is stored with more, as 3.3000000000000003."""
_BROKEN = (
    BadZipFile,
    InvalidFileException,
    IllegalCharacterError,
    LookupError,
    ValueError,
    OSError,
    EOFError,
    SyntaxError,
    RuntimeError,  # a part that is locked by a password, or packed as nobody packs
    ArithmeticError,  # a day after the last one
    TypeError,
    AttributeError,
    zlib.error,
)
"""What the readers raise over files cut off, changed on the way, or made up."""


class UnreadableSheet(ValueError):
    """Not a spreadsheet, or not one that a person filled in."""


def read_xlsx(content: bytes, *, most_rows: int, most_columns: int) -> list[list[str]]:
    """The first sheet's rows as texts; formulas by the values they had when saved. Raises UnreadableSheet."""
    rows = _cells(content, most_rows, most_columns, with_results=True)
    return [[_written(value) for value in row] for row in rows]


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.{SIGNIFICANT}g}"
    return "" if value is None else str(value).strip()


def formulas_without_result(content: bytes, *, most_rows: int, most_columns: int) -> set[tuple[int, int]]:
    """Row and column, from nought, of what would be read as nothing: no program has counted it yet. Raises UnreadableSheet."""
    results = _cells(content, most_rows, most_columns, with_results=True)
    written = _cells(content, most_rows, most_columns, with_results=False)
    return {
        (number, column)
        for number, (row, counted) in enumerate(zip(written, results, strict=True))
        for column, (text, result) in enumerate(zip(row, counted, strict=True))
        if isinstance(text, str) and text.startswith("=") and result is None
    }


def _cells(content: bytes, most_rows: int, most_columns: int, *, with_results: bool) -> list[tuple[object, ...]]:
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                raise UnreadableSheet("too large when unpacked")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=with_results)
        rows: list[tuple[object, ...]] = list(
            book.worksheets[0].iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)
        )
        book.close()
    except _BROKEN as problem:
        raise UnreadableSheet(str(problem)) from problem
    return rows
