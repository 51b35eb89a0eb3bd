"""The questions, the answer on its way into the box, and thanks."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from projects.register import funders
from surveys.forms import answers
from surveys.models import Invitation
from surveys.questionnaire import MAX_OPEN_TEXT, Errors, Submission
from surveys.services import answering
from surveys.views.answering import form
from surveys.views.answering.pages import (
    THANKS_SHOWN,
    Place,
    answering_page,
    draft_of,
    forget,
    notice,
    remembered,
)
from surveys.views.answering.profile import own_profile
from surveys.views.answering.stage import STAGE, prefilled
from surveys.views.answering.starting import open_invitation, refusal


@answering_page
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return take(request, Place(pk))
    found = open_invitation(request, pk)
    if isinstance(found, HttpResponse):
        return found
    place = Place(pk)
    token = remembered(request, place)
    if values := prefilled(found.group.asked, request.GET.get(STAGE, "")):
        return form.filled_form(request, found, token, place, values=values)
    return form.blank_form(request, found, token, place)


def too_long(request: HttpRequest) -> HttpResponse:
    """In place of `questions` when so much was sent that Django did not read it; the draft stays."""
    return notice(request, "too_long", status=400, limit=MAX_OPEN_TEXT)


def take(request: HttpRequest, place: Place) -> HttpResponse:
    """The form's own hidden token says whose answer this is; the cookie is not looked at."""
    token = request.POST.get(answers.LINK, "")
    try:
        invitation = answering.find_invitation(token)
    except answering.UnknownLink:
        return notice(request, "unknown", status=404, place=place)
    if invitation.round_id != place.round_id:
        return notice(request, "unknown", status=404, place=place)
    if refused := refusal(request, invitation, place):
        return refused
    asked = invitation.group.asked
    values = answers.raw_values(asked, request.POST)
    if answers.CARRY in request.POST:
        return form.filled_form(request, invitation, token, place, values=values, page=_page(request))
    read = answers.read(asked, values)
    if isinstance(read, Errors):
        errors = answers.sentences(read)
        return form.filled_form(request, invitation, token, place, values=values, errors=errors)
    return _submit(request, invitation, read, place)


def _submit(request: HttpRequest, invitation: Invitation, answer: Submission, place: Place) -> HttpResponse:
    refuse = partial(notice, request, invitation=invitation, place=place, round=invitation.round)
    try:
        answering.submit_answer(invitation=invitation, submission=answer)
    except answering.AlreadyAnswered:
        return refuse("spent", status=409)
    except answering.SlipVoid:
        return refuse("void", status=410)
    except answering.TooLate:
        return refuse("closed", status=410, was_sent=True)
    except answering.GroupFull:
        return refuse("full", status=409)
    context = {
        "round": invitation.round,
        "draft": draft_of(invitation),
        # Whoever comes next to a shared tablet must not read it.
        "profile": None if place.tablet else own_profile(invitation.group.asked, answer.choices),
        "tablet_start": place.start,
        "seconds": THANKS_SHOWN,
        "logos": funders.remembered(invitation.round.project, invitation.logos_as_of),
    }
    response = render(request, "surveys/answer/thanks.html", context)
    if place.tablet:
        forget(response, round_id=place.round_id)
    return response


def _page(request: HttpRequest) -> int:
    """On which page of the form the person was, as the browser said; 0 if it did not."""
    page = request.POST.get(answers.PAGE, "")
    return int(page) if page.isdecimal() and len(page) < 4 else 0
