"""One report: as it will be while it is a draft, as it was once it is submitted; its figures and files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yhes.accounts.access import person
from yhes.common import jobs, restoring
from yhes.common.errors import DomainError
from yhes.common.history import Restoring, nowhere
from yhes.common.models import Job
from yhes.desk.reports import gathering, history, presenting, services
from yhes.desk.reports.models import FunderReport
from yhes.desk.reports.snapshot import Document
from yhes.desk.reports.views.finding import desk_report

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
def report(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    found = desk_report(request, project, pk)
    document = gathering.document_of(found)
    context = {
        "project": found.project,
        "report": found,
        **presenting.facts(document),
        "parts": _parts(found, document),
        "missing": [] if found.is_submitted else services.missing_deviations(document),
        "newer": found.corrections.present().first(),
        "history": history.of_report(found, _restore(request, found)),
        **(_files(request, found) if found.is_submitted else {}),
    }
    return render(request, "desk/reports/report.html", context)


def _restore(request: HttpRequest, report: FunderReport) -> Restoring:
    """What is submitted is archived as it is."""
    return nowhere if report.is_submitted else restoring.links(person(request), report.project)


@require_POST
def refresh(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """Gather the figures anew."""
    found = desk_report(request, project, pk)
    try:
        services.refresh_figures(report=found, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The figures were gathered anew."))
    return redirect("reports:report", project, pk)


@require_safe
def file(request: HttpRequest, project: str, pk: int, kind: str) -> HttpResponseBase:
    """A file as it was archived; 404 until it is made."""
    found = desk_report(request, project, pk)
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(found.files, kind=kind, made_at__isnull=False)
    path = services.file_path(row)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, content_type=KINDS[kind], filename=path.name)
    response["ETag"] = f'"{row.sha256}"'
    return response


def _parts(report: FunderReport, document: Document) -> list[dict[str, Any]]:
    """Each part as it is read, with what a draft has beside it: the way to its texts."""
    keys = {} if report.is_submitted else {text.section: text.pk for text in report.texts.all()}
    drawn = presenting.drawn(document)
    return [
        {"part": part, "html": html, "text": keys.get(part.section.key)}
        for part, html in zip(document.parts, drawn, strict=True)
    ]


def _files(request: HttpRequest, report: FunderReport) -> dict[str, Any]:
    rows = list(report.files.all())
    if all(row.is_ready for row in rows):
        return {"files": rows, "progress": None, "is_stuck": False}
    job = services.job_of(report)
    ended = job is None or job.state in (Job.State.FAILED, Job.State.DONE)
    is_mine = job is not None and job.started_by_id == person(request).pk
    progress = jobs.shown(job) if job and is_mine and not ended else None
    return {"files": rows, "progress": progress, "is_stuck": ended}
