"""Coordinators make rounds; what people have been promised cannot be changed afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from projects.register.models import Organisation, Partnership, Region
from surveys import instruments, sealing
from surveys.ballot.counting import key_store
from surveys.models import Group, GroupTree, QuestionnaireVersion, Round
from surveys.questionnaire import Questionnaire
from surveys.services import groups, opening, questionnaires, rounds
from surveys.services.groups import OrganisationChoice
from surveys.services.rounds import RoundRefused
from tests.cast import Cast, make_organisation
from tests.surveys.fielding import basics, instrument, leaf, make_draft, make_open, silent
from yhes.common.models import AuditEvent, Job
from yhes.site.preparation import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key_folder(settings: Any, tmp_path: Path) -> None:
    """Some of these tests damage keys, and another test's round may have the same number."""
    settings.SURVEY_KEY_DIR = tmp_path / "keys"


# --- Questionnaires --------------------------------------------------------------------------------


def test_shipped_instruments_are_loaded_once() -> None:
    first = questionnaires.load_instruments()
    assert [version.code for version in first] == list(instruments.SHIPPED)
    again = questionnaires.load_instruments()
    assert [version.pk for version in again] == [version.pk for version in first]
    assert QuestionnaireVersion.objects.count() == 4
    assert first[0].questionnaire == instruments.load("yhes_readiness")


def test_preparing_the_portal_to_be_served_loads_them() -> None:
    """`make run` and `make demo` begin with this; twice is as good as once."""
    for _start in range(2):
        prepare()
    assert set(QuestionnaireVersion.objects.values_list("code", flat=True)) == set(instruments.SHIPPED)


def test_changed_content_under_the_same_version_is_refused() -> None:
    from dataclasses import replace

    original = instruments.load("student_feedback")
    questionnaires.store_version(questionnaire=original)
    changed: Questionnaire = replace(original, scoring="something else")
    with pytest.raises(questionnaires.VersionTaken, match="student_feedback"):
        questionnaires.store_version(questionnaire=changed)
    newer = questionnaires.store_version(questionnaire=replace(changed, version=2))
    assert newer.questionnaire.scoring == "something else"


def test_stored_version_cannot_be_saved_again() -> None:
    version = instrument()
    with pytest.raises(TypeError, match="immutable"):
        version.save()


# --- Drafts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"threshold": 4}, "vain nostaa"),
        ({"public_threshold": 9}, "vain nostaa"),
        ({"threshold": 12, "public_threshold": 11}, "ei voi olla pienempi"),
        ({"closes_at": timezone.now() - timedelta(minutes=1)}, "tulevaisuudessa"),
        ({"modules": ("nonsense",)}, "eivät kuulu"),
        ({"figures": "everything"}, "."),
    ],
)
def test_what_a_round_cannot_be(cast: Cast, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RoundRefused, match=words):
        rounds.create_round(project=cast.project, user=cast.aino, basics=basics(**changes))
    assert not Round.objects.exists()


def test_database_keeps_thresholds_above_the_floor_whatever_a_service_does(cast: Cast) -> None:
    round_ = make_draft(cast)
    wrongs: list[dict[str, Any]] = [{"threshold": 4}, {"public_threshold": 9}, {"threshold": 20}]
    for wrong in [*wrongs, {"state": "open"}, {"figures": "everything"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(**wrong)


def test_groups_are_frozen_copies_of_the_register(cast: Cast) -> None:
    round_ = make_draft(cast)
    tree = GroupTree.of(round_)
    shape = [(str(group), group.level, group.headcount) for group in tree.in_order()]
    assert shape == [
        ("Esimerkkipolku", Group.Level.PROJECT, None),
        ("Esimerkkiopisto", Group.Level.ORGANISATION, None),
        ("Etelä", Group.Level.UNIT, 30),
        ("Pohjoinen", Group.Level.UNIT, 7),
        ("Esimerkkiskolan", Group.Level.ORGANISATION, 20),
    ]
    assert tree.root is not None
    assert tree.headcounts()[tree.root.pk] == 57
    Organisation.objects.filter(pk=cast.college.pk).update(name_fi="Toinen nimi")
    assert str(leaf(round_).parent) == "Esimerkkiopisto"


def test_regions_stand_between_when_wanted(cast: Cast) -> None:
    region = Region.objects.order_by("code")[0]
    cast.college.region = region
    cast.college.save()
    round_ = make_draft(cast)
    choices = [OrganisationChoice(cast.college, 30), OrganisationChoice(cast.institute, 20)]
    groups.choose_groups(round_=round_, user=cast.aino, choices=choices, with_regions=True)
    tree = GroupTree.of(round_)
    levels = {str(group): [str(step) for step in tree.path(group)] for group in tree.in_order()}
    assert levels["Esimerkkiopisto"] == ["Esimerkkipolku", str(region), "Esimerkkiopisto"]
    assert levels["Esimerkkiskolan"] == ["Esimerkkipolku", "Esimerkkiskolan"], "it has no region"


def test_only_partners_take_part(cast: Cast) -> None:
    stranger = make_organisation("esimerkkivieras", "Esimerkkivieras")
    round_ = make_draft(cast)
    for organisation in (stranger, cast.institute):
        Partnership.objects.filter(organisation=cast.institute).update(state=Partnership.State.DECLINED)
        with pytest.raises(RoundRefused, match="kumppani"):
            groups.choose_groups(
                round_=round_,
                user=cast.aino,
                choices=[OrganisationChoice(organisation, 20)],
                with_regions=False,
            )
    assert str(leaf(round_)) == "Etelä", "what was chosen before is still there"


# --- Opening ------------------------------------------------------------------------------------------


def test_opening_makes_a_key_that_works_and_then_opens(cast: Cast) -> None:
    round_ = make_draft(cast)
    job = opening.request_opening(round_=round_, user=cast.aino)
    round_.refresh_from_db()
    assert round_.state == Round.State.OPENING
    assert job.kind == "surveys.open_round"
    opening.open_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert round_.is_accepting
    key_store().probe(round_.pk, public_key=bytes(round_.public_key or b""))
    assert round_.padded_size == sealing.padded_size(round_.questionnaire.questionnaire)


def test_opening_that_was_interrupted_is_repeated_with_the_same_key(cast: Cast) -> None:
    round_ = make_draft(cast)
    opening.request_opening(round_=round_, user=cast.aino)
    written = key_store().create(round_.pk)
    opening.open_round(round_id=round_.pk, report=silent)
    opening.open_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert bytes(round_.public_key or b"") == written


def test_a_draft_that_lacks_something_is_not_opened(cast: Cast) -> None:
    round_ = rounds.create_round(project=cast.project, user=cast.aino, basics=basics())
    with pytest.raises(RoundRefused, match="Ryhmät ja niiden koot"):
        opening.request_opening(round_=round_, user=cast.aino)
    round_ = make_draft(cast)
    Round.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(RoundRefused, match="Sulkeutumisaika"):
        opening.request_opening(round_=round_, user=cast.aino)
    assert not Job.objects.exists()
    assert set(Round.objects.values_list("state", flat=True)) == {Round.State.DRAFT}


def test_too_few_people_for_any_result_are_not_asked(cast: Cast) -> None:
    round_ = make_draft(cast, threshold=30, public_threshold=30, college=5, institute=6)
    with pytest.raises(RoundRefused, match="vähintään 30"):
        opening.request_opening(round_=round_, user=cast.aino)


def test_key_that_cannot_be_written_leaves_a_round_to_try_again_with(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    round_ = make_draft(cast)
    opening.request_opening(round_=round_, user=cast.aino)
    blocked = tmp_path / "keys"
    blocked.write_text("a file where the folder should be")
    settings.SURVEY_KEY_DIR = blocked
    with pytest.raises(opening.OpeningFailed, match="ylläpitoa"):
        opening.open_round(round_id=round_.pk, report=silent)
    round_.refresh_from_db()
    assert round_.state == Round.State.OPENING
    with pytest.raises(RoundRefused):
        opening.back_to_draft(round_=round_, user=cast.aino)
    Job.objects.update(state=Job.State.FAILED)
    opening.back_to_draft(round_=round_, user=cast.aino)
    round_.refresh_from_db()
    assert round_.state == Round.State.DRAFT


@pytest.mark.parametrize("state", ["opening", "open", "closing", "counted", "purged"])
def test_nothing_promised_can_be_changed_after_opening(cast: Cast, state: str) -> None:
    round_ = make_open(cast)
    Round.objects.update(state=state)
    with pytest.raises(RoundRefused):
        rounds.change_round(round_=round_, user=cast.aino, basics=basics(threshold=6))
    with pytest.raises(RoundRefused):
        rounds.change_round(round_=round_, user=cast.aino, basics=basics(figures=Round.Figures.INDEXES))
    with pytest.raises(RoundRefused):
        groups.choose_groups(round_=round_, user=cast.aino, choices=[], with_regions=False)
    with pytest.raises(RoundRefused):
        rounds.delete_draft(round_=round_, user=cast.aino)
    round_.refresh_from_db()
    assert round_.threshold == 5
    assert round_.shows_distributions
    assert round_.groups.count() == 5


def test_choosing_indexes_instead_of_distributions_is_written_down(cast: Cast) -> None:
    round_ = make_draft(cast)
    assert round_.shows_distributions, "the choice that tells less of small units is the usual one"
    rounds.change_round(round_=round_, user=cast.aino, basics=basics(figures=Round.Figures.INDEXES))
    event = AuditEvent.objects.get(action="surveys.round_changed")
    assert event.actor == cast.aino
    assert event.changes["figures"] == ["distributions", "indexes"]


def test_closing_time_of_an_open_round_moves_and_is_written_down(cast: Cast) -> None:
    round_ = make_open(cast)
    later = timezone.now() + timedelta(days=20)
    rounds.change_closing_time(round_=round_, user=cast.aino, closes_at=later)
    round_.refresh_from_db()
    assert round_.closes_at == later
    assert AuditEvent.objects.filter(action="surveys.round_closing_time_changed").exists()


def test_round_that_is_past_its_time_is_never_open_again(cast: Cast) -> None:
    round_ = make_open(cast)
    Round.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(RoundRefused):
        rounds.change_closing_time(
            round_=round_, user=cast.aino, closes_at=timezone.now() + timedelta(days=1)
        )


@pytest.mark.parametrize(("figures", "is_fine"), [("distributions", False), ("indexes", True)])
def test_before_opening_a_unit_of_seven_is_worth_a_thought_where_distributions_are_shown(
    cast: Cast, figures: str, is_fine: bool
) -> None:
    checks = opening.checklist(make_draft(cast, figures=figures))
    assert all(check.is_ok for check in checks if check.is_required)
    assert checks[-1].is_ok == is_fine
