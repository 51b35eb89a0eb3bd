"""A release as two CSV files: the figures, and the codebook that says what they are.

Column names and the words for hidden figures are the same in every language, so that what somebody wrote to
read one release reads the next. UTF-8 with a byte order mark and semicolons, as spreadsheets in Finland
expect whatever language they speak.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from surveys.disclosure import CountBand, Suppressed
from surveys.formats.releases.codebook import PROTECTED, codebook
from surveys.formats.releases.table import Cell, Mark, ReleaseTable
from surveys.formats.releases.wording import Wording
from surveys.formats.texts import inert, printable
from surveys.questionnaire import LANGUAGES, Text

KEYS = ("group_id", "parent_id", "level", *(f"group_{language}" for language in LANGUAGES))
_CODEBOOK = ("kind", "name", *(f"{what}_{code}" for what in ("label", "scale", "rule") for code in LANGUAGES))


def figures_csv(table: ReleaseTable) -> bytes:
    """One row a group, one column a statistic; a group has its names in three languages."""
    return _written(_rows(table))


def codebook_csv(table: ReleaseTable, wording: Wording) -> bytes:
    """One row for each fact about the release, each column and each word for a hidden figure."""
    return _written(_codebook_rows(table, wording))


def cell_text(cell: Cell) -> str:
    """The cell as it is written: a number, a band such as "20–49", or a word."""
    match cell:
        case Suppressed():
            return PROTECTED
        case Mark():
            return cell.value
        case CountBand():
            return band_text(cell)
        case _:
            return str(cell)


def band_text(band: CountBand) -> str:
    """ "20–49" or "200+"."""
    return f"{band.low}+" if band.high is None else f"{band.low}–{band.high}"


def _rows(table: ReleaseTable) -> Iterator[list[str]]:
    yield [*KEYS, *(column.name for column in table.columns)]
    for row in table.rows:
        group = row.group
        above = "" if group.parent is None else str(group.parent)
        yield [str(group.id), above, group.level, *_named(group.label), *map(cell_text, row.cells)]


def _codebook_rows(table: ReleaseTable, wording: Wording) -> Iterator[list[str]]:
    yield list(_CODEBOOK)
    for entry in codebook(table, wording):
        texts = (entry.label, entry.scale, entry.rule)
        yield [entry.kind, entry.name, *(part for text in texts for part in _named(text))]


def _named(text: Text | None) -> list[str]:
    """The text in each language; where it is not translated, as it is shown to people of that language."""
    return [inert(printable(text.in_(language).text)) if text else "" for language in LANGUAGES]


def _written(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
