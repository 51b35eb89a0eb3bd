"""The small checks that every part of a questionnaire makes when it is built."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from surveys.questionnaire.errors import QuestionnaireError

MAX_CODE = 64
MAX_WORDING = 2_000
CODE = re.compile(rf"[A-Za-z][A-Za-z0-9_.-]{{0,{MAX_CODE - 1}}}", re.ASCII)

# Cc: control characters, Cs: halves of surrogate pairs (they cannot be written as UTF-8).
UNSHOWABLE = frozenset({"Cc", "Cs"})


def check_code(code: str, place: str = "code") -> None:
    """A code names a form field and a column in exports, so it is plain ASCII."""
    if not CODE.fullmatch(code):
        raise QuestionnaireError(place, "bad_code", limit=MAX_CODE)


def check_wording(text: str, place: str, limit: int = MAX_WORDING) -> None:
    """Text that a person reads: something to see, not endless, nothing unprintable but line breaks."""
    if not text.strip():
        raise QuestionnaireError(place, "blank")
    if len(text) > limit:
        raise QuestionnaireError(place, "too_long", limit=limit)
    if any(character != "\n" and unicodedata.category(character) in UNSHOWABLE for character in text):
        raise QuestionnaireError(place, "bad_character")


def check_optional_wording(text: str, place: str) -> None:
    """As `check_wording`, for a text that may be left out altogether."""
    if text:
        check_wording(text, place)


def check_one_of(value: str, allowed: tuple[str, ...], place: str) -> None:
    """A value from a closed list."""
    if value not in allowed:
        raise QuestionnaireError(place, "unknown_value", value=value, allowed=", ".join(allowed))


def check_range(value: int, lowest: int, highest: int, place: str) -> None:
    """A whole number within bounds, both included."""
    if not lowest <= value <= highest:
        raise QuestionnaireError(place, "out_of_range", lowest=lowest, highest=highest)


def check_count(count: int, least: int, most: int, place: str) -> None:
    """How many entries a list has."""
    if count < least:
        raise QuestionnaireError(place, "too_few", limit=least)
    if count > most:
        raise QuestionnaireError(place, "too_many", limit=most)


def check_distinct(codes: Iterable[tuple[str, str]]) -> None:
    """Each `(place, code)` has a code of its own."""
    seen: set[str] = set()
    for place, code in codes:
        if code in seen:
            raise QuestionnaireError(place, "duplicate", value=code)
        seen.add(code)
