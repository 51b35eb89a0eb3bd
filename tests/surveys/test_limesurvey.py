"""What a LimeSurvey survey structure becomes here, and what is told about the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from surveys.formats.outline import Imported
from surveys.formats.reading import read_questionnaire
from surveys.questionnaire import (
    AllOf,
    AnyOf,
    Information,
    IsAnswered,
    IsOneOf,
    Item,
    MultipleChoice,
    OpenQuestion,
)
from tests.surveys.workbooks import export, limesurvey

SURE = {"qid": "9", "type": "Y", "title": "sure", "text": "Sure?", "question_order": "0"}


def imported(*questions: Mapping[str, Any], **more: Any) -> Imported:
    return read_questionnaire(limesurvey(SURE, *questions, **more), name="survey.lss", unmarked="en")


def asked(kind: str, **more: Any) -> dict[str, Any]:
    return {"qid": "1", "type": kind, "title": "q", "text": "Question", "question_order": "1", **more}


def parts(kind: str, *, settings: Mapping[str, str] | None = None, **more: Any) -> list[Any]:
    """What a question of this type becomes."""
    rows = [{"qid": "1", "attribute": name, "value": value} for name, value in (settings or {}).items()]
    own = {name: more.pop(name) for name in ("other", "mandatory", "relevance") if name in more}
    return list(imported(asked(kind, **own), question_attributes=rows, **more).questionnaire.parts[1:])


def lines(*codes: str, axis: str = "0") -> list[dict[str, str]]:
    return [
        {"qid": f"{axis}1{n}", "parent_qid": "1", "title": code, "scale_id": axis, "question_order": str(n)}
        for n, code in enumerate(codes)
    ]


def answers(*codes: str, axis: str = "0") -> list[dict[str, str]]:
    return [{"qid": "1", "code": code, "scale_id": axis} for code in codes]


def codes(result: Imported) -> list[str]:
    return [found.code for found in result.findings]


# --- Types ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["L", "!"])
def test_a_list_is_one_answer_without_an_order(kind: str) -> None:
    (item,) = parts(kind, answers=answers("A1", "A2"), mandatory="Y")
    assert isinstance(item, Item)
    assert (item.ordered, item.required, item.scale.values) == (False, True, (1, 2))


def test_a_list_with_a_comment_is_two_questions() -> None:
    item, comment = parts("O", answers=answers("1", "2"))
    assert isinstance(item, Item)
    assert isinstance(comment, OpenQuestion)
    assert comment.text.fi == "Kommentti"


@pytest.mark.parametrize(("kind", "words"), [("Y", {"Yes", "No"}), ("G", {"Female", "Male"})])
def test_fixed_options_have_words_in_the_languages_of_the_file(kind: str, words: set[str]) -> None:
    (item,) = parts(kind)
    assert {option.label.en for option in item.scale.options} == words
    assert all(option.label.fi and not option.label.sv for option in item.scale.options)


@pytest.mark.parametrize(("kind", "length"), [("S", "short"), ("T", "long"), ("U", "long")])
def test_texts(kind: str, length: str) -> None:
    (question,) = parts(kind)
    assert question.length == length


def test_five_points_are_a_scale() -> None:
    (item,) = parts("5")
    assert (item.scale.values, item.ordered, item.in_index) == ((1, 2, 3, 4, 5), True, False)


@pytest.mark.parametrize(
    ("kind", "values", "counts"),
    [
        ("A", (1, 2, 3, 4, 5), True),
        ("B", tuple(range(1, 11)), True),
        ("C", (1, 2, 3), False),
        ("E", (1, 2, 3), False),
    ],
)
def test_tables_become_a_text_and_a_question_for_each_line(
    kind: str, values: tuple[int, ...], counts: bool
) -> None:
    text, first, second = parts(kind, lines=lines("a", "b"))
    assert isinstance(text, Information)
    assert [first.code, second.code] == ["q_a", "q_b"]
    assert (first.scale.values, first.in_index) == (values, counts)


@pytest.mark.parametrize("kind", ["F", "H"])
def test_tables_with_options_of_their_own(kind: str) -> None:
    _text, item, _second = parts(kind, lines=lines("a", "b"), answers=answers("1", "2", "3"))
    assert (item.scale.values, item.ordered, item.in_index) == ((1, 2, 3), True, True)


def test_two_tables_in_a_section_give_no_index() -> None:
    """Their numbers may be alike, but not what they mean."""
    more = [{"qid": "50", "parent_qid": "5", "title": "a"}]
    second = {"qid": "5", "type": "B", "title": "r", "question_order": "2"}
    result = imported(asked("A"), second, lines=[*lines("a"), *more])
    assert not result.questionnaire.dimensions[0].has_index
    assert "several_arrays" in codes(result)


def test_a_table_with_two_scales_asks_every_line_twice() -> None:
    given = [*answers("1", "2"), *answers("x", "y", "z", axis="1")]
    heads = [{"qid": "1", "attribute": "dualscale_headerB", "language": "en", "value": "Weight"}]
    result = imported(asked("1"), lines=lines("a"), answers=given, question_attributes=heads)
    _text, first, second = result.questionnaire.parts[1:]
    assert [first.code, second.code] == ["q_a_0", "q_a_1"]
    assert [len(first.scale.options), len(second.scale.options)] == [2, 3]
    assert second.text.en == "a – Weight"


def test_a_table_of_numbers_is_a_scale_for_each_cell_if_they_are_few() -> None:
    cells = [*lines("row"), *lines("now", "then", axis="1")]
    _text, first, second = parts(
        ":", lines=cells, settings={"multiflexible_min": "0", "multiflexible_max": "10"}
    )
    assert [first.code, second.code] == ["q_row_now", "q_row_then"]
    assert first.scale.values == tuple(range(11))
    _text, written, _other = parts(":", lines=cells, settings={"multiflexible_max": "1000"})
    assert isinstance(written, OpenQuestion)


def test_a_table_of_texts_is_a_question_for_each_cell() -> None:
    _text, cell = parts(";", lines=[*lines("row"), *lines("column", axis="1")])
    assert isinstance(cell, OpenQuestion)
    assert cell.text.en == "row – column"


@pytest.mark.parametrize(("kind", "note"), [("Q", "one_of_texts"), ("K", "number_as_text")])
def test_several_lines_to_write_on(kind: str, note: str) -> None:
    result = imported(asked(kind), lines=lines("a", "b"))
    assert [each.code for each in result.questionnaire.parts[2:]] == ["q_a", "q_b"]
    assert note in codes(result)
    (single,) = parts(kind, lines=lines("only"))
    assert single.text.en == "Question"


def test_numbers_between_near_bounds_are_a_scale_and_others_are_written() -> None:
    (item,) = parts("N", settings={"min_num_value_n": "0", "max_num_value_n": "7"})
    assert item.scale.values == tuple(range(8))
    (written,) = parts("N", settings={"min_num_value_n": "18", "max_num_value_n": "100"})
    assert isinstance(written, OpenQuestion)
    assert isinstance(parts("D")[0], OpenQuestion)


def test_several_options_their_limits_and_the_one_that_stands_alone() -> None:
    settings = {"min_answers": "1", "max_answers": "2", "exclude_all_others": "none"}
    (choice,) = parts("M", lines=lines("a", "b", "none"), settings=settings)
    assert isinstance(choice, MultipleChoice)
    assert (len(choice.options), choice.least, choice.most) == (2, 1, 2)
    assert choice.none
    assert choice.none.en == "none"


def test_other_is_an_option_and_a_question() -> None:
    item, what = parts("L", answers=answers("1", "2"), other="Y")
    assert [option.label.en for option in item.scale.options][-1] == "Other"
    assert what.show_if == IsOneOf("q", (3,))


@pytest.mark.parametrize(
    ("kind", "name"), [("R", "ranking"), ("|", "file upload"), ("I", "language switch"), ("Z", "Z")]
)
def test_types_that_the_portal_does_not_have_are_left_out_and_told(kind: str, name: str) -> None:
    result = imported(asked(kind))
    (left,) = [found for found in result.findings if found.code == "unsupported"]
    assert left.place.question == "q"
    assert name in left.sentence()


def test_what_is_hidden_or_calculated_is_left_out() -> None:
    hidden = [{"qid": "1", "attribute": "hidden", "value": "1"}]
    assert "hidden" in codes(imported(asked("S"), question_attributes=hidden))
    result = imported(asked("*", text="{1 + 1}"))
    assert "calculation" in codes(result)
    assert len(result.questionnaire.parts) == 1


# --- Conditions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relevance", "condition"),
    [
        ('sure == "Y"', IsOneOf("sure", (1,))),
        ('((77X1X9.NAOK == "Y"))', IsOneOf("sure", (1,))),
        ('sure.NAOK eq "N"', IsOneOf("sure", (0,))),
        ('sure.NAOK != "Y"', AnyOf((IsOneOf("sure", (0,)), IsAnswered("sure", answered=False)))),
        ("!is_empty(sure.NAOK)", IsAnswered("sure")),
        ('m_a.NAOK == "Y"', IsOneOf("m", (1,))),
        ('77X1X8b.NAOK == "Y" && sure == "Y"', AllOf((IsOneOf("m", (2,)), IsOneOf("sure", (1,))))),
        ("1", None),
        ("", None),
    ],
)
def test_conditions_that_compare_answers_are_carried_over(relevance: str, condition: Any) -> None:
    several = {"qid": "8", "type": "M", "title": "m", "question_order": "0"}
    options = [
        {"qid": f"8{code}", "parent_qid": "8", "title": code, "question_order": str(n)}
        for n, code in enumerate("ab")
    ]
    result = imported(several, asked("S", relevance=relevance), lines=options)
    assert result.questionnaire.parts[-1].show_if == condition


@pytest.mark.parametrize(
    ("relevance", "code"),
    [
        ("count(m_a, m_b) > 1", "condition_syntax"),
        ("!sure == 1", "condition_syntax"),
        ('TOKEN:ATTRIBUTE_1 == "x"', "condition_syntax"),
        ('nothing.NAOK == "Y"', "condition_reference"),
        ('sure == "maybe"', "condition_option"),
    ],
)
def test_other_conditions_are_told(relevance: str, code: str) -> None:
    result = imported(asked("S", relevance=relevance))
    assert result.questionnaire.parts[-1].show_if is None
    (note,) = [found for found in result.findings if found.code.startswith("condition")]
    assert (note.code, note.place.question) == (code, "q")


def test_conditions_of_old_exports_are_read_from_their_table() -> None:
    rows = [
        {"qid": "1", "cfieldname": "77X1X9", "method": "==", "value": "Y", "scenario": "1"},
        {"qid": "1", "cfieldname": "77X1X9", "method": "==", "value": "N", "scenario": "1"},
    ]
    sure, question = {**SURE, "relevance": ""}, asked("S", relevance="")
    content = limesurvey(sure, question, conditions=rows)
    result = read_questionnaire(content, name="old.lss", unmarked="en")
    assert result.questionnaire.parts[-1].show_if == IsOneOf("sure", (0, 1))


def test_the_condition_of_a_group_holds_for_its_questions() -> None:
    groups = [
        {"gid": "1", "group_order": "0", "grelevance": ""},
        {"gid": "2", "group_order": "1", "grelevance": 'sure == "Y"'},
    ]
    result = imported({**asked("S"), "gid": "2"}, groups=groups)
    assert result.questionnaire.parts[-1].show_if == IsOneOf("sure", (1,))
    assert len(result.questionnaire.dimensions) == 2


# --- The rest of a survey ---------------------------------------------------------------------------


def test_what_belongs_to_the_survey_and_stays_behind_is_told() -> None:
    texts = {
        "surveyls_language": "en",
        "surveyls_title": "Survey",
        "surveyls_welcometext": "<p>Welcome!</p>",
        "surveyls_endtext": "Bye",
        "surveyls_policy_notice": "Policy",
        "surveyls_email_invite": "Dear you",
    }
    settings = [
        {"qid": "1", "attribute": "random_order", "value": "1"},
        {"qid": "1", "attribute": "array_filter", "value": "sure"},
        {"qid": "1", "attribute": "cssclass", "value": "wide"},
    ]
    result = imported(
        asked("S"),
        question_attributes=settings,
        surveys_languagesettings=[texts],
        quota=[{"name": "full"}],
        assessments=[{"id": "1"}],
        defaultvalues=[{"qid": "1", "defaultvalue": "x"}],
    )
    told = {
        "end_text",
        "policy",
        "letters",
        "quota",
        "assessment",
        "default",
        "attribute",
        "random_order",
        "look",
    }
    assert told <= set(codes(result))
    assert result.questionnaire.title.en == "Survey"
    assert result.questionnaire.parts[0].text.en == "Welcome!"
    assert result.questionnaire.code == "LS77"


def test_texts_of_older_exports_stand_in_the_rows_themselves() -> None:
    content = export(
        groups=[{"gid": "1", "group_name": "Group", "language": "en", "group_order": "0"}],
        questions=[
            {
                "qid": "1",
                "parent_qid": "0",
                "gid": "1",
                "type": "L",
                "title": "q",
                "question": text,
                "language": code,
            }
            for code, text in (("en", "Question"), ("sv", "Fråga"))
        ],
        answers=[
            {"qid": "1", "code": str(n), "answer": f"{code} {n}", "language": code, "sortorder": str(n)}
            for code in ("en", "sv")
            for n in (1, 2)
        ],
        surveys=[{"sid": "5", "language": "en", "additional_languages": "sv"}],
        surveys_languagesettings=[{"surveyls_language": "en", "surveyls_title": "Survey"}],
    )
    (item,) = read_questionnaire(content, name="x.lss", unmarked="fi").questionnaire.items
    assert (item.text.en, item.text.sv) == ("Question", "Fråga")
    assert [option.label.sv for option in item.scale.options] == ["sv 1", "sv 2"]


def test_a_question_without_words_is_called_by_its_code_and_a_foreign_one_left_out() -> None:
    result = imported(
        asked("S", text={"en": ""}), {**asked("S", text={"de": "Frage"}), "qid": "2", "title": "r"}
    )
    assert [each.text.en for each in result.questionnaire.parts] == ["Sure?", "q"]
    assert {"no_words", "foreign_only"} <= set(codes(result))
    assert result.foreign == ("de",)


def test_a_list_too_long_is_left_out() -> None:
    countries = answers(*[f"c{n}" for n in range(202)])
    result = imported(asked("L"), answers=countries)
    assert "too_many_options" in codes(result)
    many = imported(asked("L"), answers=countries[:150]).questionnaire.items[-1].scale.values
    assert (len(many), many[-1]) == (150, 100)
