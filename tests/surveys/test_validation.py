"""What a form sends becomes an answer, or is refused with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import instruments
from surveys.questionnaire import (
    MAX_OPEN_TEXT,
    MAX_OPEN_TEXTS,
    Errors,
    FieldError,
    Submission,
    clean_text,
    from_document,
    validate,
)
from tests.surveys.documents import small, spoil, words

# What people send


def sent(**raw: str) -> Submission | Errors:
    return validate(instruments.load("yhes_readiness"), raw)


def accepted(**raw: str) -> Submission:
    result = sent(**raw)
    assert isinstance(result, Submission)
    return result


def errors(**raw: str) -> tuple[FieldError, ...]:
    result = sent(**raw)
    assert isinstance(result, Errors)
    return result.errors


def test_choices_and_words_are_taken() -> None:
    submission = accepted(YK1="5", YK2="na", YK3="", AV1=" Aikaa.\r\nRauhaa. ")
    assert submission.choices == {"YK1": 5, "YK2": None}
    assert submission.texts == {"AV1": "Aikaa.\nRauhaa."}
    assert not submission.is_empty


def test_nothing_answered_is_valid_and_known_to_be_empty() -> None:
    assert accepted(AV1=" \r\n\x00").is_empty


def test_unknown_keys_are_ignored() -> None:
    assert accepted(YK1="1", csrfmiddlewaretoken="x", YK99="9", AV2="words").choices == {"YK1": 1}


@pytest.mark.parametrize(
    "value", ["0", "6", "-1", "3.0", " 3", "3 ", "+3", "03", "٣", "3\x00", "NA", "on", "x" * 1_000_000]
)
def test_answer_off_the_scale_is_refused(value: str) -> None:
    assert errors(YK1="4", YK2=value) == (FieldError("off_scale", "YK2"),)


def test_not_applicable_is_off_the_scale_where_it_is_not_offered() -> None:
    document = small()
    del document["scale"]["not_applicable"]
    assert validate(from_document(document), {"A1": "na"}) == Errors((FieldError("off_scale", "A1"),))


def test_negative_option_is_chosen_by_its_number() -> None:
    document = spoil(small(), "scale.options.0.value", -3)
    del document["role_profiles"]
    result = validate(from_document(document), {"A1": "-3"})
    assert isinstance(result, Submission)
    assert result.choices == {"A1": -3}


def test_required_questions_must_be_answered() -> None:
    document = spoil(small(), "dimensions.0.items.0.required", True)
    questionnaire = from_document(spoil(document, "open_questions.0.required", True))
    result = validate(questionnaire, {"O1": " \x00 "})
    assert result == Errors((FieldError("required", "A1"), FieldError("required", "O1")))
    assert isinstance(result, Errors)
    assert result.for_item("A1") == (FieldError("required", "A1"),)
    assert isinstance(validate(questionnaire, {"A1": "na", "O1": "word"}), Submission)


def test_open_answer_may_have_1000_characters_after_cleaning() -> None:
    assert len(accepted(AV1="ä" * MAX_OPEN_TEXT + "\x00\r").texts["AV1"]) == MAX_OPEN_TEXT
    (error,) = errors(AV1="ä" * (MAX_OPEN_TEXT + 1))
    assert error == FieldError("text_too_long", "AV1", limit=1_000, length=1_001)


def test_a_10_mb_open_answer_is_refused() -> None:
    (error,) = errors(AV1="a" * 10_000_000)
    assert (error.code, error.item, error.length) == ("text_too_long", "AV1", 10_000_000)


def test_open_answers_may_have_4000_characters_in_all() -> None:
    document = small()
    document["open_questions"] = [{"code": f"O{i}", "text": words("O")} for i in range(5)]
    questionnaire = from_document(document)
    full = {f"O{i}": "x" * 1_000 for i in range(4)}
    assert isinstance(validate(questionnaire, full), Submission)
    assert validate(questionnaire, {**full, "O4": "y"}) == Errors(
        (FieldError("texts_too_long", "", limit=MAX_OPEN_TEXTS, length=4_001),)
    )


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("a\x00b\x1b[31mc\x85", "ab[31mc"),
        ("abc\u202edcba", "abcdcba"),
        ("a\ud800b", "ab"),
        ("A\u0308iti", "Äiti"),
        ("=1+1", "=1+1"),
        ("<b>lihava</b>", "<b>lihava</b>"),
        ("perhe 👩\u200d👧 ok", "perhe 👩\u200d👧 ok"),
        ("yksi\rkaksi\r\nkolme\n\tneljä", "yksi\nkaksi\nkolme\n\tneljä"),
    ],
)
def test_open_answer_is_cleaned_but_not_rewritten(value: str, cleaned: str) -> None:
    assert clean_text(value) == cleaned


@settings(deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_cleaned_text_can_be_stored_and_is_clean_for_good(value: str) -> None:
    cleaned = clean_text(value)
    assert "\x00" not in cleaned.encode().decode()
    assert clean_text(cleaned) == cleaned


def test_answers_to_items_that_were_not_asked_are_dropped() -> None:
    core = instruments.load("yhes_readiness").with_modules(())
    result = validate(core, {"OS3": "2", "OS4": "2"})
    assert isinstance(result, Submission)
    assert result.choices == {"OS3": 2}
