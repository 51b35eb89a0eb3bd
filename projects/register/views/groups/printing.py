"""A meeting on paper and in calendars: the print view, the PDF made by a job, and the calendar file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from projects.register.groups import access as readers
from projects.register.groups import calendars, papers
from projects.register.models import Meeting, MeetingPdf
from projects.register.services.groups import pdfs
from projects.register.views.groups.finding import inside_meeting, visible_meeting
from yhes.accounts.access import used_second_factor
from yhes.accounts.requests import SignedInRequest
from yhes.common import jobs
from yhes.common.ical import calendar_file
from yhes.common.papers import attachment


@require_safe
def meeting_print(request: SignedInRequest, project: str, meeting: int, what: str) -> HttpResponse:
    found = _paper(request, project, meeting, what)
    context = papers.paper_context(found, what, names_people=used_second_factor(request))
    return render(request, "register/groups/print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_pdf(request: SignedInRequest, project: str, meeting: int, what: str) -> HttpResponse:
    """Ask for the file, see how far it is, and find it when it is made."""
    found = _paper(request, project, meeting, what)
    order = _order(request, found, what)
    if request.method == "POST":
        pdfs.request_pdf(order=order, user=request.user)
        return redirect("register:meeting_pdf", project, meeting, what)
    row = pdfs.found(order)
    job = row.job if row and not row.is_ready else None
    if answer := jobs.waiting(request, job):
        return answer
    context = {
        "project": found.project,
        "group": found.group,
        "meeting": found,
        "what": MeetingPdf.What(what),
        "file": row if row and row.is_ready else None,
        "progress": jobs.shown_here(request, job),
        "kept_days": MeetingPdf.KEPT_DAYS,
    }
    return render(request, "register/groups/pdf.html", context)


@require_safe
def meeting_pdf_file(request: SignedInRequest, project: str, meeting: int, what: str) -> HttpResponseBase:
    """The PDF that says what the page says now; 404 until it has been made."""
    found = _paper(request, project, meeting, what)
    row = pdfs.found(_order(request, found, what))
    if row is None or not row.is_ready:
        raise Http404
    return attachment(row, f"{_stem(found.title)}-{slugify(row.get_what_display())}.pdf")


@require_safe
def meeting_calendar(request: SignedInRequest, project: str, meeting: int) -> HttpResponse:
    found = inside_meeting(request, project, meeting)
    return calendar_response(found)


def calendar_response(meeting: Meeting) -> HttpResponse:
    name = _stem(meeting.title)
    return HttpResponse(
        calendar_file([calendars.entry(meeting)], name=meeting.title),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )


def _stem(title: str) -> str:
    """A title in a file's name: “Ohjausryhmä 2/2026” is ohjausryhma-2-2026."""
    return slugify(title.replace("/", "-"))


def _paper(request: SignedInRequest, project: str, key: int, what: str) -> Meeting:
    """Agendas are for members; minutes, once something stands in them, for whoever sees the meeting."""
    if what not in MeetingPdf.What.values:
        raise Http404
    found = visible_meeting(request, project, key)
    if what == MeetingPdf.What.AGENDA and not readers.reads_inside(request.user, found.group):
        raise Http404
    return found


def _order(request: SignedInRequest, meeting: Meeting, what: str) -> pdfs.Order:
    return pdfs.Order(meeting, what, get_language() or "fi", used_second_factor(request))
