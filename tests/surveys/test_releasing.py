"""A release shows protected figures only, is written once and can be proved unchanged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from surveys import evidence
from surveys.models import Answer, Group, Release, ReleasedGroup, Round
from surveys.services import closing, releasing, retention
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, fill, open_box

pytestmark = pytest.mark.django_db(transaction=True)


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


def release(box: BallotBox) -> Release:
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return releasing.publish_release(round_=box.round, user=None, report=silent)


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    return open_box(cast.project, units=(2, 2))


def test_an_open_round_cannot_be_released(box: BallotBox) -> None:
    with pytest.raises(releasing.ReleaseRefused):
        releasing.publish_release(round_=box.round, user=None, report=silent)


def test_a_round_with_too_few_answers_has_no_release(box: BallotBox) -> None:
    fill(box, {(0, 0): 4})
    with pytest.raises(releasing.ReleaseRefused):
        release(box)
    assert not Release.objects.exists()


def test_neither_a_small_unit_nor_the_difference_is_shown(box: BallotBox) -> None:
    """Units of 12 and 4: showing the twelve and their organisation would show the four."""
    fill(box, {(0, 0): 12, (0, 1): 4, (1, 0): 20, (1, 1): 15})
    shown = set(release(box).groups.filter(audience="inside").values_list("group_id", flat=True))
    assert box.units[0, 1].pk not in shown
    assert not {box.units[0, 0].pk, box.organisations[0].pk} <= shown


@pytest.mark.parametrize("figures", Round.Figures.values)
def test_units_of_seven_have_indexes_inside_exactly_where_no_distributions_are_shown(
    box: BallotBox, figures: str
) -> None:
    """All answer alike well spread, so that nothing but the number of people hides anything."""
    Round.objects.update(figures=figures)
    for unit in box.units.values():
        for person in range(7):
            box.cast(unit, {item.code: person % 5 + 1 for item in box.questionnaire.items})
    made = release(box)
    inside = {row.group_id: row.document for row in made.groups.filter(audience="inside")}
    shown = {unit.pk for unit in box.units.values() if (inside[unit.pk]["indexes"]["OS"]) is not None}
    assert shown == (set() if figures == "distributions" else {unit.pk for unit in box.units.values()})
    assert all(inside[unit.pk]["n"] == 7 for unit in box.units.values())
    items = inside[box.root.pk]["items"].values()
    assert all(("shares" in item and "agree" in item) == (figures == "distributions") for item in items)
    assert not {unit.pk for unit in box.units.values()} & set(
        made.groups.filter(audience="public").values_list("group", flat=True)
    )


def test_public_documents_show_bands_and_only_groups_of_ten(box: BallotBox) -> None:
    fill(box, {(0, 0): 14, (0, 1): 8, (1, 0): 30, (1, 1): 25})
    public = release(box).groups.filter(audience="public").select_related("group")
    assert {row.document["n"] for row in public} <= {"10–19", "20–49", "50–99", "100–199", "200+"}
    assert all(row.group.respondents is not None and row.group.respondents >= 10 for row in public)
    assert box.units[0, 1].pk not in {row.group_id for row in public}


def test_an_item_about_the_supervisor_is_never_shown_for_a_unit(box: BallotBox) -> None:
    fill(box, {(0, 0): 30, (0, 1): 30, (1, 0): 30, (1, 1): 30})
    for row in release(box).groups.select_related("group"):
        hidden = row.document["items"]["JO1"]["index"] is None
        assert hidden == (row.group.level == Group.Level.UNIT)
        assert row.document["indexes"]["JO"] is not None


def test_releasing_again_gives_the_same_release(box: BallotBox) -> None:
    fill(box, {(0, 0): 20, (1, 0): 20})
    first = release(box)
    again = releasing.publish_release(round_=box.round, user=None, report=silent)
    assert again.pk == first.pk
    assert Release.objects.count() == 1


def test_a_changed_figure_is_noticed(box: BallotBox) -> None:
    fill(box, {(0, 0): 20, (1, 0): 20})
    made = release(box)
    assert releasing.is_intact(made)
    row = made.groups.first()
    assert row is not None
    row.document["indexes"]["OS"] = 99
    with pytest.raises(TypeError):
        row.save()
    ReleasedGroup.objects.filter(pk=row.pk).update(document=row.document)
    assert not releasing.is_intact(made)


def test_a_withdrawn_release_is_no_evidence_but_stays_stored(box: BallotBox, cast: Cast) -> None:
    fill(box, {(0, 0): 20, (1, 0): 20})
    made = release(box)
    assert evidence.figures(cast.project, audience="public")
    with pytest.raises(releasing.ReleaseRefused):
        releasing.withdraw(release=made, user=cast.aino, reason=" ")
    releasing.withdraw(release=made, user=cast.aino, reason="Väärä yksikkö")
    assert not evidence.figures(cast.project, audience="public")
    assert made.groups.exists()


def test_evidence_is_what_the_release_says(box: BallotBox, cast: Cast) -> None:
    fill(box, {(0, 0): 20, (0, 1): 20, (1, 0): 20, (1, 1): 20})
    made = release(box)
    document = made.groups.get(audience="public", group=box.root).document
    facts = evidence.dimension_facts(cast.project, audience="public")
    assert {fact.code: fact.index for fact in facts} == document["indexes"]
    agree = {f.key.rpartition(":")[2]: f.value for f in evidence.figures(cast.project, audience="public")}
    assert agree["OS3"] == document["items"]["OS3"]["agree"]
    assert all(f.n_band == "50–99" for f in evidence.figures(cast.project, audience="public"))


def test_a_round_of_indexes_only_is_evidence_without_bars_and_shares(box: BallotBox, cast: Cast) -> None:
    Round.objects.update(figures=Round.Figures.INDEXES)
    fill(box, {(0, 0): 20, (0, 1): 20, (1, 0): 20, (1, 1): 20})
    release(box)
    figures = evidence.figures(cast.project, audience="public")
    assert {figure.unit for figure in figures} == {"index"}
    assert not any(figure.bars for figure in figures)
    facts = evidence.dimension_facts(cast.project, audience="public")
    assert facts
    assert not any(fact.items for fact in facts)
    assert all(fact.asked for fact in facts)


def test_another_project_has_no_part_in_the_evidence(box: BallotBox, cast: Cast) -> None:
    fill(box, {(0, 0): 20, (1, 0): 20})
    release(box)
    assert not evidence.figures(cast.other_project, audience="public")


def test_answers_are_deleted_after_a_year_and_the_release_stays(box: BallotBox) -> None:
    fill(box, {(0, 0): 20, (1, 0): 20})
    made = release(box)
    assert box.round.closed_at
    retention.forget_answers(box.round.closed_at + timedelta(days=364))
    assert Answer.objects.filter(round=box.round).count() == 40
    retention.forget_answers(box.round.closed_at + timedelta(days=366))
    assert not Answer.objects.filter(round=box.round).exists()
    assert releasing.is_intact(made)
    with pytest.raises(releasing.ReleaseRefused, match="poistettu"):
        releasing.publish_release(round_=box.round, user=None, report=silent)
