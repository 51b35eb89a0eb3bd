"""What a SurveyJS questionnaire becomes here, and what is told about the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from surveys.formats.findings import FileRefused
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

SURE = {"type": "radiogroup", "name": "sure", "title": "Sure?", "choices": ["yes", "no"]}
TOOLS = {
    "type": "checkbox",
    "name": "tools",
    "choices": [{"value": "a", "text": "Axe"}, {"value": "b", "text": "Bow"}],
}


def imported(*elements: Any, **survey: Any) -> Imported:
    document = {"title": "Survey", "pages": [{"name": "p1", "elements": list(elements)}], **survey}
    return read_questionnaire(json.dumps(document).encode(), name="team.json", unmarked="en")


def parts(*elements: Any, **survey: Any) -> list[Any]:
    return list(imported(*elements, **survey).questionnaire.parts)


def codes(result: Imported) -> list[str]:
    return [found.code for found in result.findings]


def refusal(content: bytes) -> Any:
    with pytest.raises(FileRefused) as caught:
        read_questionnaire(content, name="x.json", unmarked="en")
    return caught.value.findings[0]


def test_types() -> None:
    item, choice, rating, sure, short, long, text = parts(
        SURE,
        {
            **TOOLS,
            "minSelectedChoices": 1,
            "maxSelectedChoices": 2,
            "showNoneItem": True,
            "noneText": "Neither",
        },
        {"type": "rating", "name": "r", "rateMin": 0, "rateMax": 10, "minRateDescription": "Never"},
        {"type": "boolean", "name": "b"},
        {"type": "text", "name": "s", "isRequired": True},
        {"type": "comment", "name": "l"},
        {"type": "html", "name": "h", "html": "<p>Thank <b>you</b></p>"},
    )
    assert isinstance(item, Item)
    assert (item.ordered, item.in_index) == (False, False)
    assert isinstance(choice, MultipleChoice)
    assert (choice.least, choice.most, choice.none) == (1, 2, Text(en="Neither"))
    assert rating.scale.values == tuple(range(11))
    assert rating.scale.options[0].label.en == "Never"
    assert [option.label.en for option in sure.scale.options] == ["No", "Yes"]
    assert isinstance(short, OpenQuestion)
    assert (short.length, short.required, long.length) == ("short", True, "long")
    assert isinstance(text, Information)
    assert text.text.en == "Thank you"


def test_a_matrix_is_a_text_and_a_question_for_each_row() -> None:
    matrix = {
        "type": "matrix",
        "name": "m",
        "columns": [1, 2, 3],
        "rows": [{"value": "r", "text": "Row"}, "s"],
    }
    result = imported(matrix)
    _text, first, second = result.questionnaire.parts
    assert [first.code, second.code, first.text.en] == ["m_r", "m_s", "Row"]
    assert result.questionnaire.dimensions[0].has_index


def test_pages_and_panels_are_sections_with_their_conditions() -> None:
    panel = {
        "type": "panel",
        "name": "inner",
        "visibleIf": "{sure} = 'yes'",
        "elements": [{"type": "text", "name": "a", "visibleIf": "{tools} contains 'b'"}],
    }
    result = imported(SURE, TOOLS, panel, {"type": "text", "name": "z"})
    assert [section.code for section in result.questionnaire.dimensions] == ["p1", "inner", "p1_2"]
    assert result.questionnaire.parts[2].show_if == AllOf((IsOneOf("sure", (1,)), IsOneOf("tools", (2,))))
    assert "nested" in codes(result)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("{sure} == 'yes'", IsOneOf("sure", (1,))),
        ("{sure} anyof ['yes', 'no']", IsOneOf("sure", (1, 2))),
        ("{sure} <> 'yes'", AnyOf((IsOneOf("sure", (2,)), IsAnswered("sure", answered=False)))),
        ("{sure} empty", IsAnswered("sure", answered=False)),
        ("!({sure} empty) and {tools} contains 'a'", AllOf((IsAnswered("sure"), IsOneOf("tools", (1,))))),
    ],
)
def test_conditions_that_compare_answers_are_carried_over(text: str, condition: Any) -> None:
    assert parts(SURE, TOOLS, {"type": "text", "name": "q", "visibleIf": text})[-1].show_if == condition


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("age({born}) > 18", "condition_syntax"),
        ("{tools.length} > 1", "condition_reference"),
        ("{tools} notcontains 'a'", "condition_negation"),
        ("{sure} = 'perhaps'", "condition_option"),
    ],
)
def test_other_conditions_are_told(text: str, code: str) -> None:
    result = imported(SURE, TOOLS, {"type": "text", "name": "q", "visibleIf": text})
    assert result.questionnaire.parts[-1].show_if is None
    assert code in codes(result)


@pytest.mark.parametrize("kind", ["file", "signaturepad", "ranking", "imagepicker", "matrixdynamic", "???"])
def test_types_that_the_portal_does_not_have_are_left_out_and_told(kind: str) -> None:
    result = imported(SURE, {"type": kind, "name": "odd"})
    assert len(result.questionnaire.parts) == 1
    assert "unsupported" in codes(result)


def test_what_changes_or_stays_behind_is_told() -> None:
    result = imported(
        {
            **SURE,
            "showOtherItem": True,
            "defaultValue": "yes",
            "choicesOrder": "random",
            "requiredIf": "{x} = 1",
        },
        {"type": "text", "name": "n", "inputType": "number", "validators": [{"type": "numeric"}]},
        {"type": "text", "name": "d", "inputType": "date", "title": "You said {sure}"},
        {"type": "multipletext", "name": "m", "items": [{"name": "one"}, {"name": "two"}]},
        {"type": "expression", "name": "e", "expression": "1 + 1"},
        {"type": "text", "name": "v", "visible": False},
        {"type": "paneldynamic", "name": "pd", "templateElements": [{"type": "text", "name": "t"}]},
        completedHtml="Bye",
        triggers=[{"type": "complete"}],
    )
    told = {
        "other",
        "default",
        "random_order",
        "attribute",
        "number_as_text",
        "constraint",
        "date_as_text",
        "piped",
    }
    told |= {"one_of_texts", "calculation", "hidden", "repeat", "end_text", "settings"}
    assert told <= set(codes(result))


def test_texts_in_several_languages() -> None:
    title = {"default": "Vad?", "fi": "Mitä?", "de": "Was?"}
    result = imported({"type": "text", "name": "q", "title": title}, locale="sv", title={"fi": "Nimi"})
    assert result.questionnaire.parts[0].text == Text("Mitä?", "Vad?", "")
    assert result.foreign == ("de",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"pages": [', "not_json"),
        (b'{"pages": ' + b"[" * 100_000, "not_json"),
        (b'{"pages": [' + b"9" * 10_000 + b"]}", "not_json"),
        (b'{"a": "\xff"}', "not_json"),
        (b'{"questions": 1}', "not_surveyjs"),
        (b'{"pages": []}', "no_questions"),
        (b'{"pages": [1, null, {"elements": 5}]}', "no_questions"),
        (b'{"elements": [{"type": "text"}]}', "question_without_name"),
    ],
)
def test_bad_json_is_refused(content: bytes, code: str) -> None:
    found = refusal(content)
    # Without any text there is no language either; both say what is missing.
    assert found.code in (code, "no_known_language" if code == "no_questions" else code)


def test_panels_nested_too_deeply_are_refused() -> None:
    element: dict[str, Any] = {"type": "text", "name": "q"}
    for _level in range(40):
        element = {"type": "panel", "elements": [element]}
    assert refusal(json.dumps({"elements": [element]}).encode()).code == "too_deep"
