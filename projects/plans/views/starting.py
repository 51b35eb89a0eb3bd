"""An action of what a workshop or a survey has found out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.plans import access, origins, services
from projects.plans.forms import StartForm
from projects.plans.models import ActionPlan
from projects.plans.quoting import said
from projects.plans.views.finding import desk_project, visible_plans
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.common.figures import Figure
from yhes.common.forms import done, form_page
from yhes.common.registry import Origin
from yhes.common.words import Words, in_language

NOTHING = Origin(Words(fi="", sv="", en=""), "")


@require_http_methods(["GET", "POST"])
def start_action(request: HttpRequest, project: str) -> HttpResponse:
    """`from`: the key of what it starts from; without one the page offers the findings of surveys."""
    found, user = desk_project(request, project), person(request)
    if not access.can_create(user, found):
        raise PermissionDenied
    key = request.GET.get("from", "")
    origin = origins.find(user, found, key)
    kept = [plan.pk for plan in visible_plans(request, found) if _is_kept(request, plan)]
    plans = ActionPlan.objects.filter(pk__in=kept)
    form = StartForm(request.POST or None, plans=plans, title=(origin or NOTHING).title)
    if origin and done(form, lambda: _start(request, form, key)):
        messages.success(request, _("Added to the plan. Next, agree on who answers for it."))
        action = form.instance
        return redirect("plans:action", project, action.plan.slug, action.pk)
    context = {
        "project": found,
        "origin": origin,
        "title": in_language(origin.title) if origin else "",
        "findings": [] if origin else [(figure.key, said(figure)) for figure in _told(found)],
    }
    return form_page(request, "plans/start_action.html", form, context)


def _told(project: Project) -> list[Figure]:
    return [figure for figure in origins.findings(project) if figure.value is not None]


def _is_kept(request: HttpRequest, plan: ActionPlan) -> bool:
    return not plan.is_archived and access.can_edit(person(request), plan)


def _start(request: HttpRequest, form: StartForm, key: str) -> None:
    facts = form.facts
    aim = facts.pop("aim")
    form.instance = services.start_action(aim=aim, facts=facts, origin=key, actor=person(request))
