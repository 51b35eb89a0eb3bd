"""The demo's scorecard of the whole project: real goals, readings made up from beginning to end."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml
from django.db import transaction

from projects.plans import demo, services
from projects.plans.models import ActionPlan, Aim
from yhes.common.registry import DemoContext

DATA: Final = Path(__file__).with_name("demo_goals.yaml")


@transaction.atomic
def load(context: DemoContext) -> None:
    """Registered as `demo`; a plan that exists is left alone, whatever people have done to it."""
    facts = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    if ActionPlan.objects.filter(slug=facts["slug"]).exists():
        return
    actor = context.people["coordinator"]
    plan = services.create_plan(
        project=context.project,
        organisation=None,
        facts={
            **demo.words("title", facts["title"]),
            **demo.words("vision", facts["vision"]),
            "is_example": True,
        },
        slug=facts["slug"],
        actor=actor,
    )
    aim = {**demo.words("title", facts["aim"]), "order": 1}
    services.save_part(plan=plan, part=Aim(plan=plan), facts=aim, actor=actor)
    objectives = list(context.project.objectives.all())
    for order, row in enumerate(facts["indicators"], start=1):
        demo.add_indicator(
            plan, {**row, "order": order, "objective": objectives[row["objective"] - 1]}, actor
        )
    services.set_plan_state(plan=plan, state=ActionPlan.State.PUBLISHED, actor=actor)
    context.say(f"{len(facts['indicators'])} indicators of goals")
