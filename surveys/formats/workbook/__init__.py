"""The text in the cells of an .xlsx workbook, and nothing else of it.

A reader of our own over zip and expat, not openpyxl's: it unpacks only the parts that are asked for,
stops at every limit while reading, and takes of a formula the value that was last shown. Macros are
refused, and so are links to other files; pictures, styles and whatever else a workbook may hold are never
looked at.
Source of the format: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

from surveys.formats.workbook.parts import Limits
from surveys.formats.workbook.sheets import (
    Row,
    Sheet,
    column_letters,
    column_number,
    first_sheet_rows,
    read_first_sheet,
    read_sheets,
)

__all__ = [
    "Limits",
    "Row",
    "Sheet",
    "column_letters",
    "column_number",
    "first_sheet_rows",
    "read_first_sheet",
    "read_sheets",
]
