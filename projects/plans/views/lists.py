"""The lists of plans and of actions, and making a plan."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.plans import access, listing, people, services
from projects.plans.filters import ActionFilter, PlanFilter
from projects.plans.forms import NewPlanForm
from projects.plans.models import BINNED, Action, ActionPlan
from projects.plans.views.finding import desk_project, visible_plans
from projects.register import access as register
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.common.errors import DomainError
from yhes.common.export import Format, table_response
from yhes.common.forms import add_domain_error, form_page

PER_PAGE = 25


@require_safe
def plan_list(request: HttpRequest, project: str) -> HttpResponse:
    """With `deleted`: the slug of a plan that has just gone into the bin, so that it can be undone."""
    found = desk_project(request, project)
    filtered = _plans(request, found)
    page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "filter": filtered,
        "page_obj": page,
        "head": listing.plan_columns(),
        "rows": [listing.plan_row(plan) for plan in page.object_list],
        "deleted": _deleted(request, found),
        "may_create": access.can_create(person(request), found),
        "may_import": register.is_coordinator(person(request), found),
    }
    return render(request, "plans/plan_list.html", context)


@require_safe
def plan_export(request: HttpRequest, project: str, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it."""
    found = desk_project(request, project)
    return table_response(
        name=f"{found.slug}-plans",
        file_format=file_format,
        head=listing.plan_head(),
        rows=listing.plan_cells(_plans(request, found).qs),
    )


@require_safe
def action_list(request: HttpRequest, project: str) -> HttpResponse:
    found = desk_project(request, project)
    filtered, naming = _actions(request, found)
    page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "filter": filtered,
        "page_obj": page,
        "head": listing.action_columns(),
        "rows": [listing.action_row(action, naming) for action in page.object_list],
    }
    return render(request, "plans/action_list.html", context)


@require_safe
def action_export(request: HttpRequest, project: str, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it."""
    found = desk_project(request, project)
    filtered, naming = _actions(request, found)
    return table_response(
        name=f"{found.slug}-actions",
        file_format=file_format,
        head=listing.action_head(),
        rows=listing.action_cells(filtered.qs, naming),
    )


@require_http_methods(["GET", "POST"])
def plan_add(request: HttpRequest, project: str) -> HttpResponse:
    found, user = desk_project(request, project), person(request)
    if not access.can_create(user, found):
        raise PermissionDenied
    form = NewPlanForm(request.POST or None, project=found, user=user)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        try:
            made = services.create_plan(
                project=found, organisation=organisation, facts=form.facts, actor=user
            )
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The draft was saved. Next, write its aims."))
            return redirect("plans:plan", project, made.slug)
    return form_page(request, "plans/plan_form.html", form, {"project": found})


def _plans(request: HttpRequest, project: Project) -> PlanFilter:
    plans = listing.with_counts(visible_plans(request, project))
    return PlanFilter(request.GET, queryset=plans, request=request)


def _actions(request: HttpRequest, project: Project) -> tuple[ActionFilter, people.Naming]:
    naming, plans = people.naming(request), visible_plans(request, project)
    actions = Action.objects.in_use().filter(aim__plan__in=plans).for_listing()
    known = naming.choices(people.of_plans(plans))
    filtered = ActionFilter(
        request.GET, queryset=actions, request=request, plans=plans, naming=naming, known=known
    )
    return filtered, naming


def _deleted(request: HttpRequest, project: Project) -> ActionPlan | None:
    slug = request.GET.get("deleted", "")
    if not slug.replace("-", "").isalnum():
        return None
    binned = ActionPlan.objects.filter(BINNED).filter(access.visible_to(person(request)), project=project)
    found: ActionPlan | None = binned.filter(slug=slug).first()
    return found if found and access.can_edit(person(request), found) else None
