"""What anyone may read: projects and organisations. No cookie, no session, no user."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from projects.register import goals, listing, timeline
from projects.register.filters import ProjectFilter
from projects.register.models import (
    Deliverable,
    Document,
    FormerAddress,
    Measure,
    Objective,
    Organisation,
    Partnership,
    Project,
    Result,
    WorkPackage,
)
from projects.register.models.followup import Visibility
from yhes.common import charts, registry
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
    projects = Project.objects.published().select_related("programme", "funder", "network", "predecessor")
    found = get_object_or_404(_with_flags(projects.prefetch_related("regions")), slug=slug)
    context = {
        "project": found,
        **_parts(found),
        "chain": _chain(found),
        "work_packages": found.work_packages.prefetch_related("co_implementers")
        if found.has_packages
        else (),
        "address": f"{settings.SITE_URL}/id/project/{found.pk}",
        "further": _further_pages(found),
        **_related(found),
        **_handed_over(found),
    }
    return render(request, "register/project.html", context)


@login_not_required
@require_safe
@_public
def project_timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """The project's course: what all rooms tell of it in public, in the order of the days."""
    found = get_object_or_404(Project.objects.published(), slug=slug)
    course = timeline.course(found)
    title = _("Timeline of the project %(project)s") % {"project": found.name}
    today = timezone.localdate()
    line = charts.course(course.marks, today=today, title=title, said=course.summary) if course.marks else ""
    return render(
        request, "register/project_timeline.html", {"project": found, "course": course, "line": line}
    )


def _chain(project: Any) -> goals.Chain:
    """Objectives, measures, results and indicators; what the project has none of is not asked for."""
    return goals.chain(
        project,
        objectives=None if project.has_objectives else (),
        measures=None if project.has_measures else (),
        results=None if project.has_results else (),
    )


def _with_flags(projects: Any) -> Any:
    """Whether there is any of what most projects have none of, so that it is not asked for in vain."""
    of_project = {"project": OuterRef("pk")}
    public = {**of_project, "visibility": Visibility.PUBLIC}
    others = Project.objects.published().filter(Q(predecessor=OuterRef("pk")) | Q(network=OuterRef("pk")))
    return projects.annotate(
        has_objectives=Exists(Objective.objects.filter(**of_project)),
        has_measures=Exists(Measure.objects.filter(**of_project)),
        has_results=Exists(Result.objects.filter(**of_project)),
        has_packages=Exists(WorkPackage.objects.filter(**of_project)),
        has_related=Exists(others),
        has_deliverables=Exists(Deliverable.objects.present().filter(**public)),
        has_documents=Exists(Document.objects.present().filter(**public)),
    )


def _related(project: Any) -> dict[str, list[Project]]:
    """Public projects that continue this one, and those that belong to its network, in one query."""
    public = Project.objects.published().filter(Q(predecessor=project) | Q(network=project)).by_name()
    found = list(public) if project.has_related else []
    return {
        "successors": [row for row in found if row.predecessor_id == project.pk],
        "network_parts": [row for row in found if row.network_id == project.pk],
    }


def _handed_over(project: Any) -> dict[str, Any]:
    """Deliverables and documents that everyone may see: two queries at most."""
    public = {"project": project, "visibility": Visibility.PUBLIC}
    return {
        "deliverables": Deliverable.objects.present().filter(**public) if project.has_deliverables else (),
        "documents": Document.objects.present().filter(**public) if project.has_documents else (),
    }


def _further_pages(project: Project) -> list[registry.NavItem]:
    offered = [item for offer in registry.providers("project_page").values() for item in offer(project)]
    return sorted(offered, key=lambda item: item.order)


@login_not_required
@require_safe
@_public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    organisations = (
        Organisation.objects.published().select_related("provider", "region").prefetch_related("other_names")
    )
    found = organisations.filter(slug=slug).first()
    if found is None:
        return _merged(slug=slug)
    joined = Partnership.objects.filter(
        organisation=found, state=Partnership.State.JOINED, project__is_public=True
    )
    public = Project.objects.published()
    context = {
        "organisation": found,
        "heirs": listing.heirs(found),
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
    found = Organisation.objects.published().filter(pk=number).first()
    return redirect("register:organisation", found.slug) if found else _merged(number=number)


def _merged(**former: str | int) -> HttpResponse:
    """For good to the organisation that another one was merged into; 404 when there is no such address."""
    public = FormerAddress.objects.filter(organisation__in=Organisation.objects.published())
    found = get_object_or_404(public.select_related("organisation"), **former)
    return redirect("register:organisation", found.organisation.slug, permanent=True)


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
