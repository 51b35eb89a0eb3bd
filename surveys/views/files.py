"""A release as a file: for those inside what they may see of it, for a visitor what is public."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from surveys import access
from surveys.exporting import FILES, inside_table, public_table, release_file
from surveys.models import Group, Release
from surveys.presenting import standing_release
from surveys.views.finding import round_of
from yhes.accounts.requests import SignedInRequest

_PUBLIC = Release.objects.published()


@require_safe
@cache_control(private=True, no_cache=True)
def inside_file(request: SignedInRequest, project: str, pk: int, file: str) -> HttpResponse:
    """The round's newest release that stands, of the groups this person may look at."""
    round_ = round_of(request, project, pk)
    release = standing_release(round_)
    if file not in FILES or release is None:
        raise Http404
    groups = Group.objects.filter(access.groups_visible_to(request.user, round_))
    return release_file(inside_table(release, groups.values_list("pk", flat=True)), file)


@login_not_required
@require_safe
@cache_control(public=True, max_age=60, s_maxage=10)
def public_file(request: HttpRequest, pk: int, file: str) -> HttpResponse:
    """Everything that is public of a release that stands."""
    if file not in FILES:
        raise Http404
    standing = _PUBLIC.select_related("round__questionnaire", "round__project")
    found = get_object_or_404(standing.defer("round__questionnaire__document"), pk=pk)
    return release_file(public_table(found), file)
