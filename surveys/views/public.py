"""What a visitor may read of a release, and its permanent address."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from surveys.models import Release
from surveys.presenting import downloads_of, figures_of, over_time_of, own_and_earlier, standing_series
from surveys.presenting.replies import public_replies

_STANDING = Release.objects.published()


@login_not_required
@require_safe
@cache_control(public=True, max_age=60, s_maxage=10)
def release_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole project's figures, from the public documents only."""
    standing = _STANDING.select_related("round__questionnaire", "round__project")
    found = get_object_or_404(standing.defer("places", "round__questionnaire__document"), pk=pk)
    series = standing_series(found.round)
    _newest, earlier = own_and_earlier(found.round, series)
    figures = figures_of(found, None, "public", earlier=earlier)
    context = {
        "release": found,
        "round": found.round,
        "figures": figures,
        "over_time": over_time_of(series, None, "public"),
        "downloads": downloads_of(found, is_public=True),
        "replies": public_replies(found),
    }
    return render(request, "surveys/results/public.html", context)


@login_not_required
@require_safe
def permanent(request: HttpRequest, pk: int) -> HttpResponse:
    """/id/release/3 → the page in the visitor's language."""
    return redirect("surveys:release", get_object_or_404(_STANDING, pk=pk).pk)
