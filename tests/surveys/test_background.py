"""Background variables: asked of everybody, told by class where nobody can be picked out, and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from surveys.models import Answer, ClassFigures, Release, Round
from surveys.questionnaire import (
    Errors,
    QuestionnaireError,
    Submission,
    from_document,
    pack,
    to_document,
    validate,
)
from surveys.services import background, closing, releasing, retention
from surveys.services.questionnaires import store_version
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, open_box
from tests.surveys.dividing import MANAGEMENT, OTHER, TEACHING, cast_many, with_background


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


def changed(**marks: Any) -> dict[str, Any]:
    """The document with the first background variable said to be something else too."""
    document = to_document(with_background())
    document["dimensions"][0]["items"][0] |= marks
    return document


# --- In the questionnaire ---------------------------------------------------------------------------------------


def test_background_variables_have_no_results_of_their_own() -> None:
    asked = with_background()
    assert [item.code for item in asked.background] == ["ROLE", "YEARS"]
    assert [item.code for item in asked.items] == ["W1", "W2", "T1"]
    assert [column.key for column in asked.columns] == ["W1", "W2", "T1"]
    assert [dimension.code for dimension in asked.measured] == ["WORK", "TEAM"]
    assert from_document(to_document(asked)) == asked
    assert not from_document(
        {**to_document(asked), "dimensions": to_document(asked)["dimensions"][1:]}
    ).background


@pytest.mark.parametrize(
    ("marks", "where"),
    [
        ({"in_index": True, "ordered": True}, "in_index"),
        ({"required": True}, "required"),
        ({"smallest_group": "organisation"}, "smallest_group"),
        ({"stage": "before"}, "stage"),
        ({"background": "yes"}, "background"),
    ],
)
def test_what_a_background_variable_cannot_be(marks: Mapping[str, Any], where: str) -> None:
    with pytest.raises(QuestionnaireError) as refused:
        from_document(changed(**marks))
    assert refused.value.path == f"dimensions[0].items[0].{where}"


def test_nothing_depends_on_a_background_variable_nor_it_on_anything() -> None:
    document = to_document(with_background())
    document["dimensions"][1]["items"][0]["show_if"] = {"item": "ROLE", "in": [1]}
    with pytest.raises(QuestionnaireError) as refused:
        from_document(document)
    assert refused.value.code == "on_background"
    document = to_document(with_background())
    document["dimensions"].reverse()
    document["dimensions"][-1]["items"][0]["show_if"] = {"item": "T1", "in": [1]}
    with pytest.raises(QuestionnaireError) as refused:
        from_document(document)
    assert refused.value.code == "not_background"


def test_at_most_three_and_of_at_most_ten_options() -> None:
    document = to_document(with_background())
    items = document["dimensions"][0]["items"]
    items.append({**items[1], "code": "THIRD"})
    assert len(from_document(document).background) == 3
    items.append({**items[1], "code": "FOURTH"})
    with pytest.raises(QuestionnaireError) as refused:
        from_document(document)
    assert refused.value.code == "too_many_background"
    many = [{"value": number, "label": {"fi": str(number)}} for number in range(11)]
    with pytest.raises(QuestionnaireError):
        from_document(changed(scale={"code": "many", "options": many}))


# --- In an answer -----------------------------------------------------------------------------------------------


def test_a_class_goes_its_own_way_and_may_be_left_out() -> None:
    answer = validate(with_background(), {"ROLE": "2", "W1": "4"})
    assert isinstance(answer, Submission)
    assert (dict(answer.choices), dict(answer.background)) == ({"W1": 4}, {"ROLE": 2})
    assert len(pack(with_background(), answer.choices, answer.picks)) == 3
    skipped = validate(with_background(), {"W1": "4"})
    assert isinstance(skipped, Submission)
    assert not skipped.background
    only = validate(with_background(), {"ROLE": "2"})
    assert isinstance(only, Submission)
    assert only.is_empty


@pytest.mark.parametrize("value", ["4", "0", "-1", "na", "1 2", " 1", "١", "1.0", "x" * 5_000, "9" * 400])
def test_absurd_classes_are_refused(value: str) -> None:
    found = validate(with_background(), {"ROLE": value, "W1": "4"})
    assert isinstance(found, Errors)
    assert [error.code for error in found.for_item("ROLE")] == ["off_scale"]


# --- Counted and released ---------------------------------------------------------------------------------------


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    return open_box(cast.project, units=(2, 1), questionnaire=store_version(questionnaire=with_background()))


def release(box: BallotBox) -> Release:
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def told(made: Release, group: Any, audience: str = "inside") -> dict[str, Any]:
    document: dict[str, Any] = made.groups.get(group=group, audience=audience).document
    return document["background"]


@pytest.mark.django_db(transaction=True)
def test_a_round_tells_of_classes_where_nobody_can_be_picked_out(box: BallotBox) -> None:
    """Management is one person in the first organisation and three in the second: nowhere of its own."""
    for years in ("1", "2"):
        cast_many(box, (0, 0), 7, ROLE=TEACHING, YEARS=years)
    cast_many(box, (0, 0), 12, ROLE=OTHER, YEARS="2")
    cast_many(box, (0, 1), 13, ROLE=TEACHING, YEARS="2")
    cast_many(box, (0, 1), 1, ROLE=MANAGEMENT)
    for years in ("1", "2"):
        cast_many(box, (1, 0), 10, ROLE=TEACHING, YEARS=years, skip="T1")
    cast_many(box, (1, 0), 15, ROLE=OTHER, YEARS="2", skip="T1")
    cast_many(box, (1, 0), 3, ROLE=MANAGEMENT)
    cast_many(box, (1, 0), 6)
    made = release(box)
    box.round.refresh_from_db()

    whole = told(made, box.root)
    assert whole["ROLE"]["1"]["n"] == 47
    assert told(made, box.root, "public")["ROLE"]["1"]["n"] == "20–49"
    assert whole["ROLE"]["1"]["indexes"]["WORK"] is not None
    nothing = {"n": None, "indexes": {"WORK": None, "TEAM": None}}
    assert {document["ROLE"]["3"] == nothing for document in (whole, told(made, box.organisations[1]))} == {
        True
    }
    # Nobody but three in the second organisation said anything of the team.
    assert told(made, box.organisations[1])["ROLE"]["1"]["indexes"]["TEAM"] is None
    # The second variable is told of the whole only, and looks the same elsewhere as one that is protected.
    assert [found["n"] for found in whole["YEARS"].values()] == [None, 57]
    assert {told["n"] for told in told(made, box.organisations[0])["YEARS"].values()} == {None}
    # Units are never divided, and nobody's class is stored with an answer.
    assert "background" not in made.groups.get(group=box.units[0, 0], audience="inside").document
    assert {len(bytes(row.choices)) for row in Answer.objects.all()} == {3}
    assert {field.name for field in Answer._meta.fields} == {"id", "round", "group", "choices"}
    # What was decided at closing is what the release shows, to the last cell.
    cells = background.published_cells(made)
    assert cells == background.planned_cells(box.round)
    assert (box.root.pk, "ROLE", 1) in cells["public"] <= cells["inside"]
    assert releasing.is_intact(made)
    assert releasing.publish_release(round_=box.round, user=None, report=silent).pk == made.pk
    # Classes are part of the fingerprint.
    row = made.groups.get(group=box.root, audience="inside")
    row.document["background"]["ROLE"]["3"]["n"] = 4
    made.groups.filter(pk=row.pk).update(document=row.document)
    assert not releasing.is_intact(made)
    # A year later they are gone with the answers; what was released stays.
    Round.objects.update(closed_at=timezone.now() - timedelta(days=366))
    retention.forget_answers(timezone.now())
    assert not ClassFigures.objects.exists()
    assert told(made, box.root)["ROLE"]["1"]["n"] == 47


@pytest.mark.django_db(transaction=True)
def test_six_principals_with_one_teacher(box: BallotBox) -> None:
    """Everybody's unit, management and teaching together would point at the one teacher."""
    Round.objects.update(figures=Round.Figures.INDEXES)
    cast_many(box, (0, 0), 6, ROLE=MANAGEMENT)
    cast_many(box, (0, 0), 1, ROLE=TEACHING)
    cast_many(box, (0, 1), 12, ROLE=TEACHING)
    cast_many(box, (1, 0), 30, ROLE=TEACHING)
    made = release(box)
    assert made.groups.filter(group=box.units[0, 0], audience="inside").exists()
    shown = {value for value, found in told(made, box.root)["ROLE"].items() if found["n"] is not None}
    assert not {TEACHING, MANAGEMENT} <= shown


@pytest.mark.django_db(transaction=True)
def test_no_release_beside_other_groups_than_the_classes_were_decided_with(box: BallotBox) -> None:
    cast_many(box, (0, 0), 20, ROLE=TEACHING)
    cast_many(box, (0, 1), 20, ROLE=OTHER)
    cast_many(box, (1, 0), 20, ROLE=OTHER)
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    ClassFigures.objects.update(beside="0" * 64)
    with pytest.raises(releasing.ReleaseRefused):
        releasing.publish_release(round_=box.round, user=None, report=silent)
