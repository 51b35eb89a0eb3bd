"""One plan: its page, its own words, and its states."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.plans import access, history, listing, people, services
from projects.plans.forms import PlanForm
from projects.plans.models import KEPT, Action, ActionPlan
from projects.plans.places import KINDS, PLAN_OF
from projects.plans.views.finding import desk_plan, editable_plan
from projects.plans.views.meanwhile import meanwhile
from projects.register.views.meanwhile import version
from yhes.accounts.access import person
from yhes.common import restoring
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page
from yhes.common.history import Restoring, nowhere


@require_safe
def plan(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    """With `deleted` ("action-7"): a part that has just gone into the bin, so that it can be undone."""
    found, naming = desk_plan(request, project, plan), people.naming(request)
    actions = list(Action.objects.in_use().for_listing().filter(aim__plan=found))
    context = {
        "project": found.project,
        "plan": found,
        "badge": listing.STATE_BADGES[found.state],
        "aims": listing.aim_lines(found.aims.filter(KEPT), actions, naming),
        "years": listing.years(found.stones.filter(KEPT)),
        "done": sum(action.state == Action.State.DONE for action in actions),
        "late": sum(action.is_late for action in actions),
        "total": len(actions),
        "next": next((a for a in actions if a.is_open and a.due_on and not a.is_late), None),
        "history": history.of_plan(found, naming, _restore(request, found)),
        "may_edit": access.can_edit(person(request), found),
        "undo": _undo(request, found),
    }
    return render(request, "plans/plan.html", context)


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    found = editable_plan(request, project, plan)
    seen = {"seen": version(found, services.PLAN_CHANGED)}
    form = PlanForm(request.POST or None, instance=found, initial=seen)
    if done(form, lambda: _save(found, form, request)):
        messages.success(request, _("The change was saved."))
        return redirect("plans:plan", project, plan)
    context = {
        "project": found.project,
        "plan": found,
        "meanwhile": meanwhile(form, services.PLAN_CHANGED, people.naming(request)),
    }
    return form_page(request, "plans/plan_form.html", form, context)


@require_POST
def plan_state(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    """`state`: what the plan is to become."""
    found = editable_plan(request, project, plan)
    state = request.POST.get("state", "")
    if state not in ActionPlan.State.values:
        return HttpResponseBadRequest()
    try:
        services.set_plan_state(plan=found, state=state, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The change was saved."))
    return redirect("plans:plan", project, plan)


@require_http_methods(["GET", "POST"])
def plan_delete(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    """Asks once; the list then offers to undo."""
    found = editable_plan(request, project, plan)
    if request.method == "POST":
        services.delete_plan(plan=found, actor=person(request))
        return redirect(f"{reverse('plans:plan_list', args=[project])}?deleted={found.slug}")
    return render(request, "plans/plan_delete.html", {"project": found.project, "plan": found})


def _save(plan: ActionPlan, form: PlanForm, request: HttpRequest) -> None:
    seen = form.cleaned_data["seen"]
    services.update_plan(plan=plan, facts=form.facts, seen=seen, actor=person(request))


def _restore(request: HttpRequest, plan: ActionPlan) -> Restoring:
    may_edit = access.can_edit(person(request), plan) and not plan.is_archived
    return restoring.links(person(request), plan.project) if may_edit else nowhere


def _rows(kind: str, plan: ActionPlan) -> QuerySet[Any]:
    rows: QuerySet[Any] = KINDS[kind]._default_manager.filter(**{PLAN_OF[kind]: plan})
    return rows


def _undo(request: HttpRequest, plan: ActionPlan) -> dict[str, Any] | None:
    """The part that `deleted` names, if it is in this plan's bin."""
    kind, _hyphen, number = request.GET.get("deleted", "").rpartition("-")
    if kind not in KINDS or not number.isascii() or not number.isdigit() or len(number) > 15:
        return None
    row = _rows(kind, plan).filter(pk=int(number), deleted_at__isnull=False).first()
    return {"bin": f"plan-{kind}", "row": row} if row else None
