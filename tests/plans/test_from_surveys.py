"""From a survey's figures to actions and back: both ends tell of each other, to who may see both."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.plans import services
from projects.plans.models import Action
from projects.register.models import Role
from surveys import evidence
from tests.cast import Cast, give_role
from tests.plans.recipes import make_aim, make_plan, page
from tests.surveys.fielding import url
from tests.surveys.test_results_on_the_desk import made_round, released
from yhes.common.models import Link

pytestmark = pytest.mark.django_db(transaction=True)


def text(response: Any) -> str:
    return unescape(response.content.decode())


def test_an_action_and_the_figure_it_started_from_are_read_from_both_ends(
    cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client
) -> None:
    box = made_round(cast)
    release = released(box)
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    whole = url("group_results", cast.project.slug, box.round.pk, box.root.pk, language="en")
    offered = text(as_aino.get(whole))
    starts = re.findall(r'href="([^"]+\?from=surveys[^"]+)"', offered)
    figures, is_newest = evidence.release_figures(release)
    assert is_newest
    assert len(starts) == len(figures) > 3
    assert "No action that you may see" in offered
    assert "?from=" not in text(as_maija.get(whole))  # management reads

    assert as_aino.get(starts[0]).context["form"]["title_en"].value()
    made = as_aino.post(starts[0], {"title_en": "Book an afternoon", "aim": aim.pk}, follow=True)
    action = Action.objects.get()
    assert Link.objects.get().source == figures[0].key
    assert figures[0].address in text(made)
    for client in (as_aino, as_bertil, as_maija):
        assert page("action", plan, action.pk) in text(client.get(whole))
    give_role(cast.cecilia, cast.project, Role.MANAGEMENT, cast.institute)
    other = Client()
    other.force_login(cast.cecilia)
    assert page("action", plan, action.pk) not in text(other.get(whole))

    with CaptureQueriesContext(connection) as few:
        as_aino.get(whole)
    for number in range(6):
        facts = {"title_en": f"More {number}"}
        services.start_action(aim=aim, facts=facts, origin=figures[number % 3].key)
    with CaptureQueriesContext(connection) as many:
        assert "More 5" in text(as_aino.get(whole))
    assert len(many) == len(few)
    unit = url("group_results", cast.project.slug, box.round.pk, box.units[0, 0].pk, language="en")
    assert "From figures to actions" not in text(as_aino.get(unit))

    release.round.ordered_by = cast.college  # what was ordered for one organisation is quoted by nobody
    assert evidence.release_figures(release) == ((), False)
