"""The project's settings: its facts in three languages, and what it set out to do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.register import access, goals, history, services
from projects.register.forms import PLAN_MODELS, CloneForm, ProjectForm, StateForm, plan_form
from projects.register.models import Project
from projects.register.views.finding import coordinated_project, desk_project
from projects.register.views.meanwhile import changes_meanwhile, version
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.errors import DomainError
from yhes.common.forms import add_domain_error, done, form_page

HISTORY_LENGTH = 20  # beside the settings


@require_http_methods(["GET", "POST"])
def project_settings(request: SignedInRequest, project: str) -> HttpResponse:
    found = coordinated_project(request, project)
    seen = version(found, services.PROJECT_CHANGED)
    form = ProjectForm(request.POST or None, instance=found, initial={"seen": seen})
    if done(form, lambda: _save(form, found, request.user)):
        messages.success(request, _("The change was saved."))
        return redirect("register:settings", project)
    entries = history.entries(
        audit.history(found)[:HISTORY_LENGTH], restore=restoring.links(request.user, found)
    )
    kept = coordinated_project(request, project)
    context = {
        "project": kept,
        "total": kept.total if kept.total_costs is None else None,
        "can_clone": request.user.is_superuser,
        "history": entries,
        "meanwhile": changes_meanwhile(form, services.PROJECT_CHANGED),
    }
    return form_page(request, "register/settings.html", form, context)


@require_http_methods(["GET", "POST"])
def project_state(request: SignedInRequest, project: str) -> HttpResponse:
    """The project's next state, with the day and the reason; who changed it before and why."""
    found = coordinated_project(request, project)
    form = StateForm(request.POST or None, project=found)
    if done(form, lambda: services.change_state(project=found, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The state was changed."))
        return redirect("register:settings", project)
    now = coordinated_project(request, project)
    if form.errors:  # the next try is made knowing of what the page shows now
        sent: Any = form.data
        form.data = sent.copy()
        form.data["seen"] = now.state  # type: ignore[index]  # the copy of a QueryDict can be changed
    events = audit.history(found).filter(action__in=history.STATE_ACTIONS)
    context = {"project": now, "history": history.entries(events)}
    return form_page(request, "register/project_state.html", form, context)


@require_http_methods(["GET", "POST"])
def project_create(request: SignedInRequest) -> HttpResponse:
    """Administrators only; they then invite the coordinator."""
    if not request.user.is_superuser:
        raise PermissionDenied
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            project = _save(form, None, request.user)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The project was created. Next, invite its coordinator."))
            return redirect("register:members", project.slug)
    return form_page(request, "register/project_create.html", form, {})


@require_http_methods(["GET", "POST"])
def project_clone(request: SignedInRequest, project: str) -> HttpResponse:
    """A new project after this one, for administrators, who make projects; what is copied is told first."""
    found = coordinated_project(request, project)
    if not request.user.is_superuser:
        raise PermissionDenied
    form = CloneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["starts_on"]
        try:
            made = services.clone_project(project=found, facts=form.facts, starts_on=day, actor=request.user)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The project was created. Next, invite its coordinator."))
            return redirect("register:members", made.slug)
    context = {"project": found, "copied": services.would_copy(found)}
    return form_page(request, "register/project_clone.html", form, context)


@require_safe
def plan(request: SignedInRequest, project: str) -> HttpResponse:
    """What the project means to reach, as one chain, and its work packages; loose ends for who keeps it."""
    found = desk_project(request, project)
    may_edit = access.can_edit_project(request.user, found)
    chain = goals.chain(found, user=request.user)
    context = {
        "project": found,
        "chain": chain,
        "loose_ends": chain.loose_ends if may_edit else [],
        "work_packages": found.work_packages.prefetch_related("co_implementers"),
        "may_edit": may_edit,
    }
    return render(request, "register/plan.html", context)


@require_http_methods(["GET", "POST"])
def plan_item(request: SignedInRequest, project: str, kind: str, item: int | None = None) -> HttpResponse:
    found = coordinated_project(request, project)
    model = _model(kind)
    existing = get_object_or_404(model, pk=item, project=found) if item else None
    initial: dict[str, Any] = {"objective": request.GET.get("goal")}
    if existing is not None:
        initial = {"seen": version(existing, services.PLAN_ITEM_CHANGED)}
    form = plan_form(model)(request.POST or None, instance=existing, project=found, initial=initial)
    if done(
        form,
        lambda: services.save_plan_item(
            item=existing or model(project=found),
            facts=form.facts,
            co_implementers=form.cleaned_data.get("co_implementers", ()),
            seen=form.cleaned_data["seen"],
            actor=request.user,
        ),
    ):
        messages.success(request, _("The change was saved."))
        return redirect("register:plan", project)
    context = {"project": found, "kind": kind, "item": existing}
    if existing is not None:
        events = audit.history(existing)[:HISTORY_LENGTH]
        context["history"] = history.entries(events, restore=restoring.links(request.user, found))
        context["meanwhile"] = changes_meanwhile(form, services.PLAN_ITEM_CHANGED)
    return form_page(request, "register/plan_form.html", form, context)


@require_http_methods(["GET", "POST"])
def plan_item_delete(request: SignedInRequest, project: str, kind: str, item: int) -> HttpResponse:
    found = coordinated_project(request, project)
    existing = get_object_or_404(_model(kind), pk=item, project=found)
    if request.method == "POST":
        services.delete_plan_item(item=existing, actor=request.user)
        messages.success(request, _("It was moved to the bin. It can be brought back for 30 days."))
        return redirect("register:plan", project)
    return render(request, "register/plan_delete.html", {"project": found, "kind": kind, "item": existing})


@transaction.atomic
def _save(form: ProjectForm, project: Project | None, actor: Any) -> Project:
    """The project, with its funder and programme when they are new to the register; all or nothing."""
    facts, language = form.facts, get_language() or "fi"
    if name := form.cleaned_data["new_funder"].strip():
        facts["funder"] = services.find_or_create_authority(name=name, language=language, actor=actor)
    if name := form.cleaned_data["new_programme"].strip():
        facts["programme"] = services.find_or_create_programme(name=name, language=language, actor=actor)
    regions = form.cleaned_data["regions"]
    if project is None:
        return services.create_project(facts=facts, regions=regions, actor=actor)
    seen = form.cleaned_data["seen"]
    return services.update_project(project=project, facts=facts, regions=regions, seen=seen, actor=actor)


def _model(kind: str) -> type[Any]:
    if kind not in PLAN_MODELS:
        raise Http404
    return PLAN_MODELS[kind]
