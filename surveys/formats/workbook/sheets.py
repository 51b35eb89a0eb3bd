"""The rows of a sheet, as text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from surveys.formats.findings import FileRefused, Finding, Place, finding, refused
from surveys.formats.safe_xml import Closed, Event, Opened
from surveys.formats.workbook.parts import Limits, Parts

MAX_ROWS = 3_000
MAX_COLUMNS = 120
MAX_CELL = 32_767  # characters; Excel's own limit
MAX_FORMULAS_SHOWN = 20

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Row(NamedTuple):
    """A row with content: its number on the sheet, and the text by the letters of the column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows with content, and what was noticed while reading them."""

    name: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read_sheets(content: bytes, wanted: Iterable[str]) -> dict[str, Sheet]:
    """The sheets of these (lower-case) names; one that is not there is left out. Raises `FileRefused`."""
    parts = Parts(content)
    places = _sheet_places(parts)
    texts = _shared_texts(parts)
    found = {}
    for name in wanted:
        title, path = places.get(name, ("", ""))
        if path:
            found[name] = _Reading(title, texts).read(parts.take(path, title))
    return found


def read_first_sheet(
    content: bytes, *, max_rows: int | None = None, max_columns: int | None = None
) -> Sheet | None:
    """The sheet that stands first, whatever its name; bounds of questionnaires unless others are given.

    Raises `FileRefused`.
    """
    parts = Parts(content)
    title, path = next(iter(_sheet_places(parts).values()), ("", ""))
    if not path:
        return None
    return _Reading(title, _shared_texts(parts), max_rows, max_columns).read(parts.take(path, title))


def first_sheet_rows(content: bytes, *, max_rows: int, max_columns: int, limits: Limits) -> Iterator[Row]:
    """The rows of the first sheet one by one, none kept. Raises `FileRefused`, for formulas too."""
    parts = Parts(content, limits)
    title, path = next(iter(_sheet_places(parts).values()), ("", ""))
    if path:
        reading = _Reading(title, _shared_texts(parts), max_rows, max_columns)
        for row in reading.rows(parts.take(path, title)):
            if reading.findings:
                raise FileRefused(reading.findings)
            yield row


def _sheet_places(parts: Parts) -> dict[str, tuple[str, str]]:
    """Lower-case name of a sheet → its name as written and the path of its part."""
    book = "xl/workbook.xml"
    targets: dict[str, str] = {}
    for event in parts.take("xl/_rels/workbook.xml.rels"):
        if isinstance(event, Opened) and event.name == "Relationship":
            target = event.attributes.get("Target", "")
            targets[event.attributes.get("Id", "")] = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(posixpath.dirname(book), target))
            )
    places: dict[str, tuple[str, str]] = {}
    for event in parts.take(book):
        if isinstance(event, Opened) and event.name == "sheet":
            title = event.attributes.get("name", "")
            relation = next((v for k, v in event.attributes.items() if k.endswith(":id")), "")
            places.setdefault(title.strip().lower(), (title, targets.get(relation, "")))
    return places


def _shared_texts(parts: Parts) -> list[str]:
    path = "xl/sharedStrings.xml"
    if path not in parts:
        return []
    texts: list[str] = []
    for event in parts.take(path):
        if isinstance(event, Opened) and event.name == "si":
            texts.append("")
        elif isinstance(event, Closed) and event.name == "t" and texts:
            texts[-1] += event.text
        elif isinstance(event, Opened) and event.name == "rPh" and texts:
            texts[-1] += "\0"  # a phonetic guide begins; what it holds is taken out below
        elif isinstance(event, Closed) and event.name == "rPh" and texts:
            texts[-1] = texts[-1].rpartition("\0")[0]
    return texts


class _Reading:
    """One sheet under way. Expat gives elements in order, so a cell is whole when it ends."""

    def __init__(
        self, name: str, texts: list[str], max_rows: int | None = None, max_columns: int | None = None
    ) -> None:
        self._name = name
        self._texts = texts
        self._max_rows, self._max_columns = max_rows or MAX_ROWS, max_columns or MAX_COLUMNS
        self._count = 0
        self.findings: list[Finding] = []
        self._row, self._column = 0, 0
        self._cells: dict[str, str] = {}
        self._columns: set[str] = set()
        self._kind, self._value, self._formula = "", "", False

    def read(self, elements: Iterator[Event]) -> Sheet:
        rows = tuple(self.rows(elements))
        return Sheet(self._name, rows, tuple(self.findings))

    def rows(self, elements: Iterator[Event]) -> Iterator[Row]:
        """Rows with content as they end; `findings` grow meanwhile."""
        for event in elements:
            if isinstance(event, Opened):
                self._open(event)
            elif event.name == "row":
                if self._cells:
                    yield self._ended_row()
            else:
                self._close(event)

    def _ended_row(self) -> Row:
        self._count += 1
        if self._count > self._max_rows:
            raise refused("too_many_rows", Place(sheet=self._name), limit=self._max_rows)
        return Row(self._row, self._cells)

    def _open(self, event: Opened) -> None:
        if event.name == "row":
            number = event.attributes.get("r", "")
            self._row = int(number) if number.isascii() and number.isdecimal() else self._row + 1
            self._column, self._cells = 0, {}
        elif event.name == "c":
            match = _REFERENCE.fullmatch(event.attributes.get("r", ""))
            self._column = column_number(match[1]) if match else self._column + 1
            self._kind, self._value, self._formula = event.attributes.get("t", "n"), "", False

    def _close(self, event: Closed) -> None:
        if event.name in ("v", "t"):
            self._value += event.text
        elif event.name == "f":
            self._formula = True
        elif event.name == "c":
            self._take_cell()

    def _take_cell(self) -> None:
        if not self._value and not self._formula:
            return  # most cells of a sheet are nothing but a style
        text = self._text()
        place = Place(sheet=self._name, row=self._row, column=column_letters(self._column))
        if len(text) > MAX_CELL:
            raise refused("cell_too_long", place, limit=MAX_CELL)
        if self._formula and len(self.findings) < MAX_FORMULAS_SHOWN:
            self.findings.append(finding("formula", place, value=text))
        if not text.strip():
            return
        self._cells[place.column] = text
        self._columns.add(place.column)
        if len(self._columns) > self._max_columns:
            raise refused("too_many_columns", Place(sheet=self._name), limit=self._max_columns)

    def _text(self) -> str:
        value = self._value
        if self._kind == "s":
            index = value.strip()
            known = index.isascii() and index.isdecimal() and int(index) < len(self._texts)
            return _unescaped(self._texts[int(index)]) if known else ""
        if self._kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if self._kind == "e":
            return ""
        return _plain_number(value) if self._kind == "n" else _unescaped(value)


def _plain_number(value: str) -> str:
    """3.0 and 3E0 are written as 3, as a person sees them."""
    try:
        number = float(value)
    except ValueError:
        return value
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _unescaped(text: str) -> str:
    """Excel writes characters that XML cannot hold, and carriage returns, as _x000D_."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
