"""From a plain document to a questionnaire, saying where and what when it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaire.checks import check_one_of
from surveys.questionnaire.conditions import MAX_DEPTH, AllOf, AnyOf, Condition, IsAnswered, IsOneOf
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.parts import (
    LANGUAGES,
    Dimension,
    Information,
    Item,
    MultipleChoice,
    OpenQuestion,
    Option,
    Part,
    RoleProfile,
    Scale,
    Suggestion,
    Text,
)
from surveys.questionnaire.plain import boolean, build, integer, many, mapping, string, wording
from surveys.questionnaire.whole import Questionnaire

Known = Mapping[str, Any]
Values = dict[str, Any]

_REQUIRED = ("code", "kind", "version", "title", "scale", "dimensions")
_PLAIN = ("scoring", "licence", "source", "citation")
_OPTIONAL = ("stem", "note", "open_questions", "role_profiles", *_PLAIN)
_ITEM = (
    *("stage", "module", "smallest_group", "in_index", "required", "ordered", "help", "show_if", "scale"),
    "background",
)
_MULTIPLE = ("stage", "module", "smallest_group", "required", "help", "show_if", "least", "most", "none")
_OPEN = ("required", "length", "module", "help", "show_if")
PART_KINDS = ("scale", "multiple", "text", "information")


def from_document(document: object, *, complete: bool = False) -> Questionnaire:
    """Build a questionnaire from what `to_document` returns.

    With `complete` every text must be there in all three languages; without it a text may lack
    some, as imported questionnaires do. Raises `QuestionnaireError`.
    """
    return Reader(complete).questionnaire(document)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads part by part; `place` is where in the document a part stands."""

    complete: bool

    def questionnaire(self, document: object) -> Questionnaire:
        known = mapping(document, "", _REQUIRED, _OPTIONAL)
        scale = self.scale(known["scale"], "scale")
        return build(
            "",
            Questionnaire,
            code=string(known["code"], "code"),
            kind=string(known["kind"], "kind"),
            version=integer(known["version"], "version"),
            title=self.text(known["title"], "title"),
            scale=scale,
            dimensions=many(known["dimensions"], "dimensions", lambda v, p: self.dimension(v, p, scale)),
            open_questions=many(known.get("open_questions", []), "open_questions", self.open_question),
            role_profiles=many(known.get("role_profiles", []), "role_profiles", self.role_profile),
            **{key: string(known[key], key) for key in _PLAIN if key in known},
            **self.texts(known, "", "stem", "note"),
        )

    def text(self, value: object, place: str) -> Text:
        known = mapping(value, place, LANGUAGES if self.complete else (), LANGUAGES)
        return build(place, Text, **{key: wording(text, f"{place}.{key}") for key, text in known.items()})

    def texts(self, known: Known, place: str, *keys: str) -> Values:
        inside = f"{place}." if place else ""
        return {key: self.text(known[key], f"{inside}{key}") for key in keys if key in known}

    def scale(self, value: object, place: str) -> Scale:
        known = mapping(value, place, ("code", "options"), ("not_applicable",))
        return build(
            place,
            Scale,
            code=string(known["code"], f"{place}.code"),
            options=many(known["options"], f"{place}.options", self.option),
            **self.texts({k: v for k, v in known.items() if v is not None}, place, "not_applicable"),
        )

    def option(self, value: object, place: str) -> Option:
        known = mapping(value, place, ("value", "label"))
        number = integer(known["value"], f"{place}.value")
        return Option(number, self.text(known["label"], f"{place}.label"))

    def dimension(self, value: object, place: str, scale: Scale) -> Dimension:
        known = mapping(value, place, ("code", "title", "items"), ("stem", "suggestions"))
        return build(
            place,
            Dimension,
            code=string(known["code"], f"{place}.code"),
            title=self.text(known["title"], f"{place}.title"),
            parts=many(known["items"], f"{place}.items", lambda v, p: self.part(v, p, scale)),
            suggestions=many(known.get("suggestions", []), f"{place}.suggestions", self.suggestion),
            **self.texts(known, place, "stem"),
        )

    def suggestion(self, value: object, place: str) -> Suggestion:
        known = mapping(value, place, ("level", "text"))
        level = integer(known["level"], f"{place}.level")
        return Suggestion(level, self.text(known["text"], f"{place}.text"))

    def part(self, value: object, place: str, scale: Scale) -> Part:
        """An entry of a section's list; one that does not say its kind is an item on a scale."""
        kind = string(mapping(value, place).get("kind", "scale"), f"{place}.kind")
        check_one_of(kind, PART_KINDS, f"{place}.kind")
        match kind:
            case "multiple":
                return self.multiple(value, place)
            case "text":
                return self.open_question(value, place, "kind")
            case "information":
                return self.information(value, place)
            case _:
                return self.item(value, place, scale)

    def item(self, value: object, place: str, scale: Scale) -> Item:
        known = mapping(value, place, ("code", "text"), ("kind", *_ITEM))
        marks = _booleans(known, place, "in_index", "ordered", "background")
        if marks.get("background"):
            marks.setdefault("in_index", False)
        return build(
            place,
            Item,
            scale=self.scale(known["scale"], f"{place}.scale") if "scale" in known else scale,
            **self.common(known, place),
            **_strings(known, place, "stage", "smallest_group"),
            **marks,
        )

    def multiple(self, value: object, place: str) -> MultipleChoice:
        known = mapping(value, place, ("code", "text", "options"), ("kind", *_MULTIPLE))
        return build(
            place,
            MultipleChoice,
            options=many(known["options"], f"{place}.options", self.option),
            **self.common(known, place),
            **self.texts(known, place, "none"),
            **_strings(known, place, "stage", "smallest_group"),
            **{key: integer(known[key], f"{place}.{key}") for key in ("least", "most") if key in known},
        )

    def open_question(self, value: object, place: str, *more: str) -> OpenQuestion:
        known = mapping(value, place, ("code", "text"), (*_OPEN, *more))
        return build(place, OpenQuestion, **self.common(known, place), **_strings(known, place, "length"))

    def information(self, value: object, place: str) -> Information:
        known = mapping(value, place, ("code", "text"), ("kind", "module", "show_if"))
        return build(place, Information, **self.common(known, place))

    def common(self, known: Known, place: str) -> Values:
        """What every kind of part has, as far as it may be there (`mapping` has refused the rest)."""
        values: Values = {
            **_strings(known, place, "code", "module"),
            **_booleans(known, place, "required"),
            **self.texts(known, place, "text", "help"),
        }
        if "show_if" in known:
            values["show_if"] = self.condition(known["show_if"], f"{place}.show_if")
        return values

    def condition(self, value: object, place: str, deep: int = 0) -> Condition:
        known = mapping(value, place)
        keys = set(known)
        if keys == {"all"} or keys == {"any"}:
            (key,) = keys
            # Looked at before what is inside: a document may be nested as deeply as it likes.
            if deep == MAX_DEPTH:
                raise QuestionnaireError(place, "too_deep", limit=MAX_DEPTH)
            parts = many(known[key], f"{place}.{key}", lambda v, p: self.condition(v, p, deep + 1))
            return build(place, AllOf, parts=parts) if key == "all" else build(place, AnyOf, parts=parts)
        if keys == {"item", "in"}:
            values = many(known["in"], f"{place}.in", integer)
            return build(place, IsOneOf, item=string(known["item"], f"{place}.item"), values=values)
        if keys == {"item", "answered"}:
            answered = boolean(known["answered"], f"{place}.answered")
            return build(place, IsAnswered, item=string(known["item"], f"{place}.item"), answered=answered)
        raise QuestionnaireError(place, "not_condition")

    def role_profile(self, value: object, place: str) -> RoleProfile:
        known = mapping(value, place, ("code", "title", "required"))
        required = mapping(known["required"], f"{place}.required")
        return build(
            place,
            RoleProfile,
            code=string(known["code"], f"{place}.code"),
            title=self.text(known["title"], f"{place}.title"),
            required=tuple((key, integer(v, f"{place}.required.{key}")) for key, v in required.items()),
        )


def _strings(known: Known, place: str, *keys: str) -> Values:
    return {key: string(known[key], f"{place}.{key}") for key in keys if key in known}


def _booleans(known: Known, place: str, *keys: str) -> Values:
    return {key: boolean(known[key], f"{place}.{key}") for key in keys if key in known}
