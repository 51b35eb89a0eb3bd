"""A tablet that a group shares: nothing of one person remains on it for the next (decision 0034)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from surveys.forms import answers
from surveys.models import Invitation, SharedLink
from surveys.services import answering
from surveys.views.answering import form
from surveys.views.answering.pages import Place, answering_page, forget, remember, remembered
from surveys.views.answering.questions import take
from surveys.views.answering.starting import open_link, start_context, token_of_own


@answering_page
@require_http_methods(["GET", "HEAD", "POST"])
def tablet_start(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The first page, to which the tablet comes back; its button makes an invitation of its own each time."""
    found = open_link(request, pk, code)
    if isinstance(found, HttpResponse):
        response = found
    elif request.method == "POST":
        return _begin(request, found)
    else:
        context = start_context(found.group, is_shared=True, is_tablet=True)
        response = render(request, "surveys/answer/start.html", context)
    if response.status_code != 404:  # a link that nobody knows takes nothing from anybody
        forget(response, round_id=pk)
    return response


def _begin(request: HttpRequest, link: SharedLink) -> HttpResponse:
    place = Place(link.group.round_id, link.code)
    token = token_of_own(request, link)
    if isinstance(token, HttpResponse):
        return token
    response = redirect(place.questions)
    remember(response, place=place, token=token)
    return response


@answering_page
@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The form, always empty; what is sent counts only for whoever began last.

    A browser can send an earlier form once more, when somebody turns back to a page that came after a
    change of language. Its token is not the one in the cookie any more, so nothing of it is shown again.
    """
    place = Place(pk, code)
    token = remembered(request, place)
    if request.method == "POST":
        is_latest = token and request.POST.get(answers.LINK) == token
        return take(request, place) if is_latest else redirect(place.start)
    invitation = _begun(token, place)
    return form.blank_form(request, invitation, token, place) if invitation else redirect(place.start)


def _begun(token: str, place: Place) -> Invitation | None:
    """The invitation with which somebody has begun on this tablet, as long as it can be used."""
    try:
        link, invitation = answering.find_shared_link(place.tablet), answering.find_invitation(token)
    except answering.UnknownLink:
        return None
    is_of_link = invitation.group_id == link.group_id and invitation.round_id == place.round_id
    return invitation if is_of_link and not invitation.is_spent and invitation.round.is_accepting else None
