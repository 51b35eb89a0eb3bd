"""Editing the draft. Of two who edit at once the second keeps their text and sees what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roadmap import services
from roadmap.forms import RoadmapForm, StepForm, ThemeForm, VersionedForm
from roadmap.models import Horizon
from roadmap.views.finding import draft_roadmap, draft_step, draft_theme, person
from yhes.common.errors import DomainError

Save = Callable[[dict[str, Any], int], Any]


@require_http_methods(["GET", "POST"])
def roadmap(request: HttpRequest, project: str) -> HttpResponse:
    """Title, introduction and the years of the horizons."""
    found = draft_roadmap(request, project)
    form = RoadmapForm(request.POST or None, instance=found)

    def save(values: dict[str, Any], version: int) -> Any:
        fresh = draft_roadmap(request, project)
        return services.update_roadmap(roadmap=fresh, version=version, values=values, actor=person(request))

    context = {"project": found.project, "heading": _("Title and introduction")}
    return _edit(request, form, save, context)


@require_http_methods(["GET", "POST"])
def theme_add(request: HttpRequest, project: str) -> HttpResponse:
    found = draft_roadmap(request, project)
    form = ThemeForm(request.POST or None)

    def save(values: dict[str, Any], _version: int) -> Any:
        return services.add_theme(roadmap=found, values=values, actor=person(request))

    return _edit(request, form, save, {"project": found.project, "heading": _("New theme")})


@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest, project: str, theme: int) -> HttpResponse:
    found = draft_theme(request, project, theme)
    form = ThemeForm(request.POST or None, instance=found)

    def save(values: dict[str, Any], version: int) -> Any:
        fresh = draft_theme(request, project, theme)
        return services.update_theme(theme=fresh, version=version, values=values, actor=person(request))

    context = {
        "project": found.roadmap.project,
        "heading": _("Edit the theme"),
        "evidence_url": reverse("roadmap:theme_evidence", args=[project, theme]),
        "remove_url": reverse("roadmap:theme_remove", args=[project, theme]),
    }
    return _edit(request, form, save, context)


@require_http_methods(["GET", "POST"])
def step_add(request: HttpRequest, project: str, theme: int) -> HttpResponse:
    found = draft_theme(request, project, theme)
    form = StepForm(
        request.POST or None,
        roadmap=found.roadmap,
        initial={"theme": found.pk, "horizon": request.GET.get("horizon", Horizon.NOW)},
    )

    def save(values: dict[str, Any], _version: int) -> Any:
        chosen = values.pop("theme")
        return services.add_step(theme=chosen, values=values, actor=person(request))

    context = {"project": found.roadmap.project, "heading": _("New step"), "is_step": True}
    return _edit(request, form, save, context)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, project: str, step: int) -> HttpResponse:
    found = draft_step(request, project, step)
    form = StepForm(request.POST or None, instance=found, roadmap=found.theme.roadmap)

    def save(values: dict[str, Any], version: int) -> Any:
        fresh = draft_step(request, project, step)
        return services.update_step(step=fresh, version=version, values=values, actor=person(request))

    context = {
        "project": found.theme.roadmap.project,
        "heading": _("Edit the step"),
        "is_step": True,
        "evidence_url": reverse("roadmap:step_evidence", args=[project, step]),
        "remove_url": reverse("roadmap:step_remove", args=[project, step]),
    }
    return _edit(request, form, save, context)


@require_http_methods(["GET", "POST"])
def theme_remove(request: HttpRequest, project: str, theme: int) -> HttpResponse:
    found = draft_theme(request, project, theme)
    steps = [str(step) for step in found.steps.all()]
    return _remove(
        request, project, found, steps, lambda: services.remove_theme(theme=found, actor=person(request))
    )


@require_http_methods(["GET", "POST"])
def step_remove(request: HttpRequest, project: str, step: int) -> HttpResponse:
    found = draft_step(request, project, step)
    return _remove(
        request, project, found, [], lambda: services.remove_step(step=found, actor=person(request))
    )


@require_POST
def theme_move(request: HttpRequest, project: str, theme: int) -> HttpResponse:
    found = draft_theme(request, project, theme)
    services.move_theme(theme=found, direction="up" if request.POST.get("direction") == "up" else "down")
    return redirect(f"{reverse('roadmap:draft', args=[project])}#theme-{theme}")


@require_POST
def step_move(request: HttpRequest, project: str, step: int) -> HttpResponse:
    found = draft_step(request, project, step)
    services.move_step(step=found, direction="up" if request.POST.get("direction") == "up" else "down")
    return redirect(f"{reverse('roadmap:draft', args=[project])}#step-{step}")


def _edit(request: HttpRequest, form: VersionedForm, save: Save, context: dict[str, Any]) -> HttpResponse:
    project = context["project"]
    differences: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            save(dict(form.facts), form.cleaned_data.get("version") or 0)
        except services.EditedMeanwhile as conflict:
            differences = form.differences(conflict.current)
            form.renew(conflict.current)
            form.add_error(None, str(conflict))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The change was saved."))
            return redirect("roadmap:draft", project.slug)
    context |= {"form": form, "differences": differences}
    return render(request, "roadmap/edit.html", context, status=400 if form.errors else 200)


def _remove(
    request: HttpRequest, project: str, row: Any, lost: list[str], remove: Callable[[], None]
) -> HttpResponse:
    if request.method == "POST":
        name = str(row)
        try:
            remove()
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(name)s” was removed.") % {"name": name})
        return redirect("roadmap:draft", project)
    roadmap = draft_roadmap(request, project)
    context = {"project": roadmap.project, "row": row, "lost": lost}
    return render(request, "roadmap/remove.html", context)
