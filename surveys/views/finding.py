"""Finding what a desk page is about, or answering 404 to those who should not know of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register import access as register
from projects.register.models import Project
from surveys import access
from surveys.models import Group, Round
from yhes.accounts.requests import SignedInRequest


def project_of(request: SignedInRequest, slug: str) -> Project:
    """The project, for those who have something to do with its surveys."""
    project: Project = get_object_or_404(
        Project.objects.filter(register.projects_in_desk(request.user)), slug=slug
    )
    if not access.may_enter(request.user, project):
        raise Http404
    return project


def managed_project(request: SignedInRequest, slug: str) -> Project:
    """The project, for its coordinators."""
    project = project_of(request, slug)
    if not access.can_manage(request.user, project):
        raise Http404
    return project


def round_of(request: SignedInRequest, slug: str, pk: int) -> Round:
    """The round, for those who may see it."""
    rounds = Round.objects.filter(access.visible_to(request.user), project__slug=slug).for_listing()
    found: Round = get_object_or_404(rounds, pk=pk)
    return found


def managed_round(request: SignedInRequest, slug: str, pk: int) -> Round:
    """The round, for the coordinators of its project."""
    round_ = round_of(request, slug, pk)
    if not access.can_manage(request.user, round_.project):
        raise Http404
    return round_


def invitable_group(request: SignedInRequest, slug: str, pk: int, group: int) -> Group:
    """A leaf of the round, for those who invite into it."""
    round_ = round_of(request, slug, pk)
    groups = Group.objects.filter(access.groups_invited_by(request.user, round_), headcount__isnull=False)
    found = get_object_or_404(groups, pk=group)
    found.round = round_
    return found


def breadcrumbs(project: Project, *steps: tuple[str, str]) -> list[dict[str, Any]]:
    """From the project's surveys to where the page stands: (label, url) pairs, the last without url."""
    first = {"label": _("Surveys"), "url": reverse("surveys:rounds", args=[project.slug])}
    return [first, *({"label": label, "url": url} for label, url in steps)]
