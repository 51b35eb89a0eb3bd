"""A questionnaire on paper: every word of it in one language, for those who decide whether to ask it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from surveys.models import QuestionnaireVersion
from surveys.services.questionnaires import store_version
from tests.cast import Cast
from tests.surveys.many_kinds import many_kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> QuestionnaireVersion:
    return store_version(questionnaire=many_kinds())


def address(cast: Cast, version: QuestionnaireVersion) -> str:
    return reverse("surveys:questionnaire_print", args=[cast.project.slug, version.pk])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_question_and_option_is_there_in_the_chosen_language(
    language: str, cast: Cast, version: QuestionnaireVersion, as_aino: Client
) -> None:
    html = as_aino.get(address(cast, version), {"in": language}).content.decode()
    paper = html.split('class="paper"')[1]
    for part in many_kinds().parts:
        assert part.text.in_(language).text in paper.replace("&#x27;", "'")
    assert "Strongly disagree" in paper or language != "en"
    assert f'<div class="paper" lang="{language}">' in html


def test_questions_are_numbered_through_all_sections_and_texts_between_them_are_not(
    cast: Cast, version: QuestionnaireVersion, as_aino: Client
) -> None:
    html = as_aino.get(address(cast, version)).content.decode()
    numbers = [int(number) for number in re.findall(r"<b>(\d+)\.</b>", html)]
    questions = [part for part in many_kinds().parts if type(part).__name__ != "Information"]
    assert numbers == list(range(1, len(questions) + 1))


def test_nothing_can_be_filled_in_and_no_codes_are_shown(
    cast: Cast, version: QuestionnaireVersion, as_aino: Client
) -> None:
    paper = as_aino.get(address(cast, version)).content.decode().split('class="paper"')[1].split("</main>")[0]
    assert not re.search(r"<(input|textarea|select|button)", paper)
    assert "USEFUL" not in paper
    assert "Kokeilusta oli hyötyä." in paper


def test_coordinators_print_and_others_do_not(
    cast: Cast, version: QuestionnaireVersion, as_bertil: Client, as_cecilia: Client, as_eero: Client
) -> None:
    assert as_bertil.get(address(cast, version)).status_code == 403
    assert as_cecilia.get(address(cast, version)).status_code == 403
    assert as_eero.get(address(cast, version)).status_code == 404
