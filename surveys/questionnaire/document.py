"""A questionnaire as a plain document, for a JSON column, a fingerprint or a file.

A document is canonical: what has its default value is left out, so a property added to the format
later does not change the fingerprint of what was stored before.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from surveys.questionnaire.conditions import AllOf, AnyOf, Condition, IsAnswered, IsOneOf
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
from surveys.questionnaire.whole import Questionnaire

Document = dict[str, Any]


def to_document(questionnaire: Questionnaire) -> Document:
    """The questionnaire as dictionaries (keys sorted), lists, texts, whole numbers and booleans."""
    document: Document = json.loads(canonical_json(questionnaire))
    return document


def canonical_json(questionnaire: Questionnaire) -> str:
    """The one JSON text of a questionnaire: keys sorted, no blanks, characters as they are."""
    return json.dumps(
        readable_document(questionnaire), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def fingerprint(questionnaire: Questionnaire) -> str:
    """SHA-256 over the canonical JSON in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(questionnaire).encode()).hexdigest()


def readable_document(questionnaire: Questionnaire) -> Document:
    """As `to_document`, with the keys in the order in which a person would read them."""
    return {
        "code": questionnaire.code,
        "kind": questionnaire.kind,
        "version": questionnaire.version,
        "title": _text(questionnaire.title),
        **_words("stem", questionnaire.stem),
        **_words("note", questionnaire.note),
        **_given("licence", questionnaire.licence),
        **_given("source", questionnaire.source),
        **_given("citation", questionnaire.citation),
        **_given("scoring", questionnaire.scoring),
        "scale": _scale(questionnaire.scale),
        "dimensions": [_dimension(part, questionnaire.scale) for part in questionnaire.dimensions],
        **_given("open_questions", [_open_question(part) for part in questionnaire.open_questions]),
        **_given("role_profiles", [_role_profile(part) for part in questionnaire.role_profiles]),
    }


def _given(key: str, value: object) -> Document:
    return {key: value} if value else {}


def _words(key: str, text: Text | None) -> Document:
    return {key: _text(text)} if text else {}


def _text(text: Text) -> Document:
    return {language: words for language in LANGUAGES if (words := getattr(text, language))}


def _scale(scale: Scale) -> Document:
    return {
        "code": scale.code,
        "options": _options(scale.options),
        **_words("not_applicable", scale.not_applicable),
    }


def _options(options: tuple[Option, ...]) -> list[Document]:
    return [{"value": option.value, "label": _text(option.label)} for option in options]


def _dimension(dimension: Dimension, scale: Scale) -> Document:
    return {
        "code": dimension.code,
        "title": _text(dimension.title),
        **_words("stem", dimension.stem),
        "items": [_part(part, scale) for part in dimension.parts],
        **_given("suggestions", [_suggestion(each) for each in dimension.suggestions]),
    }


def _suggestion(suggestion: Suggestion) -> Document:
    return {"level": suggestion.level, "text": _text(suggestion.text)}


def _part(part: Part, scale: Scale) -> Document:
    """An entry of a section's list: what is no item on a scale says its kind."""
    match part:
        case Item():
            return _item(part, scale)
        case MultipleChoice():
            return {"kind": "multiple", **_multiple(part)}
        case OpenQuestion():
            return {"kind": "text", **_open_question(part)}
        case Information():
            return {"kind": "information", "code": part.code, "text": _text(part.text), **_asked_when(part)}


def _item(item: Item, scale: Scale) -> Document:
    return {
        "code": item.code,
        "text": _text(item.text),
        **_words("help", item.help),
        **_where(item),
        **({} if item.in_index or item.background else {"in_index": False}),
        **({} if item.ordered else {"ordered": False}),
        **_given("background", item.background),
        **_given("required", item.required),
        **({"scale": _scale(item.scale)} if item.scale != scale else {}),
        **_asked_when(item),
    }


def _multiple(question: MultipleChoice) -> Document:
    return {
        "code": question.code,
        "text": _text(question.text),
        **_words("help", question.help),
        **_where(question),
        "options": _options(question.options),
        **_words("none", question.none),
        **_given("least", question.least),
        **_given("most", question.most),
        **_given("required", question.required),
        **_asked_when(question),
    }


def _open_question(question: OpenQuestion) -> Document:
    return {
        "code": question.code,
        "text": _text(question.text),
        **_words("help", question.help),
        **({"length": question.length} if question.length != "long" else {}),
        **_given("required", question.required),
        **_asked_when(question),
    }


def _where(question: Item | MultipleChoice) -> Document:
    return {
        **_given("stage", question.stage),
        **({"smallest_group": question.smallest_group} if question.smallest_group != "unit" else {}),
    }


def _asked_when(part: Part) -> Document:
    return {
        **_given("module", part.module),
        **({"show_if": condition_document(part.show_if)} if part.show_if else {}),
    }


def condition_document(condition: Condition) -> Document:
    """A condition as files and the answering form in the browser have it."""
    match condition:
        case AllOf(parts):
            return {"all": [condition_document(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_document(part) for part in parts]}
        case IsOneOf(item, values):
            return {"item": item, "in": list(values)}
        case IsAnswered(item, answered):
            return {"item": item, "answered": answered}


def _role_profile(profile: RoleProfile) -> Document:
    return {"code": profile.code, "title": _text(profile.title), "required": dict(profile.required)}
