"""Aims, actions and stepping stones: writing, deleting, bringing back; and an action's own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.plans import access, history, listing, origins, people, places, services
from projects.plans.forms import FORMS
from projects.plans.models import KEPT, Action, ActionPlan
from projects.plans.places import PLAN_OF
from projects.plans.views.finding import desk_action, editable_part, editable_plan, model_of
from projects.plans.views.meanwhile import meanwhile
from projects.register.views.meanwhile import version
from yhes.accounts.access import person
from yhes.common import restoring
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page
from yhes.common.history import nowhere


@require_http_methods(["GET", "POST"])
def part_add(request: HttpRequest, project: str, plan: str, kind: str) -> HttpResponse:
    """`aim` in the address chooses the aim."""
    found = editable_plan(request, project, plan)
    part = model_of(kind)(**({"plan": found} if PLAN_OF[kind] == "plan" else {}))
    initial = {
        "aim": request.GET.get("aim"),
        "indicator": request.GET.get("indicator"),
        "order": found.aims.filter(KEPT).count() + 1,
        "read_on": timezone.localdate(),
    }
    form = FORMS[kind](
        request.POST or None, plan=found, naming=people.naming(request), initial=initial, instance=part
    )
    if done(form, lambda: _save(request, found, part, form)):
        messages.success(request, _("Added to the plan."))
        return redirect(places.of_part(part))
    return form_page(request, "plans/part_form.html", form, _context(found, kind))


@require_http_methods(["GET", "POST"])
def part_edit(request: HttpRequest, project: str, plan: str, kind: str, part: int) -> HttpResponse:
    found, row = editable_part(request, project, plan, kind, part)
    naming, seen = people.naming(request), {"seen": version(row, services.PART_CHANGED)}
    form = FORMS[kind](request.POST or None, instance=row, initial=seen, naming=naming)
    if done(form, lambda: _save(request, found, row, form)):
        messages.success(request, _("The change was saved."))
        return redirect(places.of_part(row))
    context = _context(found, kind) | {
        "part": row,
        "meanwhile": meanwhile(form, services.PART_CHANGED, naming),
    }
    return form_page(request, "plans/part_form.html", form, context)


@require_http_methods(["GET", "POST"])
def part_delete(request: HttpRequest, project: str, plan: str, kind: str, part: int) -> HttpResponse:
    """Asks once; the plan's page then offers to undo."""
    found, row = editable_part(request, project, plan, kind, part)
    if request.method == "GET":
        return render(request, "plans/part_delete.html", _context(found, kind) | {"part": row})
    try:
        services.delete_part(plan=found, part=row, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("plans:plan", project, plan)
    return redirect(f"{reverse('plans:plan', args=[project, plan])}?deleted={kind}-{row.pk}")


@require_safe
def action(request: HttpRequest, project: str, plan: str, action: int) -> HttpResponse:
    found, naming = desk_action(request, project, plan, action), people.naming(request)
    may_edit = access.can_edit(person(request), found.plan) and not found.plan.is_archived
    context = {
        "project": found.plan.project,
        "plan": found.plan,
        "line": listing.action_line(found, naming),
        "origins": origins.of_action(person(request), found),
        "history": history.of_row(
            found, naming, restoring.links(person(request), found.plan.project) if may_edit else nowhere
        ),
        "may_edit": may_edit,
    }
    return render(request, "plans/action.html", context)


@require_POST
def action_state(request: HttpRequest, project: str, plan: str, action: int) -> HttpResponse:
    """`state`: what the action is to become."""
    found = desk_action(request, project, plan, action)
    editable_plan(request, project, plan)
    state = request.POST.get("state", "")
    if state not in Action.State.values:
        return HttpResponseBadRequest()
    try:
        services.set_action_state(action=found, state=state, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The change was saved."))
    return redirect("plans:action", project, plan, action)


def _save(request: HttpRequest, plan: ActionPlan, part: Any, form: Any) -> None:
    services.save_part(
        plan=plan, part=part, facts=form.facts, seen=form.cleaned_data["seen"], actor=person(request)
    )


def _context(plan: ActionPlan, kind: str) -> dict[str, Any]:
    return {"project": plan.project, "plan": plan, "kind": kind}
