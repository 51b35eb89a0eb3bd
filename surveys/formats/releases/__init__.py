"""A release as files: CSV with a codebook, a workbook, SPSS and DDI. Neither Django nor Celery.

`release_table` makes one table of a release's documents; every file is made from that table, so that all
of them say what the release says and nothing else.
"""

from __future__ import annotations

from surveys.formats.releases.columns import Column, Question, questions_of
from surveys.formats.releases.csv_files import codebook_csv, figures_csv
from surveys.formats.releases.ddi import figures_ddi
from surveys.formats.releases.spss import figures_sav
from surveys.formats.releases.table import About, Group, Mark, ReleaseTable, Row, release_table
from surveys.formats.releases.wording import Wording
from surveys.formats.releases.xlsx import figures_xlsx

__all__ = [
    "About",
    "Column",
    "Group",
    "Mark",
    "Question",
    "ReleaseTable",
    "Row",
    "Wording",
    "codebook_csv",
    "figures_csv",
    "figures_ddi",
    "figures_sav",
    "figures_xlsx",
    "questions_of",
    "release_table",
]
