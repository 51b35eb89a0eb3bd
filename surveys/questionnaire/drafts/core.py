"""The questions of a shared core within a questionnaire of one's own.

Results of a core question can be compared between questionnaires because it has the same code in both.
That is true only as long as it also asks the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from surveys.questionnaire.drafts.places import Document, placed, sections
from surveys.questionnaire.errors import QuestionnaireError

# What decides what is asked, of whom, and what an answer means. Texts may gain languages.
_TEXTS = ("text", "help", "none")
_SAME = {"kind": "scale", "ordered": True, "in_index": True, "least": 0, "most": 0, "length": "long"}


def core_codes(document: Document, core: Document | None) -> frozenset[str]:
    """Codes of the document's questions that are those of the core."""
    if core is None:
        return frozenset()
    return frozenset(found.code for found in placed(document)) & {found.code for found in placed(core)}


def core_mistakes(document: Document, core: Document) -> Iterator[QuestionnaireError]:
    """Questions with the code of a core question that ask something else, and sections that frame them so."""
    originals = {found.code: found.part for found in placed(core)}
    for found in placed(document):
        original = originals.get(found.code)
        if original is not None and asks_else(found.part, document, original, core):
            yield QuestionnaireError(found.path, "core_changed", value=found.code)
    yield from _reframed(document, core, originals)


def asks_else(part: Document, document: Document, original: Document, core: Document) -> bool:
    """Whether a part no longer asks what the core's question asks."""
    if any(_differ(part.get(key), original.get(key)) for key in _TEXTS):
        return True
    kinds = [
        {**_SAME, **{key: value for key, value in each.items() if key in _SAME}} for each in (part, original)
    ]
    if kinds[0] != kinds[1] or part.get("show_if") != original.get("show_if"):
        return True
    return _other_options(_offered(part, document), _offered(original, core))


def _reframed(document: Document, core: Document, originals: Document) -> Iterator[QuestionnaireError]:
    """Sections of the core that ask its questions under another introduction."""
    stems = {section["code"]: section.get("stem") for section in sections(core)}
    for number, section in enumerate(sections(document)):
        asked = any(part["code"] in originals for part in section.get("items", []))
        if asked and section["code"] in stems and _differ(section.get("stem"), stems[section["code"]]):
            yield QuestionnaireError(f"dimensions[{number}].stem", "core_changed", value=section["code"])


def _offered(part: Document, document: Document) -> Document:
    if part.get("kind") == "multiple":
        return {"options": part.get("options", [])}
    if part.get("kind", "scale") != "scale":
        return {"options": []}
    found: Document = part.get("scale") or document.get("scale") or {"options": []}
    return found


def _other_options(mine: Document, theirs: Document) -> bool:
    own, original = mine["options"], theirs["options"]
    if [option["value"] for option in own] != [option["value"] for option in original]:
        return True
    if _differ(mine.get("not_applicable"), theirs.get("not_applicable")):
        return True
    return any(_differ(a.get("label"), b.get("label")) for a, b in zip(own, original, strict=True))


def _differ(mine: Document | None, original: Document | None) -> bool:
    """Whether words of the original are missing or other words; words in a new language are welcome."""
    if not original:
        return bool(mine)
    return any((mine or {}).get(language) != words for language, words in original.items())
