"""Sending a meeting's papers: what will be sent and to whom, asked once, and how far it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from projects.register.models import Meeting
from projects.register.services import groups as services
from projects.register.services.groups.mailing import TEMPLATE, has_desk
from projects.register.services.groups.telling import JOB, subject
from projects.register.views.groups.finding import coordinated_meeting
from yhes.accounts.requests import SignedInRequest
from yhes.common import jobs
from yhes.common.errors import DomainError
from yhes.common.mail import letters
from yhes.common.models import Job


@require_http_methods(["GET", "HEAD", "POST"])
def papers_send(request: SignedInRequest, project: str, meeting: int) -> HttpResponse:
    found = coordinated_meeting(request, project, meeting)
    if request.method == "POST":
        _owe(request, found)
        return redirect("register:papers_send", project, meeting)
    job = Job.objects.about(subject(found.pk)).filter(kind=JOB).first()
    if answer := jobs.waiting(request, job):
        return answer
    context = {
        "project": found.project,
        "group": found.group,
        "meeting": found,
        "progress": jobs.shown_here(request, job) if job and job.is_active else None,
        **_recipients(found),
        **_preview(found),
    }
    return render(request, "register/groups/send.html", context)


def _owe(request: SignedInRequest, meeting: Meeting) -> None:
    try:
        count = services.owe_letters(meeting=meeting, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return
    text = ngettext("%(count)s letter is being sent.", "%(count)s letters are being sent.", count)
    messages.success(request, text % {"count": count})


def _recipients(meeting: Meeting) -> dict[str, Any]:
    """waiting: who will get the letter, and whether by a personal link; written: who has been written to."""
    waiting = services.recipients(meeting)
    return {
        "waiting": [{"member": member, "by_link": not has_desk(meeting, member)} for member in waiting],
        "written": meeting.letters.select_related("member__user"),
        "has_items": meeting.items.exists(),
    }


def _preview(meeting: Meeting) -> dict[str, Any]:
    """The letter to the first of them, in the language of the page."""
    waiting = services.recipients(meeting)
    if not waiting:
        return {"letter": None}
    context = services.letter_context(meeting, waiting[0])
    context["link"] = "…"  # a personal link is for its owner only
    title, text = letters.as_text(TEMPLATE, language=get_language() or "fi", context=context)
    return {"letter": {"subject": title, "text": text}}
