"""The demo's plans of further fictional organisations, to be compared with its own (decision 0094)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction

from projects.plans import demo, services
from projects.plans.models import Action, ActionPlan, Aim, Indicator
from yhes.common.registry import DemoContext

DATA: Final = Path(__file__).with_name("demo_comparing.yaml")

Facts = dict[str, Any]


@transaction.atomic
def load(context: DemoContext) -> None:
    """Registered as `demo`, after the plan of demo.py. Made once: who takes an agreement back is not asked
    again by loading the demo anew.
    """
    facts = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    if ActionPlan.objects.filter(slug__in=[plan["slug"] for plan in facts["plans"]]).exists():
        return
    own = yaml.safe_load(demo.DATA.read_text(encoding="utf-8"))
    for plan in facts["plans"]:
        _plan(plan, own["indicators"], context)
    known = [own["indicators"][place - 1]["title"]["fi"] for place in facts["agreeing"]]
    mine = Indicator.objects.present().filter(plan__slug=own["slug"], title_fi__in=known)
    for indicator in mine.exclude(plan__state=ActionPlan.State.ARCHIVED):
        services.agree_to_compare(indicator=indicator, actor=context.people["contact"])
    context.say(f"{len(facts['plans'])} action plans to compare with")


def _plan(facts: Facts, known: list[Facts], context: DemoContext) -> None:
    """One with an aim, an action under it, and indicators like those of the demo's own plan."""
    actor = context.people["coordinator"]
    words = {**demo.words("title", facts["title"]), **demo.words("vision", facts["vision"])}
    plan = services.create_plan(
        project=context.project,
        organisation=context.organisations[facts["organisation"]],
        facts={**words, "is_example": True},
        slug=facts["slug"],
        actor=actor,
    )
    aim = {**demo.words("title", facts["aim"]), "order": 1}
    made = services.save_part(plan=plan, part=Aim(plan=plan), facts=aim, actor=actor)
    _action(plan, made, facts["action"], actor)
    for order, row in enumerate(facts["indicators"], start=1):
        same = {name: known[row["like"] - 1][name] for name in ("title", "unit", "direction")}
        indicator = demo.add_indicator(plan, {**row, **same, "order": order, "aim": made}, actor)
        if row["agrees"]:  # nobody has an account there, so nobody is named as having agreed
            services.agree_to_compare(indicator=indicator)
    services.set_plan_state(plan=plan, state=ActionPlan.State.PUBLISHED, actor=actor)


def _action(plan: ActionPlan, aim: Aim, facts: Facts, actor: Any) -> None:
    columns = {
        **demo.words("title", facts["title"]),
        "aim": aim,
        "role": facts["role"],
        "due_on": demo.coming(facts["in_days"]),
    }
    action = services.save_part(plan=plan, part=Action(), facts=columns, actor=actor)
    if "state" in facts:
        services.set_action_state(action=action, state=facts["state"], actor=actor)
