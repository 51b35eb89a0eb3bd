"""Partners from a file: upload, say what the columns are, look at the report, store."""

from __future__ import annotations

from itertools import islice
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register.forms import AnswersForm, ColumnsForm, PartnerFileForm
from projects.register.models import PartnerImport, Project
from projects.register.services import importing
from projects.register.views.finding import coordinated_project
from yhes.accounts.requests import SignedInRequest
from yhes.common import jobs, tables
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page

SAMPLE = 5  # rows of the file that are shown beside its columns


@require_http_methods(["GET", "POST"])
def partner_import(request: SignedInRequest, project: str) -> HttpResponse:
    """Take the file; one that cannot be read is not kept."""
    found = coordinated_project(request, project)
    form = PartnerFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = importing.upload_partners(project=found, file=file, name=file.name, user=request.user)
        except DomainError as error:
            form.add_error("file", str(error).splitlines())
        else:
            return redirect("register:partner_import_columns", project, made.pk)
    return form_page(request, "register/import/upload.html", form, {"project": found})


@require_http_methods(["GET", "POST"])
def partner_import_columns(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    found = coordinated_project(request, project)
    file = _open_import(found, pk)
    header, rows = _sample(file)
    form = ColumnsForm(request.POST or None, header=header, columns=file.columns)
    if done(
        form,
        lambda: importing.request_check(file=file, columns=form.columns, answers={}, user=request.user),
    ):
        return redirect("register:partner_import_report", project, pk)
    context = {"project": found, "file": file, "header": header, "rows": rows}
    return form_page(request, "register/import/columns.html", form, context)


@require_http_methods(["GET", "POST"])
def partner_import_report(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """What would come of the file. POST decides about the lines that are unsure, or stores everything."""
    found = coordinated_project(request, project)
    file = get_object_or_404(PartnerImport, pk=pk, project=found)
    unsure = file.report.get("rows", {}).get("unsure", [])
    form = AnswersForm(request.POST or None, rows=unsure, answers=file.answers)
    if request.method == "POST":
        if "store" in request.POST:
            return _store(request, file)
        if unsure and done(form, lambda: _decide(file, form, request)):
            return redirect("register:partner_import_report", project, pk)
    return form_page(
        request, "register/import/report.html", form, {"project": found, **_shown(request, file)}
    )


def _decide(file: PartnerImport, form: AnswersForm, request: SignedInRequest) -> None:
    importing.request_check(file=file, columns=file.columns, answers=form.answers, user=request.user)


def _store(request: SignedInRequest, file: PartnerImport) -> HttpResponse:
    try:
        job = importing.request_storing(file=file, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if job is None:
            messages.success(request, _("The partners were stored."))
    return redirect("register:partner_import_report", file.project.slug, file.pk)


def _shown(request: SignedInRequest, file: PartnerImport) -> dict[str, Any]:
    """The job is told to who started it; others see that the file is being worked on."""
    job = importing.job_of(file)
    is_mine = job is not None and job.started_by_id == request.user.pk
    is_told = job is not None and is_mine and (job.is_active or job.state == job.State.FAILED)
    return {
        "file": file,
        "report": file.report,
        "is_busy": job is not None and job.is_active,
        "progress": jobs.shown(job) if job is not None and is_told else None,
    }


def _open_import(project: Project, pk: int) -> PartnerImport:
    """One whose file is still here; else there is nothing to say about its columns."""
    file = get_object_or_404(PartnerImport, pk=pk, project=project)
    if not file.path or not default_storage.exists(file.path):
        raise Http404
    return file


def _sample(file: PartnerImport) -> tuple[tuple[str, ...], list[list[str]]]:
    with default_storage.open(file.path) as content, tables.opened(cast("BinaryIO", content)) as table:
        return table.header, [cells for _line, cells in islice(table.rows, SAMPLE)]
