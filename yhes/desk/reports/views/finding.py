"""Fetch and permit: whoever is no coordinator does not learn that reports exist."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from projects.register import access as register
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.desk.reports import access
from yhes.desk.reports.models import FunderReport


def reporting_project(request: HttpRequest, slug: str) -> Project:
    user = person(request)
    found: Project = get_object_or_404(Project.objects.filter(register.projects_in_desk(user)), slug=slug)
    if not access.can_report(user, found):
        raise Http404
    return found


def visible_reports(request: HttpRequest, project: Project) -> QuerySet[Any]:
    rows: QuerySet[Any] = FunderReport.objects.present().filter(access.visible_to(person(request)))
    return rows.filter(project=project).select_related("project", "corrects")


def desk_report(request: HttpRequest, project: str, pk: int) -> FunderReport:
    report: FunderReport = get_object_or_404(
        visible_reports(request, reporting_project(request, project)).prefetch_related("texts"), pk=pk
    )
    return report


def draft(request: HttpRequest, project: str, pk: int) -> FunderReport:
    """A draft; what was submitted has no form any more."""
    found = desk_report(request, project, pk)
    if found.is_submitted:
        raise Http404
    return found
