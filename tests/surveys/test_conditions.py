"""Questions that concern only some: who is asked, what is dropped, and the sentence that says so."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.forms.answers import sections
from surveys.questionnaire import (
    AllOf,
    AnyOf,
    Condition,
    Errors,
    FieldError,
    IsAnswered,
    IsOneOf,
    Submission,
    holds,
    pack,
    unpack,
    unpack_picks,
    validate,
)
from tests.surveys.many_kinds import many_kinds

GIVEN = {"Q1": (1,), "Q2": (), "Q3": (2, 3)}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        (IsOneOf("Q1", (1, 2)), True),
        (IsOneOf("Q1", (2,)), False),
        (IsOneOf("Q3", (3, 9)), True),
        (IsOneOf("Q3", (1,)), False),
        (IsOneOf("Q2", (0, 1)), False),
        (IsOneOf("Q9", (1,)), False),
        (IsAnswered("Q2"), True),
        (IsAnswered("Q9"), False),
        (IsAnswered("Q9", False), True),
        (IsAnswered("Q1", False), False),
        (AllOf((IsOneOf("Q1", (1,)), IsAnswered("Q3"))), True),
        (AllOf((IsOneOf("Q1", (1,)), IsAnswered("Q9"))), False),
        (AnyOf((IsOneOf("Q1", (2,)), IsAnswered("Q3"))), True),
        (AnyOf((IsOneOf("Q1", (2,)), IsAnswered("Q9"))), False),
        (AnyOf((AllOf((IsAnswered("Q9"), IsAnswered("Q1"))), AllOf((IsAnswered("Q3"),)))), True),
    ],
)
def test_who_is_asked(condition: Condition | None, expected: bool) -> None:
    assert holds(condition, GIVEN) is expected


def test_the_order_of_values_means_nothing() -> None:
    assert IsOneOf("Q1", (3, 1, 3)) == IsOneOf("Q1", (1, 3))


# --- What is kept of what was sent ------------------------------------------------------------------


def sent(**values: str) -> Submission | Errors:
    return validate(many_kinds(), {"W1": "4", **values})


def test_answers_to_questions_that_were_not_asked_are_dropped() -> None:
    answer = sent(TRIED="0", WHERE="1 3", USEFUL="5", TOOLS="2", HOW="opettaja")
    assert isinstance(answer, Submission)
    assert answer.choices == {"TRIED": 0, "W1": 4}
    assert answer.picks == {}
    assert answer.texts == {}


def test_a_hidden_question_counts_as_unanswered_for_those_after_it() -> None:
    """TOOLS asks for WHERE, which is hidden itself: what was sent for WHERE must not let TOOLS through."""
    answer = sent(WHERE="3", TOOLS="2")
    assert isinstance(answer, Submission)
    assert "TOOLS" not in answer.choices


def test_what_was_asked_is_kept() -> None:
    answer = sent(TRIED="1", WHERE="3 2", TOOLS="2", HOW=" opettaja\nja muut ", USEFUL="na")
    assert isinstance(answer, Submission)
    assert answer.choices == {"TRIED": 1, "USEFUL": None, "W1": 4, "TOOLS": 2}
    assert answer.picks == {"WHERE": (2, 3)}
    assert answer.texts == {}, "“na” is an answer, and none of its values: HOW is not asked"
    answer = sent(TRIED="1", WHERE="2", HOW=" opettaja\nja muut ")
    assert isinstance(answer, Submission)
    assert answer.texts == {"HOW": "opettaja ja muut"}


def test_a_required_question_is_required_only_of_those_who_are_asked() -> None:
    assert isinstance(sent(TRIED="0"), Submission)
    assert isinstance(sent(), Submission)
    assert sent(TRIED="1") == Errors((FieldError("required", "WHERE"),))


def test_nothing_is_wrong_with_what_is_not_looked_at() -> None:
    assert isinstance(sent(TRIED="0", WHERE="99", TOOLS="x", HOW="y" * 5_000), Submission)


# --- Multiple choice ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("1 2 3", FieldError("too_many", "WHERE", limit=2, length=3)),
        ("5", FieldError("off_scale", "WHERE")),
        ("1  2", FieldError("off_scale", "WHERE")),
        ("+1", FieldError("off_scale", "WHERE")),
        ("1 x", FieldError("off_scale", "WHERE")),
        ("1 " * 400 + "1", FieldError("off_scale", "WHERE")),
        ("na 1", FieldError("none_and_more", "WHERE")),
    ],
)
def test_choices_that_cannot_be_are_refused(value: str, error: FieldError) -> None:
    assert sent(TRIED="1", WHERE=value) == Errors((error,))


def test_none_of_these_is_an_answer_and_the_same_box_twice_counts_once() -> None:
    none, twice = sent(TRIED="1", WHERE="na"), sent(TRIED="1", WHERE="2 2")
    assert isinstance(none, Submission)
    assert isinstance(twice, Submission)
    assert none.picks == {"WHERE": ()}
    assert twice.picks == {"WHERE": (2,)}


pieces = st.sampled_from(("0", "1", "2", "3", "na", " ", "", "x", "99", "\x00", "ä", "1 3", "na 1", "-1"))
raw_forms = st.dictionaries(
    st.sampled_from([part.code for part in many_kinds().parts] + ["nobody", ""]),
    st.lists(pieces, max_size=4).map("".join) | st.text(max_size=300),
)


@settings(deadline=None, max_examples=300)
@given(raw_forms)
def test_whatever_is_sent_is_refused_or_can_be_packed_and_comes_back(raw: dict[str, str]) -> None:
    whole = many_kinds()
    answer = validate(whole, raw)
    if isinstance(answer, Errors):
        assert answer.errors
        assert {error.item for error in answer.errors} <= {part.code for part in whole.parts} | {""}
        return
    packed = pack(whole, answer.choices, answer.picks)
    assert unpack(whole, packed) == answer.choices
    assert unpack_picks(whole, packed) == answer.picks
    asked = {part.code for part in whole.parts if holds(part.show_if, given_by(answer))}
    assert {*answer.choices, *answer.picks, *answer.texts} <= asked


def given_by(answer: Submission) -> dict[str, tuple[int, ...]]:
    chosen = {code: () if value is None else (value,) for code, value in answer.choices.items()}
    return {**chosen, **answer.picks}


# --- The sentence ---------------------------------------------------------------------------------------


SENTENCES = {
    "TRIED": "",
    "USEFUL": "Answer this if your answer to “Have you taken part in an experiment?” is “Yes”.",
    "HOW": "Answer this if you chose “At a workplace” or “Online” in the question “Where was the experiment "
    "made?” and (your answer to “The experiment was useful.” is “Strongly disagree” or “Somewhat disagree” or "
    "you did not answer the question “The experiment was useful.”).",
    "NOTE": "This concerns you if you chose “Online” in the question “Where was the experiment made?”.",
    "WHY": "Answer this if you answered the question “What would help most?”.",
}


def test_a_condition_is_said_in_words() -> None:
    with translation.override("en"):
        questions = {q.name: q for section in sections(many_kinds(), {}) for q in section.questions}
    assert {name: questions[name].condition for name in SENTENCES} == SENTENCES


@pytest.mark.parametrize(
    ("language", "useful", "why"),
    [
        (
            "fi",
            "Vastaa tähän, jos vastasit kysymykseen ”Oletko ollut mukana kokeilussa?” ”Kyllä”.",
            "Vastaa tähän, jos vastasit kysymykseen ”Mikä näistä auttaisi eniten?”.",
        ),
        (
            "sv",
            "Svara på det här om du svarade ”Ja” på frågan ”Har du deltagit i ett försök?”.",
            "Svara på det här om du svarade på frågan ”Vad skulle hjälpa mest?”.",
        ),
    ],
)
def test_a_condition_is_said_in_the_persons_language(language: str, useful: str, why: str) -> None:
    with translation.override(language):
        questions = {q.name: q for section in sections(many_kinds(), {}) for q in section.questions}
    assert (questions["USEFUL"].condition, questions["WHY"].condition) == (useful, why)
