"""From a plain document to a questionnaire, saying where and what when it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from surveys.questionnaire.checks import check_count
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.parts import (
    LANGUAGES,
    Dimension,
    Item,
    OpenQuestion,
    Option,
    RoleProfile,
    Scale,
    Text,
)
from surveys.questionnaire.whole import Questionnaire

T = TypeVar("T")
# No list in a questionnaire is longer than its options may be; checked before its entries are read.
LONGEST_LIST = 500


def from_document(document: object, *, complete: bool = False) -> Questionnaire:
    """Build a questionnaire from what `to_document` returns.

    With `complete` every text must be there in all three languages; without it a text may lack
    some, as imported questionnaires do. Raises `QuestionnaireError`.
    """
    return _Reader(complete).questionnaire(document)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads part by part; `place` is where in the document a part stands."""

    complete: bool

    def questionnaire(self, document: object) -> Questionnaire:
        known = _mapping(document, "", _REQUIRED, _OPTIONAL)
        scale = self.scale(known["scale"], "scale")
        optional = {
            **{key: _string(known[key], key) for key in _PLAIN if key in known},
            **{key: self.text(known[key], key) for key in ("stem", "note") if key in known},
        }
        return _build(
            "",
            Questionnaire,
            code=_string(known["code"], "code"),
            kind=_string(known["kind"], "kind"),
            version=_integer(known["version"], "version"),
            title=self.text(known["title"], "title"),
            scale=scale,
            dimensions=_many(known["dimensions"], "dimensions", lambda v, p: self.dimension(v, p, scale)),
            open_questions=_many(known.get("open_questions", []), "open_questions", self.open_question),
            role_profiles=_many(known.get("role_profiles", []), "role_profiles", self.role_profile),
            **optional,
        )

    def text(self, value: object, place: str) -> Text:
        known = _mapping(value, place, LANGUAGES if self.complete else (), LANGUAGES)
        return _build(place, Text, **{key: _wording(text, f"{place}.{key}") for key, text in known.items()})

    def scale(self, value: object, place: str) -> Scale:
        known = _mapping(value, place, ("code", "options"), ("not_applicable",))
        not_applicable = known.get("not_applicable")
        return _build(
            place,
            Scale,
            code=_string(known["code"], f"{place}.code"),
            options=_many(known["options"], f"{place}.options", self.option),
            not_applicable=(
                None if not_applicable is None else self.text(not_applicable, f"{place}.not_applicable")
            ),
        )

    def option(self, value: object, place: str) -> Option:
        known = _mapping(value, place, ("value", "label"))
        number = _integer(known["value"], f"{place}.value")
        return Option(number, self.text(known["label"], f"{place}.label"))

    def dimension(self, value: object, place: str, scale: Scale) -> Dimension:
        known = _mapping(value, place, ("code", "title", "items"))
        return _build(
            place,
            Dimension,
            code=_string(known["code"], f"{place}.code"),
            title=self.text(known["title"], f"{place}.title"),
            items=_many(known["items"], f"{place}.items", lambda v, p: self.item(v, p, scale)),
        )

    def item(self, value: object, place: str, scale: Scale) -> Item:
        known = _mapping(value, place, ("code", "text"), _ITEM_OPTIONAL)
        words = ("stage", "module", "smallest_group")
        flags = ("in_index", "required")
        return _build(
            place,
            Item,
            code=_string(known["code"], f"{place}.code"),
            text=self.text(known["text"], f"{place}.text"),
            scale=self.scale(known["scale"], f"{place}.scale") if "scale" in known else scale,
            **{key: _string(known[key], f"{place}.{key}") for key in words if key in known},
            **{key: _boolean(known[key], f"{place}.{key}") for key in flags if key in known},
        )

    def open_question(self, value: object, place: str) -> OpenQuestion:
        known = _mapping(value, place, ("code", "text"), ("required",))
        return _build(
            place,
            OpenQuestion,
            code=_string(known["code"], f"{place}.code"),
            text=self.text(known["text"], f"{place}.text"),
            required=_boolean(known.get("required", False), f"{place}.required"),
        )

    def role_profile(self, value: object, place: str) -> RoleProfile:
        known = _mapping(value, place, ("code", "title", "required"))
        required = _mapping(known["required"], f"{place}.required")
        return _build(
            place,
            RoleProfile,
            code=_string(known["code"], f"{place}.code"),
            title=self.text(known["title"], f"{place}.title"),
            required=tuple((key, _integer(v, f"{place}.required.{key}")) for key, v in required.items()),
        )


_REQUIRED = ("code", "kind", "version", "title", "scale", "dimensions")
_PLAIN = ("scoring", "licence", "source", "citation")
_OPTIONAL = ("stem", "note", "open_questions", "role_profiles", *_PLAIN)
_ITEM_OPTIONAL = ("stage", "module", "smallest_group", "in_index", "required", "scale")


def _mapping(
    value: object, place: str, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    """A group of named values; without names given, any are allowed."""
    if not isinstance(value, Mapping):
        raise QuestionnaireError(place, "not_mapping")
    for key in value:
        if not isinstance(key, str):
            raise QuestionnaireError(place, "not_mapping")
        if (required or optional) and key not in required and key not in optional:
            raise QuestionnaireError(_inside(place, key), "unknown_key")
    for key in required:
        if key not in value:
            raise QuestionnaireError(_inside(place, key), "missing")
    return value


def _inside(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _many(value: object, place: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise QuestionnaireError(place, "not_list")
    check_count(len(value), 0, LONGEST_LIST, place)
    return tuple(read(entry, f"{place}[{index}]") for index, entry in enumerate(value))


def _string(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise QuestionnaireError(place, "not_text")
    return value


def _wording(value: object, place: str) -> str:
    """A text that is given is not empty; one that is not translated is left out."""
    text = _string(value, place)
    if not text:
        raise QuestionnaireError(place, "blank")
    return text


def _integer(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise QuestionnaireError(place, "not_integer")
    return value


def _boolean(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise QuestionnaireError(place, "not_boolean")
    return value


def _build(place: str, part: Callable[..., T], **values: Any) -> T:
    """Build a part and say where it stands if it refuses."""
    try:
        return part(**values)
    except QuestionnaireError as error:
        raise (error.within(place) if place else error) from None
