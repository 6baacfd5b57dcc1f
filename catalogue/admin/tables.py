"""Reads CSV and XLSX that somebody sends back: every cell as text, and nothing uploaded can blow up.

An upload is measured, unpacked size included, before anything parses it. What leaves is written by `sociopoint.spreadsheets`.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from zlib import error as BrokenCompression

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException
from tablib import Dataset

from sociopoint.spreadsheets import restored

MEGABYTE = 1024 * 1024
MOST_BYTES = 8 * MEGABYTE
MOST_UNPACKED = 80 * MEGABYTE  # the rows are streamed; our own export of the whole register unpacks to about 20
MOST_SHARED_TEXTS = 25 * MEGABYTE  # these are read whole
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_IN_CELL = 10_000
SHARED_TEXTS = "xl/sharedStrings.xml"
DAMAGE = (
    zipfile.BadZipFile,
    BrokenCompression,
    InvalidFileException,
    DefusedXmlException,
    IllegalCharacterError,
    LookupError,
    ValueError,
    SyntaxError,  # XML that is none
    EOFError,
    OSError,  # an archive of something else: a text document, an OpenDocument table
    RuntimeError,  # locked by a password, or packed in a way that nobody unpacks
    AttributeError,
    TypeError,  # XML of another shape
)
"""What the reader of workbooks says to bytes that are none."""


class UnreadableTable(Exception):
    """Carries a sentence for the person who sent the file."""


def read_table(name: str, content: bytes) -> Dataset:
    """The table of a file, every cell as text; headings without spaces around. Raises UnreadableTable."""
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("Soubor je větší než %(most)d MB. Rozdělte ho.") % {"most": MOST_BYTES // MEGABYTE})
    if name.lower().endswith(".xlsx"):
        return _dataset(_rows_of_xlsx(content))
    if name.lower().endswith(".csv"):
        return _dataset(_rows_of_csv(content))
    raise UnreadableTable(_("Nahrajte soubor .xlsx nebo .csv."))


def _dataset(rows: Iterator[list[str]]) -> Dataset:
    headings = [heading.strip() for heading in next(rows, [])]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise UnreadableTable(_("V souboru nic není. První řádek má být s názvy sloupců."))
    if len(headings) > MOST_COLUMNS or len(set(headings)) != len(headings):
        raise UnreadableTable(_("Názvy sloupců v prvním řádku se opakují, nebo jich je příliš mnoho."))
    dataset = Dataset(headers=headings)
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        if number > MOST_ROWS:
            raise UnreadableTable(_("Tabulka má víc než %(most)d řádků. Rozdělte ji.") % {"most": MOST_ROWS})
        if any(row[len(headings) :]):
            raise UnreadableTable(_("Řádek %(row)d má víc hodnot než je sloupců.") % {"row": number})
        if any(len(value) > MOST_IN_CELL for value in row):
            raise UnreadableTable(_("Na řádku %(row)d je příliš dlouhý text.") % {"row": number})
        dataset.append([*row, *[""] * len(headings)][: len(headings)])
    if not len(dataset):
        raise UnreadableTable(_("Pod názvy sloupců není žádný řádek."))
    return dataset


def _rows_of_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1250", errors="replace")  # what older Excel saves in Czech
    if "\0" in text:
        raise UnreadableTable(_("Tohle není tabulka CSV."))
    heading = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=heading.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [restored(value) for value in row]
    except csv.Error as error:
        raise UnreadableTable(_("Tabulku CSV nejde přečíst: chybí uvozovka, nebo je řádek poškozený.")) from error


def _rows_of_xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        _measure(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the size a file states may be a lie
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)):
            if number > 2 * MOST_ROWS:
                raise UnreadableTable(_("Tabulka má víc než %(most)d řádků. Rozdělte ji.") % {"most": MOST_ROWS})
            yield [_text(value) for value in row]
    except DAMAGE as error:
        raise UnreadableTable(_("Soubor .xlsx je poškozený nebo to není tabulka.")) from error


def _measure(content: bytes) -> None:
    """By the archive's own list of sizes; the unpacking stops at them, so they cannot lie to the smaller side."""
    sizes = {member.filename: member.file_size for member in zipfile.ZipFile(io.BytesIO(content)).infolist()}
    if sum(sizes.values()) > MOST_UNPACKED or sizes.get(SHARED_TEXTS, 0) > MOST_SHARED_TEXTS:
        raise UnreadableTable(_("Soubor je po rozbalení příliš velký. Rozdělte tabulku na menší."))


def _text(value: object) -> str:
    """What a person sees in the cell: whole numbers without a point, dates as 2026-11-22, yes and no in Czech."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ano" if value else "ne"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
