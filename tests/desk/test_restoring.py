"""Setting a field back from the history: by who may change it, through the room's own rules, and recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation

from projects.plans import services as plans
from projects.plans.models import Action, Indicator
from projects.register import services as register
from projects.register.models import Milestone, Objective, Partnership, Result, WorkPackage
from tests.cast import Cast
from tests.plans.recipes import make_action, make_aim, make_plan
from tests.plans.test_reviews import measured
from yhes.common import audit, restoring
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def address(cast: Cast, on: models.Model, field: str, project: Any = None) -> str:
    """Of the newest event of the object."""
    event = audit.history(on).first()
    assert event is not None
    with translation.override("en"):
        return reverse("desk:restore", args=[(project or cast.project).slug, event.pk, field])


def pressed(client: Client, url: str) -> Any:
    """Look at the page, then press its button."""
    page = client.get(url)
    assert page.status_code == 200, url
    return client.post(url, {"seen": page.context["seen"]}, follow=True)


def test_every_room_sets_a_field_back_and_tells_of_it(cast: Cast, as_aino: Client) -> None:
    project, slug = cast.project, cast.project.slug
    register.update_project(project=project, facts={"summary_en": "First"})
    register.update_project(project=project, facts={"summary_en": "Second", "starts_on": date(2025, 1, 1)})
    before = cast.college.name_en
    register.update_organisation(organisation=cast.college, facts={"name_en": "Other name"})
    milestone = register.save_followed_up(
        item=Milestone(project=project), facts={"title_en": "Kick-off", "due_on": date(2030, 1, 1)}
    )
    register.save_followed_up(item=milestone, facts={"due_on": date(2031, 1, 1)})
    aim, other = (
        register.save_plan_item(item=Objective(project=project), facts={"title_en": name}) for name in "AB"
    )
    result = register.save_plan_item(item=Result(project=project), facts={"title_en": "R", "objective": aim})
    register.save_plan_item(item=result, facts={"objective": other})
    package = register.save_plan_item(
        item=WorkPackage(project=project), facts={"title_en": "One"}, co_implementers=[cast.college]
    )
    register.save_plan_item(item=package, facts={"title_en": "Two"}, co_implementers=[cast.college])
    plan = make_plan(project, cast.college)
    action = make_action(make_aim(plan), responsible_id=cast.bertil.pk)
    plans.save_part(plan=plan, part=action, facts={"responsible_id": None})
    plans.update_plan(plan=plan, facts={"vision_fi": "Toinen"})
    for on, field, expected in (
        (project, "summary_en", "First"),
        (cast.college, "name_en", before),
        (milestone, "due_on", date(2030, 1, 1)),
        (result, "objective", aim),
        (package, "title_en", "One"),
        (action, "responsible_id", cast.bertil.pk),
        (plan, "vision_fi", "Kehitetään yhdessä."),
    ):
        url = address(cast, on, field)
        assert "The field was set back." in text(pressed(as_aino, url)), field
        on.refresh_from_db()
        assert getattr(on, field) == expected
        event = audit.history(on).first()
        assert event is not None
        assert event.actor == cast.aino
        assert set(event.changes) - {"title"} <= {field}
    assert list(package.co_implementers.all()) == [cast.college]
    project.refresh_from_db()
    assert project.starts_on == date(2025, 1, 1)  # only the one field
    settings = text(as_aino.get(f"/en/desk/{slug}/settings/"))
    assert settings.count("/restore/") >= 2

    partnership = Partnership.objects.get(project=project, organisation=cast.institute)
    was = partnership.note
    register.change_partner(partnership=partnership, note="Something else")
    pressed(as_aino, address(cast, cast.institute, "note"))
    partnership.refresh_from_db()
    assert partnership.note == was


def test_the_rooms_rules_hold_and_say_why(cast: Cast, as_aino: Client) -> None:
    project = cast.project
    register.update_project(
        project=project, facts={"starts_on": date(2024, 1, 1), "ends_on": date(2024, 6, 1)}
    )
    register.update_project(project=project, facts={"ends_on": date(2026, 6, 1)})
    url = address(cast, project, "ends_on")
    register.update_project(project=project, facts={"starts_on": date(2025, 1, 1)})
    refused = pressed(as_aino, url)
    assert refused.status_code == 400
    assert "The project cannot end before it starts." in text(refused)

    plan = make_plan(project, cast.college)
    first, second = (make_aim(plan, title) for title in ("First", "Second"))
    action = make_action(first)
    plans.save_part(plan=plan, part=action, facts={"aim": second})
    url = address(cast, action, "aim")
    plans.delete_part(plan=plan, part=first)
    assert "it has been deleted" in text(pressed(as_aino, url))
    first.delete()
    assert "does not exist any more" in text(pressed(as_aino, url))
    assert Action.objects.get(pk=action.pk).aim == second
    plans.set_plan_state(plan=plan, state="archived")
    assert pressed(as_aino, url).status_code == 400


def test_what_somebody_changed_meanwhile_is_not_overwritten(cast: Cast, as_aino: Client) -> None:
    project = cast.project
    for words in ("First", "Second"):
        register.update_project(project=project, facts={"summary_en": words})
    url = address(cast, project, "summary_en")
    seen = as_aino.get(url).context["seen"]
    register.update_project(project=project, facts={"summary_en": "Third"})
    refused = as_aino.post(url, {"seen": seen})
    assert refused.status_code == 400
    assert "Somebody else has changed" in text(refused)
    assert "There have been changes after this one" in text(refused)
    assert as_aino.post(url, {}).status_code == 200  # nothing was seen: nothing is done
    project.refresh_from_db()
    assert project.summary_en == "Third"
    pressed(as_aino, url)
    project.refresh_from_db()
    assert project.summary_en == "First"
    assert "there is nothing to set back" in text(pressed(as_aino, url))


def test_only_who_may_change_it_and_only_here(
    cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client, as_eero: Client, visitor: Client
) -> None:
    project = cast.project
    register.update_project(project=project, facts={"summary_en": "Second"})
    url = address(cast, project, "summary_en")
    for client in (as_bertil, as_maija, as_eero):
        assert client.get(url).status_code == client.post(url, {"seen": "0"}).status_code == 404
    assert visitor.get(url).status_code == 302
    register.update_organisation(
        organisation=cast.college, facts={"name_sv": "Annat", "legal_form": "foundation"}
    )
    assert as_bertil.get(address(cast, cast.college, "name_sv")).status_code == 200
    assert as_bertil.get(address(cast, cast.college, "legal_form")).status_code == 404
    assert as_aino.get(address(cast, cast.college, "legal_form")).status_code == 200
    plan = make_plan(project, cast.institute)
    indicator = measured(plan, 50)
    plans.save_part(plan=plan, part=Indicator.objects.get(pk=indicator.pk), facts={"title_en": "Other"})
    mine = address(cast, indicator, "title_en")
    assert as_aino.get(mine).status_code == 200
    assert as_bertil.get(mine).status_code == 404  # another organisation's plan
    assert as_aino.get(address(cast, indicator, "title_en", cast.other_project)).status_code == 404
    for field in ("state", "slug", "nothing"):
        assert as_aino.get(address(cast, project, field)).status_code == 404
    assert (
        as_aino.get(url.replace(str(audit.newest(project, "register.project_changed")), "999999")).status_code
        == 404
    )
    AuditEvent.objects.create(
        action="register.project_changed", object_type="register.project", object_id=str(cast.other_project.pk),
        object_label="", project_id=cast.other_project.pk, changes={"summary_en": ["a", "b"]},
    )  # fmt: skip
    assert as_aino.get(address(cast, cast.other_project, "summary_en")).status_code == 404


def test_a_name_without_its_number_is_not_offered(cast: Cast) -> None:
    """Of events from before numbers stood beside names."""
    old = AuditEvent.objects.create(
        action="register.project_changed", object_type="register.project", object_id=str(cast.project.pk),
        object_label="", project_id=cast.project.pk,
        changes={"network": ["A network", None], "summary_en": ["a", "b"], "predecessor": [None, "B"]},
    )  # fmt: skip
    offered = restoring.links(cast.aino, cast.project)
    assert offered(old, "network") == ""
    assert offered(old, "summary_en")
    assert offered(old, "predecessor")  # to nothing: there is nobody to find
