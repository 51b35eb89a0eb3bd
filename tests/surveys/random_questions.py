"""Random questionnaires with conditions, and random answers to them as forms send them."""

from __future__ import annotations

from random import Random
from typing import Any

from surveys.questionnaire import (
    AllOf,
    AnyOf,
    Closed,
    Condition,
    Dimension,
    IsAnswered,
    IsOneOf,
    Item,
    MultipleChoice,
    Option,
    Questionnaire,
    Scale,
    Text,
)

VALUES = (-1, 0, 1)
SCALE = Scale("three", tuple(Option(v, Text(str(v))) for v in VALUES), not_applicable=Text("x"))


def random_condition(random: Random, earlier: list[Closed], levels: int = 3) -> Condition:
    if levels and random.random() < 0.5:
        parts = tuple(random_condition(random, earlier, levels - 1) for _ in range(random.randint(1, 3)))
        return random.choice((AllOf, AnyOf))(parts)
    asked = random.choice(earlier)
    if random.random() < 0.4:
        return IsAnswered(asked.code, random.random() < 0.5)
    return IsOneOf(asked.code, tuple(random.sample(VALUES, random.randint(1, 2))))


def random_questions(random: Random, *, required: bool = False) -> Questionnaire:
    """Two to nine items and multiple choices on one scale; most have a condition, some belong to a module."""
    parts: list[Closed] = []
    for number in range(random.randint(2, 9)):
        show_if = random_condition(random, parts) if parts and random.random() < 0.8 else None
        common: dict[str, Any] = {
            "code": f"Q{number}",
            "text": Text("x"),
            "show_if": show_if,
            "required": required,
            "module": "extra" if parts and random.random() < 0.2 else "",
        }
        if random.random() < 0.6:
            parts.append(Item(**common, scale=SCALE))
        else:
            parts.append(MultipleChoice(**common, options=SCALE.options, none=Text("x")))
    dimension = Dimension("D", Text("x"), tuple(parts))
    return Questionnaire(
        code="random", kind="feedback", version=1, title=Text("x"), scale=SCALE, dimensions=(dimension,)
    )


def random_answers(random: Random, questionnaire: Questionnaire) -> dict[str, list[str]]:
    """What each question sends: nothing, "na", or the numbers chosen."""
    answers: dict[str, list[str]] = {}
    for part in questionnaire.closed:
        most = 3 if isinstance(part, MultipleChoice) else 1
        chosen = random.sample([str(value) for value in VALUES], random.randint(1, most))
        answers[part.code] = random.choice(([], ["na"], chosen, chosen))
    return answers
