"""Where what belongs to a plan is read."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

from projects.plans.models import Action, ActionPlan, Aim, Indicator, Reading, Review, SteppingStone

# A kind's word in addresses → its model, and the way from a row to its plan.
KINDS: Final[dict[str, type[Any]]] = {
    "aim": Aim,
    "action": Action,
    "stepping-stone": SteppingStone,
    "indicator": Indicator,
    "reading": Reading,
}
PLAN_OF: Final = {
    "aim": "plan",
    "action": "aim__plan",
    "stepping-stone": "plan",
    "indicator": "plan",
    "reading": "indicator__plan",
}


def kind_of(part: Any) -> str:
    """ "stepping-stone" of a SteppingStone."""
    return next(kind for kind, model in KINDS.items() if isinstance(part, model))


def of_plan(plan: ActionPlan) -> str:
    return reverse("plans:plan", args=[plan.project.slug, plan.slug])


def of_part(part: Any) -> str:
    plan = part.plan
    where = [plan.project.slug, plan.slug]
    if isinstance(part, Reading):
        return reverse("plans:indicator", args=[*where, part.indicator_id])
    name = "plans:scorecard" if isinstance(part, Indicator) else "plans:plan"
    return f"{reverse(name, args=where)}#{kind_of(part)}-{part.pk}"


def of_review(review: Review) -> str:
    plan = review.plan
    return reverse("plans:review", args=[plan.project.slug, plan.slug, review.pk])
