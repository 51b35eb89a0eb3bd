"""Every text of a document under a name that stays when questions are moved: `questions/Q1/text`.

Documents may be incomplete, as drafts are: what must be written and is not is a row without texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.questionnaire.texts import LANGUAGES

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One text; a language that is not written is "". `line` is where it stands in a file (0: in none)."""

    place: str
    texts: Mapping[str, str]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one text stands in a document: (mapping, key), several where the same scale is used again."""

    place: str
    holders: list[tuple[Document, str]] = field(default_factory=list)

    @property
    def texts(self) -> dict[str, str]:
        """As they are written."""
        holder, key = self.holders[0]
        found = holder.get(key)
        known = found if isinstance(found, dict) else {}
        return {code: text for code in LANGUAGES if isinstance(text := known.get(code), str)}


def rows_of(document: Document) -> tuple[Row, ...]:
    """All texts of a document in the order of the form; the words of a scale once, wherever it is used."""
    return tuple(Row(slot.place, slot.texts) for slot in slots_of(document))


def slots_of(document: Document) -> list[Slot]:
    """As `rows_of`, with where each text is to be written."""
    return _Walk().whole(document)


class _Walk:
    def __init__(self) -> None:
        self.slots: dict[str, Slot] = {}
        self.scales: dict[str, str] = {}  # content → place

    def whole(self, document: Document) -> list[Slot]:
        self.add("title", document, "title", needed=True)
        for key in ("stem", "note"):
            self.add(key, document, key)
        self.scale(document)
        for section in _entries(document, "dimensions"):
            place = f"sections/{section.get('code')}"
            self.add(f"{place}/title", section, "title", needed=True)
            self.add(f"{place}/stem", section, "stem")
            for part in _entries(section, "items"):
                self.part(part)
            for suggestion in _entries(section, "suggestions"):
                self.add(f"{place}/suggestions/{suggestion.get('level')}", suggestion, "text", needed=True)
        for part in _entries(document, "open_questions"):
            self.part(part)
        for role in _entries(document, "role_profiles"):
            self.add(f"roles/{role.get('code')}/title", role, "title", needed=True)
        return list(self.slots.values())

    def part(self, part: Document) -> None:
        place = f"questions/{part.get('code')}"
        self.add(f"{place}/text", part, "text", needed=True)
        self.add(f"{place}/help", part, "help")
        for option in _entries(part, "options"):
            self.add(f"{place}/options/{option.get('value')}", option, "label", needed=True)
        self.add(f"{place}/none", part, "none")
        self.scale(part)

    def scale(self, holder: Document) -> None:
        scale = holder.get("scale")
        if not isinstance(scale, dict):
            return
        content = json.dumps(scale, sort_keys=True)
        place = self.scales.get(content)
        if place is None:
            names = set(self.scales.values())
            place = self.scales[content] = _free(f"scales/{scale.get('code')}", names)
        # The same words once: a translator need not repeat them, and they cannot come to differ.
        seen: set[str] = set()
        for option in _entries(scale, "options"):
            name = _free(f"{place}/{option.get('value')}", seen)
            seen.add(name)
            self.slots.setdefault(name, Slot(name)).holders.append((option, "label"))
        if isinstance(scale.get("not_applicable"), dict):
            name = f"{place}/not_applicable"
            self.slots.setdefault(name, Slot(name)).holders.append((scale, "not_applicable"))

    def add(self, place: str, holder: Document, key: str, *, needed: bool = False) -> None:
        """A text that may be left out is no row where it is."""
        if needed or isinstance(holder.get(key), dict):
            name = _free(place, self.slots)
            self.slots[name] = Slot(name, [(holder, key)])


def _free(place: str, taken: Mapping[str, object] | set[str]) -> str:
    """The place, numbered where an unfinished document has two of it."""
    number, name = 1, place
    while name in taken:
        number += 1
        name = f"{place}#{number}"
    return name


def _entries(holder: Document, key: str) -> Iterator[Document]:
    found = holder.get(key)
    yield from (entry for entry in found if isinstance(entry, dict)) if isinstance(found, list) else ()
