"""One request and one pair in the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peercoaching import access, links, listing
from peercoaching.errors import CoachingError
from peercoaching.forms import ProposeForm, SessionForm, add_domain_error
from peercoaching.models import Coach, CoachingRequest, Pairing, Session
from peercoaching.services import pairing as services
from peercoaching.services import sessions
from peercoaching.views.finding import managed_project, room_project, visible_pair, visible_requests
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError


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
    if form.is_valid():
        try:
            coach = get_object_or_404(Coach, pk=form.cleaned_data["coach"])
            services.propose(request=asked, coach=coach, user=person(request))
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The coach has been asked."))
            return redirect("peercoaching:request", project, pk)
    context = _request_context(request, found, asked, can_manage) | {"form": form, "choices": choices}
    return render(request, "peercoaching/request.html", context, status=400 if form.errors else 200)


def _choices(asked: CoachingRequest) -> list[tuple[int, str]]:
    if asked.state != CoachingRequest.State.OPEN:
        return []
    return listing.coach_choices(asked, services.candidates(asked), services.need_of(asked))


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
        "badge": listing.REQUEST_BADGES[CoachingRequest.State(asked.state)],
        "current": current,
        "begun": begun,
        # Before accepting, a coach reads the need but not whose it is.
        "shows_person": bool(asked.email) and (can_manage or begun is not None),
        "answer_url": reverse("peercoaching:answer", args=[token]) if token else "",
    }


@require_POST
def take_back(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Wait for the coach no longer."""
    found = managed_project(request, project)
    pairing = get_object_or_404(Pairing, pk=pk, request__network__project=found)
    try:
        services.take_back(pairing=pairing, user=person(request))
    except CoachingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The proposal was called off. Now you can ask another coach."))
    return redirect("peercoaching:request", project, pairing.request_id)


@require_http_methods(["GET", "HEAD", "POST"])
def pair_page(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """One pair and its sessions; counting one more."""
    found = room_project(request, project)
    pair = visible_pair(request, found, pk)
    form = SessionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sessions.record_session(pairing=pair, user=person(request), **form.cleaned_data)
        except CoachingError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The session was counted."))
            return redirect("peercoaching:pair", project, pk)
    context = {
        "project": found,
        "pair": pair,
        "row": listing.pair_rows([pair])[0],
        "sessions": pair.sessions.all(),
        "form": form,
        "is_on": pair.state == Pairing.State.ACCEPTED,
    }
    return render(request, "peercoaching/pair.html", context, status=400 if form.errors else 200)


@require_POST
def session_delete(request: SignedInRequest, project: str, pk: int, session: int) -> HttpResponse:
    pair = visible_pair(request, room_project(request, project), pk)
    counted = get_object_or_404(Session, pairing=pair, pk=session)
    sessions.delete_session(session=counted, user=person(request))
    messages.success(request, _("The session is no longer counted."))
    return redirect("peercoaching:pair", project, pk)


@require_POST
def pair_end(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    pair = visible_pair(request, room_project(request, project), pk)
    try:
        sessions.end_pair(pairing=pair, user=person(request))
    except CoachingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The pair has ended. Its sessions stay counted."))
    return redirect("peercoaching:pair", project, pk)
