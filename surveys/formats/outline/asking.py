"""When the questions of a file are asked: its conditions, resolved in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.formats.findings import Finding, finding
from surveys.formats.outline.parts import Question, Relevance
from surveys.formats.outline.resolving import Inexpressible, Known, joined, resolve
from surveys.questionnaire import Condition


class NeverAsked(Exception):
    """The condition of a question cannot hold."""


class Asking:
    """Knows the closed questions taken so far; notes each condition that cannot be had, once."""

    def __init__(self, findings: list[Finding]) -> None:
        self._findings = findings
        self._known: dict[str, Known] = {}
        self._noted: set[Relevance] = set()
        self._is_whole = False
        self.found = 0
        self.taken = 0

    def learn(self, name: str, code: str, values: Mapping[str, int], *, is_multiple: bool) -> None:
        """A closed question was taken: later conditions may ask about it by its name in the file."""
        self._known[name] = Known(code, values, is_multiple)

    def condition(self, question: Question) -> Condition | None:
        """The question's condition; None if it is always asked. Raises `NeverAsked`."""
        self.found += bool(question.relevances)
        parts: list[Condition] = []
        is_whole = bool(question.relevances)
        self._is_whole = False
        for relevance in question.relevances:
            try:
                parts += self._part(relevance)
            except Inexpressible as error:
                self._note(relevance, error)
                is_whole = False
        try:
            condition = joined(parts)
        except Inexpressible as error:
            self._note(question.relevances[-1], error)
            return None
        self._is_whole = is_whole
        self.taken += is_whole
        return condition

    def forget(self) -> None:
        """The question of the latest condition was left out for another reason, and its condition with it."""
        self.taken -= self._is_whole
        self._is_whole = False

    def _part(self, relevance: Relevance) -> list[Condition]:
        if relevance.expression is None:
            raise Inexpressible("condition_syntax")
        resolved = resolve(relevance.expression, self._known)
        if resolved is False:
            raise NeverAsked
        return [] if resolved is True else [resolved]

    def _note(self, relevance: Relevance, error: Inexpressible) -> None:
        # The condition of a group stands with each of its questions and is told once.
        if relevance not in self._noted:
            self._noted.add(relevance)
            detail = {"value": error.value, "text": relevance.text}
            self._findings.append(finding(error.code, relevance.place, **detail))
