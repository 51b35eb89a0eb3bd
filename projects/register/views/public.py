"""What anyone may read: projects and organisations. No cookie, no session, no user."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from projects.register import listing
from projects.register.filters import ProjectFilter
from projects.register.models import Organisation, Partnership, Project
from yhes.common import registry
from yhes.common.export import Format, table_response

PER_PAGE = 20
_public = cache_control(public=True, max_age=60, s_maxage=10)


@login_not_required
@require_safe
@_public
def project_list(request: HttpRequest) -> HttpResponse:
    found = ProjectFilter(request.GET, queryset=Project.objects.published().for_listing(), request=request)
    projects = listing.with_coordinators(found.qs)
    page = Paginator(projects, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "register/project_list.html", {"filter": found, "page_obj": page})


@login_not_required
@require_safe
@_public
def project_export(request: HttpRequest, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it. Open data, CC BY 4.0."""
    found = ProjectFilter(request.GET, queryset=Project.objects.published().for_listing(), request=request)
    rows = listing.project_cells(found.qs, settings.SITE_URL)
    return table_response(name="projects", file_format=file_format, head=listing.project_head(), rows=rows)


@login_not_required
@require_safe
@_public
def project(request: HttpRequest, slug: str) -> HttpResponse:
    projects = Project.objects.published().select_related("programme", "funder", "network")
    found = get_object_or_404(projects.prefetch_related("regions"), slug=slug)
    context = {
        "project": found,
        **_parts(found),
        **_plan(found),
        "work_packages": found.work_packages.prefetch_related("co_implementers"),
        "address": f"{settings.SITE_URL}/id/project/{found.pk}",
        "further": _further_pages(found),
    }
    return render(request, "register/project.html", context)


def _plan(project: Project) -> dict[str, Any]:
    """Objectives with what is done and what came of it, and what belongs to no objective: three queries."""
    measures, results = list(project.measures.all()), list(project.results.all())
    goals = [
        {
            "objective": objective,
            "measures": [item for item in measures if item.objective_id == objective.pk],
            "results": [item for item in results if item.objective_id == objective.pk],
        }
        for objective in project.objectives.all()
    ]
    return {
        "goals": goals,
        "measures": [item for item in measures if item.objective_id is None],
        "results": [item for item in results if item.objective_id is None],
    }


def _further_pages(project: Project) -> list[registry.NavItem]:
    offered = [item for offer in registry.providers("project_page").values() for item in offer(project)]
    return sorted(offered, key=lambda item: item.order)


@login_not_required
@require_safe
@_public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    organisations = Organisation.objects.published().select_related("provider", "region")
    found = get_object_or_404(organisations, slug=slug)
    joined = Partnership.objects.filter(
        organisation=found, state=Partnership.State.JOINED, project__is_public=True
    )
    public = Project.objects.published()
    context = {
        "organisation": found,
        "partnerships": joined.select_related("project").order_by("-project__starts_on", "pk"),
        "funded": public.filter(funder=found).by_name(),
        "schools": Organisation.objects.published().filter(provider=found).by_name(),
        "address": f"{settings.SITE_URL}/id/organisation/{found.pk}",
    }
    return render(request, "register/organisation.html", context)


@login_not_required
@require_safe
@vary_on_headers("Accept-Language")
def permanent_project(request: HttpRequest, number: int) -> HttpResponse:
    """The address that is printed and cited; it names no language and never changes."""
    found = get_object_or_404(Project.objects.published(), pk=number)
    return redirect("register:project", found.slug)


@login_not_required
@require_safe
@vary_on_headers("Accept-Language")
def permanent_organisation(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.published(), pk=number)
    return redirect("register:organisation", found.slug)


def _parts(project: Project) -> dict[str, Any]:
    """Who takes part, and who coordinates the parent network, in one query.

    Fictional partners stand apart: they say nothing about the real project.
    """
    joined = Partnership.objects.filter(state=Partnership.State.JOINED)
    coordinates_network = Q(project=project.network, role=Partnership.Role.COORDINATOR)
    found = list(joined.filter(Q(project=project) | coordinates_network).for_listing())
    own = [p for p in found if p.project_id == project.pk]
    real = [p for p in own if not p.organisation.is_fictional]
    return {
        "coordinators": [p for p in real if p.role == Partnership.Role.COORDINATOR],
        "partners": [p for p in real if p.role != Partnership.Role.COORDINATOR],
        "fictional": [p for p in own if p.organisation.is_fictional],
        "network_coordinators": [p for p in found if p.project_id != project.pk],
    }
