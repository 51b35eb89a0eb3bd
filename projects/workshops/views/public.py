"""What anyone may read: the list of events and their pages. No cookie, no session, no user."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from projects.workshops import calendars, listing, wording
from projects.workshops.filters import EventFilter
from projects.workshops.models import Outcome, Workshop
from yhes.common.ical import calendar_file

PER_PAGE = 20
IN_FEED = 200
_public = cache_control(public=True, max_age=60, s_maxage=10)


@login_not_required
@require_safe
@_public
def event_list(request: HttpRequest) -> HttpResponse:
    found = EventFilter(request.GET, queryset=Workshop.objects.published().for_listing(), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "tabs": _tabs(found),
        "page_obj": page,
        "months": listing.by_month(page.object_list),
    }
    return render(request, "workshops/event_list.html", context)


@login_not_required
@require_safe
@_public
def event_feed(request: HttpRequest) -> HttpResponse:
    """What is coming, to be followed from a calendar program; cancelled events too, which say so."""
    coming = Workshop.objects.published().upcoming(timezone.now())[:IN_FEED]
    content = calendar_file(map(calendars.entry, coming), name=_("Events – YHES"))
    return calendar_response(content, name="yhes-events")


@login_not_required
@require_safe
@_public
def event(request: HttpRequest, slug: str) -> HttpResponse:
    workshops = Workshop.objects.published().for_listing().select_related("work_package")
    found = get_object_or_404(workshops, slug=slug)
    outcomes = Outcome.objects.filter(workshop=found).with_votes() if found.state == found.State.HELD else ()
    seats = found.seats(found.taken)
    context = {
        "workshop": found,
        "when": wording.when(found),
        "where": wording.where(found),
        "seats": seats,
        "seats_words": wording.SEATS[seats],
        "lang": wording.language_of(found),
        "groups": listing.by_kind(listing.OutcomeRow(outcome) for outcome in outcomes),
        "address": calendars.address(found),
    }
    return render(request, "workshops/event.html", context)


@login_not_required
@require_safe
@_public
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Workshop.objects.published(), slug=slug)
    return calendar_response(calendar_file([calendars.entry(found)], name=found.title), name=found.slug)


@login_not_required
@require_safe
@vary_on_headers("Accept-Language")
def permanent_event(request: HttpRequest, number: int) -> HttpResponse:
    """The address that is printed and cited; it names no language and never changes."""
    found = get_object_or_404(Workshop.objects.published(), pk=number)
    return redirect("workshops:event", found.slug)


@login_not_required
@require_safe
@vary_on_headers("Accept-Language")
def permanent_feed(request: HttpRequest) -> HttpResponse:
    return redirect("workshops:event_feed")


def _tabs(found: EventFilter) -> list[dict[str, object]]:
    """Upcoming and past, each with the other choices kept."""
    upcoming = {
        "label": _("Upcoming"),
        "url": f"?{found.query_with('upcoming')}",
        "current": not found.is_past,
    }
    past = {"label": _("Past"), "url": f"?{found.query_with('past')}", "current": found.is_past}
    return [upcoming, past]


def calendar_response(content: bytes, *, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
