"""Finding what a desk page is about.

One rule for every page: those without a part in the project get 404, as does whoever asks for a round
or group that is not theirs to see; those with a part who may not do this get 403, before anything is
looked up, so that a refusal tells nothing of what there is.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register import access as register
from projects.register.models import Project, Role
from surveys import access
from surveys.models import Group, Round
from yhes.accounts.requests import SignedInRequest

# What results pages read of a group and its round. A round is wide: letters and purposes in each language,
# its key. What else is asked for is read then. A title is in every column of a translated field.
_ON_RESULTS: Final = (
    *("round", "parent", "level", "order", "label", "organisation", "unit"),
    *("respondents", "invited", "audience"),
    *("round__project", "round__questionnaire", "round__ordered_by", "round__state", "round__is_example"),
    *("round__modules", "round__own_modules", "round__figures", "round__closes_at", "round__closed_at"),
    *("round__threshold", "round__public_threshold"),
    *(f"round__title{code}" for code in ("", "_fi", "_sv", "_en")),
    *("round__questionnaire__code", "round__questionnaire__fingerprint"),
)


def project_of(request: SignedInRequest, slug: str) -> Project:
    """The project, for those who have something to do with its surveys."""
    register.remember(request.user)
    project = register.project_in_desk(request.user, slug)
    if project is None:
        raise Http404
    if not access.may_enter(request.user, project):
        raise PermissionDenied
    return project


def managed_project(request: SignedInRequest, slug: str) -> Project:
    """The project, for its coordinators."""
    project = project_of(request, slug)
    if not access.can_manage(request.user, project):
        raise PermissionDenied
    return project


def round_of(request: SignedInRequest, slug: str, pk: int) -> Round:
    """The round, for those who may see it."""
    project = project_of(request, slug)
    rounds = Round.objects.filter(access.visible_in(request.user, project))
    of_questionnaire = rounds.select_related("questionnaire").defer("questionnaire__document")
    found: Round = get_object_or_404(of_questionnaire, pk=pk)
    found.project = project
    return found


def managed_round(request: SignedInRequest, slug: str, pk: int) -> Round:
    """The round, for the coordinators of its project."""
    managed_project(request, slug)
    return round_of(request, slug, pk)


def prepared_round(request: SignedInRequest, slug: str, pk: int) -> Round:
    """The round, for its coordinators and for the contact of the organisation that ordered it."""
    project = project_of(request, slug)
    if not access.can_manage(request.user, project):
        ordered = Round.objects.filter(access.ordered_for(request.user), project=project, pk=pk)
        if not ordered.exists():
            raise PermissionDenied
    return round_of(request, slug, pk)


def ordered_round(request: SignedInRequest, slug: str, pk: int) -> Round:
    """A round that was ordered, for coordinators and for the contact of who ordered it."""
    project = project_of(request, slug)
    if not (
        access.can_manage(request.user, project) or register.has_role(request.user, project, Role.CONTACT)
    ):
        raise PermissionDenied
    found = round_of(request, slug, pk)
    if not found.is_internal or not access.can_prepare(request.user, found):
        raise Http404
    return found


def visible_group(request: SignedInRequest, round_: Round, pk: int) -> Group:
    """A group of the round, for those who may see its figures."""
    groups = Group.objects.filter(access.groups_visible_to(request.user, round_))
    found: Group = get_object_or_404(groups, pk=pk)
    found.round = round_
    return found


def round_and_group(request: SignedInRequest, slug: str, pk: int, group: int) -> tuple[Round, Group]:
    """`round_of` and `visible_group` at once: a results page asks for both, and one query finds them."""
    project = project_of(request, slug)
    groups = Group.objects.filter(access.groups_seen_in(request.user, project, pk), pk=group)
    found: Group = get_object_or_404(groups.select_related("round__questionnaire").only(*_ON_RESULTS))
    found.round.project = project
    return found.round, found


def invitable_group(request: SignedInRequest, slug: str, pk: int, group: int) -> Group:
    """A leaf of the round, for those who invite into it."""
    found = group_to_invite(request, slug, pk, group)
    if found.headcount is None:
        raise Http404
    return found


def group_to_invite(request: SignedInRequest, slug: str, pk: int, group: int) -> Group:
    """A group of the round, for those who invite into it or into what is under it."""
    found = visible_group(request, round_of(request, slug, pk), group)
    if not access.can_invite(request.user, found):
        raise PermissionDenied
    return found


def round_address(round_: Round) -> str:
    """Where the round's own page is."""
    return reverse("surveys:round", args=[round_.project.slug, round_.pk])


def breadcrumbs(project: Project, *steps: tuple[str, str]) -> list[dict[str, Any]]:
    """From the project's surveys to where the page stands: (label, url) pairs, the last without url."""
    first = {"label": _("Surveys"), "url": reverse("surveys:rounds", args=[project.slug])}
    return [first, *({"label": label, "url": url} for label, url in steps)]
