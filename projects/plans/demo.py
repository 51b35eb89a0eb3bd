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
        facts={**words("title", facts["title"]), **words("vision", facts["vision"]), "is_example": True},
        slug=facts["slug"],
        actor=actor,
    )
    aims = [_aim(plan, order, aim, context) for order, aim in enumerate(facts["aims"], start=1)]
    for stone in facts["stones"]:
        _stone(plan, stone, actor)
    for order, row in enumerate(facts["indicators"], start=1):
        add_indicator(plan, {**row, "order": order, "aim": aims[row["aim"] - 1]}, actor)
    services.set_plan_state(plan=plan, state=ActionPlan.State.PUBLISHED, actor=actor)
    _review(plan, facts["review"], context)
    context.say("action plans: 1 made")


def _aim(plan: ActionPlan, order: int, facts: Facts, context: DemoContext) -> Aim:
    actor = context.people["coordinator"]
    aim = services.save_part(
        plan=plan, part=Aim(plan=plan), facts={**words("title", facts["title"]), "order": order}, actor=actor
    )
    for row in facts["actions"]:
        person = context.people.get(row.get("person", ""))
        columns = {
            **words("title", row["title"]),
            "aim": aim,
            "role": row.get("role", ""),
            "responsible_id": person.pk if person else None,
            "due_on": coming(row["in_days"]),
        }
        action = services.save_part(plan=plan, part=Action(), facts=columns, actor=actor)
        if "state" in row:
            services.set_action_state(action=action, state=row["state"], actor=actor)
    return aim


def add_indicator(plan: ActionPlan, facts: Facts, actor: Any) -> Indicator:
    """With its readings. facts: as in the files of the demo, with the aim or the objective as a row."""
    plain = ("unit", "direction", "order", "aim", "objective")
    columns = {name: facts[name] for name in plain if name in facts}
    amounts = {name: _amount(facts.get(name)) for name in ("baseline", "target", "target_to")}
    indicator = services.save_part(
        plan=plan,
        part=Indicator(plan=plan),
        facts=columns | amounts | words("title", facts["title"]),
        actor=actor,
    )
    for row in facts["readings"]:
        read = {"read_on": coming(-row["days_ago"]), "value": _amount(row["value"]), "indicator": indicator}
        services.save_part(plan=plan, part=Reading(), facts=read, actor=actor)
    return indicator


def _review(plan: ActionPlan, facts: Facts, context: DemoContext) -> None:
    """One that has been approved, so that the next one has something to look back to."""
    actor = context.people["coordinator"]
    review = services.start_review(plan=plan, actor=actor)
    first = Action.objects.in_use().filter(aim__plan=plan).order_by("pk").first()
    assert first is not None
    services.save_review(
        review=review,
        facts={
            "held_on": coming(-facts["days_ago"]),
            "next_on": coming(facts["next_in_days"]),
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
        **words("title", facts["title"]),
        "year": timezone.localdate().year + facts["in_years"],
        "is_reached": facts.get("reached", False),
    }
    services.save_part(plan=plan, part=SteppingStone(plan=plan), facts=columns, actor=actor)


def words(field: str, texts: dict[str, str]) -> Facts:
    """The field's columns in every language."""
    return {f"{field}_{code}": texts[code] for code in LANGUAGES}


def coming(days: int) -> date:
    """The day so many days from today; of a negative number, past."""
    return timezone.localdate() + timedelta(days=days)
