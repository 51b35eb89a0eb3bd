"""A plan with its scorecard as a PDF: asked for, waited for, fetched. Who sees the plan may have it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from projects.plans.models import PlanPaper
from projects.plans.services import papers
from projects.plans.views.finding import desk_plan
from yhes.accounts.access import person
from yhes.common import jobs


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    """Ask for the PDF, see how far it is, and find it when it is made."""
    found, language = desk_plan(request, project, plan), get_language() or "fi"
    if request.method == "POST":
        papers.request_paper(plan=found, language=language, user=person(request))
        return redirect("plans:paper", project, plan)
    row, file = papers.found(found, language), papers.ready(found, language)
    job = papers.job_of(row) if row and not file else None
    progress = jobs.shown(job) | {"poll_url": request.path, "result_url": ""} if job else None
    if request.headers.get("HX-Request") and progress and job and job.is_active:
        return render(request, "components/job_progress.html", progress)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})  # it is over: the page shows what came of it
    context = {
        "project": found.project,
        "plan": found,
        "file": file,
        "progress": progress,
        "kept_days": PlanPaper.KEPT_DAYS,
    }
    return render(request, "plans/paper.html", context)


@require_safe
def paper_file(request: HttpRequest, project: str, plan: str) -> HttpResponseBase:
    """The PDF that says what the plan says now; 404 until it has been made."""
    found, language = desk_plan(request, project, plan), get_language() or "fi"
    row = papers.ready(found, language)
    if row is None:
        raise Http404
    response = FileResponse(
        papers.file_path(row).open("rb"),
        content_type="application/pdf",
        as_attachment=True,
        filename=f"{slugify(f'{found.title} {found.of_whom}')}-{language}.pdf",
    )
    response["Cache-Control"] = "private, no-store"
    return response
