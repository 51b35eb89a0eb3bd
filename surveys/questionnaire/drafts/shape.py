"""What even an incomplete document never lacks: the form in which the editor can show and change it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from surveys.questionnaire.checks import check_code, check_distinct
from surveys.questionnaire.drafts.texts import TEXTS
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.plain import boolean, integer, many, mapping, string
from surveys.questionnaire.reading import PART_KINDS, Reader
from surveys.questionnaire.texts import LANGUAGES
from surveys.questionnaire.yaml_form import MAX_YAML_BYTES

_Check = Callable[[Any, str], object]


def check_shape(document: object) -> None:
    """Raise `QuestionnaireError` for what is no document at all, however incomplete.

    What is known holds the right sort of value, every section and every part has a code of its own, and
    it is not larger than a file may be. Texts, options, sections and parts may be missing, conditions may
    look at what is not there, and keys may be unknown: `mistakes` names all that.
    """
    whole = mapping(document, "")
    if len(json.dumps(document, ensure_ascii=False).encode(errors="surrogatepass")) > MAX_YAML_BYTES:
        raise QuestionnaireError("", "too_large", limit=MAX_YAML_BYTES)
    _needs(whole, "", "code", "kind", "dimensions")
    _values(whole, "")
    codes = many(whole["dimensions"], "dimensions", _section)
    check_distinct((f"dimensions[{i}].code", code) for i, (code, _parts) in enumerate(codes))
    last = many(whole.get("open_questions", []), "open_questions", _part)
    check_distinct(
        [
            *(
                (f"dimensions[{i}].items[{j}].code", code)
                for i, (_code, parts) in enumerate(codes)
                for j, code in enumerate(parts)
            ),
            *((f"open_questions[{i}].code", code) for i, code in enumerate(last)),
        ]
    )
    many(whole.get("role_profiles", []), "role_profiles", _role)


def _section(value: object, place: str) -> tuple[str, tuple[str, ...]]:
    known = _needs(mapping(value, place), place, "code", "items")
    _values(known, place)
    return known["code"], many(known["items"], f"{place}.items", _part)


def _part(value: object, place: str) -> str:
    known = _needs(mapping(value, place), place, "code")
    _values(known, place)
    kind = known.get("kind", "scale")
    if kind not in PART_KINDS:
        raise QuestionnaireError(f"{place}.kind", "unknown_value", value=kind, allowed=", ".join(PART_KINDS))
    code: str = known["code"]
    return code


def _role(value: object, place: str) -> None:
    known = _needs(mapping(value, place), place, "code", "required")
    _values({key: known[key] for key in ("code", "title") if key in known}, place)
    for code, level in mapping(known["required"], f"{place}.required").items():
        integer(level, f"{place}.required.{code}")


def _needs(known: Mapping[str, Any], place: str, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        if key not in known:
            raise QuestionnaireError(f"{place}.{key}" if place else key, "missing")
    return known


def _values(known: Mapping[str, Any], place: str) -> None:
    for key, value in known.items():
        if key in _CHECKS:
            _CHECKS[key](value, f"{place}.{key}" if place else key)


def _code(value: Any, place: str) -> None:
    check_code(string(value, place), place)


def _words(value: Any, place: str) -> None:
    for language, words in mapping(value, place, (), LANGUAGES).items():
        string(words, f"{place}.{language}")


def _scale(value: Any, place: str) -> None:
    _values(_needs(mapping(value, place), place, "code", "options"), place)


def _options(value: Any, place: str) -> None:
    many(value, place, _option)


def _option(value: object, place: str) -> None:
    _values(_needs(mapping(value, place), place, "value"), place)


def _condition(value: Any, place: str) -> None:
    Reader(complete=False).condition(value, place)


_NAMES = ("kind", "module", "stage", "smallest_group", "length", "scoring", "licence", "source", "citation")
_CHECKS: dict[str, _Check] = {
    "code": _code,
    **dict.fromkeys(TEXTS, _words),
    **dict.fromkeys(_NAMES, string),
    **dict.fromkeys(("required", "in_index", "ordered"), boolean),
    **dict.fromkeys(("version", "least", "most", "value"), integer),
    "options": _options,
    "scale": _scale,
    "show_if": _condition,
}
