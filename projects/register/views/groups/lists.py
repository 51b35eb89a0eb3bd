"""The meetings of all groups that the person sees in a project, on pages and as a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.register.groups import access, cells
from projects.register.groups.filters import AllMeetingsFilter
from projects.register.models import Meeting, Project, ProjectGroup
from projects.register.views.finding import desk_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.export import Format, table_response

PER_PAGE = 25


@require_safe
def meeting_list(request: SignedInRequest, project: str) -> HttpResponse:
    found = desk_project(request, project)
    filtered = _filtered(request, found)
    page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"project": found, "filter": filtered, "page_obj": page}
    return render(request, "register/groups/meetings.html", context)


@require_safe
def meeting_export(request: SignedInRequest, project: str, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it; a group's own page leads here with its group."""
    found = desk_project(request, project)
    return table_response(
        name=f"{found.slug}-meetings",
        file_format=file_format,
        head=cells.head(),
        rows=cells.rows(_filtered(request, found).qs),
    )


def _filtered(request: SignedInRequest, project: Project) -> AllMeetingsFilter:
    present: Any = Meeting.objects.present().filter(project=project, group__deleted_at__isnull=True)
    visible = present.filter(access.meetings_visible_to(request.user)).order_by("-starts_at", "-pk")
    groups = ProjectGroup.objects.present().filter(access.groups_visible_to(request.user), project=project)
    return AllMeetingsFilter(
        request.GET, queryset=visible.select_related("group"), request=request, groups=groups
    )
