"""Feedback by process stage from a poster: the stage is an ordinary first question, answered by the QR code."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from surveys import instruments
from surveys.forms import answers
from surveys.models import Envelope, QuestionnaireVersion
from surveys.presenting import ReleaseReader
from surveys.presenting.stages import Voice, stage_results
from surveys.questionnaire import (
    AllOf,
    IsOneOf,
    QuestionnaireError,
    Submission,
    from_document,
    to_document,
    validate,
)
from surveys.questionnaire.staging import by_stage, chosen_stages
from surveys.services import closing, releasing
from surveys.services.invitations import shared_links
from surveys.services.staging import ask_by_stage
from tests.cast import Cast
from tests.surveys.ballot_box import open_box
from tests.surveys.documents import small
from tests.surveys.fielding import instrument, leaf, make_open, silent, url

WORKPLACE = {"before": "1", "agreement": "2", "planning": "3", "workplace": "4", "assessment": "5"}


def test_stage_is_asked_first_and_its_questions_of_those_who_chose_it() -> None:
    whole = instruments.load("workplace_feedback")
    staged = by_stage(whole)
    assert staged.code == "workplace_feedback-stages"
    assert staged.title.en == "Workplace feedback (by stage)"
    assert chosen_stages(staged) == WORKPLACE
    assert chosen_stages(whole) == {}
    assert [item.code for item in staged.items] == ["STAGE", *(item.code for item in whole.items)]
    conditions = {item.code: item.show_if for item in staged.items}
    assert conditions["PA5"] == IsOneOf("STAGE", (4,))
    assert conditions["PA7"] is None, "what is about the whole is asked of everybody"
    assert from_document(to_document(staged), complete=True) == staged
    with pytest.raises(QuestionnaireError, match="asks for the stage already"):
        by_stage(staged)


def test_what_had_a_condition_keeps_it_and_what_is_no_feedback_stays_as_it_is() -> None:
    document = small() | {"kind": "feedback", "role_profiles": []}
    first, second = document["dimensions"][0]["items"]
    first |= {"stage": "planning"}
    second |= {"show_if": {"item": "A1", "in": [1]}}
    staged = by_stage(from_document(document))
    assert staged.items[2].show_if == AllOf((IsOneOf("STAGE", (1,)), IsOneOf("A1", (1,))))
    del first["stage"]
    for other in (document, small(), to_document(instruments.load("yhes_readiness"))):
        with pytest.raises(QuestionnaireError):
            by_stage(from_document(other))


def test_answers_about_other_stages_are_dropped_and_the_stage_is_needed() -> None:
    staged = by_stage(instruments.load("workplace_feedback"))
    everything = {item.code: "2" for item in staged.items}
    found = validate(staged, everything | {"STAGE": "4"})
    assert isinstance(found, Submission)
    assert set(found.choices) == {"STAGE", "PA4", "PA5", "PA7"}
    assert not isinstance(validate(staged, everything | {"STAGE": ""}), Submission)
    assert not isinstance(validate(staged, everything | {"STAGE": "6"}), Submission)


@pytest.mark.django_db
def test_a_coordinator_makes_the_version_and_gets_the_same_again(
    cast: Cast, as_aino: Client, as_bertil: Client, as_eero: Client
) -> None:
    version = instrument("workplace_feedback")
    address = url("questionnaire_by_stage", cast.project.slug, version.pk)
    page = url("questionnaire", cast.project.slug, version.pk)
    assert address in as_aino.get(page).content.decode()
    assert (as_bertil.post(address).status_code, as_eero.post(address).status_code) == (403, 404)
    for _again in range(2):
        made = as_aino.post(address)["Location"]
        (own,) = QuestionnaireVersion.objects.filter(project=cast.project)
        assert made == url("questionnaire", cast.project.slug, own.pk)
        assert "by-stage" not in as_aino.get(made).content.decode()
    competence = instrument("wl_competence")
    refused = url("questionnaire_by_stage", cast.project.slug, competence.pk)
    assert as_aino.post(refused)["Location"] == url("questionnaire", cast.project.slug, competence.pk)
    assert QuestionnaireVersion.objects.filter(project=cast.project).count() == 1


@pytest.fixture
def staged_round(cast: Cast) -> Any:
    version = ask_by_stage(version=instrument("workplace_feedback"), project=cast.project, user=cast.aino)
    return make_open(cast, code=version.code)


@pytest.mark.django_db
def test_a_poster_for_each_stage_leads_to_a_form_that_has_it_chosen(
    cast: Cast, staged_round: Any, as_aino: Client, visitor: Client
) -> None:
    group = leaf(staged_round, "Pohjoinen")
    link = shared_links.share_link(group=group, user=cast.aino)
    poster = as_aino.get(url("poster", cast.project.slug, staged_round.pk, group.pk)).content.decode()
    for stage in WORKPLACE:
        assert f"/k/{link.code}/{stage}<" in poster
    start = visitor.get(f"/k/{link.code}/workplace.")["Location"]
    assert start == url("answer_shared", staged_round.pk, link.code) + "?stage=workplace"
    assert "?stage=workplace" in visitor.get(start).content.decode(), "another language keeps the stage"
    form = visitor.post(start)["Location"]
    text = visitor.get(form).content.decode()
    assert re.findall(r'name="(\w+)" value="(\w+)" checked', text) == [("STAGE", "4")]
    token = re.search(r'name="_link" value="([^"]+)"', text)
    assert token
    sent = {answers.LINK: token[1], "STAGE": "4", "PA4": "5", "PA1": "1"}
    assert visitor.post(url("answer", staged_round.pk), sent).status_code == 200
    assert Envelope.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["", "overall", "nothing", "workplace/4", "%00", "4"])
def test_a_stage_that_is_not_asked_for_changes_nothing(
    cast: Cast, staged_round: Any, visitor: Client, stage: str
) -> None:
    link = shared_links.share_link(group=leaf(staged_round, "Pohjoinen"), user=cast.aino)
    plain = url("answer_shared", staged_round.pk, link.code)
    assert visitor.get(f"/k/{link.code}/{stage}")["Location"] == plain
    form = visitor.post(f"{plain}?stage={stage}")["Location"]
    assert form == url("answer", staged_round.pk)
    assert " checked" not in visitor.get(f"{form}?stage={stage}").content.decode()


@pytest.mark.django_db(transaction=True)
def test_stages_of_too_few_are_protected_and_others_shown(cast: Cast) -> None:
    version = ask_by_stage(version=instrument("workplace_feedback"), project=cast.project, user=cast.aino)
    box = open_box(cast.project, (1,), questionnaire=version)
    for stage, people in ((1, 12), (4, 13), (5, 9)):
        for person in range(people):
            raw = {item.code: str(person % 5 + 1) for item in box.questionnaire.items} | {"STAGE": str(stage)}
            found = validate(box.questionnaire, raw)
            assert isinstance(found, Submission)
            box.cast(box.units[0, 0], found.choices)
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    made = releasing.publish_release(round_=box.round, user=None, report=silent)
    shown = stage_results([Voice(ReleaseReader(made, "inside", "en"), box.root)])
    assert {stage.code: stage.said[0].index is not None for stage in shown.stages} == {
        "before": True,
        "agreement": False,
        "planning": False,
        "workplace": True,
        "assessment": False,
        "overall": True,
    }
    document = made.groups.get(audience="inside", group=box.root).document
    assert document["indexes"]["PA"] is None
