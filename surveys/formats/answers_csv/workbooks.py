"""An .xlsx workbook of answers: its first sheet as the CSV file it could have been saved as.

Everything after this reads CSV, so a workbook is read by the same rules and refused in the same words; a line
is the row of that number on the sheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from surveys.formats.answers_csv.problems import TableRefused, refused
from surveys.formats.findings import FileRefused
from surveys.formats.workbook import (
    Limits,
    Sheet,
    column_letters,
    column_number,
    first_sheet_rows,
    read_first_sheet,
)

ENCODING, DELIMITER = "utf-8", ","  # of what is made of a sheet
MAX_ROWS, MAX_COLUMNS = 100_000, 1_000
LAST_ROW = 1_048_576  # of Excel; a row that says more of itself would be so many empty lines here
_BEGINNINGS = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))  # of .xlsx, and of .xls or a locked one
# What a person can do about a workbook; for every other reason it is to be saved as CSV.
_OWN_WORDS = frozenset({"old_or_locked", "macros", "external_links", "not_a_workbook"})
# Of a long table that is read row by row: 100,000 rows of a dozen columns, three elements a cell where texts
# stand in the cells. Elements are met one by one; what memory holds is bounded by the bytes.
_LONG = Limits(unpacked=96 * 1024 * 1024, elements=5_000_000)


class SheetAsCsv(io.BytesIO):
    """What a workbook became: UTF-8 with commas, whatever was said of the file."""


def is_workbook(file: BinaryIO) -> bool:
    """Whether the file says of itself that it is a workbook; it is then at its beginning again."""
    file.seek(0)
    beginning = file.read(len(_BEGINNINGS[1]))
    file.seek(0)
    return beginning.startswith(_BEGINNINGS)


def as_csv(file: BinaryIO) -> SheetAsCsv:
    """The first sheet, row by row. Raises `TableRefused` for a workbook that is not safe, and for formulas:
    what they showed last may not be what they mean."""
    file.seek(0)
    try:
        sheet = read_first_sheet(file.read(), max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
    except FileRefused as refusal:
        raise _as_table(refusal) from None
    if sheet is None or not sheet.rows:
        raise refused("empty")
    if any(row.number > LAST_ROW for row in sheet.rows):
        raise refused("not_a_workbook")
    if found := next((each for each in sheet.findings if each.code == "formula"), None):
        raise refused("formula", found.place.row, column=found.place.column)
    return SheetAsCsv(_written(sheet).encode())


def rows_of(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The first sheet row by row, as (number, cells), the header first; empty rows are left out.

    Columns are those from A to the header's last; what stands further right comes after them. Memory holds
    the unpacked sheet and one row. Raises `TableRefused` while it is read, as `as_csv` does.
    """
    file.seek(0)
    letters: list[str] = []
    try:
        rows = first_sheet_rows(file.read(), max_rows=MAX_ROWS + 1, max_columns=MAX_COLUMNS, limits=_LONG)
        for row in rows:
            if row.number > LAST_ROW:
                raise refused("not_a_workbook")
            letters = letters or _up_to(row.cells)
            beyond = sorted(row.cells.keys() - set(letters), key=_place)
            yield row.number, [_on_one_line(row.cells, letter) for letter in (*letters, *beyond)]
    except FileRefused as refusal:
        raise _as_table(refusal) from None
    if not letters:
        raise refused("empty")


def _up_to(header: Mapping[str, str]) -> list[str]:
    last = column_number(max(header, key=_place))
    return [column_letters(number) for number in range(1, last + 1)]


def _place(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _as_table(refusal: FileRefused) -> TableRefused:
    """The same refusal in the words of tables."""
    first = refusal.findings[0]
    if first.code == "formula":
        return refused("formula", first.place.row, column=first.place.column)
    return refused(first.code if first.code in _OWN_WORDS else "workbook_too_large")


def _written(sheet: Sheet) -> str:
    letters = sorted({letter for row in sheet.rows for letter in row.cells}, key=_place)
    text, line = io.StringIO(), 1
    writer = csv.writer(text, delimiter=DELIMITER, lineterminator="\n")
    for row in sheet.rows:
        text.write("\n" * (row.number - line))
        writer.writerow([_on_one_line(row.cells, letter) for letter in letters])
        line = row.number + 1
    return text.getvalue()


def _on_one_line(cells: Mapping[str, str], letter: str) -> str:
    return " ".join(cells.get(letter, "").split())
