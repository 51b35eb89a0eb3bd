"""Plain values out of SurveyJS JSON, whatever somebody wrote there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from surveys.formats.outline import Answer, Words

Json = Mapping[str, Any]
MOST = 100_000  # whole numbers beyond are not meant
PIPED = re.compile(r"\{([^{}\s][^{}]{0,200})\}")  # an earlier answer, repeated in a text


def words(value: object) -> Words:
    """A text, or a text in several languages; "default" is the language that carries no mark."""
    if not isinstance(value, Mapping):
        value = {"default": value}
    said = {"" if mark == "default" else str(mark): text for mark, text in value.items()}
    return {
        mark: str(text)
        for mark, text in said.items()
        if isinstance(text, str | int | float) and not isinstance(text, bool) and str(text).strip()
    }


def listed(value: object) -> Sequence[Any]:
    """A list; anything else is an empty one."""
    return value if isinstance(value, list) else []


def name_of(element: Json) -> str:
    """What conditions call the element."""
    return str(element.get("valueName") or element.get("name") or "").strip()


def whole(value: object, otherwise: int) -> int:
    """A whole number of a reasonable size."""
    return (
        value if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST else otherwise
    )


def answers(choices: object) -> tuple[Answer, ...]:
    """Options: values with or without words."""
    found: dict[str, Answer] = {}
    for choice in listed(choices):
        value = choice.get("value") if isinstance(choice, Mapping) else choice
        text = choice.get("text") if isinstance(choice, Mapping) else None
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            # A bare number belongs to no language; a bare word is in that of the file.
            said = words(text) if text is not None else words(value) if isinstance(value, str) else {}
            found.setdefault(str(value), Answer(str(value), said))
    return tuple(found.values())
