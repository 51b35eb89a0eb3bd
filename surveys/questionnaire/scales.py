"""The options of a closed question."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.questionnaire.checks import check_code, check_count, check_range
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.texts import Text

LOWEST_VALUE, HIGHEST_VALUE = -100, 100
MIN_OPTIONS = 2
MAX_OPTIONS = 254  # one byte an answer: 0 is "not answered" and 255 "not applicable" (packing.py)


@dataclass(frozen=True, slots=True)
class Option:
    """One step of a scale, or one thing to choose: the number it stands for and its words."""

    value: int
    label: Text


def check_options(options: tuple[Option, ...], least: int, most: int) -> None:
    """So many options, their numbers within bounds and ascending."""
    check_count(len(options), least, most, "options")
    for index, option in enumerate(options):
        place = f"options[{index}].value"
        check_range(option.value, LOWEST_VALUE, HIGHEST_VALUE, place)
        if index and option.value <= options[index - 1].value:
            raise QuestionnaireError(place, "not_ascending")


@dataclass(frozen=True, slots=True)
class Scale:
    """The options of a closed question, in ascending order, and the words for "not applicable" if offered."""

    code: str
    options: tuple[Option, ...]
    not_applicable: Text | None = None

    def __post_init__(self) -> None:
        check_code(self.code)
        check_options(self.options, MIN_OPTIONS, MAX_OPTIONS)

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers of the options, ascending."""
        return tuple(option.value for option in self.options)

    @property
    def lowest(self) -> int:
        """The smallest number of the scale."""
        return self.options[0].value

    @property
    def highest(self) -> int:
        """The largest number of the scale."""
        return self.options[-1].value

    @property
    def is_numbers(self) -> bool:
        """Whether every step between the ends is called by its own number, as on a scale from 0 to 10."""
        inner = self.options[1:-1]
        return len(inner) > 2 and all(_words(option.label) == {str(option.value)} for option in inner)


def _words(text: Text) -> set[str]:
    return {text.fi, text.sv, text.en} - {""}
