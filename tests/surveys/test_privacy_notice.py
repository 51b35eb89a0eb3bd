"""What people are told before the first question is said by the round's own settings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from surveys.models import Round
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.conditions import IsOneOf
from surveys.services.questionnaires import store_version
from surveys.views.answering.starting import start_context
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, load_instrument, open_box
from tests.surveys.dividing import with_background

pytestmark = pytest.mark.django_db


def told(box: BallotBox, **settings: Any) -> str:
    """The notice in English, of a round with these settings."""
    Round.objects.filter(pk=box.round.pk).update(**settings)
    unit = box.units[0, 0]
    unit.round = Round.objects.get(pk=box.round.pk)
    with translation.override("en"):
        context = start_context(unit, is_shared=False)
        return " ".join(render_to_string("surveys/answer/_facts.html", context).split())


def box_of(cast: Cast, questionnaire: Questionnaire) -> BallotBox:
    return open_box(cast.project, questionnaire=store_version(questionnaire=questionnaire))


def conditional() -> Questionnaire:
    """One question is for those alone who agreed with the one before it; no open questions."""
    plain = load_instrument().questionnaire
    first = plain.dimensions[0]
    asked_of_some = replace(first.parts[1], show_if=IsOneOf(first.items[0].code, (4, 5)))
    changed = replace(first, parts=(first.parts[0], asked_of_some, *first.parts[2:]))
    return replace(plain, code="conditional", dimensions=(changed, *plain.dimensions[1:]), open_questions=())


def test_the_notice_tells_the_rounds_own_controller_basis_purpose_and_thresholds(cast: Cast) -> None:
    box = open_box(cast.project)
    basics = {"controller": "Esimerkkiopisto", "purpose_en": "To plan training", "legal_basis": "consent"}
    notice = told(box, threshold=7, public_threshold=12, **basics)
    for words in ("Esimerkkiopisto", "To plan training", "your consent", "at least 7", "at least 12"):
        assert words in notice
    assert "your consent" not in told(box, legal_basis="public_task")
    assert f"deleted {Round.INVITATIONS_KEPT_DAYS} days after" in notice
    assert f"the answers {Round.ANSWERS_KEPT_MONTHS} months after" in notice
    assert "How many chose each option is told of groups of at least 12 only" in notice
    assert "Only indexes are told" in told(box, figures="indexes")
    assert "nothing is published" in told(box, ordered_by=cast.college)


def test_open_questions_conditions_and_background_are_told_of_where_there_are_some(cast: Cast) -> None:
    moderated, some, background = "coordinators read them first", "depend on an earlier answer", "used once"
    plain = told(open_box(cast.project), public_threshold=15)
    assert moderated in plain
    assert "at least 15 people wrote something" in plain
    assert some not in plain
    assert background not in plain
    notice = told(box_of(cast, conditional()))
    assert "at least 10 people were asked and at least 10 were not" in notice
    assert moderated not in notice
    divided = with_background()
    notice = told(box_of(cast, divided))
    assert background in notice
    assert all(str(item.text.en or item.text.fi) in notice for item in divided.background)
