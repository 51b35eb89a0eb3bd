"""Indicators that measure the project's objectives, for the register's pages (registered as `indicators`).

Anybody reads those of published plans of the whole project. What one organisation measures of itself stays
with those who see its plan, whether or not it says which goal of the project it serves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from projects.plans import access, scorecards, wording
from projects.plans.models import KEPT, ActionPlan, Indicator, Reading
from projects.register.models import Project
from yhes.common.goals import GoalIndicator, GoalIndicators

RULE: Final = "plans/_rule.html"


def indicators(user: Any, project: Project) -> GoalIndicators:
    """In the order of their plans, two queries. user: None for what anybody may read."""
    if user is None:
        shared = ActionPlan.objects.filter(organisation__isnull=True, state=ActionPlan.State.PUBLISHED)
        return GoalIndicators(tuple(_rows(_of(shared, project), is_public=True)), RULE)
    plans = ActionPlan.objects.filter(access.visible_to(user)).exclude(state=ActionPlan.State.ARCHIVED)
    add_url = reverse("plans:plan_list", args=[project.slug]) if access.can_create(user, project) else ""
    return GoalIndicators(tuple(_rows(_of(plans, project), is_public=False)), RULE, add_url)


def _of(plans: QuerySet[ActionPlan], project: Project) -> QuerySet[Indicator]:
    """Of objectives, and of the project's own plans also those that measure none: a loose end."""
    readings = Reading.objects.filter(KEPT).order_by("read_on", "pk")
    found = Indicator.objects.filter(KEPT, plan__in=plans.filter(KEPT, project=project))
    return (
        found.exclude(objective__isnull=True, plan__organisation__isnull=False)
        .select_related("plan__organisation", "plan__project")
        .prefetch_related(Prefetch("readings", queryset=readings))
        .order_by("plan__organisation", "plan", "order", "pk")
    )


def _rows(indicators: QuerySet[Indicator], *, is_public: bool) -> Iterator[GoalIndicator]:
    for one in indicators:
        if is_public and one.objective_id is None:
            continue
        plan = one.plan
        newest = next(reversed(list(one.readings.all())), None)
        light = scorecards.light_of(one, newest)
        yield GoalIndicator(
            objective=one.objective_id,
            title=one.title,
            newest=scorecards.shown(newest, one) if newest and newest.value is not None else "",
            read_on=newest.read_on if newest else None,
            baseline="" if one.baseline is None else wording.amount(one.baseline, one.unit),
            target=wording.target(one),
            badge=wording.LIGHT_BADGES[light],
            badge_label=wording.light(light),
            source=plan.of_whom,
            url="" if is_public else reverse("plans:indicator", args=[plan.project.slug, plan.slug, one.pk]),
            is_protected=light == "protected",
            is_example=plan.is_example,
        )
