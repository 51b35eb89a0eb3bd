"""From what a form sent to an answer that may be stored, or to what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from surveys.questionnaire.conditions import holds
from surveys.questionnaire.parts import Item, MultipleChoice, OpenQuestion, Part
from surveys.questionnaire.whole import Questionnaire

MAX_OPEN_TEXT = 1_000  # characters in one open answer
MAX_SHORT_TEXT = 200  # characters in one short open answer
MAX_OPEN_TEXTS = 4_000  # characters in all open answers together
NOT_APPLICABLE_INPUT = "na"  # what a form sends for "not applicable" and for "none of these"

# U+202A–202E and U+2066–2069 turn the direction of the text after them: harmful in a list of answers.
_DIRECTION = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_REMOVED = frozenset({"Cc", "Cs"})
_KEPT = frozenset({"\n", "\t"})


@dataclass(frozen=True, slots=True)
class Submission:
    """A valid answer by code: what was chosen (None is "not applicable") and written, and in `picks`
    what was chosen of a multiple choice (empty is "none of these"). `background` is what was chosen of
    the background variables, which goes its own way."""

    choices: Mapping[str, int | None]
    texts: Mapping[str, str]
    picks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    background: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered that has results."""
        return not self.choices and not self.texts and not self.picks


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong.

    `code` is `required`, `off_scale`, `none_and_more`, `too_few`, `too_many`, `text_too_long` or
    `texts_too_long` (all open answers together; `item` is then empty). `limit` and `length` are
    options or characters where they apply.
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
    """Check the raw values of a form, keyed by code.

    An item holds the number of an option or `NOT_APPLICABLE_INPUT`; a multiple choice the numbers
    chosen with blanks between them, or `NOT_APPLICABLE_INPUT` for "none of these"; empty means not
    answered. Keys that are no question are ignored; values off the scale are refused. Open answers
    are cleaned (`clean_text`) and bounded each and in all. What was sent for a question whose
    condition does not hold is dropped unseen: it was not asked.
    """
    taken = _Taken(raw)
    for part in questionnaire.parts:
        if part.show_if is None or holds(part.show_if, taken.given):
            taken.take(part)
    length = sum(map(len, taken.texts.values()))
    if length > MAX_OPEN_TEXTS:
        taken.refuse("texts_too_long", "", limit=MAX_OPEN_TEXTS, length=length)
    if taken.errors:
        return Errors(tuple(taken.errors))
    return Submission(
        MappingProxyType(taken.choices),
        MappingProxyType(taken.texts),
        MappingProxyType(taken.picks),
        MappingProxyType(taken.background),
    )


def open_text_limit(question: OpenQuestion) -> int:
    """How many characters an answer to it may have."""
    return MAX_OPEN_TEXT if question.length == "long" else MAX_SHORT_TEXT


class _Taken:
    """What has been taken from a form so far; `given` is what conditions look at."""

    def __init__(self, raw: Mapping[str, str]) -> None:
        self.raw = raw
        self.choices: dict[str, int | None] = {}
        self.picks: dict[str, tuple[int, ...]] = {}
        self.background: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.given: dict[str, tuple[int, ...]] = {}
        self.errors: list[FieldError] = []

    def take(self, part: Part) -> None:
        value = self.raw.get(part.code, "")
        if isinstance(part, Item) and part.background:
            self._take_background(part, value)
        elif isinstance(part, Item):
            self._take_choice(part, value)
        elif isinstance(part, MultipleChoice):
            self._take_picks(part, value)
        elif isinstance(part, OpenQuestion):
            self._take_text(part, value)

    def refuse(self, code: str, item: str, *, limit: int = 0, length: int = 0) -> None:
        self.errors.append(FieldError(code, item, limit=limit, length=length))

    def _take_choice(self, item: Item, value: str) -> None:
        if not value:
            if item.required:
                self.refuse("required", item.code)
        elif value == NOT_APPLICABLE_INPUT and item.scale.not_applicable is not None:
            self.choices[item.code] = None
            self.given[item.code] = ()
        elif (number := _number(value, item.scale.values)) is not None:
            self.choices[item.code] = number
            self.given[item.code] = (number,)
        else:
            self.refuse("off_scale", item.code)

    def _take_background(self, item: Item, value: str) -> None:
        """Left unanswered and "not applicable" are the same here: in no class."""
        number = _number(value, item.scale.values)
        if number is not None:
            self.background[item.code] = number
        elif value and not (value == NOT_APPLICABLE_INPUT and item.scale.not_applicable is not None):
            self.refuse("off_scale", item.code)

    def _take_picks(self, question: MultipleChoice, value: str) -> None:
        sent = value.split(" ") if value else []
        if not sent:
            if question.required:
                self.refuse("required", question.code)
            return
        says_none = NOT_APPLICABLE_INPUT in sent and question.none is not None
        if says_none and len(sent) > 1:
            self.refuse("none_and_more", question.code)
            return
        numbers = {_number(each, question.values) for each in sent} if not says_none else set()
        if None in numbers or len(sent) > len(question.values):
            self.refuse("off_scale", question.code)
        elif numbers and len(numbers) < question.least:
            self.refuse("too_few", question.code, limit=question.least, length=len(numbers))
        elif question.most and len(numbers) > question.most:
            self.refuse("too_many", question.code, limit=question.most, length=len(numbers))
        else:
            picked = tuple(number for number in question.values if number in numbers)
            self.picks[question.code] = self.given[question.code] = picked

    def _take_text(self, question: OpenQuestion, value: str) -> None:
        limit = open_text_limit(question)
        # Far beyond the limit however it is cleaned: not worth the work.
        text = value if len(value) > 10 * limit else clean_text(value)
        if question.length == "short":
            text = " ".join(text.split()) if len(text) <= limit else text
        if len(text) > limit:
            self.refuse("text_too_long", question.code, limit=limit, length=len(text))
        elif text:
            self.texts[question.code] = text
        elif question.required:
            self.refuse("required", question.code)


def _number(value: str, values: tuple[int, ...]) -> int | None:
    # Compared as text: int() would also take " 3", "+3", "3_0" and digits of other scripts.
    return next((number for number in values if value == str(number)), None)


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
