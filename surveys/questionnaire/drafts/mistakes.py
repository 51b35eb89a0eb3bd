"""Everything that keeps a draft from becoming a version, named by its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from surveys.questionnaire.checks import check_code, check_count, check_one_of
from surveys.questionnaire.conditions import IsOneOf, tests
from surveys.questionnaire.drafts.core import core_mistakes
from surveys.questionnaire.drafts.places import Document, Placed, placed, sections
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.parts import Dimension, Scale
from surveys.questionnaire.plain import build
from surveys.questionnaire.reading import Reader, from_document
from surveys.questionnaire.scales import MIN_OPTIONS, Option
from surveys.questionnaire.texts import Text
from surveys.questionnaire.whole import KINDS, MAX_DIMENSIONS

T = TypeVar("T")
# Read instead of a scale that cannot be read, so that one mistake is not told once for every item.
_ANY_SCALE = Scale("any", tuple(Option(value, Text.same(str(value))) for value in range(MIN_OPTIONS)))
_READER = Reader(complete=False)


def mistakes(document: Document, core: Document | None = None) -> tuple[QuestionnaireError, ...]:
    """What is still to be done, in the order of the form; nothing: `from_document` takes the document.

    `document` has passed `check_shape`. With the document of a shared `core`, questions that have the
    code of one of its questions must be that question.
    """
    found = _Found()
    found.whole(document)
    if core is not None:
        found.all.extend(core_mistakes(document, core))
    if not found.all:
        found.attempt(lambda: from_document({"version": 1, **document}))
    return tuple(found.all)


class _Found:
    def __init__(self) -> None:
        self.all: list[QuestionnaireError] = []

    def attempt(self, read: Callable[[], T]) -> T | None:
        """What `read` returns, or None after noting why it cannot."""
        try:
            return read()
        except QuestionnaireError as error:
            self.all.append(error)
            return None

    def whole(self, document: Document) -> None:
        self.attempt(lambda: check_code(document["code"]))
        self.attempt(lambda: check_one_of(document["kind"], KINDS, "kind"))
        self.text(document, "", "title", required=True)
        self.text(document, "", "stem")
        self.text(document, "", "note")
        known = self.scale(document["scale"], "scale") if "scale" in document else None
        if "scale" not in document and _uses_default(document):
            self.all.append(QuestionnaireError("scale", "missing"))
        self.attempt(lambda: check_count(len(sections(document)), 1, MAX_DIMENSIONS, "dimensions"))
        for number, section in enumerate(sections(document)):
            self.section(section, f"dimensions[{number}]", known or _ANY_SCALE)
        for number, part in enumerate(document.get("open_questions", [])):
            self.part(part, f"open_questions[{number}]", None)
        self.conditions(document)

    def section(self, section: Document, place: str, scale: Scale) -> None:
        self.text(section, place, "title", required=True)
        self.text(section, place, "stem")
        before = len(self.all)
        for number, part in enumerate(section["items"]):
            self.part(part, f"{place}.items[{number}]", scale)
        if len(self.all) == before:  # a scale that is not whole yet may still become like the others
            self.attempt(lambda: _build_section(section, place, scale))

    def part(self, part: Document, place: str, scale: Scale | None) -> None:
        """Each of its texts and lists by itself, then the whole."""
        before = len(self.all)
        self.text(part, place, "text", required=True)
        self.text(part, place, "help")
        self.text(part, place, "none")
        if part.get("kind") == "multiple":
            self.options(part.get("options", []), f"{place}.options", least=1)
        if "scale" in part:
            self.scale(part["scale"], f"{place}.scale")
        if len(self.all) == before:
            if scale is None:
                self.attempt(lambda: _READER.open_question(part, place))
            else:
                self.attempt(lambda: _READER.part(part, place, scale))

    def text(self, owner: Document, place: str, key: str, *, required: bool = False) -> None:
        where = f"{place}.{key}" if place else key
        if key in owner:
            self.attempt(lambda: _READER.text(owner[key], where))
        elif required:
            self.all.append(QuestionnaireError(where, "missing"))

    def scale(self, scale: Document, place: str) -> Scale | None:
        before = len(self.all)
        self.options(scale["options"], f"{place}.options", least=MIN_OPTIONS)
        self.text(scale, place, "not_applicable")
        return self.attempt(lambda: _READER.scale(scale, place)) if len(self.all) == before else None

    def options(self, options: list[Document], place: str, *, least: int) -> None:
        for number, option in enumerate(options):
            self.text(option, f"{place}[{number}]", "label", required=True)
        if len(options) < least:
            self.all.append(QuestionnaireError(place, "too_few", limit=least))

    def conditions(self, document: Document) -> None:
        """Conditions on what is not there, comes later or has no such option."""
        everything = {found.code: found for found in placed(document)}
        earlier: dict[str, tuple[int, ...]] = {}
        for found in placed(document):
            if "show_if" in found.part:
                self.all.extend(_condition_mistakes(found, everything, earlier))
            if is_closed(found.part):
                earlier[found.code] = values_of(found.part, document)


def is_closed(part: Document) -> bool:
    """Whether it is answered by choosing, so that a condition may look at it."""
    return part.get("kind", "scale") in ("scale", "multiple") and not part.get("background")


def values_of(part: Document, document: Document) -> tuple[int, ...]:
    """The numbers of a closed question's options."""
    return tuple(option["value"] for option in options_of(part, document))


def options_of(part: Document, document: Document) -> list[Document]:
    """The options of a closed question, its own or those of the questionnaire's scale."""
    found: list[Document]
    if part.get("kind") == "multiple":
        found = part.get("options", [])
    else:
        scale = part.get("scale") or document.get("scale") or {}
        found = scale.get("options", [])
    return found


def _uses_default(document: Document) -> bool:
    return any(
        found.part.get("kind", "scale") == "scale" and "scale" not in found.part for found in placed(document)
    )


def _build_section(section: Document, place: str, scale: Scale) -> Dimension:
    parts = tuple(_READER.part(part, place, scale) for part in section["items"])
    title = _READER.text(section["title"], place) if "title" in section else Text.same(section["code"])
    built: Dimension = build(place, Dimension, code=section["code"], title=title, parts=parts)
    return built


def _condition_mistakes(
    found: Placed, everything: dict[str, Any], earlier: dict[str, tuple[int, ...]]
) -> Iterator[QuestionnaireError]:
    place = f"{found.path}.show_if"
    try:
        condition = _READER.condition(found.part["show_if"], place)
    except QuestionnaireError as error:
        yield error
        return
    for test in dict.fromkeys(tests(condition)):
        if test.item not in everything:
            yield QuestionnaireError(place, "unknown_item", value=test.item)
        elif everything[test.item].part.get("background"):
            yield QuestionnaireError(place, "on_background", value=test.item)
        elif not is_closed(everything[test.item].part):
            yield QuestionnaireError(place, "not_closed", value=test.item)
        elif test.item not in earlier:
            yield QuestionnaireError(place, "not_earlier", value=test.item)
        elif isinstance(test, IsOneOf) and set(test.values) - set(earlier[test.item]):
            yield QuestionnaireError(place, "unknown_option", value=test.item)
