"""The demo's surveys that one organisation ordered: their pages open for it, and nobody quotes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import translation

from projects.register import demo
from projects.register.models import Role
from surveys import evidence
from surveys.demo import own_rounds
from surveys.models import Group, Round
from surveys.presenting import front
from surveys.services.questionnaires import load_instruments
from tests.cast import give_role, give_second_factor, make_person, sign_in
from tests.surveys.fielding import url
from yhes.accounts.demo import create_demo_people
from yhes.common.registry import DemoContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> DemoContext:
    with translation.override("fi"):
        return demo.load(people=create_demo_people(), say=lambda line: None)


def order(loaded: DemoContext, organisation: str) -> dict[str, Round]:
    versions = {version.code: version for version in load_instruments()}
    made = own_rounds.load(
        project=loaded.project,
        organisation=loaded.organisations[organisation],
        versions=versions,
        user=loaded.people["coordinator"],
    )
    return {round_.questionnaire.code: round_ for round_ in made}


def test_an_organisations_own_surveys_show_competence_and_stages_to_it_and_to_nobody_else(
    loaded: DemoContext,
) -> None:
    made = order(loaded, own_rounds.ORDERED_BY)
    anothers = order(loaded, "koivu")
    later = F("closes_at") + timedelta(days=1)
    Round.objects.filter(pk__in=[round_.pk for round_ in anothers.values()]).update(closes_at=later)
    contact_of_another = give_role(
        make_person("Orvokki Outo"), loaded.project, Role.CONTACT, loaded.organisations["koivu"]
    ).user
    give_second_factor(loaded.people["coordinator"])

    def page(person: Any, code: str, level: Group.Level, name: str = "") -> Any:
        name = name or ("competence" if code == "wl_competence" else "stages")
        group = Group.objects.filter(round=made[code], level=level).first()
        assert group
        return sign_in(Client(), person).get(url(name, loaded.project.slug, made[code].pk, group.pk))

    for code, n in (("wl_competence", "48"), ("student_feedback", "45"), ("workplace_feedback", "28")):
        assert page(contact_of_another, code, Group.Level.PROJECT).status_code == 404
        for key in ("coordinator", "contact", "management"):
            shown = page(loaded.people[key], code, Group.Level.ORGANISATION)
            assert shown.status_code == 200, (key, code)
            assert f"n\N{NO-BREAK SPACE}{n}" in shown.content.decode()
    competence = page(loaded.people["contact"], "wl_competence", Group.Level.ORGANISATION).context["results"]
    assert not competence.is_protected
    assert competence.needs[0].area == "Laajennettu asiakkuusosaaminen"
    led = page(loaded.people["management"], "wl_competence", Group.Level.ORGANISATION, "summary")
    assert "Osaamistarpeiden ennakointi" in led.context["strengths"].html, (
        "by index: nobody was asked to agree"
    )
    stages = page(loaded.people["coordinator"], "student_feedback", Group.Level.PROJECT)
    rounds = [voice.reader.release.round for voice in stages.context["voices"]]
    assert rounds == [made["student_feedback"], made["workplace_feedback"]], "not those of another one"
    (assessment,) = (stage for stage in stages.context["results"].stages if stage.code == "assessment")
    of_students, of_workplaces = (said.index for said in assessment.said)
    assert None not in (of_students, of_workplaces)
    assert of_students + 10 < of_workplaces

    assert not list(front.home())
    for audience in ("public", "inside"):
        assert not evidence.figures(loaded.project, audience=audience)
    assert order(loaded, own_rounds.ORDERED_BY) == {}, "there already"
