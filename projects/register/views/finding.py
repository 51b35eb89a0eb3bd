"""Fetch and permit, as every desk view of the register begins.

Who has no part in the project gets 404 and does not learn that it exists; who has a part but may
not do this gets 403.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from projects.register import access
from projects.register.models import Partnership, Project
from yhes.accounts.requests import SignedInRequest


def desk_project(request: SignedInRequest, slug: str) -> Project:
    return get_object_or_404(Project.objects.filter(access.projects_in_desk(request.user)), slug=slug)


def coordinated_project(request: SignedInRequest, slug: str) -> Project:
    project = desk_project(request, slug)
    if not access.can_edit_project(request.user, project):
        raise PermissionDenied
    return project


def desk_partnership(request: SignedInRequest, project: Project, slug: str) -> Partnership:
    """The part in the project of an organisation whose inside the person may see."""
    partners = Partnership.objects.filter(access.partnerships_in_desk(request.user, project)).for_listing()
    return get_object_or_404(partners.select_related("project"), organisation__slug=slug)


def editable_partnership(request: SignedInRequest, project: Project, slug: str) -> Partnership:
    partnership = desk_partnership(request, project, slug)
    if not access.can_edit_organisation(request.user, project, partnership.organisation):
        raise PermissionDenied
    return partnership


def coordinated_partnership(request: SignedInRequest, project: str, slug: str) -> Partnership:
    found = coordinated_project(request, project)
    return desk_partnership(request, found, slug)
