"""Conditions as ticks: which answers to which questions, and whether all or one of the questions must fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaire.drafts.places import Document

ALL, ANY = "all", "any"
ANSWERED, UNANSWERED = "answered", "unanswered"


@dataclass(frozen=True, slots=True)
class Ticks:
    """`picks`: code → what of it is ticked, numbers of options as text, ANSWERED and UNANSWERED."""

    join: str
    picks: Mapping[str, frozenset[str]]


def ticks_of(condition: Document | None) -> Ticks | None:
    """A condition as ticks; None for one that says more than ticks can."""
    if condition is None:
        return Ticks(ALL, {})
    if (one := _one(condition)) is not None:
        return Ticks(ALL, dict([one]))
    for join in (ALL, ANY):
        parts = [_one(part) for part in condition.get(join, [])]
        found = [part for part in parts if part is not None]
        if found and len(found) == len(parts) == len({code for code, _ticks in found}):
            return Ticks(join, dict(found))
    return None


def condition_of(ticks: Ticks) -> Document | None:
    """The condition that ticks mean, the questions in their order; None where nothing is ticked."""
    tests = [_of_one(code, picked) for code, picked in ticks.picks.items() if picked]
    if len(tests) <= 1:
        return tests[0] if tests else None
    return {ticks.join: tests}


def _of_one(code: str, picked: frozenset[str]) -> Document:
    tests: list[Document] = []
    if numbers := sorted(int(value) for value in picked - {ANSWERED, UNANSWERED}):
        tests.append({"item": code, "in": numbers})
    if ANSWERED in picked:
        tests.append({"item": code, "answered": True})
    if UNANSWERED in picked:
        tests.append({"item": code, "answered": False})
    return tests[0] if len(tests) == 1 else {ANY: tests}


def _one(condition: Document) -> tuple[str, frozenset[str]] | None:
    """The ticks of a condition on one question, or None."""
    tests: list[Any] = condition.get(ANY, [condition])
    codes = {test.get("item") for test in tests}
    if len(codes) != 1 or None in codes:
        return None
    picked: set[str] = set()
    for test in tests:
        if "in" in test:
            picked |= {str(value) for value in test["in"]}
        else:
            picked.add(ANSWERED if test["answered"] else UNANSWERED)
    return codes.pop(), frozenset(picked)
