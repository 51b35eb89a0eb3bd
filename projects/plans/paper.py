"""A plan with its scorecard as a page of print: the same for everybody who may see the plan.

Whoever answers for an action by an account is not named: a file is handed on, and the plan in the portal
tells each reader what they may know (decision 0088).
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from projects.plans import listing, reviewing, scorecards
from projects.plans.models import KEPT, Action, ActionPlan, Review
from projects.plans.people import Unnamed


def html(plan: ActionPlan, language: str) -> str:
    """In the active language, which is `language`."""
    return render_to_string("pdf/plan.html", context(plan) | {"language": language})


def context(plan: ActionPlan) -> dict[str, Any]:
    actions = list(Action.objects.in_use().for_listing().filter(aim__plan=plan))
    reviews = plan.reviews.present().filter(state=Review.State.APPROVED)
    last = reviews.order_by("-held_on", "-pk").first()
    return {
        "plan": plan,
        "project": plan.project,
        "day": timezone.localdate(),
        "aims": listing.aim_lines(plan.aims.filter(KEPT), actions, Unnamed()),
        "years": listing.years(plan.stones.filter(KEPT)),
        "done": sum(action.state == Action.State.DONE for action in actions),
        "late": sum(action.is_late for action in actions),
        "total": len(actions),
        "rows": scorecards.of_plan(plan),
        "review": last,
        "next_steps": _next_steps(last),
    }


def _next_steps(review: Review | None) -> list[reviewing.ActionRow]:
    """What was agreed on at the last review."""
    if review is None:
        return []
    return [row for row in reviewing.action_rows(review.gone_through, is_first=True) if row.step]
