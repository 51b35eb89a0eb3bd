"""What a visitor may read of a release, and its permanent address."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from surveys.models import Release
from surveys.presenting import ReleaseReader, group_results
from surveys.presenting.reading import previous_release
from surveys.views.results import source_line

_STANDING = Release.objects.filter(withdrawn_at__isnull=True, round__project__is_public=True)


@login_not_required
@require_safe
@cache_control(public=True, max_age=60, s_maxage=10)
def release_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole project's figures, from the public documents only."""
    found = get_object_or_404(_STANDING.select_related("round__questionnaire", "round__project"), pk=pk)
    language = get_language() or "fi"
    reader = ReleaseReader(found, "public", language)
    before = previous_release(found)
    page = group_results(
        reader,
        reader.root,
        earlier=ReleaseReader(before, "public", language) if before else None,
        source=source_line(found),
    )
    return render(
        request, "surveys/results/public.html", {"release": found, "round": found.round, "page": page}
    )


@login_not_required
@require_safe
def permanent(request: HttpRequest, pk: int) -> HttpResponse:
    """/id/release/3 → the page in the visitor's language."""
    return redirect("surveys:release", get_object_or_404(_STANDING, pk=pk).pk)
