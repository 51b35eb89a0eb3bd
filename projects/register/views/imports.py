"""Partners and employers from a file: upload, say what the columns are, look at the report, store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from projects.register import employers
from projects.register.forms import AnswersForm, ColumnsForm, PartnerFileForm
from projects.register.models import PartnerImport, Project
from projects.register.services import importing
from projects.register.services.importing import whole_reports
from projects.register.views.finding import coordinated_project, desk_project
from yhes.accounts.access import ask_second_factor, used_second_factor
from yhes.accounts.requests import SignedInRequest
from yhes.common import jobs, tables
from yhes.common.errors import DomainError
from yhes.common.export import Format, streamed_table, table_response
from yhes.common.forms import done, form_page

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SAMPLE = 5  # rows of the file that are shown beside its columns


Entered = Project | HttpResponse


@dataclass(frozen=True, slots=True)
class Room:
    """Where a kind of file is imported. name: of its addresses; list_name: of the list it leads back to.

    enter: the project for whoever may import here, or the answer that asks for a second factor.
    files: of the project, those that the person may go on with.
    """

    name: str
    list_name: str
    list_label: StrOrPromise
    title: StrOrPromise
    stored: StrOrPromise
    store: StrOrPromise
    enter: Callable[[SignedInRequest, str], Entered]
    files: Callable[[SignedInRequest, Project], QuerySet[PartnerImport]]


def _keeping_employers(request: SignedInRequest, slug: str) -> Entered:
    """As adding one by one: coordinators and the schools' contacts, with a second factor."""
    found = desk_project(request, slug)
    if not employers.may_add(request.user, found):
        raise PermissionDenied
    return found if used_second_factor(request) else ask_second_factor(request)


def _of_partners(_request: SignedInRequest, project: Project) -> QuerySet[PartnerImport]:
    return PartnerImport.objects.filter(project=project, subject=PartnerImport.Subject.PARTNERS)


def _own_of_employers(request: SignedInRequest, project: Project) -> QuerySet[PartnerImport]:
    """One's own: what may be stored depends on whose schools the person keeps."""
    files = PartnerImport.objects.filter(project=project, subject=PartnerImport.Subject.EMPLOYERS)
    return files.filter(uploaded_by_id=request.user.pk)


ROOMS: Final[dict[str, Room]] = {
    PartnerImport.Subject.PARTNERS: Room(
        "partner_import", "register:partner_list", gettext_lazy("Partners"),
        gettext_lazy("Import partners"), gettext_lazy("The partners were stored."),
        gettext_lazy("Store the partners"), coordinated_project, _of_partners,
    ),
    PartnerImport.Subject.EMPLOYERS: Room(
        "employer_import", "register:employer_list", gettext_lazy("Employers"),
        gettext_lazy("Import employers"), gettext_lazy("The employers were stored."),
        gettext_lazy("Store the employers"), _keeping_employers, _own_of_employers,
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, project: str, subject: str) -> HttpResponse:
    """Take the file; one that cannot be read is not kept."""
    room = ROOMS[subject]
    found = room.enter(request, project)
    if not isinstance(found, Project):
        return found
    form = PartnerFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = importing.upload_partners(
                project=found, file=file, name=file.name, user=request.user, subject=subject
            )
        except DomainError as error:
            form.add_error("file", str(error).splitlines())
        else:
            return redirect(f"register:{room.name}_columns", project, made.pk)
    return form_page(request, f"register/import/{subject}.html", form, {"project": found, "room": room})


@require_http_methods(["GET", "POST"])
def columns(request: SignedInRequest, project: str, pk: int, subject: str) -> HttpResponse:
    room = ROOMS[subject]
    found = room.enter(request, project)
    if not isinstance(found, Project):
        return found
    file = _open_import(room.files(request, found), pk)
    header, rows = _sample(file)
    form = ColumnsForm(request.POST or None, header=header, columns=file.columns, subject=subject)
    if done(
        form,
        lambda: importing.request_check(file=file, columns=form.columns, answers={}, user=request.user),
    ):
        return redirect(f"register:{room.name}_report", project, pk)
    context = {"project": found, "room": room, "file": file, "header": header, "rows": rows}
    return form_page(request, "register/import/columns.html", form, context)


@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, project: str, pk: int, subject: str) -> HttpResponse:
    """What would come of the file. POST decides about the lines that are unsure, or stores everything."""
    room = ROOMS[subject]
    found = room.enter(request, project)
    if not isinstance(found, Project):
        return found
    file = get_object_or_404(room.files(request, found), pk=pk)
    unsure = file.report.get("rows", {}).get("unsure", [])
    form = AnswersForm(request.POST or None, rows=unsure, answers=file.answers)
    if request.method == "POST":
        if "store" in request.POST:
            return _store(request, file, room)
        if unsure and done(form, lambda: _decide(file, form, request)):
            return redirect(f"register:{room.name}_report", project, pk)
    context = {"project": found, "room": room, **_shown(request, file)}
    return form_page(request, "register/import/report.html", form, context)


@require_safe
def report_export(
    request: SignedInRequest, project: str, pk: int, subject: str, file_format: Format
) -> HttpResponseBase:
    """Every line of the report: line, what comes of it, name, business ID, what changes and why."""
    room = ROOMS[subject]
    found = room.enter(request, project)
    if not isinstance(found, Project):
        return found
    file = get_object_or_404(room.files(request, found), pk=pk)
    if not file.report or not whole_reports.is_there(file):
        raise Http404
    return streamed_table(
        name=f"{found.slug}-{subject}-{file.pk}",
        file_format=file_format,
        head=whole_reports.head(),
        rows=whole_reports.rows(file),
    )


@require_safe
def template(request: SignedInRequest, project: str, subject: str, file_format: Format) -> HttpResponse:
    """A table of the headings alone, to be filled in and brought back."""
    room = ROOMS[subject]
    found = room.enter(request, project)
    if not isinstance(found, Project):
        return found
    head = [str(label) for label in importing.FIELDS_OF[subject].values()]
    return table_response(name=f"{found.slug}-{subject}", file_format=file_format, head=head, rows=())


def _decide(file: PartnerImport, form: AnswersForm, request: SignedInRequest) -> None:
    importing.request_check(file=file, columns=file.columns, answers=form.answers, user=request.user)


def _store(request: SignedInRequest, file: PartnerImport, room: Room) -> HttpResponse:
    try:
        job = importing.request_storing(file=file, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if job is None:
            messages.success(request, room.stored)
    return redirect(f"register:{room.name}_report", file.project.slug, file.pk)


def _shown(request: SignedInRequest, file: PartnerImport) -> dict[str, Any]:
    """The job is told to who started it; others see that the file is being worked on."""
    job = importing.job_of(file)
    is_mine = job is not None and job.started_by_id == request.user.pk
    is_told = job is not None and is_mine and (job.is_active or job.state == job.State.FAILED)
    return {
        "file": file,
        "report": file.report,
        "has_whole_report": whole_reports.is_there(file),
        "is_busy": job is not None and job.is_active,
        "progress": jobs.shown(job) if job is not None and is_told else None,
    }


def _open_import(files: QuerySet[PartnerImport], pk: int) -> PartnerImport:
    """One whose file is still here; else there is nothing to say about its columns."""
    file = get_object_or_404(files, pk=pk)
    if not file.path or not default_storage.exists(file.path):
        raise Http404
    return file


def _sample(file: PartnerImport) -> tuple[tuple[str, ...], list[list[str]]]:
    with default_storage.open(file.path) as content, tables.opened(cast("BinaryIO", content)) as table:
        return table.header, [cells for _line, cells in islice(table.rows, SAMPLE)]
