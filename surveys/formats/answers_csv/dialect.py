"""How a CSV file is written, and its first rows for the person who maps its columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from surveys.formats.answers_csv.columns import normal_name
from surveys.formats.answers_csv.encodings import ENCODINGS, find_encoding, first_unreadable_line
from surveys.formats.answers_csv.problems import TableRefused, refused
from surveys.formats.answers_csv.records import Source, opened, records
from surveys.formats.answers_csv.workbooks import DELIMITER, ENCODING, SheetAsCsv

DELIMITERS = (",", ";", "\t")
SAMPLE_ROWS = 50
LONGEST_SHOWN = 200  # characters of a cell in a preview


@dataclass(frozen=True, slots=True)
class Dialect:
    """Character encoding (one of `ENCODINGS`) and what separates the columns (one of `DELIMITERS`)."""

    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The names of the columns as they are matched, and the first rows, long cells shortened."""

    dialect: Dialect
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sniff(source: Source, *, encoding: str | None = None, delimiter: str | None = None) -> Dialect:
    """Tell how the file is written; what the caller says is checked or taken.

    Raises `TableRefused` for an empty file and for an encoding or delimiter that cannot be told.
    """
    with opened(source) as file:
        return find_dialect(file, encoding, delimiter)


def preview(
    source: Source, *, rows: int = 5, encoding: str | None = None, delimiter: str | None = None
) -> Preview:
    """What a person needs to see to say which column is what. Raises `TableRefused`."""
    with opened(source) as file:
        dialect = find_dialect(file, encoding, delimiter)
        with records(file, dialect.encoding, dialect.delimiter) as found:
            first = [cells for _, cells in islice(found, rows + 1)]
    shown = tuple(tuple(cell[:LONGEST_SHOWN] for cell in cells) for cells in first[1:])
    return Preview(dialect, tuple(map(normal_name, first[0])), shown)


def find_dialect(file: BinaryIO, encoding: str | None, delimiter: str | None) -> Dialect:
    """As `sniff`, for a file that is open. What a workbook became is written in one way only."""
    if isinstance(file, SheetAsCsv):
        return Dialect(ENCODING, DELIMITER)
    return _of_text(file, encoding, delimiter)


def _of_text(file: BinaryIO, encoding: str | None, delimiter: str | None) -> Dialect:
    file.seek(0)
    if not file.read(1):
        raise refused("empty")
    if encoding is None:
        encoding = find_encoding(file)
    elif encoding not in ENCODINGS:
        raise refused("wrong_encoding", encoding=encoding)
    elif line := first_unreadable_line(file, encoding):
        raise refused("wrong_encoding", line, encoding=encoding)
    if delimiter is None:
        delimiter = _find_delimiter(file, encoding)
    elif delimiter not in DELIMITERS:
        raise refused("unknown_delimiter")
    elif not _sample(file, encoding, delimiter):
        raise refused("empty")
    return Dialect(encoding, delimiter)


def _find_delimiter(file: BinaryIO, encoding: str) -> str:
    """The one delimiter under which the header has columns and most rows have as many."""
    share = {}
    for delimiter in DELIMITERS:
        widths = [len(cells) for cells in _sample(file, encoding, delimiter)]
        if not widths:
            raise refused("empty")
        if widths[0] > 1:
            share[delimiter] = widths.count(widths[0]) / len(widths)
    # A good file scores 1; one with some broken rows is still told, so that those can be named.
    best = max(share.values(), default=0.0)
    told = [delimiter for delimiter, part in share.items() if part == best > 0.5]
    if len(told) != 1:
        raise refused("unknown_delimiter", 1)
    return told[0]


def _sample(file: BinaryIO, encoding: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with records(file, encoding, delimiter) as found:
        try:
            rows.extend(cells for _, cells in islice(found, SAMPLE_ROWS + 1))
        except TableRefused as refusal:
            if refusal.problems[0].code != "malformed":
                raise
            # Quotation marks may look wrong under the wrong delimiter: judge by what came before.
            rows = rows or [[""]]
    return rows
