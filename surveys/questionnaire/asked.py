"""Who was asked what: conditions evaluated over all packed answers at once."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from surveys.questionnaire.conditions import AllOf, AnyOf, Condition, IsAnswered, IsOneOf
from surveys.questionnaire.packing import CHOSEN, NOT_ANSWERED, Matrix
from surveys.questionnaire.parts import Item
from surveys.questionnaire.whole import Questionnaire

Rows = npt.NDArray[np.bool_]


def who_was_asked(questionnaire: Questionnaire, modules: Collection[str], matrix: Matrix) -> dict[str, Rows]:
    """For each column key of a question with a condition, a Boolean per answer: whether it was asked.

    `questionnaire` is the whole version that packed the `matrix` (answers × columns), `modules` are
    those of the round. Answers to what was not asked were dropped before sealing, so a question that
    was not asked is 0 ("not answered") for the conditions on it, as it was when they were evaluated.
    """
    rows = _Rows(questionnaire, matrix)
    asked = questionnaire.with_modules(modules)
    of_question = {
        question.code: rows.holds(question.show_if) for question in asked.closed if question.show_if
    }
    return {
        column.key: of_question[column.question.code]
        for column in questionnaire.columns
        if column.question.code in of_question
    }


def who_was_asked_to_write(
    questionnaire: Questionnaire, modules: Collection[str], matrix: Matrix
) -> dict[str, Rows]:
    """The same by code of the open questions with a condition; their answers are in no matrix."""
    rows, asked = _Rows(questionnaire, matrix), questionnaire.with_modules(modules)
    return {
        question.code: rows.holds(question.show_if)
        for question in asked.all_open_questions
        if question.show_if
    }


class _Rows:
    def __init__(self, questionnaire: Questionnaire, matrix: Matrix) -> None:
        self.matrix = matrix
        self.questions = {question.code: question for question in questionnaire.closed}
        self.first: dict[str, int] = {}
        for place, column in enumerate(questionnaire.columns):
            self.first.setdefault(column.question.code, place)

    def holds(self, condition: Condition) -> Rows:
        match condition:
            case AllOf(parts):
                return _every([self.holds(part) for part in parts])
            case AnyOf(parts):
                return _some([self.holds(part) for part in parts])
            case IsAnswered(item, answered):
                given: Rows = (self.matrix[:, self.first[item]] != NOT_ANSWERED) == answered
                return given
            case IsOneOf(item, values):
                return self._is_one_of(item, values)

    def _is_one_of(self, code: str, values: tuple[int, ...]) -> Rows:
        question, first = self.questions[code], self.first[code]
        if isinstance(question, Item):
            places = [question.scale.values.index(value) + 1 for value in values]
            return np.isin(self.matrix[:, first], places)
        chosen = [self.matrix[:, first + question.values.index(value)] == CHOSEN for value in values]
        return _some(chosen)


def _every(rows: list[Rows]) -> Rows:
    found: Rows = np.logical_and.reduce(rows)
    return found


def _some(rows: list[Rows]) -> Rows:
    found: Rows = np.logical_or.reduce(rows)
    return found
