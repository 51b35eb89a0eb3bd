"""A condition as XLSForm writes it: XPath over earlier answers."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.questionnaire import (
    AllOf,
    AnyOf,
    Closed,
    Condition,
    IsAnswered,
    IsOneOf,
    MultipleChoice,
)


def xpath(condition: Condition, questions: Mapping[str, Closed]) -> str:
    """The condition; `questions` are the closed ones by code."""
    match condition:
        case AllOf(parts):
            return " and ".join(_inner(part, questions) for part in parts)
        case AnyOf(parts):
            return " or ".join(_inner(part, questions) for part in parts)
        case IsAnswered(item, answered):
            return f"${{{item}}} {'!=' if answered else '='} ''"
        case IsOneOf(item, values):
            is_multiple = isinstance(questions[item], MultipleChoice)
            return " or ".join(
                f"selected(${{{item}}}, '{value}')" if is_multiple else f"${{{item}}} = '{value}'"
                for value in values
            )


def _inner(condition: Condition, questions: Mapping[str, Closed]) -> str:
    text = xpath(condition, questions)
    is_single = isinstance(condition, IsAnswered) or (
        isinstance(condition, IsOneOf) and len(condition.values) == 1
    )
    return text if is_single else f"({text})"
