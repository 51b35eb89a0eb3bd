"""What a participant does by the personal link: change, cancel, come back, vote. GET changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.workshops import calendars, listing, services, wording
from projects.workshops.errors import UnknownRegistration
from projects.workshops.forms import ChangeForm
from projects.workshops.models import Outcome, Registration, Workshop
from projects.workshops.views.public import calendar_response
from projects.workshops.views.voting import changed, participant_rows
from yhes.common.errors import DomainError
from yhes.common.ical import calendar_file

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Registration, str, Parameters], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, str, Parameters], HttpResponse]


def by_link(view: View[Parameters]) -> Guarded[Parameters]:
    """Opens the registration of the link's token; an unknown one gets a page that says what to do."""

    @wraps(view)
    def guarded(
        request: HttpRequest, token: str, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        kept = {"kept_days": services.KEPT_DAYS}
        try:
            registration = services.find_registration(token)
        except UnknownRegistration:
            response = render(request, "workshops/link_unknown.html", kept, status=404)
        else:
            try:
                response = view(request, registration, token, *args, **kwargs)
            except DomainError as error:
                response = _page(request, registration, token, error=error)
        response["X-Robots-Tag"] = "noindex"
        return response

    return login_not_required(never_cache(guarded))


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, found: Registration, token: str) -> HttpResponse:
    """The personal page: where one stands, what one may change, and votes once the event was held."""
    if request.method != "POST":
        return _page(request, found, token)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, token, form=form)
    services.change_registration(registration=found, **form.cleaned_data)
    return _back(token, "changed")


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, found: Registration, token: str) -> HttpResponse:
    """Asks once; the personal page then offers to undo it."""
    if request.method != "POST":
        if found.state == Registration.State.CANCELLED or not found.workshop.is_coming:
            return _back(token)  # nothing is left to ask
        context = {"registration": found, "workshop": found.workshop, "token": token}
        return render(request, "workshops/registration_cancel.html", context)
    services.cancel_registration(registration=found)
    return _back(token)


@by_link
@require_POST
def restore(request: HttpRequest, found: Registration, token: str) -> HttpResponse:
    services.restore_registration(registration=found)
    return _back(token, "restored")


@by_link
@require_POST
def vote(request: HttpRequest, found: Registration, token: str, outcome: int) -> HttpResponse:
    """Give a vote (vote=1) or take it back (vote=0)."""
    chosen = get_object_or_404(Outcome, pk=outcome, workshop=found.workshop_id)
    if request.POST.get("vote") == "0":
        services.withdraw_vote(outcome=chosen, registration=found)
    else:
        services.cast_vote(outcome=chosen, registration=found)
    if getattr(request, "htmx", False):
        return changed(request, participant_rows(found, token, chosen.pk), show_kind=False)
    return redirect(f"{reverse('workshops:registration', args=[token])}#outcome-{chosen.pk}")


@by_link
@require_safe
def own_calendar(request: HttpRequest, found: Registration, token: str) -> HttpResponse:
    """The event for one's own calendar, with the online link for those who have a seat."""
    has_seat = found.state == Registration.State.REGISTERED
    entry = calendars.entry(found.workshop, for_participant=has_seat)
    return calendar_response(calendar_file([entry], name=found.workshop.title), name=found.workshop.slug)


def _page(
    request: HttpRequest,
    found: Registration,
    token: str,
    *,
    form: ChangeForm | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    workshop = found.workshop
    present = {"name": found.name, "organisation": found.organisation}
    context = {
        "registration": found,
        "workshop": workshop,
        "token": token,
        "when": wording.when(workshop),
        "where": wording.where(workshop),
        "lang": wording.language_of(workshop),
        "place": found.place_in_queue() if found.state == Registration.State.WAITING else 0,
        "may_change": workshop.is_coming,
        "groups": listing.by_kind(participant_rows(found, token))
        if workshop.state == Workshop.State.HELD
        else [],
        "form": form or ChangeForm(initial=present),
        "done": request.GET.get("done", ""),
        "error": str(error or ""),
        "kept_days": services.KEPT_DAYS,
    }
    status = 409 if error else 400 if form else 200
    return render(request, "workshops/registration.html", context, status=status)


def _back(token: str, done: str = "") -> HttpResponse:
    query = f"?done={done}" if done else ""
    return redirect(reverse("workshops:registration", args=[token]) + query)
