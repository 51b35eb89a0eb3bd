"""A questionnaire as a plain document, for a JSON column, a fingerprint or a file.

A document is canonical: what has its default value is left out, so a property added to the format
later does not change the fingerprint of what was stored before.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from surveys.questionnaire.parts import LANGUAGES, Dimension, Item, OpenQuestion, RoleProfile, Scale, Text
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
        **_given("stem", questionnaire.stem and _text(questionnaire.stem)),
        **_given("note", questionnaire.note and _text(questionnaire.note)),
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


def _text(text: Text) -> Document:
    return {language: words for language in LANGUAGES if (words := getattr(text, language))}


def _scale(scale: Scale) -> Document:
    return {
        "code": scale.code,
        "options": [{"value": option.value, "label": _text(option.label)} for option in scale.options],
        **_given("not_applicable", scale.not_applicable and _text(scale.not_applicable)),
    }


def _dimension(dimension: Dimension, scale: Scale) -> Document:
    return {
        "code": dimension.code,
        "title": _text(dimension.title),
        "items": [_item(item, scale) for item in dimension.items],
    }


def _item(item: Item, scale: Scale) -> Document:
    return {
        "code": item.code,
        "text": _text(item.text),
        **_given("stage", item.stage),
        **_given("module", item.module),
        **({"smallest_group": item.smallest_group} if item.smallest_group != "unit" else {}),
        **({} if item.in_index else {"in_index": False}),
        **_given("required", item.required),
        **({"scale": _scale(item.scale)} if item.scale != scale else {}),
    }


def _open_question(question: OpenQuestion) -> Document:
    return {
        "code": question.code,
        "text": _text(question.text),
        **_given("required", question.required),
    }


def _role_profile(profile: RoleProfile) -> Document:
    return {"code": profile.code, "title": _text(profile.title), "required": dict(profile.required)}
