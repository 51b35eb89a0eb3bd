"""Submitting a report, correcting one that was submitted, and having its files made again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yhes.accounts.access import person
from yhes.common.errors import DomainError
from yhes.desk.reports import services
from yhes.desk.reports.gathering import document_of
from yhes.desk.reports.presenting import facts
from yhes.desk.reports.views.finding import desk_report, draft


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """Asks once, and freezes exactly the draft that the question was asked about (`seal`)."""
    found = draft(request, project, pk)
    refusal = ""
    if request.method == "POST":
        try:
            services.submit_report(report=found, seal=request.POST.get("seal", ""), actor=person(request))
        except DomainError as error:
            refusal = str(error)
            found.refresh_from_db()
        else:
            messages.success(request, _("The report is submitted and archived. Its files are being made."))
            return redirect("reports:report", project, pk)
    document = document_of(found)
    context = {
        "project": found.project,
        "report": found,
        **facts(document),
        "seal": services.seal_of(document),
        "missing": services.missing_deviations(document),
        "refusal": refusal,
    }
    return render(request, "desk/reports/submit.html", context, status=400 if refusal else 200)


@require_POST
def correct(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """To the draft of the next version."""
    found = desk_report(request, project, pk)
    try:
        made = services.correct_report(report=found, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("reports:report", project, pk)
    messages.success(request, _("This is a draft of the next version. The submitted one stays as it is."))
    return redirect("reports:report", project, made.pk)


@require_POST
def files_again(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """For files that could not be made."""
    found = desk_report(request, project, pk)
    try:
        services.make_files_again(report=found, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("reports:report", project, pk)
