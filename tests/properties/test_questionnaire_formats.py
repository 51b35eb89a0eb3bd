"""A questionnaire that goes out to a file and comes back is the same, but for what the file cannot hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from surveys import instruments
from surveys.formats.outline.resolving import normal
from surveys.formats.plain_text import clean
from surveys.formats.reading import read_questionnaire
from surveys.formats.surveyjs import write_surveyjs
from surveys.formats.surveyjs.values import PIPED
from surveys.formats.xlsform import not_held, write_xlsform
from surveys.questionnaire import AllOf, AnyOf, Questionnaire, Text, to_yaml
from tests.properties.questionnaires import questionnaires
from tests.surveys.many_kinds import many_kinds

LOADED = [*map(instruments.load, instruments.SHIPPED), many_kinds()]
slow = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def through_xlsform(questionnaire: Questionnaire) -> Questionnaire:
    imported = read_questionnaire(write_xlsform(questionnaire), name="form.xlsx", unmarked="sv")
    assert imported.findings == ()
    assert all(tally.found == tally.taken for tally in imported.tallies)
    return imported.questionnaire


def through_surveyjs(questionnaire: Questionnaire) -> Questionnaire:
    imported = read_questionnaire(write_surveyjs(questionnaire), name="form.json", unmarked="sv")
    assert imported.findings == ()
    assert all(tally.found == tally.taken for tally in imported.tallies)
    return imported.questionnaire


def through_yaml(questionnaire: Questionnaire) -> Questionnaire:
    return read_questionnaire(to_yaml(questionnaire).encode(), name="form.yaml", unmarked="sv").questionnaire


def for_xlsform(text: str) -> str:
    return clean(text).replace("${", "$ {")


def for_surveyjs(text: str) -> str:
    return PIPED.sub(r"{ \1}", clean(text))


def held(part: Any, words: Callable[[str], str]) -> Any:
    """What these files hold: texts without runs of blanks, conditions in their normal form, no roles."""
    if isinstance(part, Text):
        return Text(*(words(getattr(part, code)) for code in ("fi", "sv", "en")))
    if isinstance(part, AllOf | AnyOf):
        return normal(part)
    if isinstance(part, tuple):
        return tuple(held(each, words) for each in part)
    if isinstance(part, Questionnaire):
        plain = {name: clean(getattr(part, name)) for name in ("licence", "source", "citation", "scoring")}
        part = replace(part, role_profiles=(), **plain)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(
            part, **{each.name: held(getattr(part, each.name), words) for each in fields(part) if each.init}
        )
    return part


@slow
@given(questionnaires())
def test_yaml_holds_everything(questionnaire: Questionnaire) -> None:
    assert through_yaml(questionnaire) == questionnaire


@slow
@given(questionnaires())
def test_xlsform_holds_everything_but_what_is_listed(questionnaire: Questionnaire) -> None:
    assert through_xlsform(questionnaire) == held(questionnaire, for_xlsform)
    assert bool(not_held(questionnaire)) == bool(questionnaire.role_profiles)


@slow
@given(questionnaires())
def test_surveyjs_holds_everything_but_what_is_listed(questionnaire: Questionnaire) -> None:
    assert through_surveyjs(questionnaire) == held(questionnaire, for_surveyjs)


@slow
@given(questionnaires())
def test_a_second_journey_changes_nothing(questionnaire: Questionnaire) -> None:
    once = through_xlsform(questionnaire)
    assert through_xlsform(once) == once


@pytest.mark.parametrize("questionnaire", LOADED, ids=lambda each: each.code)
def test_shipped_questionnaires_come_back_word_for_word(questionnaire: Questionnaire) -> None:
    assert through_yaml(questionnaire) == questionnaire
    assert through_xlsform(questionnaire) == replace(questionnaire, role_profiles=())
    assert through_surveyjs(questionnaire) == replace(questionnaire, role_profiles=())
