"""From a condition as a file writes it to one of the portal's, whose tests are about closed questions.

The portal has no "not": it is worked in, by turning to the other options. That cannot be done for
one option of several chosen ones, and such a condition is left behind with a note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from surveys.formats.expressions import Both, Chosen, Compared, Constant, Either, Expression, Negated
from surveys.questionnaire.conditions import AllOf, AnyOf, Condition, IsAnswered, IsOneOf
from surveys.questionnaire.errors import QuestionnaireError

_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Inexpressible(ValueError):
    """The portal has no such condition: `code` is a note's, `value` what it names."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code = code
        self.value = value
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Known:
    """A closed question that comes before: its code here, and its options' codes in the file."""

    code: str
    values: Mapping[str, int]
    is_multiple: bool


Resolved: TypeAlias = Condition | bool


def normal(condition: Condition) -> Condition:
    """The same condition with no group in one of its kind, no group of one, and no test twice.

    What `resolve` returns is like that; so two ways to write a condition can be compared.
    """
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return _group(type(condition), [normal(part) for part in parts])
        case _:
            return condition


def resolve(expression: Expression, known: Mapping[str, Known]) -> Resolved:
    """The condition, or True and False where it always or never holds. Raises `Inexpressible`.

    `known` are the questions it may ask about, by the file's codes.
    """
    try:
        return _turned(expression, known, is_negated=False)
    except QuestionnaireError:
        raise Inexpressible("condition_size") from None


def joined(conditions: list[Condition]) -> Condition | None:
    """What holds if all of them hold; None if there are none. Raises `Inexpressible`."""
    try:
        return _group(AllOf, list(conditions)) if conditions else None
    except QuestionnaireError:
        raise Inexpressible("condition_size") from None


def _turned(expression: Expression, known: Mapping[str, Known], *, is_negated: bool) -> Resolved:
    match expression:
        case Constant(holds):
            return holds != is_negated
        case Negated(part):
            return _turned(part, known, is_negated=not is_negated)
        case Both(parts) | Either(parts):
            # Not (a and b) is (not a) or (not b).
            is_all = isinstance(expression, Both) != is_negated
            return _joined(is_all, [_turned(part, known, is_negated=is_negated) for part in parts])
        case Chosen(question, value):
            return _compared(_known(question, known), "!=" if is_negated else "==", value)
        case Compared(question, relation, value) if is_negated:
            return _not_compared(_known(question, known), relation, value)
        case Compared(question, relation, value):
            return _compared(_known(question, known), relation, value)


def _joined(is_all: bool, parts: list[Resolved]) -> Resolved:
    if any(part is (not is_all) for part in parts):
        return not is_all
    left = [part for part in parts if not isinstance(part, bool)]
    return _group(AllOf if is_all else AnyOf, left) if left else is_all


def _group(kind: type[AllOf | AnyOf], parts: list[Condition]) -> Condition:
    """The parts as one group: groups of its kind within it opened, choices of one question united."""
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts if isinstance(part, AllOf | AnyOf) and isinstance(part, kind) else [part]
    if kind is AnyOf:
        flat = _united(flat)
    distinct = list(dict.fromkeys(flat))
    return distinct[0] if len(distinct) == 1 else kind(tuple(distinct))


def _united(parts: list[Condition]) -> list[Condition]:
    """`a is 1` or `a is 2` is `a is one of 1, 2`, at the place of the first."""
    united: dict[object, Condition] = {}
    for part in parts:
        if isinstance(part, IsOneOf):
            before = united.get(part.item)
            values = before.values if isinstance(before, IsOneOf) else ()
            united[part.item] = IsOneOf(part.item, (*values, *part.values))
        else:
            united[part] = part
    return list(united.values())


def _known(question: str, known: Mapping[str, Known]) -> Known:
    if question not in known:
        raise Inexpressible("condition_reference", question)
    return known[question]


def _compared(question: Known, relation: str, value: str) -> Resolved:
    if value == "":
        if relation not in ("==", "!="):
            raise Inexpressible("condition_syntax")
        return IsAnswered(question.code, relation == "!=")
    if relation in ("==", "!="):
        return _equals(question, value, is_equal=relation == "==")
    chosen = tuple(number for code, number in question.values.items() if _in_order(code, relation, value))
    return IsOneOf(question.code, chosen) if chosen else False


def _not_compared(question: Known, relation: str, value: str) -> Resolved:
    turned = _compared(question, _OPPOSITE[relation], value)
    if relation in ("==", "!="):
        return turned
    # No answer is neither less nor more than anything.
    return _joined(False, [turned, IsAnswered(question.code, answered=False)])


def _equals(question: Known, value: str, *, is_equal: bool) -> Resolved:
    if value not in question.values:
        raise Inexpressible("condition_option", value)
    number = question.values[value]
    if is_equal:
        return IsOneOf(question.code, (number,))
    if question.is_multiple:
        raise Inexpressible("condition_negation", value)
    others = tuple(other for other in question.values.values() if other != number)
    # Whoever has not answered has not chosen that option either.
    return AnyOf((IsOneOf(question.code, others), IsAnswered(question.code, answered=False)))


def _in_order(code: str, relation: str, value: str) -> bool:
    try:
        return _HOLDS[relation](float(code), float(value))
    except ValueError:
        raise Inexpressible("condition_syntax") from None
