"""The demo's action plan: of a fictional organisation, made up from beginning to end."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction
from django.utils import timezone

from projects.plans import services
from projects.plans.models import Action, ActionPlan, Aim, Indicator, Reading, SteppingStone
from yhes.common.registry import DemoContext
from yhes.common.words import LANGUAGES

DATA: Final = Path(__file__).with_name("demo.yaml")

Facts = dict[str, Any]


@transaction.atomic
def load(context: DemoContext) -> None:
    """Registered as `demo`. Days are counted from today when the plan is first made; a plan that exists
    is left alone, whatever people have done to it.
    """
    facts = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    if ActionPlan.objects.filter(slug=facts["slug"]).exists():
        context.say("action plans: there already")
        return
    actor = context.people["coordinator"]
    plan = services.create_plan(
        project=context.project,
        organisation=context.organisations[facts["organisation"]],
        facts={**_words("title", facts["title"]), **_words("vision", facts["vision"]), "is_example": True},
        slug=facts["slug"],
        actor=actor,
    )
    aims = [_aim(plan, order, aim, context) for order, aim in enumerate(facts["aims"], start=1)]
    for stone in facts["stones"]:
        _stone(plan, stone, actor)
    for order, indicator in enumerate(facts["indicators"], start=1):
        _indicator(plan, order, indicator, aims, actor)
    services.set_plan_state(plan=plan, state=ActionPlan.State.PUBLISHED, actor=actor)
    _review(plan, facts["review"], context)
    context.say("action plans: 1 made")


def _aim(plan: ActionPlan, order: int, facts: Facts, context: DemoContext) -> Aim:
    actor = context.people["coordinator"]
    aim = services.save_part(
        plan=plan, part=Aim(plan=plan), facts={**_words("title", facts["title"]), "order": order}, actor=actor
    )
    for row in facts["actions"]:
        person = context.people.get(row.get("person", ""))
        columns = {
            **_words("title", row["title"]),
            "aim": aim,
            "role": row.get("role", ""),
            "responsible_id": person.pk if person else None,
            "due_on": _coming(row["in_days"]),
        }
        action = services.save_part(plan=plan, part=Action(), facts=columns, actor=actor)
        if "state" in row:
            services.set_action_state(action=action, state=row["state"], actor=actor)
    return aim


def _indicator(plan: ActionPlan, order: int, facts: Facts, aims: list[Aim], actor: Any) -> None:
    columns = {name: facts[name] for name in ("unit", "direction")}
    amounts = {name: _amount(facts.get(name)) for name in ("baseline", "target", "target_to")}
    about = {**_words("title", facts["title"]), "order": order, "aim": aims[facts["aim"] - 1]}
    indicator = services.save_part(
        plan=plan, part=Indicator(plan=plan), facts=columns | amounts | about, actor=actor
    )
    for row in facts["readings"]:
        read = {"read_on": _coming(-row["days_ago"]), "value": _amount(row["value"]), "indicator": indicator}
        services.save_part(plan=plan, part=Reading(), facts=read, actor=actor)


def _review(plan: ActionPlan, facts: Facts, context: DemoContext) -> None:
    """One that has been approved, so that the next one has something to look back to."""
    actor = context.people["coordinator"]
    review = services.start_review(plan=plan, actor=actor)
    first = Action.objects.in_use().filter(aim__plan=plan).order_by("pk").first()
    assert first is not None
    services.save_review(
        review=review,
        facts={
            "held_on": _coming(-facts["days_ago"]),
            "next_on": _coming(facts["next_in_days"]),
            "roles": facts["roles"],
            "minutes": facts["minutes"],
        },
        people=[context.people[key].pk for key in facts["people"]],
        steps={first.pk: facts["step"]},
        actor=actor,
    )
    services.approve_review(review=review, actor=actor)


def _amount(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _stone(plan: ActionPlan, facts: Facts, actor: Any) -> None:
    columns = {
        **_words("title", facts["title"]),
        "year": timezone.localdate().year + facts["in_years"],
        "is_reached": facts.get("reached", False),
    }
    services.save_part(plan=plan, part=SteppingStone(plan=plan), facts=columns, actor=actor)


def _words(field: str, words: dict[str, str]) -> Facts:
    return {f"{field}_{code}": words[code] for code in LANGUAGES}


def _coming(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
