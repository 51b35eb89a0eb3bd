"""What a results page shows of questions that are no steps of agreement."""

from __future__ import annotations

import pytest
from django.utils import translation

from surveys.models import Group, Round
from surveys.presenting import ReleaseReader, group_results
from surveys.presenting.pages import GroupResults
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
    return open_box(cast.project, units=(1, 1), questionnaire=version)


def results(box: BallotBox, group: Group) -> GroupResults:
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    made = releasing.publish_release(round_=box.round, user=None, report=silent)
    with translation.override("en"):
        return group_results(ReleaseReader(made, "inside", "en"), group, source="")


def answer(box: BallotBox, organisation: int, people: int) -> None:
    """Half have tried; of those, half online and three quarters anywhere at all."""
    for person in range(people):
        choices: dict[str, int | None] = {
            "TRIED": person % 2,
            "W1": person % 5 + 1,
            "W2": 5 - person % 5,
            "TELL": person % 11,
            "FIELD": 2 if person % 20 else 3,
        }
        picks: dict[str, tuple[int, ...]] = {}
        if person % 2:
            picks = {"WHERE": (1, 3) if person % 4 == 1 else (1,)}
        box.cast(box.units[organisation, 0], choices, picks=picks)


def rows_of(page: GroupResults, chart: str) -> list[tuple[str, ...]]:
    (found,) = [each for each in page.items if each.id == chart]
    return [tuple(cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row) for row in found.table.rows]


def test_every_closed_question_has_its_place_and_only_measured_sections_an_index(box: BallotBox) -> None:
    answer(box, 0, 40)
    answer(box, 1, 40)
    page = results(box, box.root)
    assert [chart.id for chart in page.items] == [
        "items-WORK",
        "answers-TRIED",
        "answers-WHERE",
        "items-ONLINE",
        "answers-TELL",
        "answers-FIELD",
    ]
    assert [tile.title for tile in page.tiles] == ["Your work"]
    assert rows_of(page, "answers-TRIED") == [("No", "50 %"), ("Yes", "50 %")]
    assert rows_of(page, "answers-WHERE") == [
        ("In my own team", "90 % or more"),
        ("At a workplace", "10 % or less"),
        ("Online", "50 %"),
        ("At another institution", "10 % or less"),
    ]
    assert [label for label, _share in rows_of(page, "answers-TELL")][:2] == ["0 – Not at all likely", "1"]
    assert rows_of(page, "answers-FIELD") == [("Money", "90 % or more")]


def test_whom_a_question_was_asked_of_is_said_and_their_number_is_not(box: BallotBox) -> None:
    answer(box, 0, 40)
    page = results(box, box.root)
    (where,) = [chart for chart in page.items if chart.id == "answers-WHERE"]
    assert where.lead.endswith(
        "n\N{NO-BREAK SPACE}40 · share of those who answered, % · several could be chosen · asked only of those whom "
        "it concerns"
    )
    assert rows_of(page, "items-ONLINE")[0][0] == "The tools worked. (asked only of those whom it concerns)"


def test_a_protected_choice_is_protected_option_by_option(box: BallotBox) -> None:
    answer(box, 0, 40)
    answer(box, 1, 12)
    page = results(box, box.organisations[1])
    assert {share for _label, share in rows_of(page, "answers-WHERE")} == {"Protected"}
    shares = [("No", "50 % (project 50 %)"), ("Yes", "50 % (project 50 %)")]
    assert rows_of(page, "answers-TRIED") == shares


def test_rounds_of_indexes_show_them_for_every_ordered_item_and_shares_of_the_rest(box: BallotBox) -> None:
    Round.objects.update(figures=Round.Figures.INDEXES)
    box.round.refresh_from_db()
    answer(box, 0, 40)
    page = results(box, box.root)
    assert [chart.id for chart in page.items] == [
        "items-WORK",
        "answers-WHERE",
        "items-ONLINE",
        "items-END",
        "answers-FIELD",
    ]
    assert [label for label, _index in rows_of(page, "items-END")] == [
        "How likely would you be to recommend your workplace?"
    ]
