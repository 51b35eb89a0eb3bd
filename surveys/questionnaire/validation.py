"""From what a form sent to an answer that may be stored, or to what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from surveys.questionnaire.parts import Item, OpenQuestion
from surveys.questionnaire.whole import Questionnaire

MAX_OPEN_TEXT = 1_000  # characters in one open answer
MAX_OPEN_TEXTS = 4_000  # characters in all open answers together
NOT_APPLICABLE_INPUT = "na"  # what a form sends for "not applicable"

# U+202A–202E and U+2066–2069 turn the direction of the text after them: harmful in a list of answers.
_DIRECTION = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_REMOVED = frozenset({"Cc", "Cs"})
_KEPT = frozenset({"\n", "\t"})


@dataclass(frozen=True, slots=True)
class Submission:
    """A valid answer: what was chosen (None is "not applicable") and written, by code."""

    choices: Mapping[str, int | None]
    texts: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was answered."""
        return not self.choices and not self.texts


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong.

    `code` is `required`, `off_scale`, `text_too_long` or `texts_too_long` (all open answers
    together; `item` is then empty); `limit` and `length` are characters where they apply.
    """

    code: str
    item: str
    limit: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Errors:
    """Why an answer cannot be stored, in questionnaire order; never empty."""

    errors: tuple[FieldError, ...]

    def for_item(self, code: str) -> tuple[FieldError, ...]:
        """What is wrong with one question."""
        return tuple(error for error in self.errors if error.item == code)


def validate(questionnaire: Questionnaire, raw: Mapping[str, str]) -> Submission | Errors:
    """Check the raw values of a form, keyed by item code.

    A closed item holds the number of an option or `NOT_APPLICABLE_INPUT`; empty means not answered.
    Keys that are no item are ignored; values off the scale are refused. Open answers are cleaned
    (`clean_text`) and bounded by `MAX_OPEN_TEXT` each and `MAX_OPEN_TEXTS` in all.
    """
    errors: list[FieldError] = []
    choices: dict[str, int | None] = {}
    texts: dict[str, str] = {}
    for item in questionnaire.items:
        _take_choice(item, raw.get(item.code, ""), choices, errors)
    for question in questionnaire.open_questions:
        _take_text(question, raw.get(question.code, ""), texts, errors)
    length = sum(map(len, texts.values()))
    if length > MAX_OPEN_TEXTS:
        errors.append(FieldError("texts_too_long", "", limit=MAX_OPEN_TEXTS, length=length))
    if errors:
        return Errors(tuple(errors))
    return Submission(MappingProxyType(choices), MappingProxyType(texts))


def _take_choice(item: Item, value: str, choices: dict[str, int | None], errors: list[FieldError]) -> None:
    if not value:
        if item.required:
            errors.append(FieldError("required", item.code))
        return
    if value == NOT_APPLICABLE_INPUT and item.scale.not_applicable is not None:
        choices[item.code] = None
        return
    # Compared as text: int() would also take " 3", "+3", "3_0" and digits of other scripts.
    number = next((number for number in item.scale.values if value == str(number)), None)
    if number is None:
        errors.append(FieldError("off_scale", item.code))
    else:
        choices[item.code] = number


def _take_text(question: OpenQuestion, value: str, texts: dict[str, str], errors: list[FieldError]) -> None:
    if len(value) > 10 * MAX_OPEN_TEXT:
        # Far beyond the limit however it is cleaned: not worth the work.
        errors.append(FieldError("text_too_long", question.code, limit=MAX_OPEN_TEXT, length=len(value)))
        return
    text = clean_text(value)
    if len(text) > MAX_OPEN_TEXT:
        errors.append(FieldError("text_too_long", question.code, limit=MAX_OPEN_TEXT, length=len(text)))
    elif text:
        texts[question.code] = text
    elif question.required:
        errors.append(FieldError("required", question.code))


def clean_text(value: str) -> str:
    """Text without control and direction characters, line ends as LF, composed (NFC), trimmed."""
    unified = value.replace("\r\n", "\n").replace("\r", "\n")
    shown = (
        character
        for character in unified
        if character in _KEPT
        or (unicodedata.category(character) not in _REMOVED and character not in _DIRECTION)
    )
    return unicodedata.normalize("NFC", "".join(shown)).strip()
