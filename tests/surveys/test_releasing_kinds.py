"""Conditional questions, multiple choice and options without an order in a release."""

from __future__ import annotations

from typing import Any

import pytest

from surveys.models import Release, Round
from surveys.services import closing, releasing
from surveys.services.questionnaires import store_version
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, open_box
from tests.surveys.many_kinds import many_kinds

pytestmark = pytest.mark.django_db(transaction=True)


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    version = store_version(questionnaire=many_kinds())
    return open_box(cast.project, units=(2,), questionnaire=version)


def answer(box: BallotBox, unit: tuple[int, int], *, tried: int, not_tried: int) -> None:
    """People of a unit; those who tried say so, and where. All are spread over the options."""
    for person in range(tried + not_tried):
        choices: dict[str, int | None] = {"W1": person % 5 + 1, "FIELD": person % 4 + 1, "TRIED": 0}
        picks: dict[str, tuple[int, ...]] = {}
        if person < tried:
            choices |= {"TRIED": 1, "USEFUL": person % 5 + 1}
            picks = {"WHERE": ((1,), (1, 3), (), (3,))[person % 4]}
            if 3 in picks["WHERE"]:
                choices["TOOLS"] = person % 5 + 1
        box.cast(box.units[unit], choices, picks=picks)


def release(box: BallotBox) -> dict[tuple[str, str], dict[str, Any]]:
    """Released items by (group, audience)."""
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    made: Release = releasing.publish_release(round_=box.round, user=None, report=silent)
    rows = made.groups.select_related("group")
    return {(str(row.group), row.audience): row.document["items"] for row in rows}


def test_a_conditional_question_is_shown_where_ten_were_asked_and_ten_were_not(box: BallotBox) -> None:
    """The second unit has five who were not asked: it is not shown, nor is the other, of which it is the rest."""
    answer(box, (0, 0), tried=15, not_tried=15)
    answer(box, (0, 1), tried=25, not_tried=5)
    items = release(box)
    for audience in ("inside", "public"):
        whole = items["Koko hanke", audience]
        assert whole["USEFUL"]["shares"] == [20, 20, 20, 20, 20]
        assert whole["TRIED"]["shares"] == [33, 67]
        assert items["Yksikkö 1", audience]["W1"]["shares"] is not None
        for unit in ("Yksikkö 1", "Yksikkö 2"):
            assert items[unit, audience]["USEFUL"] == {"index": None, "shares": None, "agree": None}
            assert items[unit, audience]["WHERE:1"] == {"shares": None}


def test_nobody_is_told_how_many_were_asked(box: BallotBox) -> None:
    answer(box, (0, 0), tried=15, not_tried=15)
    for document in release(box).values():
        assert {key for item in document.values() for key in item} <= {"index", "shares", "agree"}


def test_each_option_of_a_multiple_choice_is_a_distribution_of_two(box: BallotBox) -> None:
    answer(box, (0, 0), tried=40, not_tried=20)
    whole = release(box)["Koko hanke", "inside"]
    assert whole["WHERE:1"] == {"shares": [50, 50]}
    assert whole["WHERE:3"] == {"shares": [50, 50]}
    assert whole["WHERE:2"] == {"shares": {"band": [0, 0]}}, "nobody: only that it is under a tenth"
    assert whole["TOOLS"]["shares"] is not None, "20 of 60 were asked"


def test_a_condition_within_a_condition_counts_those_who_were_really_asked(box: BallotBox) -> None:
    """16 of 40 tried it, 8 of them online: too few were asked about the tools."""
    answer(box, (0, 0), tried=16, not_tried=24)
    whole = release(box)["Koko hanke", "inside"]
    assert whole["USEFUL"]["shares"] is not None
    assert whole["TOOLS"] == {"index": None, "shares": None, "agree": None}


@pytest.mark.parametrize("figures", Round.Figures.values)
def test_options_without_an_order_have_no_index_in_any_round(box: BallotBox, figures: str) -> None:
    Round.objects.update(figures=figures)
    box.round.refresh_from_db()
    answer(box, (0, 0), tried=20, not_tried=20)
    whole = release(box)["Koko hanke", "inside"]
    assert whole["FIELD"] == {"shares": [25, 25, 25, 25]}
    assert isinstance(whole["W1"]["index"], int)
    assert ("shares" in whole["W1"]) == (figures == Round.Figures.DISTRIBUTIONS)


def test_sections_without_an_index_have_none_in_the_release(box: BallotBox) -> None:
    answer(box, (0, 0), tried=20, not_tried=20)
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    made = releasing.publish_release(round_=box.round, user=None, report=silent)
    assert all(set(row.document["indexes"]) == {"WORK"} for row in made.groups.all())
