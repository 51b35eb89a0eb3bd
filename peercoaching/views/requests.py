"""One request in the desk: whom to ask, whom to wait for no longer, giving up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peercoaching import access, links, listing
from peercoaching.errors import CoachingError
from peercoaching.forms import LANGUAGE_NAMES, CloseForm, ProposeForm
from peercoaching.models import Coach, CoachingRequest, Pairing
from peercoaching.services import erasing, pairing, requests
from peercoaching.views.finding import managed_project, room_project, visible_requests
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest
from yhes.common.forms import done, form_page

States = CoachingRequest.State


@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """One request: what is needed, who has been asked, whom to ask next."""
    found = room_project(request, project)
    asked = get_object_or_404(visible_requests(request, found), pk=pk)
    can_manage = access.can_manage(person(request), found)
    if request.method == "POST" and not can_manage:
        raise PermissionDenied
    choices = _choices(asked) if can_manage else []
    form = ProposeForm(request.POST if request.method == "POST" else None, choices=choices)
    user = person(request)
    if done(form, lambda: pairing.propose(request=asked, coach=_chosen(form), user=user)):
        messages.success(request, _("The coach has been asked."))
        return redirect("peercoaching:request", project, pk)
    context = _request_context(request, found, asked, can_manage) | {"choices": choices}
    return form_page(request, "peercoaching/request.html", form, context)


def _chosen(form: ProposeForm) -> Coach:
    found: Coach = get_object_or_404(Coach, pk=form.cleaned_data["coach"])
    return found


def _choices(asked: CoachingRequest) -> list[tuple[int, str]]:
    if asked.state != States.OPEN:
        return []
    return listing.coach_choices(asked, pairing.candidates(asked), pairing.need_of(asked))


def _request_context(
    request: SignedInRequest, project: Project, asked: CoachingRequest, can_manage: bool
) -> dict[str, Any]:
    pairings = list(asked.pairings.select_related("coach").order_by("-proposed_at", "-pk"))
    if not can_manage:  # how others answered is not a coach's business
        pairings = [p for p in pairings if access.can_answer(person(request), p)]
    current = next((p for p in pairings if p.state == Pairing.State.PROPOSED), None)
    begun = next((p for p in pairings if p.state in (Pairing.State.ACCEPTED, Pairing.State.ENDED)), None)
    mine = current if current and access.can_answer(person(request), current) else None
    token = links.proposal_token(asked.pk, mine.coach_id) if mine and mine.coach_id else ""
    return {
        "project": project,
        "asked": asked,
        "can_manage": can_manage,
        "rows": listing.pair_rows(pairings),
        "badge": listing.REQUEST_BADGES[States(asked.state)],
        "current": current,
        "begun": begun,
        "can_erase": can_manage and bool(asked.email),
        "can_close": can_manage and asked.state in (States.OPEN, States.PROPOSED),
        # Before accepting, a coach reads the need but not whose it is.
        "shows_person": bool(asked.email) and (can_manage or begun is not None),
        "answer_url": reverse("peercoaching:answer", args=[token]) if token else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Wait for the coach no longer: asks once and tells that the coach gets a letter."""
    found = managed_project(request, project)
    proposals = Pairing.objects.select_related("coach", "request__network")
    proposed = get_object_or_404(proposals, pk=pk, request__network__project=found)
    if request.method != "POST":
        context = {"project": found, "asked": proposed.request, "proposed": proposed}
        return render(request, "peercoaching/take_back.html", context)
    try:
        pairing.take_back(pairing=proposed, user=person(request))
    except CoachingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The proposal was called off. Now you can ask another coach."))
    return redirect("peercoaching:request", project, proposed.request_id)


@require_http_methods(["GET", "HEAD", "POST"])
def request_close(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Give up finding a coach: asks once and tells who gets a letter, and in which language."""
    found = managed_project(request, project)
    asked = get_object_or_404(visible_requests(request, found), pk=pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    user = person(request)
    if done(form, lambda: requests.close(request=asked, user=user, **form.cleaned_data)):
        messages.success(request, _("The request is closed. Whoever asked gets a letter."))
        return redirect("peercoaching:request", project, pk)
    context = {
        "project": found,
        "asked": asked,
        "letter_language": dict(LANGUAGE_NAMES)[asked.letter_language],
        "current": asked.pairings.filter(state=Pairing.State.PROPOSED).select_related("coach").first(),
    }
    return form_page(request, "peercoaching/request_close.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_erase(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Whoever asked wants to be forgotten: asks once."""
    found = managed_project(request, project)
    asked = get_object_or_404(visible_requests(request, found), pk=pk)
    if request.method == "POST":
        erasing.erase_request(request=asked, user=person(request))
        messages.success(request, _("Who asked has been erased."))
        return redirect("peercoaching:request", project, pk)
    if not asked.email:
        return redirect("peercoaching:request", project, pk)  # nothing is left to ask
    return render(request, "peercoaching/request_erase.html", {"project": found, "asked": asked})
