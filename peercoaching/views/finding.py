"""Fetch and permit, as every desk view of peer coaching begins.

Who has no part in the project gets 404 and does not learn that it exists; who has a part but nothing to
do here gets 403.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from peercoaching import access
from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing
from projects.register.models import Project
from projects.register.views.finding import desk_project
from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest


def room_project(request: SignedInRequest, slug: str) -> Project:
    project = desk_project(request, slug)
    if not access.can_enter(person(request), project):
        raise PermissionDenied
    return project


def managed_project(request: SignedInRequest, slug: str) -> Project:
    project = desk_project(request, slug)
    if not access.can_manage(person(request), project):
        raise PermissionDenied
    return project


def visible_requests(request: SignedInRequest, project: Project) -> QuerySet[CoachingRequest]:
    """What the person may see, without those whose address nobody has confirmed."""
    visible = CoachingRequest.objects.filter(access.requests_visible_to(person(request)))
    return visible.filter(network__project=project).exclude(state="unconfirmed").for_listing()


def visible_pairs(request: SignedInRequest, project: Project) -> QuerySet[Pairing]:
    visible = Pairing.objects.begun().filter(access.pairings_visible_to(person(request)))
    return visible.filter(request__network__project=project).with_sessions()


def visible_pair(request: SignedInRequest, project: Project, pk: int) -> Pairing:
    """Whoever sees a pair, its coach or the coordinator, may count its sessions."""
    return get_object_or_404(visible_pairs(request, project), pk=pk)


def managed_network(project: Project, slug: str) -> CoachNetwork:
    return get_object_or_404(CoachNetwork, project=project, slug=slug)


def editable_coach(request: SignedInRequest, project: Project, pk: int) -> Coach:
    coaches = Coach.objects.filter(network__project=project).select_related(
        "network__project", "organisation"
    )
    coach = get_object_or_404(coaches, pk=pk)
    if not access.can_edit_coach(person(request), coach):
        raise PermissionDenied
    return coach
