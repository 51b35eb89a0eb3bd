"""The texts of a questionnaire as rows for translators, and back: place, Finnish, Swedish, English.

`rows_of` finds every text of a document, `write_rows` and `read_rows` are the CSV file of them, `compare`
tells what rows would change in a document, and makes it, before anything is saved.
"""

from __future__ import annotations

from surveys.formats.translations.comparing import Change, Comparison, compare
from surveys.formats.translations.csv_file import MAX_BYTES, PLACE, read_rows, write_rows
from surveys.formats.translations.places import Row, rows_of

__all__ = [
    "MAX_BYTES",
    "PLACE",
    "Change",
    "Comparison",
    "Row",
    "compare",
    "read_rows",
    "rows_of",
    "write_rows",
]
