"""When a question is asked: a small typed expression about answers to earlier closed questions.

Nothing in it is code. It is evaluated in the browser (static/js/answer/conditions.js), on the server
before an answer is sealed, and over the packed answers when they are counted; all three agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from surveys.questionnaire.checks import check_code, check_count
from surveys.questionnaire.errors import QuestionnaireError

MAX_DEPTH = 3  # groups within groups
MAX_TESTS = 30

# What was answered, by code: the numbers chosen, none of them for "not applicable" and "none of these".
# A question that was not asked or not answered is not there.
Given: TypeAlias = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The answer to `item` is one of `values`; of several chosen options, at least one is."""

    item: str
    values: tuple[int, ...]

    def __post_init__(self) -> None:
        check_code(self.item, "item")
        check_count(len(self.values), 1, MAX_TESTS, "in")
        # The order in which values are written means nothing, so equality must not depend on it.
        object.__setattr__(self, "values", tuple(sorted(set(self.values))))


@dataclass(frozen=True, slots=True)
class IsAnswered:
    """`item` was answered ("not applicable" is an answer too); with `answered` off, it was not."""

    item: str
    answered: bool = True

    def __post_init__(self) -> None:
        check_code(self.item, "item")


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of `parts` holds."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _check_group(self, "all")


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `parts` holds."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _check_group(self, "any")


Test: TypeAlias = IsOneOf | IsAnswered
Condition: TypeAlias = IsOneOf | IsAnswered | AllOf | AnyOf


def _check_group(group: AllOf | AnyOf, place: str) -> None:
    check_count(len(group.parts), 1, MAX_TESTS, place)
    if depth(group) > MAX_DEPTH:
        raise QuestionnaireError(place, "too_deep", limit=MAX_DEPTH)
    if sum(1 for _test in tests(group)) > MAX_TESTS:
        raise QuestionnaireError(place, "too_many", limit=MAX_TESTS)


def depth(condition: Condition) -> int:
    """How many groups are within each other; 0 for a single test."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return 1 + max(map(depth, parts))
        case _:
            return 0


def tests(condition: Condition) -> Iterator[Test]:
    """The tests of a condition in the order in which they are written."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from tests(part)
        case _:
            yield condition


def holds(condition: Condition | None, given: Given) -> bool:
    """Whether the question is asked of somebody who answered `given` before it (no condition: always)."""
    match condition:
        case None:
            return True
        case AllOf(parts):
            return all(holds(part, given) for part in parts)
        case AnyOf(parts):
            return any(holds(part, given) for part in parts)
        case IsAnswered(item, answered):
            return (item in given) == answered
        case IsOneOf(item, values):
            return not set(values).isdisjoint(given.get(item, ()))


def reduce(condition: Condition, is_asked: Callable[[str], bool]) -> Condition | bool:
    """What is left of a condition when some questions are never asked: they are simply not answered.

    True: the condition always holds. False: it never does.
    """
    match condition:
        case AllOf(parts):
            return _reduce_group(AllOf, parts, is_asked, neutral=True)
        case AnyOf(parts):
            return _reduce_group(AnyOf, parts, is_asked, neutral=False)
        case IsAnswered(item, answered) if not is_asked(item):
            return not answered
        case IsOneOf(item) if not is_asked(item):
            return False
        case _:
            return condition


def _reduce_group(
    group: type[AllOf | AnyOf],
    parts: tuple[Condition, ...],
    is_asked: Callable[[str], bool],
    *,
    neutral: bool,
) -> Condition | bool:
    left: list[Condition] = []
    for part in parts:
        reduced = reduce(part, is_asked)
        if reduced is (not neutral):
            return not neutral
        if not isinstance(reduced, bool):
            left.append(reduced)
    if not left:
        return neutral
    return left[0] if len(left) == 1 < len(parts) else group(tuple(left))
