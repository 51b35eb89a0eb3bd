"""Networks and coaches who have agreed to be seen. No cookie, no session, no user."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from peercoaching.filters import CoachFilter
from peercoaching.listing import cards
from peercoaching.models import Coach, CoachNetwork

_public = cache_control(public=True, max_age=60, s_maxage=10)


@login_not_required
@require_safe
@_public
def networks(request: HttpRequest) -> HttpResponse:
    seen = Q(coaches__is_public=True, coaches__left_at__isnull=True)
    found = CoachNetwork.objects.published().select_related("project")
    found = found.annotate(coach_count=Count("coaches", filter=seen, distinct=True)).prefetch_related(
        "regions"
    )
    return render(request, "peercoaching/networks.html", {"networks": found.order_by("name", "pk")})


@login_not_required
@require_safe
@_public
def network(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        CoachNetwork.objects.published().select_related("project").prefetch_related("regions"),
        slug=slug,
    )
    coaches = Coach.objects.public().filter(network=found).for_listing()
    filtered = CoachFilter(request.GET, queryset=coaches, request=request)
    context = {"network": found, "filter": filtered, "coaches": cards(filtered.chosen)}
    return render(request, "peercoaching/network.html", context)


@login_not_required
@require_safe
@vary_on_headers("Accept-Language")
def permanent(request: HttpRequest, pk: int) -> HttpResponse:
    """/id/coach-network/3 → the page in the visitor's language."""
    found = get_object_or_404(CoachNetwork.objects.published(), pk=pk)
    return redirect("peercoaching:network", found.slug)
