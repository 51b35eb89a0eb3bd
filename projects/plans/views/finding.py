"""Fetch and permit, as every view of plans begins.

Who may not see a plan gets 404 and does not learn that it exists; who reads but does not keep it gets 403.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from projects.plans import access, scorecards
from projects.plans.models import KEPT, Action, ActionPlan, Indicator
from projects.plans.places import KINDS, PLAN_OF
from projects.register import access as register
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.common.translated import shown


def desk_project(request: HttpRequest, slug: str) -> Project:
    return get_object_or_404(Project.objects.filter(register.projects_in_desk(person(request))), slug=slug)


def visible_plans(request: HttpRequest, project: Project) -> QuerySet[ActionPlan]:
    """By title, unless the list's filter is asked for another order."""
    plans: QuerySet[ActionPlan] = ActionPlan.objects.filter(KEPT)
    visible = plans.filter(access.visible_to(person(request)), project=project)
    return visible.order_by(Lower(shown("title")), "pk")


def desk_plan(request: HttpRequest, project: str, plan: str) -> ActionPlan:
    found = visible_plans(request, desk_project(request, project)).select_related("project", "organisation")
    return get_object_or_404(found, slug=plan)


def editable_plan(request: HttpRequest, project: str, plan: str) -> ActionPlan:
    return _permitted(request, desk_plan(request, project, plan))


def desk_action(request: HttpRequest, project: str, plan: str, action: int) -> Action:
    found = desk_plan(request, project, plan)
    actions = Action.objects.in_use().for_listing().filter(aim__plan=found)
    row: Action = get_object_or_404(actions, pk=action)
    return row


def desk_indicator(request: HttpRequest, project: str, plan: str, indicator: int) -> Indicator:
    """With its readings."""
    found = desk_plan(request, project, plan)
    return get_object_or_404(scorecards.with_readings(found), pk=indicator)


def editable_part(
    request: HttpRequest, project: str, plan: str, kind: str, part: int
) -> tuple[ActionPlan, Any]:
    """One of the plan's parts that are in use."""
    found = editable_plan(request, project, plan)
    mine = model_of(kind).objects.filter(KEPT).filter(**{PLAN_OF[kind]: found})
    return found, get_object_or_404(mine, pk=part)


def model_of(kind: str) -> Any:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _permitted(request: HttpRequest, plan: ActionPlan) -> ActionPlan:
    if not access.can_edit(person(request), plan):
        raise PermissionDenied
    return plan
