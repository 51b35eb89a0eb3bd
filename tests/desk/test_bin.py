"""One bin for the whole project: what each person finds in it, brings back and loses after thirty days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.plans import services as plans
from projects.plans.models import Action
from projects.register import services as register
from projects.register.errors import NothingToRestore
from projects.register.models import Decision, Measure, Milestone, Objective, Partnership, WorkPackage
from tests.cast import Cast
from tests.plans.recipes import make_action, make_aim, make_plan
from tests.register.pages import in_bin
from yhes.common import bins
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def titles(client: Client, cast: Cast, **query: str) -> list[str]:
    return [row.title for row in client.get(in_bin(cast.project), query).context["rows"]]


def removed(cast: Cast, title: str, project: Any = None) -> Milestone:
    facts = {"title_en": title, "due_on": timezone.localdate()}
    item = Milestone(project=project or cast.project)
    register.save_followed_up(item=item, facts=facts)
    register.remove_followed_up(item=item)
    return item


def test_everything_deleted_is_in_one_bin_and_each_sees_what_they_may_bring_back(
    cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client, as_eero: Client, visitor: Client
) -> None:
    assert "The bin is empty" in as_aino.get(in_bin(cast.project)).content.decode()
    milestone = removed(cast, "Kick-off")
    removed(cast, "Elsewhere", cast.other_project)
    own, foreign = make_plan(cast.project, cast.college), make_plan(cast.project, cast.institute, "Muiden")
    for plan in (own, foreign):
        plans.delete_part(plan=plan, part=make_action(make_aim(plan), f"Toimi {plan.title}"))
    plans.delete_plan(plan=make_plan(cast.project, cast.college, "Vanha"))
    assert titles(as_aino, cast) == ["Vanha", "Toimi Muiden", "Toimi Yhdessä", "Kick-off"]
    assert titles(as_aino, cast, kind="milestone") == ["Kick-off"]
    assert titles(as_aino, cast, kind="risk") == []
    assert len(titles(as_aino, cast, kind="nothing-known")) == 4
    assert titles(as_bertil, cast) == ["Vanha", "Toimi Yhdessä"]
    assert titles(as_maija, cast) == []
    assert as_eero.get(in_bin(cast.project)).status_code == 404
    assert visitor.get(in_bin(cast.project)).status_code == 302

    foreign_action = Action.objects.get(aim__plan=foreign)
    for client, kind, key in (
        (as_bertil, "milestone", milestone.pk),
        (as_bertil, "plan-action", foreign_action.pk),
        (as_maija, "plan-action", foreign_action.pk),
        (as_aino, "milestone", 999_999),
        (as_aino, "nothing-known", milestone.pk),
    ):
        assert client.post(in_bin(cast.project, kind, key)).status_code == 404
    back = as_bertil.post(in_bin(cast.project, "plan-action", Action.objects.get(aim__plan=own).pk))
    assert back["Location"].endswith(f"#action-{Action.objects.get(aim__plan=own).pk}")
    assert (
        "It is back as it was."
        in as_aino.post(in_bin(cast.project, "milestone", milestone.pk), follow=True).content.decode()
    )
    assert as_aino.post(in_bin(cast.project, "milestone", milestone.pk)).status_code == 404
    assert titles(as_aino, cast) == ["Vanha", "Toimi Muiden"]


def test_a_refusal_of_the_room_is_told_in_the_bin(cast: Cast, as_aino: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    action = make_action(aim)
    for part in (action, aim):
        plans.delete_part(plan=plan, part=part)
    told = as_aino.post(in_bin(cast.project, "plan-action", action.pk), follow=True)
    assert "The aim has been deleted. Bring it back first." in told.content.decode()
    assert titles(as_aino, cast) == ["Aikaa kehittämiselle", "Varataan iltapäivä"]


def test_after_thirty_days_nothing_comes_back_and_then_it_is_gone(cast: Cast, as_aino: Client) -> None:
    old, new = removed(cast, "Old"), removed(cast, "New")
    now = timezone.now()
    Milestone.objects.filter(pk=old.pk).update(deleted_at=now - timedelta(days=30, minutes=1))
    assert titles(as_aino, cast) == ["New"]
    assert as_aino.post(in_bin(cast.project, "milestone", old.pk)).status_code == 404
    bins.empty(now)
    assert list(Milestone.objects.all()) == [new]
    bins.empty(now + timedelta(days=31))
    assert not Milestone.objects.exists()


def test_the_bin_asks_as_much_for_hundreds_as_for_one(cast: Cast, as_aino: Client) -> None:
    def fill(count: int) -> None:
        now = timezone.now()
        for model, facts in ((Milestone, {"due_on": now}), (Decision, {"decided_on": now})):
            model.objects.bulk_create(
                model(project=cast.project, title=str(n), deleted_at=now, **facts) for n in range(count)
            )

    fill(1)
    as_aino.get(in_bin(cast.project))
    with CaptureQueriesContext(connection) as few:
        as_aino.get(in_bin(cast.project))
    fill(60)
    with CaptureQueriesContext(connection) as many:
        page = as_aino.get(in_bin(cast.project), {"page": "2"})
    assert len(page.context["rows"]) == 50
    assert len(many) == len(few)


def test_work_packages_goals_and_partners_come_back_with_what_belonged_to_them(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    project = cast.project
    goal = register.save_plan_item(item=Objective(project=project), facts={"title_en": "Goal", "order": 3})
    measure = register.save_plan_item(
        item=Measure(project=project), facts={"title_en": "Measure", "objective": goal}
    )
    package = register.save_plan_item(
        item=WorkPackage(project=project), facts={"title_en": "Package"}, co_implementers=[cast.institute]
    )
    for item in (measure, goal, package):
        register.delete_plan_item(item=type(item).objects.get(pk=item.pk))
    partnership = Partnership.objects.get(project=project, organisation=cast.institute)
    register.remove_partner(partnership=partnership)
    assert titles(as_aino, cast) == [str(cast.institute), "Package", "Goal", "Measure"]
    assert titles(as_bertil, cast) == []

    def back(kind: str) -> Any:
        events = AuditEvent.objects.filter(object_type=f"register.{kind}").order_by("-pk")
        return as_aino.post(in_bin(project, kind, events.filter(action__endswith="ed").first().pk))

    removal = AuditEvent.objects.get(action=register.REMOVED)
    assert as_aino.post(in_bin(project, "partner", removal.pk)).status_code == 302
    assert Partnership.objects.filter(project=project, organisation=cast.institute).exists()
    assert back("workpackage").status_code == 302
    assert list(WorkPackage.objects.get(pk=package.pk).co_implementers.all()) == [cast.institute]
    assert back("measure").status_code == 302
    assert Measure.objects.get(pk=measure.pk).objective is None  # its goal is gone still
    assert titles(as_aino, cast) == ["Goal"]
    assert back("objective").status_code == 302
    found = Objective.objects.get(pk=goal.pk)
    assert (found.title_en, found.order) == ("Goal", 3)
    assert titles(as_aino, cast) == []

    register.save_plan_item(item=measure, facts={"objective": goal})
    register.delete_plan_item(item=Objective.objects.get(pk=goal.pk))
    assert Measure.objects.get(pk=measure.pk).objective is None
    assert titles(as_aino, cast) == ["Goal"]
    event = AuditEvent.objects.filter(action=register.PLAN_ITEM_DELETED).order_by("pk").last()
    assert event is not None
    register.restore_plan_item(event=event, project=project)
    assert Measure.objects.get(pk=measure.pk).objective == goal
    with pytest.raises(NothingToRestore):
        register.restore_plan_item(event=event, project=project)
    with pytest.raises(NothingToRestore):
        register.restore_plan_item(event=removal, project=cast.other_project)
