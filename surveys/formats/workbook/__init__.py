"""The text in the cells of an .xlsx workbook, and nothing else of it.

A reader of our own over zip and expat, not openpyxl's: it unpacks only the parts that are asked for,
stops at every limit while reading, and takes of a formula the value that was last shown. Macros are
refused; pictures, styles, links and whatever else a workbook may hold are never looked at.
Source of the format: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

from surveys.formats.workbook.sheets import Row, Sheet, read_first_sheet, read_sheets

__all__ = ["Row", "Sheet", "read_first_sheet", "read_sheets"]
