"""What a questionnaire is made of: immutable parts that cannot be built wrong.

Every part checks itself when it is built and raises `QuestionnaireError` with a path relative to
itself; whoever builds a larger part from a document puts the place in front. What reaches beyond
one part (codes used twice, conditions on later questions) is checked by `whole.Questionnaire`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from surveys.questionnaire.checks import check_code, check_count, check_distinct, check_one_of, check_range
from surveys.questionnaire.conditions import Condition
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.scales import (
    HIGHEST_VALUE,
    LOWEST_VALUE,
    MAX_OPTIONS,
    Option,
    Scale,
    check_options,
)
from surveys.questionnaire.texts import LANGUAGES, Text, Wording

STAGES = ("before", "agreement", "planning", "workplace", "assessment", "overall")
GROUP_LEVELS = ("project", "region", "organisation", "unit")
LENGTHS = ("short", "long")
MAX_CHOICES = 50
MAX_CLASSES = 10  # options of a background variable; with more, hardly any class would be large enough
MAX_PARTS_IN_DIMENSION = 200
MAX_SUGGESTIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One closed question with one answer: a step of a scale, or one of several things.

    `stage` is the process stage it asks about (empty: none), `module` the module it belongs to
    (empty: core). Its results are never shown for groups smaller than level `smallest_group`, and
    it counts into its dimension's index only if `in_index`. `scale` is always set: the
    questionnaire's own unless the item brings another. Where the options are not `ordered` (things
    to choose from, no more or less of anything) there is no index, only a distribution. `help` is
    a sentence under the question; it is asked only of those for whom `show_if` holds.

    A `background` variable divides those who answer into classes: results are told by class, and
    none of it. It is asked of everybody, may be left unanswered and is packed with no answer.
    """

    code: str
    text: Text
    scale: Scale
    stage: str = ""
    module: str = ""
    smallest_group: str = "unit"
    in_index: bool = True
    required: bool = False
    ordered: bool = True
    help: Text | None = None
    show_if: Condition | None = None
    background: bool = False

    def __post_init__(self) -> None:
        _check_closed(self)
        if self.background:
            _check_background(self)
        if self.in_index and not self.ordered:
            raise QuestionnaireError("in_index", "not_ordered")


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice:
    """One closed question with any number of answers.

    Who answers at all chooses at least `least` and at most `most` options (0: no such limit), or
    says `none` ("none of these") where those words are given. Its results are how many chose each
    option, never shown for groups smaller than level `smallest_group`. The rest as in `Item`.
    """

    code: str
    text: Text
    options: tuple[Option, ...]
    least: int = 0
    most: int = 0
    none: Text | None = None
    stage: str = ""
    module: str = ""
    smallest_group: str = "unit"
    required: bool = False
    help: Text | None = None
    show_if: Condition | None = None

    def __post_init__(self) -> None:
        _check_closed(self)
        check_options(self.options, 1, MAX_CHOICES)
        check_range(self.least, 0, len(self.options), "least")
        check_range(self.most, 0, len(self.options), "most")
        if self.most:
            check_range(self.least, 0, self.most, "least")

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers of the options, ascending."""
        return tuple(option.value for option in self.options)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question answered in the person's own words: `long` is a text area, `short` a single line."""

    code: str
    text: Text
    required: bool = False
    length: str = "long"
    module: str = ""
    help: Text | None = None
    show_if: Condition | None = None

    def __post_init__(self) -> None:
        check_code(self.code)
        check_one_of(self.length, LENGTHS, "length")
        if self.module:
            check_code(self.module, "module")


@dataclass(frozen=True, slots=True)
class Information:
    """A text between questions; nothing is answered. The code only tells it from other parts."""

    code: str
    text: Text
    module: str = ""
    show_if: Condition | None = None

    def __post_init__(self) -> None:
        check_code(self.code)
        if self.module:
            check_code(self.module, "module")


Closed: TypeAlias = Item | MultipleChoice
Part: TypeAlias = Item | MultipleChoice | OpenQuestion | Information


def is_background(part: Part) -> bool:
    """Whether the part divides those who answer, and has no results of its own."""
    return isinstance(part, Item) and part.background


def _check_closed(part: Closed) -> None:
    check_code(part.code)
    if part.stage:
        check_one_of(part.stage, STAGES, "stage")
    if part.module:
        check_code(part.module, "module")
    check_one_of(part.smallest_group, GROUP_LEVELS, "smallest_group")


def _check_background(item: Item) -> None:
    """Everybody is asked the same, and nobody must answer: to say nothing is a choice of its own."""
    allowed = {"in_index": False, "required": False, "show_if": None, "smallest_group": "unit", "stage": ""}
    for place, value in allowed.items():
        if getattr(item, place) != value:
            raise QuestionnaireError(place, "not_background")
    check_count(len(item.scale.options), 2, MAX_CLASSES, "scale.options")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What helps somebody to reach a level of a competence area; shown with the person's own profile."""

    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class Dimension:
    """A section of the form: `parts` are shown together, in their order, under `stem` if there is one.

    Its items with `in_index` share one scale and make up its index. A section without any has no
    index (`has_index`): it only keeps questions together. `suggestions` are of competence surveys.
    """

    code: str
    title: Text
    parts: tuple[Part, ...]
    stem: Text | None = None
    suggestions: tuple[Suggestion, ...] = ()

    def __post_init__(self) -> None:
        check_code(self.code)
        check_count(len(self.parts), 1, MAX_PARTS_IN_DIMENSION, "items")
        check_count(len(self.suggestions), 0, MAX_SUGGESTIONS, "suggestions")
        first: Item | None = None
        for index, part in enumerate(self.parts):
            if not isinstance(part, Item) or not part.in_index:
                continue
            first = first or part
            # A mean of answers on unlike scales would be a number without a meaning.
            if part.scale.values != first.scale.values:
                raise QuestionnaireError(f"items[{index}].scale", "mixed_scales")

    @property
    def items(self) -> tuple[Item, ...]:
        """Its closed questions with one answer that have results; a section may have none."""
        return tuple(part for part in self.parts if isinstance(part, Item) and not part.background)

    @property
    def multiples(self) -> tuple[MultipleChoice, ...]:
        """Its closed questions with any number of answers."""
        return tuple(part for part in self.parts if isinstance(part, MultipleChoice))

    @property
    def has_index(self) -> bool:
        """Whether some item counts into an index."""
        return any(item.in_index for item in self.items)

    @property
    def scale(self) -> Scale:
        """The scale of its index (of its first item where no item counts into an index).

        Raises `ValueError` for a section without items.
        """
        items = self.items
        if not items:
            raise ValueError(f"section {self.code} has no items")
        return next((item.scale for item in items if item.in_index), items[0].scale)

    @property
    def on_scale(self) -> tuple[Item, ...]:
        """Its items on `scale`: those that one chart can show together."""
        items = self.items
        return tuple(item for item in items if item.ordered and item.scale.values == self.scale.values)


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
    "HIGHEST_VALUE",
    "LANGUAGES",
    "LENGTHS",
    "LOWEST_VALUE",
    "MAX_CHOICES",
    "MAX_OPTIONS",
    "STAGES",
    "Closed",
    "Dimension",
    "Information",
    "Item",
    "MultipleChoice",
    "OpenQuestion",
    "Option",
    "Part",
    "RoleProfile",
    "Scale",
    "Suggestion",
    "Text",
    "Wording",
    "is_background",
]
