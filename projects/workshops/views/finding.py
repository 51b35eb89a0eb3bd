"""Fetch and permit, as every desk view of workshops begins.

Who has no part in the project gets 404 and does not learn that it exists; who has a part but may
not do this gets 403.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from projects.register import access as register
from projects.register.models import Project
from projects.workshops import access
from projects.workshops.models import Outcome, Workshop
from projects.workshops.models.workshops import WorkshopQuerySet
from yhes.accounts.access import person


def desk_project(request: HttpRequest, slug: str) -> Project:
    return get_object_or_404(Project.objects.filter(register.projects_in_desk(person(request))), slug=slug)


def visible_workshops(request: HttpRequest, project: Project) -> WorkshopQuerySet:
    """Latest first, unless the list's filter is asked for another order."""
    visible = Workshop.objects.filter(access.visible_to(person(request)), project=project).for_listing()
    in_order: WorkshopQuerySet = visible.order_by("-starts_at", "pk")
    return in_order


def desk_workshop(request: HttpRequest, project: str, workshop: str) -> Workshop:
    found = desk_project(request, project)
    return get_object_or_404(visible_workshops(request, found), slug=workshop)


def editable_project(request: HttpRequest, slug: str) -> Project:
    """Where the person may make workshops."""
    project = desk_project(request, slug)
    if not access.can_create(person(request), project):
        raise PermissionDenied
    return project


def editable_workshop(request: HttpRequest, project: str, workshop: str) -> Workshop:
    found = desk_workshop(request, project, workshop)
    if not access.can_edit(person(request), found):
        raise PermissionDenied
    return found


def editable_outcome(request: HttpRequest, project: str, workshop: str, outcome: int) -> Outcome:
    found = editable_workshop(request, project, workshop)
    row: Outcome = get_object_or_404(Outcome.objects.with_votes().filter(workshop=found), pk=outcome)
    return row
