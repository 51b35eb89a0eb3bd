"""Competence results and feedback by stage: functions of released figures, for whom results are."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from surveys.models import Group, Release, ReleasedGroup
from surveys.presenting import ReleaseReader
from surveys.presenting.competence import CompetenceResults, competence_results, on_scale
from surveys.presenting.stages import Voice, stage_results
from surveys.services import closing, releasing
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, load_instrument, open_box
from tests.surveys.fielding import silent, url
from tests.surveys.made_reports import report_words

pytestmark = pytest.mark.django_db(transaction=True)


def release(box: BallotBox) -> Release:
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def of_organisations(box: BallotBox, cast: Cast) -> BallotBox:
    """The first organisation is the cast's college, the second its institute."""
    for place, organisation in enumerate((cast.college, cast.institute)):
        Group.objects.filter(pk=box.organisations[place].pk).update(organisation=organisation)
        Group.objects.filter(pk=box.units[place, 0].pk).update(organisation=organisation)
    return box


@pytest.fixture
def competence(cast: Cast) -> BallotBox:
    """Twelve of the college, who are at level 1 in area A, 2 in B and 0–2 in C; four in each of three others."""
    box = open_box(cast.project, (1, 1, 1, 1), questionnaire=load_instrument("wl_competence"))
    of_organisations(box, cast)
    for place, people in enumerate((12, 4, 4, 4)):
        for person in range(people):
            levels = {"A": 1 if person % 2 else 0, "B": 2 if person % 3 else 3, "C": person % 4}
            box.cast(box.units[place, 0], {i.code: levels[i.code[0]] for i in box.questionnaire.items})
    return box


def page(box: BallotBox, name: str, group: Group, language: str = "en") -> str:
    return url(name, box.round.project.slug, box.round.pk, group.pk, language=language)


def report(box: BallotBox, group: Group, view: str, language: str = "en") -> str:
    return url("report", box.round.project.slug, box.round.pk, group.pk, view, language=language)


def read(made: Release, group: Group) -> CompetenceResults:
    with translation.override("en"):
        return competence_results(ReleaseReader(made, "inside", "en"), group)


def test_levels_and_gaps_follow_from_the_released_indexes(competence: BallotBox) -> None:
    made = release(competence)
    shown = read(made, competence.root)
    indexes = made.groups.get(audience="inside", group=competence.root).document["indexes"]
    levels = {code: on_scale(index, competence.questionnaire.scale) / 10 for code, index in indexes.items()}
    assert [row[1] for row in shown.levels.table.rows] == [f"{levels[code]} / 3" for code in "ABC"]
    teacher, coordinator = shown.rows[0], shown.rows[2]
    short = {code: round(need - levels[code], 1) for code, need in (("A", 3), ("B", 2), ("C", 3))}
    assert short["A"] > short["C"] > 0 >= short["B"]
    assert [cell.get("sub") for cell in coordinator[1:]] == [
        f"{short['A']} levels short",
        "reached",
        f"{short['C']} levels short",
    ]
    assert teacher[3]["sub"] == "reached"
    assert [need.area for need in shown.needs] == [
        "Common basic competence",
        "Extended customer-relationship competence",
    ]
    assert shown.needs[0].gap == str(short["A"])
    assert shown.needs[0].roles[0] == f"Working-life coordinator ({short['A']})"
    assert (
        shown.needs[0]
        .items[0]
        .endswith("(90 % or more: I have not done this yet / Basic – I do it with support)")
    )
    assert [len(need.items) for need in shown.needs] == [3, 3]
    assert shown.gaps
    assert shown.gaps.summary.startswith("Largest: Common basic competence – Working-life coordinator")
    assert not shown.is_protected


def test_a_hidden_group_has_one_face_for_every_figure(competence: BallotBox) -> None:
    shown = read(release(competence), competence.organisations[1])
    assert {row[1] for row in shown.levels.table.rows} == {"Protected"}
    assert all(
        cell.get("protected") or cell["text"] == "not asked for" for row in shown.rows for cell in row[1:]
    )
    assert (shown.n, shown.needs, shown.gaps, shown.is_protected) == ("", (), None, True)


@pytest.mark.parametrize(("index", "scale", "tenths"), [(0, (0, 3), 0), (47, (0, 3), 14), (100, (0, 3), 30)])
def test_an_index_goes_back_on_its_scale(index: int, scale: tuple[int, int], tenths: int) -> None:
    found = load_instrument("wl_competence").questionnaire.scale
    assert (found.lowest, found.highest) == scale
    assert on_scale(index, found) == tenths


def test_who_reads_the_competence_page(
    competence: BallotBox, cast: Cast, as_aino: Client, as_bertil: Client, as_cecilia: Client, as_eero: Client
) -> None:
    own, other = (page(competence, "competence", group) for group in competence.organisations[:2])
    release(competence)
    text = as_aino.get(own).content.decode()
    assert "Training needs" in text
    assert "Protected" in as_aino.get(other).content.decode()
    assert as_bertil.get(own).status_code == 200
    assert as_bertil.get(other).status_code == 404
    assert as_cecilia.get(own).status_code == 403
    assert as_eero.get(own).status_code == 404
    assert own in as_aino.get(page(competence, "group_results", competence.organisations[0])).content.decode()
    assert as_aino.get(page(competence, "stages", competence.root)).status_code == 404
    pdf = report(competence, competence.organisations[0], "competence")
    assert as_bertil.get(report(competence, competence.organisations[1], "competence")).status_code == 404
    for other_view in ("stages", "rounds"):  # of another kind; of a survey with one round
        assert as_aino.get(report(competence, competence.root, other_view)).status_code == 404
    words = report_words(as_aino, pdf)
    shown = read(Release.objects.get(), competence.organisations[0])
    for said in ("What each role needs", "What to train first", *(need.area for need in shown.needs)):
        assert said in words
    assert all(cell["sub"] in words for row in shown.rows for cell in row if cell.get("sub"))
    Release.objects.update(withdrawn_at=timezone.now(), withdrawal_reason="Wrong unit")
    assert as_aino.get(pdf).status_code == 404
    assert "chart" not in as_aino.get(own).content.decode().split("<main", 1)[1]


# --- Feedback by stage ----------------------------------------------------------------------------


def feedback(cast: Cast, code: str, answers: dict[int, Any]) -> BallotBox:
    """people by organisation: what each of them answers to every question, by person."""
    box = of_organisations(open_box(cast.project, (1, 1), questionnaire=load_instrument(code)), cast)
    for place, (people, answer) in answers.items():
        for person in range(people):
            box.cast(box.units[place, 0], {i.code: answer(person, i) for i in box.questionnaire.items})
    return box


def test_students_stand_beside_workplaces_by_stage(cast: Cast, as_aino: Client, as_bertil: Client) -> None:
    students = feedback(cast, "student_feedback", {0: (24, lambda p, i: p % 3 + 2), 1: (4, lambda p, i: 3)})
    places = feedback(
        cast, "workplace_feedback", {0: (12, lambda p, i: 5 if i.stage == "assessment" else p % 4 + 1)}
    )
    release(students)
    before = as_aino.get(page(students, "stages", students.root)).content.decode()
    assert "students beside workplaces" in before
    release(places)
    text = as_aino.get(page(students, "stages", students.root)).content.decode()
    assert "Student feedback on learning at the workplace, n" in text
    assert "Workplace feedback, n" in text
    assert "This questionnaire asks nothing about this stage." in text
    assert "90 % or more: Strongly agree" in text, "of a band no exact figure is told"
    assert as_bertil.get(page(students, "stages", students.organisations[0])).status_code == 200
    assert as_bertil.get(page(students, "stages", students.organisations[1])).status_code == 404
    hidden = as_aino.get(page(places, "stages", places.organisations[1])).content.decode()
    assert "Protected" in hidden
    assert as_aino.get(page(places, "competence", places.root)).status_code == 404
    words = report_words(as_aino, report(students, students.root, "stages", "sv"))
    for box in (students, places):
        assert box.questionnaire.title.in_("sv").text in words
    item = next(item for item in places.questionnaire.items if item.stage == "assessment" and item.ordered)
    assert item.text.in_("sv").text in words


def test_who_does_not_see_a_round_sees_no_figure_of_it_beside_another(cast: Cast, as_bertil: Client) -> None:
    students = feedback(cast, "student_feedback", {0: (12, lambda p, i: p % 4 + 1)})
    places = feedback(cast, "workplace_feedback", {1: (12, lambda p, i: p % 4 + 1)})
    release(students)
    release(places)
    Group.objects.filter(round=places.round, organisation=cast.college).update(organisation=None)
    text = as_bertil.get(page(students, "stages", students.root)).content.decode()
    assert "Student feedback" in text
    assert "Workplace feedback" not in text
    words = report_words(as_bertil, report(students, students.root, "stages"))
    assert "Student feedback" in words
    assert "Workplace feedback" not in words


def test_a_stage_is_the_mean_of_its_items_and_protected_with_any_of_them(cast: Cast) -> None:
    students = feedback(cast, "student_feedback", {0: (20, lambda p, i: 1 + (p + int(i.code[-1])) % 4)})
    made = release(students)
    row = made.groups.get(audience="inside", group=students.root)
    items = row.document["items"]
    found = stage_results([Voice(ReleaseReader(made, "inside", "en"), students.root)])
    assert [stage.code for stage in found.stages] == ["planning", "workplace", "assessment"]
    both = items["OP2"]["index"] + items["OP3"]["index"]
    assert found.stages[1].said[0].index == (both + 1) // 2
    row.document["items"]["OP3"] = {"index": None, "shares": None, "agree": None}
    ReleasedGroup.objects.filter(pk=row.pk).update(document=row.document)
    found = stage_results([Voice(ReleaseReader(made, "inside", "en"), students.root)])
    assert [stage.said[0].index is None for stage in found.stages] == [False, True, False]
    assert found.has_protected
