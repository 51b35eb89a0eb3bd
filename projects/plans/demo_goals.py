"""The demo's scorecard of the whole project: real goals, readings made up from beginning to end."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction
from django.utils import timezone

from projects.plans import services
from projects.plans.models import ActionPlan, Aim, Indicator, Reading
from yhes.common.registry import DemoContext
from yhes.common.words import LANGUAGES

DATA: Final = Path(__file__).with_name("demo_goals.yaml")

Facts = dict[str, Any]


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
        facts={**_words("title", facts["title"]), **_words("vision", facts["vision"]), "is_example": True},
        slug=facts["slug"],
        actor=actor,
    )
    aim = {**_words("title", facts["aim"]), "order": 1}
    services.save_part(plan=plan, part=Aim(plan=plan), facts=aim, actor=actor)
    objectives = list(context.project.objectives.all())
    for order, row in enumerate(facts["indicators"], start=1):
        _indicator(plan, {**row, "order": order, "objective": objectives[row["objective"] - 1]}, actor)
    services.set_plan_state(plan=plan, state=ActionPlan.State.PUBLISHED, actor=actor)
    context.say(f"{len(facts['indicators'])} indicators of goals")


def _indicator(plan: ActionPlan, facts: Facts, actor: Any) -> None:
    columns = {name: facts[name] for name in ("unit", "direction", "order", "objective")}
    amounts = {name: Decimal(str(facts[name])) for name in ("baseline", "target")}
    indicator = services.save_part(
        plan=plan,
        part=Indicator(plan=plan),
        facts=columns | amounts | _words("title", facts["title"]),
        actor=actor,
    )
    for row in facts["readings"]:
        day = timezone.localdate() - timedelta(days=row["days_ago"])
        read = {"read_on": day, "value": Decimal(str(row["value"])), "indicator": indicator}
        services.save_part(plan=plan, part=Reading(), facts=read, actor=actor)


def _words(field: str, words: dict[str, str]) -> Facts:
    return {f"{field}_{code}": words[code] for code in LANGUAGES}
