"""What plans let people find (yhes.common.registry.SearchKind)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.plans import access
from projects.plans.models import KEPT, Action, ActionPlan, Aim, Indicator, SteppingStone
from yhes.accounts.models import User
from yhes.common.registry import Audience, Place, SearchItem, SearchKind
from yhes.common.words import Words, joined, of_field


def kinds() -> Iterator[SearchKind]:
    yield SearchKind(
        "action_plan", 45, _("Action plans"), _plans, inside=lambda user: _seen_by(user).values("pk")
    )
    yield SearchKind("action", 46, _("Actions"), _actions, inside=_actions_seen_by)


def _seen_by(user: User) -> QuerySet[ActionPlan]:
    return ActionPlan.objects.filter(KEPT).filter(access.visible_to(user))


def _actions_seen_by(user: User) -> Any:
    return Action.objects.in_use().filter(aim__plan__in=_seen_by(user)).values("pk")


def _plans() -> Iterator[SearchItem]:
    """With their aims, stepping stones and indicators: four queries for all of them."""
    told: defaultdict[int, list[Words]] = defaultdict(list)
    for aim in Aim.objects.filter(KEPT).order_by("order", "pk"):
        told[aim.plan_id].append(of_field(aim, "title"))
    models: tuple[type[Any], ...] = (SteppingStone, Indicator)
    for model in models:
        for part in model.objects.filter(KEPT, aim__deleted_at__isnull=True).select_related("aim"):
            told[part.plan_id].append(of_field(part, "title"))
    for plan in ActionPlan.objects.filter(KEPT).select_related("project").order_by("pk"):
        yield SearchItem(
            pk=plan.pk,
            title=of_field(plan, "title"),
            text=joined([of_field(plan, "vision"), *told[plan.pk]]),
            inside=Place("plans:plan", (plan.project.slug, plan.slug)),
            project=plan.project_id,
            organisation=plan.organisation_id,
            audience=_audience(plan),
            is_example=plan.is_example,
        )


def _actions() -> Iterator[SearchItem]:
    """By what is to be done. Notes and who answers for it stay out."""
    for action in Action.objects.in_use().for_listing().order_by("pk"):
        plan = action.plan
        yield SearchItem(
            pk=action.pk,
            title=of_field(action, "title"),
            text=of_field(plan, "title"),
            inside=Place("plans:action", (plan.project.slug, plan.slug, action.pk)),
            project=plan.project_id,
            organisation=plan.organisation_id,
            audience=_audience(plan),
            is_example=plan.is_example,
        )


def _audience(plan: ActionPlan) -> Audience:
    """The coarser of the two rules; `visible_to` is asked as well."""
    if plan.organisation_id:
        return "organisation"
    return "coordinators" if plan.state == ActionPlan.State.DRAFT else "members"
