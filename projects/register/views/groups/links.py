"""What a member without an account reads by the personal link of the letter. GET changes nothing."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.register.groups import papers
from projects.register.models import Document, Meeting, MeetingLetter
from projects.register.services import groups as services
from projects.register.views.documents import file_response
from projects.register.views.groups.printing import calendar_response

Answer = TypeVar("Answer", bound=HttpResponseBase)


@login_not_required
@never_cache
@require_safe
def meeting_link(request: HttpRequest, token: str) -> HttpResponse:
    """The agenda and its papers; nobody's name but the presenters'."""
    letter = services.find_letter(token)
    if letter is None:
        return _unknown(request)
    context = {
        "meeting": letter.meeting,
        "group": letter.meeting.group,
        "project": letter.meeting.project,
        "token": token,
        "lines": papers.lines(letter.meeting),
        "other_papers": papers.other_papers(letter.meeting),
        "works_until": localdate(letter.works_until),
    }
    return _private(render(request, "register/groups/link.html", context))


@login_not_required
@never_cache
@require_safe
def meeting_link_file(request: HttpRequest, token: str, document: int) -> HttpResponseBase:
    letter = services.find_letter(token)
    if letter is None:
        return _unknown(request)
    own = Document.objects.present().filter(meetings__meeting=letter.meeting)
    return _private(file_response(get_object_or_404(own, pk=document)))


@login_not_required
@never_cache
@require_safe
def meeting_link_calendar(request: HttpRequest, token: str) -> HttpResponse:
    letter = services.find_letter(token)
    if letter is None:
        return _unknown(request)
    meeting: Meeting = letter.meeting
    return calendar_response(meeting)


def _unknown(request: HttpRequest) -> HttpResponse:
    """The same page for a link that never was and one whose time is over."""
    context = {"link_days": MeetingLetter.LINK_DAYS}
    return _private(render(request, "register/groups/link_unknown.html", context, status=404))


def _private(response: Answer) -> Answer:
    response["X-Robots-Tag"] = "noindex"
    return response
