"""What rows would change in a document, told before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from surveys.formats.translations.places import Document, Row, slots_of
from surveys.questionnaire.texts import LANGUAGES


@dataclass(frozen=True, slots=True)
class Change:
    """One text in one language; `before` is "" where it was not written."""

    place: str
    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`document` is the one that would be saved.

    missing: places of the document that have no row; unknown: rows whose place the document does not have;
    kept: texts that are written and whose cell is empty. None of the three changes anything.
    """

    document: Document
    changes: tuple[Change, ...]
    missing: tuple[str, ...]
    unknown: tuple[Row, ...]
    kept: int


def compare(document: Document, rows: Iterable[Row], *, clears: bool = False) -> Comparison:
    """Put the rows' texts into a copy of the document.

    clears: an empty text takes away what is written; without it, it takes nothing away.
    """
    wanted = {row.place: row for row in rows}
    changed = deepcopy(document)
    changes: list[Change] = []
    missing: list[str] = []
    kept = 0
    for slot in slots_of(changed):
        row = wanted.pop(slot.place, None)
        if row is None:
            missing.append(slot.place)
            continue
        before = slot.texts
        kept += 0 if clears else sum(1 for code, text in row.texts.items() if not text and before.get(code))
        given = {code: text for code, text in row.texts.items() if text or clears}
        new = {code: text for code, text in given.items() if text != before.get(code, "").strip()}
        changes += [Change(slot.place, code, before.get(code, ""), text) for code, text in new.items()]
        for holder, key in slot.holders if new else ():
            texts = {**before, **new}
            holder[key] = {code: texts[code] for code in LANGUAGES if texts.get(code)}
    return Comparison(changed, tuple(changes), tuple(missing), tuple(wanted.values()), kept)
