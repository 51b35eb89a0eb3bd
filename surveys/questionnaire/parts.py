"""What a questionnaire is made of: immutable parts that cannot be built wrong.

Every part checks itself when it is built and raises `QuestionnaireError` with a path relative to
itself; whoever builds a larger part from a document puts the place in front.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from surveys.questionnaire.checks import (
    check_code,
    check_count,
    check_distinct,
    check_one_of,
    check_optional_wording,
    check_range,
)
from surveys.questionnaire.errors import QuestionnaireError

LANGUAGES = ("fi", "sv", "en")
FALLBACK_ORDER = ("fi", "en", "sv")
STAGES = ("before", "agreement", "planning", "workplace", "assessment", "overall")
GROUP_LEVELS = ("project", "region", "organisation", "unit")
LOWEST_VALUE, HIGHEST_VALUE = -100, 100
MIN_OPTIONS = 2
MAX_OPTIONS = 254  # one byte an answer: 0 is "not answered" and 255 "not applicable" (packing.py)
MAX_ITEMS_IN_DIMENSION = 200


class Wording(NamedTuple):
    """One text as shown: `language` is what it is written in, for the page's `lang` attribute."""

    text: str
    language: str
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One text in three languages; an empty string means "not translated". At least one is there."""

    fi: str = ""
    sv: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        if not (self.fi or self.sv or self.en):
            raise QuestionnaireError("", "missing")
        for language in LANGUAGES:
            check_optional_wording(getattr(self, language), language)

    @classmethod
    def same(cls, text: str) -> Text:
        """A text that belongs to no language, such as the name of a column in somebody's file."""
        return cls(text, text, text)

    def in_(self, language: str) -> Wording:
        """The text in `language`, else in the first language there is, and which one that was."""
        for code in (language, *FALLBACK_ORDER):
            text: str = getattr(self, code, "") if code in LANGUAGES else ""
            if text:
                return Wording(text, code, code != language)
        raise AssertionError("a Text always has a language")


@dataclass(frozen=True, slots=True)
class Option:
    """One step of a scale: the number it stands for and its words."""

    value: int
    label: Text


@dataclass(frozen=True, slots=True)
class Scale:
    """The options of a closed question, in ascending order, and the words for "not applicable" if offered."""

    code: str
    options: tuple[Option, ...]
    not_applicable: Text | None = None

    def __post_init__(self) -> None:
        check_code(self.code)
        check_count(len(self.options), MIN_OPTIONS, MAX_OPTIONS, "options")
        for index, option in enumerate(self.options):
            place = f"options[{index}].value"
            check_range(option.value, LOWEST_VALUE, HIGHEST_VALUE, place)
            if index and option.value <= self.options[index - 1].value:
                raise QuestionnaireError(place, "not_ascending")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One closed question.

    `stage` is the process stage it asks about (empty: none), `module` the module it belongs to
    (empty: core). Its results are never shown for groups smaller than level `smallest_group`, and
    it counts into its dimension's index only if `in_index`. `scale` is always set: the
    questionnaire's own unless the item brings another.
    """

    code: str
    text: Text
    scale: Scale
    stage: str = ""
    module: str = ""
    smallest_group: str = "unit"
    in_index: bool = True
    required: bool = False

    def __post_init__(self) -> None:
        check_code(self.code)
        if self.stage:
            check_one_of(self.stage, STAGES, "stage")
        if self.module:
            check_code(self.module, "module")
        check_one_of(self.smallest_group, GROUP_LEVELS, "smallest_group")


@dataclass(frozen=True, slots=True)
class Dimension:
    """Items that are shown together; those with `in_index` share one scale and make up its index."""

    code: str
    title: Text
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        check_code(self.code)
        check_count(len(self.items), 1, MAX_ITEMS_IN_DIMENSION, "items")
        counted = [(index, item) for index, item in enumerate(self.items) if item.in_index]
        for index, item in counted:
            # A mean of answers on unlike scales would be a number without a meaning.
            if item.scale.values != counted[0][1].scale.values:
                raise QuestionnaireError(f"items[{index}].scale", "mixed_scales")

    @property
    def scale(self) -> Scale:
        """The scale of its index (of its first item where no item counts into an index)."""
        return next((item.scale for item in self.items if item.in_index), self.items[0].scale)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question answered in the person's own words."""

    code: str
    text: Text
    required: bool = False

    def __post_init__(self) -> None:
        check_code(self.code)


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """The level each dimension asks of a role, as (dimension code, level) pairs in order of code."""

    code: str
    title: Text
    required: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        check_code(self.code)
        check_distinct((f"required.{code}", code) for code, _ in self.required)
        # A stored document does not keep the order of its keys, so equality must not depend on it.
        object.__setattr__(self, "required", tuple(sorted(self.required)))

    def level_for(self, dimension: str) -> int | None:
        """The level this role needs in a dimension; None where the profile asks for nothing."""
        return dict(self.required).get(dimension)


__all__ = [
    "GROUP_LEVELS",
    "LANGUAGES",
    "MAX_OPTIONS",
    "STAGES",
    "Dimension",
    "Item",
    "OpenQuestion",
    "Option",
    "RoleProfile",
    "Scale",
    "Text",
    "Wording",
]
