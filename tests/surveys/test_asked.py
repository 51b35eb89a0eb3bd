"""Who was asked is worked out of the packed answers as it was when each answer was given."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from surveys.questionnaire import Questionnaire, Submission, as_matrix, holds, pack, validate, who_was_asked
from tests.surveys.random_questions import random_answers, random_questions


@pytest.mark.parametrize("modules", [frozenset(), frozenset({"extra"})])
def test_counting_agrees_with_answering_on_who_was_asked(modules: frozenset[str]) -> None:
    conditional = 0
    for seed in range(300):
        random = Random(seed)
        whole = random_questions(random)
        form = whole.with_modules(modules & whole.modules)
        people = [submission_of(random, form) for _ in range(8)]
        matrix = as_matrix(
            [pack(whole, person.choices, person.picks) for person in people], len(whole.columns)
        )
        found = who_was_asked(whole, modules & whole.modules, matrix)
        conditions = {question.code: question.show_if for question in form.closed if question.show_if}
        assert set(found) == {c.key for c in whole.columns if c.question.code in conditions}
        for column in whole.columns:
            condition = conditions.get(column.question.code)
            if condition:
                expected = [holds(condition, given(person)) for person in people]
                assert found[column.key].tolist() == expected
                conditional += 1
    assert conditional > 1_000


def submission_of(random: Random, form: Questionnaire) -> Submission:
    answers = random_answers(random, form)
    found = validate(form, {code: " ".join(values) for code, values in answers.items()})
    assert isinstance(found, Submission)
    return found


def given(person: Submission) -> dict[str, tuple[int, ...]]:
    """All that was answered. A condition looks at earlier questions only, so later ones do not matter."""
    chosen = {code: () if value is None else (value,) for code, value in person.choices.items()}
    return {**chosen, **person.picks}


def test_nobody_answered_nobody_was_asked() -> None:
    whole = random_questions(Random(3))
    found = who_was_asked(whole, whole.modules, np.zeros((0, len(whole.columns)), dtype=np.uint8))
    assert found
    assert all(len(rows) == 0 for rows in found.values())
