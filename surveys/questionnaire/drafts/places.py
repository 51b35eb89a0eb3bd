"""Where things stand in a document: sections and parts by their codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
# The open questions after all sections are kept apart; everywhere here they are the section of this name,
# which no section can have: a code begins with a letter.
LAST = "-"

_PART = re.compile(r"dimensions\[(\d+)\]\.items\[(\d+)\]\.?(.*)", re.DOTALL)
_SECTION = re.compile(r"dimensions\[(\d+)\]\.?(.*)", re.DOTALL)
_OPEN = re.compile(r"open_questions\[(\d+)\]\.?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Placed:
    """A part of a document and where it is: `path` as in mistakes, `number` counts from 0 in its section."""

    path: str
    section: str
    number: int
    part: Document

    @property
    def code(self) -> str:
        """Its code."""
        code: str = self.part["code"]
        return code


def sections(document: Document) -> list[Document]:
    """The sections in their order, without the open questions after them."""
    found: list[Document] = document.get("dimensions", [])
    return found


def parts_in(document: Document, section: str) -> list[Document]:
    """The parts of a section. Raises `KeyError` for a section that is not there."""
    if section == LAST:
        found: list[Document] = document.get("open_questions", [])
        return found
    items: list[Document] = section_of(document, section).get("items", [])
    return items


def section_of(document: Document, code: str) -> Document:
    """The section of that code. Raises `KeyError`."""
    for section in sections(document):
        if section["code"] == code:
            return section
    raise KeyError(code)


def placed(document: Document) -> Iterator[Placed]:
    """All parts in the order of the form."""
    for i, section in enumerate(sections(document)):
        for j, part in enumerate(section.get("items", [])):
            yield Placed(f"dimensions[{i}].items[{j}]", section["code"], j, part)
    for i, part in enumerate(document.get("open_questions", [])):
        yield Placed(f"open_questions[{i}]", LAST, i, part)


def find(document: Document, code: str) -> Placed:
    """The part of that code. Raises `KeyError`."""
    for found in placed(document):
        if found.code == code:
            return found
    raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Spot:
    """What a path of a mistake points at: codes of section and part (empty: neither), and the rest."""

    section: str
    part: str
    rest: str


def spot(document: Document, path: str) -> Spot:
    """Where a path leads."""
    if match := _PART.fullmatch(path):
        section = sections(document)[int(match[1])]
        return Spot(section["code"], section["items"][int(match[2])]["code"], match[3])
    if match := _SECTION.fullmatch(path):
        return Spot(sections(document)[int(match[1])]["code"], "", match[2])
    if match := _OPEN.fullmatch(path):
        return Spot(LAST, document["open_questions"][int(match[1])]["code"], match[2])
    return Spot("", "", path)
