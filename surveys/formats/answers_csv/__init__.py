"""Earlier answers from a CSV file or the first sheet of a workbook. Neither Django nor Celery.

`preview` shows a person what is in the file, `parse_dimensions` and `parse_scale` read what they
say about it, `read_answers` reads it and `imported_questionnaire` makes the questionnaire for it.
"""

from __future__ import annotations

from surveys.formats.answers_csv.columns import parse_dimensions, parse_scale
from surveys.formats.answers_csv.dialect import DELIMITERS, Dialect, Preview, preview, sniff
from surveys.formats.answers_csv.encodings import ENCODINGS
from surveys.formats.answers_csv.imported import imported_questionnaire
from surveys.formats.answers_csv.problems import ON_LINE, PROBLEMS, Problem, TableRefused
from surveys.formats.answers_csv.table import ImportedTable, read_answers

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "ON_LINE",
    "PROBLEMS",
    "Dialect",
    "ImportedTable",
    "Preview",
    "Problem",
    "TableRefused",
    "imported_questionnaire",
    "parse_dimensions",
    "parse_scale",
    "preview",
    "read_answers",
    "sniff",
]
