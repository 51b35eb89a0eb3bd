"""From one document to the next: every change that the editor makes, none of which touches its argument.

Conditions, role profiles and open questions follow as far as there is no doubt; what a change breaks is
named by `mistakes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from surveys.questionnaire.checks import CODE, MAX_CODE
from surveys.questionnaire.drafts.places import (
    LAST,
    Document,
    find,
    parts_in,
    placed,
    section_of,
    sections,
)
from surveys.questionnaire.drafts.texts import TEXTS
from surveys.questionnaire.texts import LANGUAGES

_PLAIN = ("module", "stage", "licence", "source", "citation", "scoring")


def blank(*, code: str, kind: str, title: Mapping[str, str], scale: Document) -> Document:
    """A document with a title, a scale and nothing to ask."""
    return tidy(
        {"code": code, "kind": kind, "version": 1, "title": dict(title), "scale": scale, "dimensions": []}
    )


def tidy(document: Document) -> Document:
    """A copy as a version's document has it: what is empty is left out, and so is an empty last section."""
    found: Document = _tidied(deepcopy(document))
    if not found.get("open_questions", True):
        del found["open_questions"]
    return found


def _tidied(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidied(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    cleaned = {key: _words(part) if key in TEXTS else _tidied(part) for key, part in value.items()}
    return {key: part for key, part in cleaned.items() if part or key not in (*TEXTS, *_PLAIN)}


def _words(value: Any) -> Any:
    """Only the languages that say something."""
    if not isinstance(value, dict):
        return value
    return {language: words for language, words in value.items() if words or language not in LANGUAGES}


def with_values(document: Document, values: Mapping[str, Any]) -> Document:
    """With these values about the whole; None takes one away."""
    return tidy(_given({**document, **values}))


def add_section(document: Document, section: Mapping[str, Any]) -> Document:
    """With one more section, the last."""
    return tidy({**document, "dimensions": [*sections(document), _given({**section, "items": []})]})


def change_section(document: Document, code: str, values: Mapping[str, Any]) -> Document:
    """With other words, or another code, for a section. Raises `KeyError`."""
    changed = deepcopy(document)
    section = section_of(changed, code)
    new = _given({**section, **values})
    section.clear()
    section.update(new)
    _levels(changed, lambda levels: {new["code"] if key == code else key: v for key, v in levels.items()})
    return tidy(changed)


def move_section(document: Document, code: str, step: int) -> Document:
    """With a section one place earlier (-1) or later (1); at the end it stays. Raises `KeyError`."""
    changed = deepcopy(document)
    _shift(changed["dimensions"], section_of(changed, code), step)
    return tidy(changed)


def remove_section(document: Document, code: str) -> Document:
    """Without a section and all its questions. Raises `KeyError`."""
    changed = deepcopy(document)
    changed["dimensions"].remove(section_of(changed, code))
    _levels(changed, lambda levels: {key: value for key, value in levels.items() if key != code})
    return tidy(changed)


def add_part(document: Document, section: str, part: Mapping[str, Any]) -> Document:
    """With one more part, the last of its section. Raises `KeyError`."""
    changed = deepcopy(document)
    if section == LAST:
        entry = {key: value for key, value in part.items() if key != "kind"}
        changed.setdefault("open_questions", []).append(_given(entry))
    else:
        section_of(changed, section)["items"].append(_given(part))
    return tidy(changed)


def change_part(document: Document, code: str, part: Mapping[str, Any]) -> Document:
    """With another part in the place of one; conditions follow where its code changes. Raises `KeyError`."""
    changed = deepcopy(document)
    found = find(changed, code)
    entry = _given(part)
    if found.section == LAST:
        entry.pop("kind", None)
    found.part.clear()
    found.part.update(deepcopy(entry))
    if entry["code"] != code:
        for other in placed(changed):
            _rename(other.part.get("show_if"), code, entry["code"])
    return tidy(changed)


def move_part(document: Document, code: str, step: int) -> Document:
    """With a part one place earlier (-1) or later (1), over the border of its section to the next.

    The questions after all sections are moved among themselves. Raises `KeyError`.
    """
    changed = deepcopy(document)
    found = find(changed, code)
    here = parts_in(changed, found.section)
    if found.section == LAST or 0 <= found.number + step < len(here):
        _shift(here, found.part, step)
        return tidy(changed)
    order = sections(changed)
    beside = [section["code"] for section in order].index(found.section) + step
    if 0 <= beside < len(order):
        here.remove(found.part)
        order[beside]["items"].insert(0 if step > 0 else len(order[beside]["items"]), found.part)
    return tidy(changed)


def remove_part(document: Document, code: str) -> Document:
    """Without a part. Conditions on it stay, to be named as mistakes. Raises `KeyError`."""
    changed = deepcopy(document)
    found = find(changed, code)
    parts_in(changed, found.section).remove(found.part)
    return tidy(changed)


def with_condition(document: Document, code: str, condition: Document | None) -> Document:
    """With a part asked only of those for whom the condition holds. Raises `KeyError`."""
    return change_part(document, code, {**find(document, code).part, "show_if": condition})


def looking_at(document: Document, code: str) -> list[str]:
    """Codes of the parts whose conditions look at the answer to this one."""
    return [found.code for found in placed(document) if code in _asked_about(found.part.get("show_if"))]


def free_code(document: Document, wanted: str) -> str:
    """The wanted code, or the next like it that no part and no section has."""
    taken = {found.code for found in placed(document)} | {section["code"] for section in sections(document)}
    stem = wanted if CODE.fullmatch(wanted) else "Q"
    if stem not in taken:
        return stem
    numbers = range(2, len(taken) + 3)
    return next(code for n in numbers if (code := f"{stem[: MAX_CODE - 5]}_{n}") not in taken)


def next_code(document: Document, stem: str) -> str:
    """The first of stem1, stem2 … that no part and no section has."""
    taken = {found.code for found in placed(document)} | {section["code"] for section in sections(document)}
    return next(code for n in range(1, len(taken) + 2) if (code := f"{stem}{n}") not in taken)


def _given(values: Mapping[str, Any]) -> Document:
    return {key: value for key, value in values.items() if value is not None}


def _shift(entries: list[Document], entry: Document, step: int) -> None:
    place = entries.index(entry)
    if 0 <= place + step < len(entries):
        entries.insert(place + step, entries.pop(place))


def _levels(document: Document, change: Callable[[Document], Document]) -> None:
    for profile in document.get("role_profiles", []):
        profile["required"] = change(profile["required"])


def _rename(condition: Any, old: str, new: str) -> None:
    if not isinstance(condition, dict):
        return
    if condition.get("item") == old:
        condition["item"] = new
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        _rename(part, old, new)


def _asked_about(condition: Any) -> set[str]:
    if not isinstance(condition, dict):
        return set()
    inner = (*condition.get("all", ()), *condition.get("any", ()))
    own = {condition["item"]} if "item" in condition else set()
    return own.union(*map(_asked_about, inner))
