"""A sheet of an XLSForm as rows of named cells, translations together under their name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from surveys.formats.findings import Finding, Place, finding, refused
from surveys.formats.outline import Words
from surveys.formats.workbook import Row, Sheet

# Older spellings and what they are called now.
_ALIASES = {
    "list name": "list_name",
    "list": "list_name",
    "relevance": "relevant",
    "caption": "label",
    "appearance_type": "appearance",
    "constraint message": "constraint_message",
    "id_string": "form_id",
    "title": "form_title",
}
_TRANSLATED = {"label", "hint", "guidance_hint", "constraint_message", "required_message"}
_TRANSLATED |= {"yhes_title", "yhes_stem", "yhes_note"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its name, and the language of its texts if it says one ("label::English (en)")."""

    name: str
    language: str
    written: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the headings. `cells`: text by heading."""

    place: Place
    cells: Mapping[Heading, str]
    letters: Mapping[str, str]

    def get(self, name: str) -> str:
        """The cell of a column without a language, trimmed; empty where there is none."""
        return next(
            (text.strip() for head, text in self.cells.items() if head.name == name and not head.language), ""
        )

    def words(self, name: str) -> Words:
        """The texts of a translated column by language."""
        return {head.language: text for head, text in self.cells.items() if head.name == name}

    def at(self, name: str) -> Place:
        """The cell of a column, as a place."""
        return Place(self.place.sheet, self.place.row, self.letters.get(name, ""), question=self.get("name"))


class Table:
    """A sheet with headings. Raises `FileRefused` for one without rows or with two columns of one name."""

    def __init__(self, sheet: Sheet) -> None:
        if not sheet.rows:
            raise refused("empty_sheet", Place(sheet=sheet.name))
        self.name = sheet.name
        self._rows = sheet.rows[1:]
        self._headings = dict(_headings(sheet.name, sheet.rows[0]))
        self._letters: dict[str, str] = {}
        for letters, heading in self._headings.items():
            self._letters.setdefault(heading.name, letters)

    def require(self, *names: str) -> None:
        """Raises `FileRefused` unless these columns are there."""
        for name in names:
            if name not in self._letters:
                raise refused("missing_column", Place(sheet=self.name, row=1), name=name)

    def languages(self, name: str) -> tuple[str, ...]:
        """The languages in which a column is there."""
        return tuple(dict.fromkeys(head.language for head in self._headings.values() if head.name == name))

    def __iter__(self) -> Iterator[Line]:
        for row in self._rows:
            cells = {
                self._headings[letters]: text
                for letters, text in row.cells.items()
                if letters in self._headings
            }
            yield Line(Place(self.name, row.number), cells, self._letters)

    def unused(self, used: Iterable[str]) -> Iterator[Finding]:
        """A note for every column with content that nobody reads."""
        known = set(used)
        for letters, heading in self._headings.items():
            count = sum(letters in row.cells for row in self._rows)
            if heading.name not in known and count:
                place = Place(self.name, column=letters)
                yield finding("column", place, name=heading.written, count=count)


def _headings(sheet: str, row: Row) -> Iterator[tuple[str, Heading]]:
    seen: dict[tuple[str, str], str] = {}
    for letters, written in row.cells.items():
        heading = _heading(written.strip())
        key = (heading.name, heading.language.lower())
        if key in seen:
            place = Place(sheet, row.number, letters)
            raise refused("duplicate_column", place, name=written, first=seen[key], second=letters)
        seen[key] = letters
        yield letters, heading


def _heading(written: str) -> Heading:
    first, _colons, rest = written.replace("::", ":").partition(":")
    name = first.strip().lower()
    name = _ALIASES.get(name, name)
    if name in _TRANSLATED:
        return Heading(name, rest.strip(), written)
    # "media::image::en" and the like are read as a whole: nothing of them is carried over.
    return Heading(f"{name}:{rest.strip().lower()}" if rest else name, "", written)
