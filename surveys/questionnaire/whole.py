"""The questionnaire as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from surveys.questionnaire.checks import (
    check_code,
    check_count,
    check_distinct,
    check_one_of,
    check_optional_wording,
    check_range,
)
from surveys.questionnaire.conditions import IsOneOf, reduce, tests
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.parts import (
    Closed,
    Dimension,
    Item,
    MultipleChoice,
    OpenQuestion,
    Part,
    RoleProfile,
    Scale,
    Text,
    is_background,
)

KINDS = ("wellbeing", "competence", "feedback", "imported")
MAX_DIMENSIONS = 50
MAX_ITEMS = 500
MAX_COLUMNS = 900  # each may be a field of the form, and Django reads 1,000 fields at most
MAX_OPEN_QUESTIONS = 20
MAX_ROLE_PROFILES = 50
MAX_BACKGROUND = 3
MAX_VERSION = 100_000
P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Column:
    """One byte of a packed answer: an item, or one option of a multiple choice (`value`).

    `key` names it in results: the item's code, or `code:value` (no code has a colon in it).
    """

    question: Closed
    value: int | None = None

    @property
    def key(self) -> str:
        """Its name in results."""
        return self.question.code if self.value is None else f"{self.question.code}:{self.value}"

    @property
    def tells_shares(self) -> bool:
        """Whether its results are shares whatever the round shows: of two options, or without an order."""
        item = self.question
        return not isinstance(item, Item) or not item.ordered or len(item.scale.options) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One version of an instrument; nothing in it ever changes.

    `scale` is what items use unless they bring their own. `dimensions` are the sections in the order
    in which they are shown, `open_questions` those that stand by themselves after all of them.
    `scoring`, `licence`, `source` and `citation` are plain text, `note` is the sentence shown
    wherever the instrument is.
    """

    code: str
    kind: str
    version: int
    title: Text
    scale: Scale
    dimensions: tuple[Dimension, ...]
    stem: Text | None = None
    scoring: str = ""
    open_questions: tuple[OpenQuestion, ...] = ()
    role_profiles: tuple[RoleProfile, ...] = ()
    licence: str = ""
    source: str = ""
    citation: str = ""
    note: Text | None = None

    def __post_init__(self) -> None:
        check_code(self.code)
        check_one_of(self.kind, KINDS, "kind")
        check_range(self.version, 1, MAX_VERSION, "version")
        for place in ("scoring", "licence", "source", "citation"):
            check_optional_wording(getattr(self, place), place)
        self._check_sizes()
        check_distinct((f"dimensions[{i}].code", part.code) for i, part in enumerate(self.dimensions))
        # Questions and texts share one name space: all become parts of one form.
        check_distinct((f"{place}.code", part.code) for place, part in self._placed())
        self._check_conditions()
        self._check_role_profiles()
        for i, dimension in enumerate(self.dimensions):
            _check_suggestions(f"dimensions[{i}].suggestions", dimension, self.kind)

    def _check_sizes(self) -> None:
        check_count(len(self.dimensions), 1, MAX_DIMENSIONS, "dimensions")
        # Something is answered; an imported questionnaire may be answered in writing only.
        check_count(len(self.closed) + len(self.all_open_questions), 1, MAX_ITEMS, "dimensions")
        check_count(len(self.columns), 0, MAX_COLUMNS, "dimensions")
        check_count(len(self.all_open_questions), 0, MAX_OPEN_QUESTIONS, "open_questions")
        check_count(len(self.role_profiles), 0, MAX_ROLE_PROFILES, "role_profiles")
        if len(self.background) > MAX_BACKGROUND:
            raise QuestionnaireError("dimensions", "too_many_background", limit=MAX_BACKGROUND)

    def _placed(self) -> Iterator[tuple[str, Part]]:
        for i, dimension in enumerate(self.dimensions):
            for j, part in enumerate(dimension.parts):
                yield f"dimensions[{i}].items[{j}]", part
        for i, question in enumerate(self.open_questions):
            yield f"open_questions[{i}]", question

    def _check_conditions(self) -> None:
        all_parts = {part.code: part for part in self.parts}
        earlier: dict[str, Closed] = {}
        for place, part in self._placed():
            for test in tests(part.show_if) if part.show_if else ():
                _check_reference(f"{place}.show_if", test.item, all_parts, earlier)
                values = test.values if isinstance(test, IsOneOf) else ()
                if set(values) - set(_values(earlier[test.item])):
                    raise QuestionnaireError(f"{place}.show_if.in", "unknown_option", value=test.item)
            # What depended on a class would tell the class.
            if isinstance(part, Item | MultipleChoice) and not is_background(part):
                earlier[part.code] = part

    def _check_role_profiles(self) -> None:
        if self.role_profiles and self.kind != "competence":
            raise QuestionnaireError("role_profiles", "not_competence")
        check_distinct((f"role_profiles[{i}].code", part.code) for i, part in enumerate(self.role_profiles))
        scales = {dimension.code: dimension.scale for dimension in self.dimensions if dimension.items}
        for i, profile in enumerate(self.role_profiles):
            for code, level in profile.required:
                place = f"role_profiles[{i}].required.{code}"
                if code not in scales:
                    raise QuestionnaireError(place, "unknown_dimension", value=code)
                check_range(level, scales[code].lowest, scales[code].highest, place)

    @property
    def measured(self) -> tuple[Dimension, ...]:
        """The sections that have an index: what overviews, heatmaps and comparisons are made of."""
        return tuple(dimension for dimension in self.dimensions if dimension.has_index)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything on the form, in its order."""
        return (*(part for dimension in self.dimensions for part in dimension.parts), *self.open_questions)

    @property
    def items(self) -> tuple[Item, ...]:
        """All closed questions with one answer that have results, in the order in which they are asked."""
        return tuple(item for item in self._of(Item) if not item.background)

    @property
    def background(self) -> tuple[Item, ...]:
        """The background variables, in the order in which they are asked."""
        return tuple(item for item in self._of(Item) if item.background)

    @property
    def multiples(self) -> tuple[MultipleChoice, ...]:
        """All closed questions with any number of answers, in the order in which they are asked."""
        return self._of(MultipleChoice)

    @property
    def closed(self) -> tuple[Closed, ...]:
        """All closed questions that have results, in the order in which they are asked and packed."""
        return tuple(
            part
            for part in self.parts
            if isinstance(part, (Item, MultipleChoice)) and not is_background(part)
        )

    @property
    def all_open_questions(self) -> tuple[OpenQuestion, ...]:
        """Open questions, those within sections and those after them."""
        return self._of(OpenQuestion)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The bytes of a packed answer: one an item, one an option of a multiple choice."""
        return tuple(
            column
            for part in self.closed
            for column in (
                [Column(part)]
                if isinstance(part, Item)
                else [Column(part, option.value) for option in part.options]
            )
        )

    @property
    def modules(self) -> frozenset[str]:
        """The modules that may be chosen on top of the core."""
        return frozenset(part.module for part in self.parts if part.module)

    def with_modules(self, chosen: Collection[str]) -> Questionnaire:
        """What is asked when the core and the `chosen` modules are in use.

        Ask and validate with the result; pack and count with the whole version, so that the answers
        of all its rounds have one layout (a question that was not asked is simply not answered).
        Conditions on questions that are left out are worked out, and what can then never be asked is
        left out too. Raises `QuestionnaireError` for a module that does not exist, or when nothing
        would be asked.
        """
        for module in sorted(set(chosen) - self.modules):
            raise QuestionnaireError("", "unknown_module", value=module)
        wanted, asked = {"", *chosen}, set[str]()
        kept = tuple(
            _with_parts(dimension, parts)
            for dimension in self.dimensions
            if (parts := _asked(dimension.parts, wanted, asked))
        )
        left = {dimension.code for dimension in kept if dimension.items}
        profiles = tuple(
            replace(profile, required=tuple(pair for pair in profile.required if pair[0] in left))
            for profile in self.role_profiles
        )
        open_questions = _asked(self.open_questions, wanted, asked)
        return replace(self, dimensions=kept, open_questions=open_questions, role_profiles=profiles)

    def _of(self, kind: type[P]) -> tuple[P, ...]:
        return tuple(part for part in self.parts if isinstance(part, kind))


def _check_reference(place: str, code: str, all_parts: dict[str, Part], earlier: dict[str, Closed]) -> None:
    if code in earlier:
        return
    part = all_parts.get(code)
    if part is None:
        raise QuestionnaireError(f"{place}.item", "unknown_item", value=code)
    if is_background(part):
        raise QuestionnaireError(f"{place}.item", "on_background", value=code)
    is_closed = isinstance(part, Item | MultipleChoice)
    raise QuestionnaireError(f"{place}.item", "not_earlier" if is_closed else "not_closed", value=code)


def _check_suggestions(place: str, dimension: Dimension, kind: str) -> None:
    if dimension.suggestions and kind != "competence":
        raise QuestionnaireError(place, "not_competence")
    if dimension.suggestions and not dimension.has_index:
        raise QuestionnaireError(place, "no_index")
    for i, suggestion in enumerate(dimension.suggestions):
        scale = dimension.scale
        check_range(suggestion.level, scale.lowest, scale.highest, f"{place}[{i}].level")


def _with_parts(dimension: Dimension, parts: tuple[Part, ...]) -> Dimension:
    """Without its suggestions where nothing is left that a level could be of."""
    is_measured = any(isinstance(part, Item) and part.in_index for part in parts)
    return replace(dimension, parts=parts, suggestions=dimension.suggestions if is_measured else ())


def _values(part: Closed) -> tuple[int, ...]:
    return part.scale.values if isinstance(part, Item) else part.values


def _asked(parts: tuple[P, ...], modules: Collection[str], asked: set[str]) -> tuple[P, ...]:
    """The parts that may come up; their codes are added to `asked` as they are met."""
    kept: list[P] = []
    for part in parts:
        if part.module not in modules:
            continue
        left = reduce(part.show_if, asked.__contains__) if part.show_if else True
        if left is False:
            continue
        asked.add(part.code)
        kept.append(replace(part, show_if=None if isinstance(left, bool) else left))
    return tuple(kept)
