"""Plain values out of a document, or a refusal that says where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from surveys.questionnaire.checks import check_count
from surveys.questionnaire.errors import QuestionnaireError

T = TypeVar("T")
# No list in a questionnaire is longer than its options may be; checked before its entries are read.
LONGEST_LIST = 500


def mapping(
    value: object, place: str, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    """A group of named values; without names given, any are allowed."""
    if not isinstance(value, Mapping):
        raise QuestionnaireError(place, "not_mapping")
    for key in value:
        if not isinstance(key, str):
            raise QuestionnaireError(place, "not_mapping")
        if (required or optional) and key not in required and key not in optional:
            raise QuestionnaireError(inside(place, key), "unknown_key")
    for key in required:
        if key not in value:
            raise QuestionnaireError(inside(place, key), "missing")
    return value


def inside(place: str, key: str) -> str:
    """The place of a key."""
    return f"{place}.{key}" if place else key


def many(value: object, place: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    """A list, each entry read by `read(entry, place)`."""
    if not isinstance(value, list):
        raise QuestionnaireError(place, "not_list")
    check_count(len(value), 0, LONGEST_LIST, place)
    return tuple(read(entry, f"{place}[{index}]") for index, entry in enumerate(value))


def string(value: object, place: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise QuestionnaireError(place, "not_text")
    return value


def wording(value: object, place: str) -> str:
    """A text that is given is not empty; one that is not translated is left out."""
    text = string(value, place)
    if not text:
        raise QuestionnaireError(place, "blank")
    return text


def integer(value: object, place: str) -> int:
    """A whole number; true and false are none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise QuestionnaireError(place, "not_integer")
    return value


def boolean(value: object, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise QuestionnaireError(place, "not_boolean")
    return value


def build(place: str, part: Callable[..., T], **values: Any) -> T:
    """Build a part and say where it stands if it refuses."""
    try:
        return part(**values)
    except QuestionnaireError as error:
        raise (error.within(place) if place else error) from None
