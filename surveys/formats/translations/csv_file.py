"""Rows as a CSV file that spreadsheets open as they are, and back.

UTF-8 with its mark, semicolons between the columns. A text that a spreadsheet would run as a formula gets
an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from surveys.formats.answers_csv.dialect import DELIMITERS
from surveys.formats.answers_csv.encodings import find_encoding
from surveys.formats.answers_csv.problems import Problem, TableRefused, problem, refused
from surveys.formats.answers_csv.records import records
from surveys.formats.texts import inert
from surveys.formats.translations.places import Row
from surveys.questionnaire.checks import MAX_WORDING, check_wording
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.texts import LANGUAGES

PLACE: Final = "place"
MAX_BYTES: Final = 1_000_000
MAX_PROBLEMS: Final = 50
_APOSTROPHE: Final = "'"


def write_rows(rows: Iterable[Row]) -> bytes:
    """The file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow((PLACE, *LANGUAGES))
    for row in rows:
        writer.writerow((row.place, *(_guarded(row.texts.get(code, "").strip()) for code in LANGUAGES)))
    return text.getvalue().encode("utf-8-sig")


def read_rows(content: bytes) -> tuple[Row, ...]:
    """The rows of a file; columns of other names are left alone, and so are languages without a column.

    Raises `TableRefused` with every reason and its line for a file that is too large or no such table, that
    names a place twice, or has a text that no questionnaire may have.
    """
    if len(content) > MAX_BYTES:
        raise refused("too_large", limit=MAX_BYTES // 1000)
    file = io.BytesIO(content)
    encoding = find_encoding(file)
    delimiter = _delimiter(file, encoding)
    with records(file, encoding, delimiter) as found:
        _line, head = next(found)
        columns = _columns(_names(head))
        rows = list(_rows(found, columns, len(head)))
    if problems := [*_twice(rows), *(each for row in rows for each in _wrong(row))]:
        raise TableRefused(sorted(problems, key=lambda each: each.line)[:MAX_PROBLEMS])
    return tuple(rows)


def _delimiter(file: io.BytesIO, encoding: str) -> str:
    """The one under which the first line has a column of places."""
    for delimiter in DELIMITERS:
        with records(file, encoding, delimiter) as found:
            _line, head = next(found, (0, None))
        if head is None:
            raise refused("empty")
        if len(head) > 1 and PLACE in _names(head):
            return delimiter
    raise refused("missing_column", 1, column=PLACE)


def _names(head: list[str]) -> list[str]:
    return [name.strip().casefold() for name in head]


def _columns(names: list[str]) -> dict[str, int]:
    """The place in a line of each column that is read."""
    known = [name for name in names if name in (PLACE, *LANGUAGES)]
    for name in known:
        if known.count(name) > 1:
            raise refused("duplicate_header", 1, column=name)
    if len(known) == 1:
        raise refused("missing_column", 1, column=" / ".join(LANGUAGES))
    return {name: names.index(name) for name in known}


def _rows(found: Iterator[tuple[int, list[str]]], columns: dict[str, int], width: int) -> Iterator[Row]:
    for line, cells in found:
        if any(cell.strip() for cell in cells[width:]):
            raise refused("cell_count", line, cells=len(cells), expected=width)
        # A spreadsheet may leave out cells at the end of a line that are empty.
        whole = [*cells, *[""] * (width - len(cells))]
        texts = {code: _plain(whole[columns[code]]) for code in LANGUAGES if code in columns}
        yield Row(whole[columns[PLACE]].strip(), texts, line)


def _twice(rows: list[Row]) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in rows:
        if row.place in seen:
            yield problem("place_twice", row.line, value=row.place)
        seen.add(row.place)


def _wrong(row: Row) -> Iterator[Problem]:
    for code, text in row.texts.items():
        try:
            if text:
                check_wording(text, code)
        except QuestionnaireError:
            yield problem("bad_text", row.line, column=code, limit=MAX_WORDING)


def _guarded(text: str) -> str:
    return f"{_APOSTROPHE}{text}" if text.startswith(_APOSTROPHE) else inert(text)


def _plain(cell: str) -> str:
    """The text of a cell; one apostrophe goes where it only guards what follows."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    guarded = text.startswith(_APOSTROPHE) and _guarded(text[1:]) == text
    return text[1:].strip() if guarded else text
