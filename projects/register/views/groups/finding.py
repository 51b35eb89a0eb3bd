"""Fetch and permit, as every page of groups begins. What is not for a person does not exist for them."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from projects.register.groups import access
from projects.register.models import AgendaItem, Meeting, Project, ProjectGroup
from projects.register.views.finding import coordinated_project, desk_project
from yhes.accounts.requests import SignedInRequest


def visible_group(request: SignedInRequest, project: str, key: int) -> ProjectGroup:
    found = desk_project(request, project)
    rows = ProjectGroup.objects.present().filter(access.groups_visible_to(request.user), project=found)
    group: ProjectGroup = get_object_or_404(rows.select_related("project"), pk=key)
    return group


def coordinated_group(request: SignedInRequest, project: str, key: int) -> ProjectGroup:
    found = coordinated_project(request, project)
    rows = ProjectGroup.objects.present().filter(project=found).select_related("project")
    group: ProjectGroup = get_object_or_404(rows, pk=key)
    return group


def _meetings(project: Project) -> Any:
    present = Meeting.objects.present().filter(project=project, group__deleted_at__isnull=True)
    return present.select_related("project", "group")


def visible_meeting(request: SignedInRequest, project: str, key: int) -> Meeting:
    found = desk_project(request, project)
    rows = _meetings(found).filter(access.meetings_visible_to(request.user))
    meeting: Meeting = get_object_or_404(rows, pk=key)
    return meeting


def inside_meeting(request: SignedInRequest, project: str, key: int) -> Meeting:
    """Of a group whose agendas and papers the person reads."""
    found = desk_project(request, project)
    rows = _meetings(found).filter(access.meetings_read_inside(request.user))
    meeting: Meeting = get_object_or_404(rows, pk=key)
    return meeting


def coordinated_meeting(request: SignedInRequest, project: str, key: int) -> Meeting:
    found = coordinated_project(request, project)
    meeting: Meeting = get_object_or_404(_meetings(found), pk=key)
    return meeting


def coordinated_item(request: SignedInRequest, project: str, meeting: int, key: int) -> AgendaItem:
    found = coordinated_meeting(request, project, meeting)
    item: AgendaItem = get_object_or_404(found.items, pk=key)
    item.meeting = found
    return item
