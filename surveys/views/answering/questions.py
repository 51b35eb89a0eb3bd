"""The questions, the answer on its way into the box, and thanks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from surveys.forms import answers
from surveys.language import shown
from surveys.models import Invitation
from surveys.questionnaire import MAX_OPEN_TEXT, Errors, Questionnaire, Submission, profile
from surveys.services import answering
from surveys.views.answering import form
from surveys.views.answering.pages import answering_page, draft_of, notice, remembered
from surveys.views.answering.starting import open_invitation, refusal


@answering_page
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _answer(request, pk)
    found = open_invitation(request, pk)
    if isinstance(found, HttpResponse):
        return found
    return form.blank_form(request, found, remembered(request))


def too_long(request: HttpRequest) -> HttpResponse:
    """In place of `questions` when so much was sent that Django did not read it; the draft stays."""
    return notice(request, "too_long", status=400, limit=MAX_OPEN_TEXT)


def _answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The form's own hidden token says whose answer this is; the cookie is not looked at."""
    token = request.POST.get(answers.LINK, "")
    try:
        invitation = answering.find_invitation(token)
    except answering.UnknownLink:
        return notice(request, "unknown", status=404)
    if invitation.round_id != pk:
        return notice(request, "unknown", status=404)
    if refused := refusal(request, invitation):
        return refused
    asked = invitation.round.asked
    values = answers.raw_values(asked, request.POST)
    if answers.CARRY in request.POST:
        return form.filled_form(request, invitation, token, values=values, page=_page(request))
    read = answers.read(asked, values)
    if isinstance(read, Errors):
        return form.filled_form(request, invitation, token, values=values, errors=answers.sentences(read))
    return _submit(request, invitation, read)


def _submit(request: HttpRequest, invitation: Invitation, answer: Submission) -> HttpResponse:
    try:
        answering.submit_answer(invitation=invitation, submission=answer)
    except answering.AlreadyAnswered:
        return notice(request, "spent", status=409, invitation=invitation)
    except answering.SlipVoid:
        return notice(request, "void", status=410, invitation=invitation)
    except answering.TooLate:
        return notice(
            request, "closed", status=410, invitation=invitation, round=invitation.round, was_sent=True
        )
    except answering.GroupFull:
        return notice(request, "full", status=409, invitation=invitation, round=invitation.round)
    context = {
        "round": invitation.round,
        "draft": draft_of(invitation),
        "profile": _profile(invitation.round.asked, answer.choices),
    }
    return render(request, "surveys/answer/thanks.html", context)


def _page(request: HttpRequest) -> int:
    """On which page of the form the person was, as the browser said; 0 if it did not."""
    page = request.POST.get(answers.PAGE, "")
    return int(page) if page.isdecimal() and len(page) < 4 else 0


def _profile(questionnaire: Questionnaire, choices: Mapping[str, int | None]) -> dict[str, Any] | None:
    """The person's own levels, for the eyes of the person only; None where there is no such thing."""
    if questionnaire.kind != "competence":
        return None
    found = profile(questionnaire, choices)
    required = {(role.role.code, gap.dimension.code): gap for role in found.roles for gap in role.gaps}
    return {
        "highest": questionnaire.scale.highest,
        "roles": [shown(role.role.title) for role in found.roles],
        "areas": [
            {
                "title": shown(area.dimension.title),
                "level": area.level,
                "answered": area.answered,
                "asked": area.asked,
                "gaps": [required.get((role.role.code, area.dimension.code)) for role in found.roles],
            }
            for area in found.areas
        ],
        "steps": [
            {"value": option.value, "label": shown(option.label)} for option in questionnaire.scale.options
        ],
    }
