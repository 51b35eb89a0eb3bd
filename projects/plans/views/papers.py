"""A plan with its scorecard as a PDF: asked for, waited for, fetched. Who sees the plan may have it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
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
from yhes.common.papers import attachment


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    """Ask for the PDF, see how far it is, and find it when it is made."""
    found, language = desk_plan(request, project, plan), get_language() or "fi"
    if request.method == "POST":
        papers.request_paper(plan=found, language=language, user=person(request))
        return redirect("plans:paper", project, plan)
    row = papers.found(found, language)
    job = row.job if row and not row.is_ready else None
    if answer := jobs.waiting(request, job):
        return answer
    context = {
        "project": found.project,
        "plan": found,
        "file": row if row and row.is_ready else None,
        "progress": jobs.shown_here(request, job),
        "kept_days": PlanPaper.KEPT_DAYS,
    }
    return render(request, "plans/paper.html", context)


@require_safe
def paper_file(request: HttpRequest, project: str, plan: str) -> HttpResponseBase:
    """The PDF that says what the plan says now; 404 until it has been made."""
    found, language = desk_plan(request, project, plan), get_language() or "fi"
    row = papers.found(found, language)
    if row is None or not row.is_ready:
        raise Http404
    return attachment(row, f"{slugify(f'{found.title} {found.of_whom}')}-{language}.pdf")
