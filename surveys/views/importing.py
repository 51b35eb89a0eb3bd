"""Importing earlier answers in the desk: upload, say which column is what, check, import."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, BinaryIO, cast
from uuid import uuid4

from django.core import signing
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from projects.register.models import Project
from surveys.formats.answers_csv import ImportedTable, Preview, TableRefused, preview, read_answers
from surveys.forms.importing import MappingForm, UploadForm
from surveys.questionnaire import QuestionnaireError
from surveys.services.importing import UPLOADS, ImportPlan, refusal_text, request_import
from surveys.views.finding import managed_project
from yhes.accounts.requests import SignedInRequest
from yhes.common import jobs

_SALT = "surveys.import"
_FIELD_TO_MEND = {
    "unknown_encoding": "encoding",
    "wrong_encoding": "encoding",
    "unknown_delimiter": "delimiter",
}


def upload(request: SignedInRequest, project: str) -> HttpResponse:
    """Take the file, look into it, go on to the columns. A file that cannot be read is not kept."""
    found = managed_project(request, project)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, written = form.cleaned_data["file"], _written(form.cleaned_data)
        try:
            preview(file, **written)
        except TableRefused as refusal:
            form.add_error(_field_to_mend(refusal), refusal_text(refusal).splitlines())
        else:
            path = default_storage.save(f"{UPLOADS}/{uuid4().hex}.csv", file)
            ticket = ticket_for(found, path, file.name, **written)
            return redirect("surveys:import_columns", found.slug, ticket)
    return render(request, "surveys/import/upload.html", {"form": form})


def columns(request: SignedInRequest, project: str, ticket: str) -> HttpResponse:
    """Which column is what; "check" shows what would come of it, "import" starts the job."""
    found = managed_project(request, project)
    stored = _stored(found, ticket)
    seen = _preview(stored)
    form = MappingForm(request.POST or None, headers=seen.headers, initial={"title_fi": stored["name"]})
    table = None
    if request.method == "POST" and form.is_valid():
        table = _checked(form, stored)
        if table is not None and "import" in request.POST:
            job = request_import(
                project=found,
                user=request.user,
                path=stored["path"],
                group_column=form.cleaned_data["group_column"],
                plan=_plan(form, stored),
            )
            return redirect("surveys:import_job", found.slug, job.pk)
    context = {"form": form, "preview": seen, "table": table, "name": stored["name"]}
    return render(request, "surveys/import/columns.html", context)


@require_safe
def progress(request: SignedInRequest, project: str, pk: Any) -> HttpResponse:
    """The page to wait on, or to leave."""
    managed_project(request, project)
    job = get_object_or_404(jobs.of_user(request.user), pk=pk, kind="surveys.import_answers")
    return render(request, "surveys/import/progress.html", {"progress": jobs.shown(job)})


def ticket_for(
    project: Project, path: str, name: str, *, encoding: str | None = None, delimiter: str | None = None
) -> str:
    """Names an uploaded file, and how it is said to be written, for the coordinators of that project."""
    named = {"path": path, "name": PurePath(name).stem[:100], "project": project.pk}
    return signing.dumps({**named, "encoding": encoding, "delimiter": delimiter}, salt=_SALT)


def _stored(project: Project, ticket: str) -> dict[str, Any]:
    """What the signed ticket names. One that is not this project's, or whose file is gone, is a 404."""
    try:
        stored: dict[str, Any] = signing.loads(ticket, salt=_SALT, max_age=24 * 3600)
    except signing.BadSignature:
        raise Http404 from None
    if stored["project"] != project.pk or not default_storage.exists(stored["path"]):
        raise Http404
    return stored


def _written(said: dict[str, Any]) -> dict[str, Any]:
    """How the file is written, as the person said it; None is told from the file."""
    return {"encoding": said.get("encoding"), "delimiter": said.get("delimiter")}


def _field_to_mend(refusal: TableRefused) -> str:
    """Where an answer of the person may help, if it does; else it is the file."""
    return _FIELD_TO_MEND.get(refusal.problems[0].code, "file")


def _preview(stored: dict[str, Any]) -> Preview:
    with default_storage.open(stored["path"]) as file:
        return preview(cast("BinaryIO", file), **_written(stored))


def _plan(form: MappingForm, stored: dict[str, Any]) -> ImportPlan:
    data = form.cleaned_data
    return ImportPlan(form.title, data["dimensions"], data["scale"], data["source"], **_written(stored))


def _checked(form: MappingForm, stored: dict[str, Any]) -> ImportedTable | None:
    """The whole file, read; or its problems on the form."""
    data = form.cleaned_data
    try:
        with default_storage.open(stored["path"]) as file:
            return read_answers(
                cast("BinaryIO", file),
                group_column=data["group_column"],
                dimensions=data["dimensions"],
                scale=data["scale"],
                **_written(stored),
            )
    except (TableRefused, QuestionnaireError) as refusal:
        form.add_error(None, refusal_text(refusal).splitlines())
        return None
