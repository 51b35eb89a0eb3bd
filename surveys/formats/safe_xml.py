"""XML from strangers: no document type, no entities, bounded in size, depth and number of elements.

expat itself is driven, rather than a tree built: so a limit stops the reading where it is crossed,
and every element knows its line. Entities can only be declared in a document type, which is refused
at its first character, so nothing is ever expanded or fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from surveys.formats.findings import FileRefused, Place, refused

MAX_DEPTH = 32
MAX_ELEMENTS = 500_000
_CHUNK = 64 * 1024


class Opened(NamedTuple):
    """An element begins: its name without prefix, its attributes by their full names."""

    name: str
    attributes: Mapping[str, str]
    line: int


class Closed(NamedTuple):
    """An element ends: `text` is all that stood directly in it, comments left out."""

    name: str
    text: str
    line: int


Event = Opened | Closed


def events(content: bytes, sheet: str = "", *, max_elements: int | None = None) -> Iterator[Event]:
    """The elements of a document in order, as they begin and end.

    `sheet` names the part in refusals. Raises `FileRefused` for what is no XML, declares a document
    type, is nested deeper than `MAX_DEPTH` or has more than `max_elements` (`MAX_ELEMENTS`) elements.
    """
    reader = _Reader(sheet, max_elements or MAX_ELEMENTS)
    for start in range(0, len(content), _CHUNK):
        yield from reader.feed(content[start : start + _CHUNK])
    yield from reader.feed(b"", is_last=True)


class _Reader:
    def __init__(self, sheet: str, max_elements: int) -> None:
        self._sheet = sheet
        self._max_elements = max_elements
        self._ready: list[Event] = []
        self._texts: list[list[str]] = []
        self._elements = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.ExternalEntityRefHandler = self._doctype

    def feed(self, chunk: bytes, *, is_last: bool = False) -> list[Event]:
        """The events that this part of the file completes."""
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            raise refused("not_xml", self._place(error.lineno)) from None
        except FileRefused:
            raise
        except (ValueError, LookupError):  # an encoding that Python does not know
            raise refused("not_xml", self._place(1)) from None
        ready, self._ready = self._ready, []
        return ready

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > self._max_elements:
            raise refused("too_many_elements", self._place(), limit=self._max_elements)
        if len(self._texts) >= MAX_DEPTH:
            raise refused("too_deep", self._place(), limit=MAX_DEPTH)
        self._texts.append([])
        self._ready.append(Opened(_local(name), attributes, self._parser.CurrentLineNumber))

    def _end(self, name: str) -> None:
        text = "".join(self._texts.pop())
        self._ready.append(Closed(_local(name), text, self._parser.CurrentLineNumber))

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _doctype(self, *_declared: object) -> NoReturn:
        raise refused("doctype", self._place())

    def _place(self, line: int = 0) -> Place:
        # The lines of a sheet's XML say nothing to a person; its name does.
        return Place(sheet=self._sheet) if self._sheet else Place(line=line or self._parser.CurrentLineNumber)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
