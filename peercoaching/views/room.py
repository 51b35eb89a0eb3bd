"""The desk's room of peer coaching: its lists of requests, pairs and coaches."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from peercoaching import access, listing
from peercoaching.filters import RequestFilter
from peercoaching.models import Coach, CoachNetwork
from peercoaching.views.finding import managed_project, room_project, visible_pairs, visible_requests
from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest
from yhes.common.export import Format, table_response

PER_PAGE = 25


@require_safe
def room(request: SignedInRequest, project: str) -> HttpResponse:
    """Requests: a coordinator sees the project's, a coach those the coach has been asked about."""
    found = room_project(request, project)
    filtered = RequestFilter(request.GET, queryset=visible_requests(request, found), request=request)
    page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "filter": filtered,
        "page_obj": page,
        "rows": listing.request_rows(page.object_list),
        "has_networks": CoachNetwork.objects.filter(project=found).exists(),
        "can_manage": access.can_manage(person(request), found),
    }
    return render(request, "peercoaching/room.html", context)


@require_safe
def pairs(request: SignedInRequest, project: str) -> HttpResponse:
    """Pairs that meet or have met, with their sessions."""
    found = room_project(request, project)
    page = Paginator(visible_pairs(request, found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "page_obj": page,
        "rows": listing.pair_rows(page.object_list),
        "can_manage": access.can_manage(person(request), found),
    }
    return render(request, "peercoaching/pairs.html", context)


@require_safe
def coaches(request: SignedInRequest, project: str) -> HttpResponse:
    """Networks with their coaches; a coach sees the own profile."""
    found = room_project(request, project)
    user = person(request)
    can_manage = access.can_manage(user, found)
    seen = Coach.objects.for_listing()
    networks = CoachNetwork.objects.filter(project=found).select_related("project")
    if not can_manage:
        seen = seen.filter(user=user.pk)
        networks = networks.filter(coaches__user=user.pk).distinct()
    networks = networks.prefetch_related(Prefetch("coaches", queryset=seen)).order_by("name", "pk")
    rows = [{"network": network, "cards": listing.cards(network.coaches.all())} for network in networks]
    context = {"project": found, "rows": rows, "can_manage": can_manage}
    return render(request, "peercoaching/coaches.html", context)


@require_safe
def export(request: SignedInRequest, project: str, file_format: Format) -> HttpResponse:
    """Pairs and sessions counted, without anybody's name or need."""
    found = managed_project(request, project)
    return table_response(
        name=f"{found.slug}-peer-coaching",
        file_format=file_format,
        head=listing.pair_head(),
        rows=listing.pair_cells(visible_pairs(request, found)),
    )
