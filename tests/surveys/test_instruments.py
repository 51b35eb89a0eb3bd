"""What ships, and the personal profile that the competence survey gives."""

from __future__ import annotations

import json

import pytest

from surveys import instruments
from surveys.questionnaire import (
    LANGUAGES,
    STAGES,
    Text,
    fingerprint,
    from_document,
    from_yaml,
    profile,
    to_document,
    to_yaml,
)

# What ships


def test_readiness_has_20_core_items_in_6_dimensions_and_3_vet_items() -> None:
    readiness = instruments.load("yhes_readiness")
    assert [dimension.code for dimension in readiness.dimensions] == ["YK", "OS", "LU", "JO", "ME", "KU"]
    assert len(readiness.with_modules(()).items) == 20
    assert [item.code for item in readiness.items if item.module == "vet"] == ["OS4", "OS5", "JO4"]
    assert readiness.scale.values == (1, 2, 3, 4, 5)
    assert readiness.scale.not_applicable == Text("En osaa sanoa", "Kan inte säga", "Cannot say")
    assert [question.required for question in readiness.open_questions] == [False]


def test_only_the_item_about_a_recognisable_supervisor_is_kept_from_units_and_out_of_the_index() -> None:
    readiness = instruments.load("yhes_readiness")
    marked = [item.code for item in readiness.items if item.smallest_group != "unit" or not item.in_index]
    assert marked == ["JO1"]
    (item,) = [item for item in readiness.items if item.code == "JO1"]
    assert (item.smallest_group, item.in_index) == ("organisation", False)


def test_competence_has_14_items_in_3_areas_and_3_levels_beside_not_yet_and_not_my_job() -> None:
    competence = instruments.load("wl_competence")
    assert competence.kind == "competence"
    assert [(part.code, len(part.items)) for part in competence.dimensions] == [("A", 5), ("B", 5), ("C", 4)]
    assert competence.scale.values == (0, 1, 2, 3)
    assert competence.scale.not_applicable is not None
    assert [role.code for role in competence.role_profiles] == [
        "teacher",
        "guidance",
        "coordinator",
        "supervisor",
    ]


@pytest.mark.parametrize(("code", "items"), [("workplace_feedback", 7), ("student_feedback", 4)])
def test_feedback_asks_by_process_stage(code: str, items: int) -> None:
    feedback = instruments.load(code)
    assert feedback.kind == "feedback"
    assert len(feedback.items) == items
    assert all(item.stage in STAGES for item in feedback.items)


@pytest.mark.parametrize("code", instruments.SHIPPED)
def test_shipped_instrument_says_in_three_languages_what_it_is(code: str) -> None:
    instrument = instruments.load(code)
    assert instrument.code == code
    assert instrument.licence == "CC BY 4.0"
    assert instrument.source
    assert instrument.citation
    assert instrument.note is not None
    for language, promise in (("fi", "diagnoosi"), ("sv", "diagnos"), ("en", "diagnosis")):
        assert promise in instrument.note.in_(language).text


@pytest.mark.parametrize("code", instruments.SHIPPED)
def test_shipped_instrument_is_complete_in_three_languages(code: str) -> None:
    def texts(part: object) -> list[dict[str, str]]:
        if isinstance(part, dict):
            found = [part] if set(part) & set(LANGUAGES) else []
            return found + [text for value in part.values() for text in texts(value)]
        return [text for value in part for text in texts(value)] if isinstance(part, list) else []

    found = texts(to_document(instruments.load(code)))
    assert len(found) > 10
    assert all(set(text) == set(LANGUAGES) for text in found)


def test_an_instrument_that_does_not_ship_cannot_be_loaded() -> None:
    with pytest.raises(KeyError):
        instruments.load("../../etc/passwd")


# The personal competence profile


def test_area_is_the_mean_of_what_was_answered_and_gap_what_the_role_needs_more() -> None:
    competence = instruments.load("wl_competence")
    result = profile(competence, {"A1": 3, "A2": 0, "A3": None, "B1": 2, "C1": 3, "C2": 2})
    assert [(area.dimension.code, area.level, area.answered, area.asked) for area in result.areas] == [
        ("A", 1.5, 2, 5),
        ("B", 2.0, 1, 5),
        ("C", 2.5, 2, 4),
    ]
    gaps = {
        role.role.code: [(gap.dimension.code, gap.required, gap.gap) for gap in role.gaps]
        for role in result.roles
    }
    assert gaps["teacher"] == [("A", 2, 0.5), ("B", 2, 0.0), ("C", 1, -1.5)]
    assert gaps["coordinator"] == [("A", 3, 1.5), ("B", 2, 0.0), ("C", 3, 0.5)]


def test_what_to_practise_is_furthest_below_the_role_first_and_one_step_up() -> None:
    competence = instruments.load("wl_competence")
    answers = {"A1": 2, "A2": 1, "A3": None, "A4": 0, "A5": 3, "B1": 2, "C1": 0, "C2": 0, "C3": 0, "C4": 1}
    roles = {role.role.code: role.gaps for role in profile(competence, answers).roles}

    def steps(role: str) -> list[list[tuple[str, int]]]:
        return [[(step.item.code, step.next.value) for step in gap.steps] for gap in roles[role]]

    assert steps("teacher") == [[("A4", 1), ("A2", 2)], [], [("C1", 1), ("C2", 1), ("C3", 1)]]
    assert steps("coordinator")[0] == [("A4", 1), ("A2", 2), ("A1", 3)]
    assert all(not gap.suggestions for gaps in roles.values() for gap in gaps), "the document has none"


def test_suggestions_of_the_document_are_those_between_the_own_level_and_the_roles() -> None:
    document = to_document(instruments.load("wl_competence"))
    mark = fingerprint(instruments.load("wl_competence"))
    assert "suggestions" not in json.dumps(document), "what is stored keeps its fingerprint"
    document["dimensions"][0]["suggestions"] = [
        {"level": level, "text": {"en": f"towards {level}"}} for level in (3, 1, 2, 2)
    ]
    own = from_document(document)
    assert from_yaml(to_yaml(own), complete=False) == own
    assert fingerprint(own) != mark
    for answer, expected in ((0, ["1", "2", "2"]), (1, ["2", "2"]), (2, [])):
        teacher = profile(own, {"A1": answer}).roles[0]
        assert [text.en for text in teacher.gaps[0].suggestions] == [f"towards {each}" for each in expected]


def test_area_without_an_answer_has_neither_level_nor_gap() -> None:
    result = profile(instruments.load("wl_competence"), {"A1": None})
    assert {area.level for area in result.areas} == {None}
    assert {gap.gap for role in result.roles for gap in role.gaps} == {None}


def test_only_a_competence_survey_gives_a_profile() -> None:
    with pytest.raises(ValueError, match="not a competence survey"):
        profile(instruments.load("yhes_readiness"), {})
