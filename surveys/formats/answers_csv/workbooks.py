"""An .xlsx workbook of answers: its first sheet as the CSV file it could have been saved as.

Everything after this reads CSV, so a workbook is read by the same rules and refused in the same words; a line
is the row of that number on the sheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import BinaryIO

from surveys.formats.answers_csv.problems import refused
from surveys.formats.findings import FileRefused
from surveys.formats.workbook import Sheet, read_first_sheet

ENCODING, DELIMITER = "utf-8", ","  # of what is made of a sheet
MAX_ROWS, MAX_COLUMNS = 100_000, 1_000
LAST_ROW = 1_048_576  # of Excel; a row that says more of itself would be so many empty lines here
_BEGINNINGS = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))  # of .xlsx, and of .xls or a locked one
# What a person can do about a workbook; for every other reason it is to be saved as CSV.
_OWN_WORDS = frozenset({"old_or_locked", "macros", "not_a_workbook"})


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
        code = refusal.findings[0].code
        raise refused(code if code in _OWN_WORDS else "workbook_too_large") from None
    if sheet is None or not sheet.rows:
        raise refused("empty")
    if any(row.number > LAST_ROW for row in sheet.rows):
        raise refused("not_a_workbook")
    if found := next((each for each in sheet.findings if each.code == "formula"), None):
        raise refused("formula", found.place.row, column=found.place.column)
    return SheetAsCsv(_written(sheet).encode())


def _written(sheet: Sheet) -> str:
    letters = sorted(
        {letter for row in sheet.rows for letter in row.cells}, key=lambda each: (len(each), each)
    )
    text, line = io.StringIO(), 1
    writer = csv.writer(text, delimiter=DELIMITER, lineterminator="\n")
    for row in sheet.rows:
        text.write("\n" * (row.number - line))
        writer.writerow([_on_one_line(row.cells, letter) for letter in letters])
        line = row.number + 1
    return text.getvalue()


def _on_one_line(cells: Mapping[str, str], letter: str) -> str:
    return " ".join(cells.get(letter, "").split())
