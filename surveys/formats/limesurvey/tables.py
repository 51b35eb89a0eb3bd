"""The tables of a LimeSurvey export: a survey's rows of the database, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from surveys.formats.findings import Place, refused
from surveys.formats.outline import Words
from surveys.formats.safe_xml import Opened, events

Record = Mapping[str, str]
_ROW_DEPTH = 3  # document / questions / rows / row


class Tables:
    """`rows("questions")` are the rows of a section as field → text, in the order of the file."""

    def __init__(self, content: bytes) -> None:
        self._tables: dict[str, list[dict[str, str]]] = {}
        self.plain: dict[str, str] = {}  # what stands directly in the document
        path: list[str] = []
        for event in events(content):
            if isinstance(event, Opened):
                self._open(event, path)
                path.append(event.name)
            else:
                path.pop()
                self._close(path, event.name, event.text)
        if self.plain.get("LimeSurveyDocType") != "Survey":
            raise refused("not_limesurvey")

    def _open(self, event: Opened, path: list[str]) -> None:
        if not path and event.name != "document":
            raise refused("not_limesurvey", Place(line=event.line))
        if event.name == "row" and len(path) == _ROW_DEPTH and path[2] == "rows":
            self._tables.setdefault(path[1], []).append({})

    def _close(self, path: list[str], name: str, text: str) -> None:
        if len(path) == 1:
            self.plain[name] = text.strip()
        elif len(path) == _ROW_DEPTH + 1 and path[3] == "row":
            self._tables[path[1]][-1][name] = text

    def rows(self, section: str) -> list[dict[str, str]]:
        """The rows of a section; none where the export has no such section."""
        return self._tables.get(section, [])

    def ordered(self, section: str, key: str, order: str) -> list[dict[str, str]]:
        """One row for each `key` (older exports repeat them in each language), by the number in `order`."""
        first: dict[str, dict[str, str]] = {}
        for row in self.rows(section):
            first.setdefault(row.get(key, ""), row)
        return sorted(first.values(), key=lambda row: number(row.get(order, "")))

    def texts(self, section: str, field: str, key: str, beside: str = "") -> Mapping[str, Words]:
        """What a field says in each language, by the `key` of its row.

        Newer exports have the texts in a section `beside`, older ones in the rows themselves.
        """
        found: dict[str, dict[str, str]] = {}
        for row in (*self.rows(section), *(self.rows(beside) if beside else ())):
            text = row.get(field, "")
            if text.strip() and row.get("language"):
                found.setdefault(row.get(key, ""), {})[row["language"]] = text
        return found


def number(text: str) -> int:
    """A whole number as LimeSurvey writes it; 0 for anything else."""
    digits = text.strip().removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0


def by(rows: Iterable[Record], key: str) -> dict[str, list[Record]]:
    """Rows by the value of a field."""
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), []).append(row)
    return found
