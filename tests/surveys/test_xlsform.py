"""What an XLSForm becomes here, and what is told about the rest."""

from __future__ import annotations

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
    Text,
)
from tests.surveys.workbooks import CHOICES, HEAD, repacked, sheet_xml, workbook, xlsform

SURE = ("select_one yes_no", "sure", "Sure?")
TOOLS = ("select_multiple yes_no", "tools", "Tools?")


def imported(*rows: Any, **more: Any) -> Imported:
    return read_questionnaire(xlsform(*rows, **more), name="team form.xlsx", unmarked="en")


def part(*rows: Any, **more: Any) -> Any:
    """The last part of the questionnaire that the rows become."""
    return imported(*rows, **more).questionnaire.parts[-1]


def codes(result: Imported) -> list[str]:
    return [found.code for found in result.findings]


# --- Types ------------------------------------------------------------------------------------------


def test_one_of_several_options_has_no_order_and_no_index() -> None:
    item = part(SURE)
    assert isinstance(item, Item)
    assert [(option.value, option.label.en) for option in item.scale.options] == [(1, "Yes"), (2, "No")]
    assert (item.ordered, item.in_index) == (False, False)


def test_options_that_are_numbers_keep_them() -> None:
    choices = [CHOICES[0], ("agree", "5", "Most"), ("agree", "1", "Least"), ("agree", "3", "Some")]
    result = imported(("select_one agree", "q", "Q"), choices=choices)
    assert result.questionnaire.items[0].scale.values == (1, 3, 5)
    assert "option_order" in codes(result)


def test_a_likert_table_is_a_scale_with_an_index() -> None:
    rows = [("select_one agree", f"q{n}", f"Q{n}", "", "likert") for n in range(3)]
    (section,) = imported(*rows).questionnaire.dimensions
    assert section.has_index
    assert len({item.scale for item in section.items}) == 1


def test_several_options_and_how_many() -> None:
    constraint = "count-selected(.) >= 1 and count-selected(.) <= 2"
    choice = part((*TOOLS, "", "", constraint))
    assert isinstance(choice, MultipleChoice)
    assert (choice.least, choice.most) == (1, 2)
    assert "constraint" not in codes(imported((*TOOLS, "", "", constraint)))


@pytest.mark.parametrize(("appearance", "length"), [("", "short"), ("multiline", "long")])
def test_texts_are_short_or_long(appearance: str, length: str) -> None:
    question = part(("text", "why", "Why?", "", appearance))
    assert isinstance(question, OpenQuestion)
    assert question.length == length


@pytest.mark.parametrize("kind", ["integer", "decimal", "date", "time", "datetime"])
def test_numbers_and_dates_are_asked_in_writing_and_that_is_told(kind: str) -> None:
    result = imported((kind, "q", "Q"))
    assert isinstance(result.questionnaire.parts[0], OpenQuestion)
    assert codes(result) in (["number_as_text"], ["date_as_text"])


def test_a_range_is_a_scale_of_numbers() -> None:
    head = ("type", "name", "label", "parameters")
    content = workbook(survey=[head, ("range", "q", "How likely?", "start=0 end=10 step=1")])
    item = read_questionnaire(content, name="x.xlsx", unmarked="fi").questionnaire.items[0]
    assert item.scale.values == tuple(range(11))
    assert item.scale.is_numbers
    assert item.text == Text(fi="How likely?")


def test_a_note_is_a_text_with_its_hint() -> None:
    note = part(SURE, ("note", "n", "Thank you", "", "", "", "for your time"))
    assert isinstance(note, Information)
    assert note.text.en == "Thank you\n\nfor your time"


def test_a_long_note_is_divided_and_a_long_question_refused() -> None:
    result = imported(SURE, ("note", "n", "word " * 900))
    assert [type(each) for each in result.questionnaire.parts] == [
        Item,
        Information,
        Information,
        Information,
    ]
    assert "long_text" in codes(result)


@pytest.mark.parametrize(
    "kind", ["geopoint", "image", "audio", "barcode", "acknowledge", "rank yes_no", "???"]
)
def test_types_that_the_portal_does_not_have_are_left_out_and_told(kind: str) -> None:
    result = imported(SURE, (kind, "odd", "Odd"))
    assert [each.code for each in result.questionnaire.parts] == ["sure"]
    (left,) = [found for found in result.findings if found.code == "unsupported"]
    assert (left.place.row, left.place.question) == (3, "odd")
    assert kind in left.sentence()
    assert next(tally for tally in result.tallies if tally.sort == "other").found == 1


@pytest.mark.parametrize("kind", ["start", "end", "deviceid", "phonenumber", "username", "audit"])
def test_nothing_about_a_person_or_a_device_is_recorded(kind: str) -> None:
    result = imported(SURE, (kind, "meta", ""))
    assert len(result.questionnaire.parts) == 1
    assert "collected" in codes(result)


def test_other_becomes_an_option_and_a_question() -> None:
    result = imported(("select_one yes_no or_other", "sure", "Sure?"))
    item, what = result.questionnaire.parts
    assert [option.label.en for option in item.scale.options] == ["Yes", "No", "Other"]
    assert what.show_if == IsOneOf("sure", (3,))
    assert what.text.en == "Other, what?"


def test_a_single_option_is_a_box_to_tick() -> None:
    choice = part(("select_one ok", "consent", "I agree"), choices=[CHOICES[0], ("ok", "ok", "OK")])
    assert isinstance(choice, MultipleChoice)
    assert len(choice.options) == 1


# --- Sections ---------------------------------------------------------------------------------------


def test_groups_are_sections_and_questions_fall_into_the_innermost() -> None:
    result = imported(
        SURE,
        ("begin group", "outer", "Outer"),
        ("text", "a", "A"),
        ("begin group", "inner", "Inner"),
        ("text", "b", "B"),
        ("end group",),
        ("text", "c", "C"),
        ("end group",),
    )
    sections = result.questionnaire.dimensions
    assert [section.code for section in sections] == ["questions", "outer", "inner", "outer_2"]
    assert [section.title.en for section in sections[1:]] == ["Outer", "Inner", "Outer"]
    assert "nested" in codes(result)


def test_the_condition_of_a_group_holds_for_each_of_its_questions() -> None:
    result = imported(
        SURE,
        TOOLS,
        ("begin group", "g", "G", "${sure} = 'yes'"),
        ("text", "a", "A"),
        ("text", "b", "B", "selected(${tools}, 'no')"),
        ("end group",),
    )
    _sure, _tools, first, second = result.questionnaire.parts
    assert first.show_if == IsOneOf("sure", (1,))
    assert second.show_if == AllOf((IsOneOf("sure", (1,)), IsOneOf("tools", (2,))))


def test_a_repeat_is_asked_once_and_that_is_told() -> None:
    result = imported(("begin repeat", "r", "R"), SURE, ("end repeat",))
    assert [each.code for each in result.questionnaire.parts] == ["sure"]
    assert "repeat" in codes(result)


# --- Conditions -------------------------------------------------------------------------------------

UNANSWERED = IsAnswered("sure", answered=False)


@pytest.mark.parametrize(
    ("relevant", "condition"),
    [
        ("${sure} = 'yes'", IsOneOf("sure", (1,))),
        ("'yes' = ${sure}", IsOneOf("sure", (1,))),
        ('selected(${sure}, "no")', IsOneOf("sure", (2,))),
        ("${sure} = 'yes' or ${sure} = 'no'", IsOneOf("sure", (1, 2))),
        ("${sure} != 'yes'", AnyOf((IsOneOf("sure", (2,)), UNANSWERED))),
        ("not(selected(${sure}, 'yes'))", AnyOf((IsOneOf("sure", (2,)), UNANSWERED))),
        ("${sure} != ''", IsAnswered("sure")),
        ("not(${sure} != '')", UNANSWERED),
        ("not(${sure} = 'yes' and selected(${tools}, 'yes')) ", None),
        (
            "(${sure} = 'yes' and (selected(${tools}, 'yes') or ${tools} = ''))",
            AllOf(
                (IsOneOf("sure", (1,)), AnyOf((IsOneOf("tools", (1,)), IsAnswered("tools", answered=False))))
            ),
        ),
        ("true()", None),
        ("true() or ${sure} = 'yes'", None),
        ("true() and ${sure} = 'yes'", IsOneOf("sure", (1,))),
    ],
)
def test_conditions_that_compare_answers_are_carried_over(relevant: str, condition: Any) -> None:
    assert part(SURE, TOOLS, ("text", "q", "Q", relevant)).show_if == condition


def test_comparing_with_numbers() -> None:
    row = ("text", "q", "Q", "${level} >= 2")
    assert part(("select_one agree", "level", "L"), row).show_if == IsOneOf("level", (2, 3))
    turned = part(("select_one agree", "level", "L"), ("text", "q", "Q", "not(${level} >= 2)"))
    assert turned.show_if == AnyOf((IsOneOf("level", (1,)), IsAnswered("level", answered=False)))


@pytest.mark.parametrize(
    ("relevant", "code"),
    [
        ("regex(${sure}, 'y.*')", "condition_syntax"),
        ("${sure} = 'yes' +", "condition_syntax"),
        ("count-selected(${tools}) > 1", "condition_syntax"),
        ("${sure} = ${tools}", "condition_syntax"),
        ("__import__('os').system('true')", "condition_syntax"),
        ("(" * 500 + "${sure} = 'yes'" + ")" * 500, "condition_syntax"),
        ("${later} = 'yes'", "condition_reference"),
        ("${written} = 'yes'", "condition_reference"),
        ("${sure} = 'maybe'", "condition_option"),
        ("not(selected(${tools}, 'yes'))", "condition_negation"),
    ],
)
def test_other_conditions_are_told_and_the_question_is_asked_of_everybody(relevant: str, code: str) -> None:
    written = ("text", "written", "W")
    result = imported(SURE, TOOLS, written, ("text", "q", "Q", relevant), ("select_one yes_no", "later", "L"))
    question = next(each for each in result.questionnaire.parts if each.code == "q")
    assert question.show_if is None
    (note,) = [found for found in result.findings if found.code.startswith("condition")]
    assert note.code == code
    assert (note.place.sheet, note.place.row, note.place.column) == ("survey", 5, "D")
    tally = next(tally for tally in result.tallies if tally.sort == "conditions")
    assert (tally.found, tally.taken) == (1, 0)


def test_a_question_that_nobody_would_be_asked_is_left_out() -> None:
    result = imported(SURE, ("text", "q", "Q", "false()"))
    assert [each.code for each in result.questionnaire.parts] == ["sure"]
    assert "never_asked" in codes(result)


# --- Texts, names, settings -------------------------------------------------------------------------


def test_languages_of_the_portal_are_taken_and_others_named() -> None:
    head = ("type", "name", "label::suomi", "label::Svenska (sv)", "label::en", "label::Deutsch (de)")
    content = workbook(survey=[head, ("text", "q", "Mitä?", "Vad?", "What?", "Was?")])
    result = read_questionnaire(content, name="x.xlsx", unmarked="fi")
    assert result.questionnaire.parts[0].text == Text("Mitä?", "Vad?", "What?")
    assert result.languages == ("fi", "sv", "en")
    assert result.foreign == ("Deutsch (de)",)


def test_texts_without_a_mark_are_in_the_language_that_the_file_or_the_person_says() -> None:
    survey = [("type", "name", "label"), ("text", "q", "Vad?")]
    assert read_questionnaire(workbook(survey=survey), name="x", unmarked="sv").languages == ("sv",)
    settings = [("default_language",), ("Svenska (sv)",)]
    said = workbook(survey=survey, settings=settings)
    assert read_questionnaire(said, name="x", unmarked="fi").languages == ("sv",)


def test_names_that_cannot_be_codes_are_changed_and_conditions_follow() -> None:
    result = imported(("select_one yes_no", "_1 a", "Q"), ("text", "b", "B", "${_1 a} = 'yes'"))
    first, second = result.questionnaire.parts
    assert first.code == "Q1_a"
    assert second.show_if == IsOneOf("Q1_a", (1,))
    assert "renamed" in codes(result)


def test_settings_give_code_title_and_version() -> None:
    settings = [("form_id", "form_title", "version", "style"), ("team", "Our team", "20", "pages")]
    result = imported(SURE, settings=settings)
    questionnaire = result.questionnaire
    assert (questionnaire.code, questionnaire.title.en, questionnaire.version) == ("team", "Our team", 20)
    assert "settings" in codes(result)
    assert imported(SURE).questionnaire.code == "team_form"


def test_html_is_cleaned_to_words() -> None:
    text = 'One<br>two <b onclick="x()">three</b>&nbsp;&lt;four&gt;<script>bad()</script><style>p{}</style>'
    assert part(("text", "q", text)).text.en == "One\ntwo three <four>"
    assert part(("text", "q", "5 < 6 & 7\u202e > 2")).text.en == "5 < 6 & 7 > 2"


def test_what_repeats_an_answer_is_replaced_and_told() -> None:
    result = imported(SURE, ("text", "q", "You said ${sure}?"))
    assert result.questionnaire.parts[1].text.en == "You said …?"
    assert "piped" in codes(result)


def test_a_formula_is_never_calculated() -> None:
    """What the cell last showed is taken; without that there is nothing."""
    row = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>label</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"te"&amp;"xt"</f><v>text</v></c><c r="B2" t="inlineStr"><is><t>q</t></is></c>'
        '<c r="C2" t="str"><f>WEBSERVICE("http://x")</f><v>Shown</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>text</t></is></c><c r="B3" t="inlineStr"><is><t>r</t></is></c>'
        '<c r="C3"><f>1+1</f></c></row>'
    )
    content = repacked(xlsform(SURE), {"xl/worksheets/sheet1.xml": sheet_xml(row)})
    result = read_questionnaire(content, name="x.xlsx", unmarked="en")
    assert [each.text.en for each in result.questionnaire.parts] == ["Shown", "r"]
    places = [(found.place.row, found.place.column) for found in result.findings if found.code == "formula"]
    assert places == [(2, "A"), (2, "C"), (3, "C")]


def test_columns_and_cells_that_nobody_reads_are_told() -> None:
    head = (*HEAD, "default", "bind::odk:length", "media::image", "choice_filter")
    row = (*SURE, "", "", "", "", "yes", "10", "cat.jpg", "a=b")
    content = workbook(survey=[head, row], choices=CHOICES)
    result = read_questionnaire(content, name="x.xlsx", unmarked="en")
    assert {"default", "column", "media", "choice_filter"} <= set(codes(result))


def test_more_written_questions_than_a_questionnaire_holds_are_left_out_one_by_one() -> None:
    result = imported(SURE, *[("text", f"t{n}", f"T{n}") for n in range(23)])
    assert len(result.questionnaire.all_open_questions) == 20
    left = [found.place.question for found in result.findings if found.code == "too_many_texts"]
    assert left == ["t20", "t21", "t22"]
