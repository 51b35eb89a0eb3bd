"""Bringing a questionnaire in: upload, a report of what would come of it, save."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core import signing
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from projects.register.models import Project
from surveys.formats.findings import FileRefused, Finding
from surveys.formats.notes import LEFT
from surveys.formats.outline import Imported
from surveys.formats.reading import read_questionnaire
from surveys.forms.questionnaires import QuestionnaireFileForm, SaveForm
from surveys.language import shown
from surveys.services.importing import UPLOADS
from surveys.services.questionnaires import import_questionnaire
from surveys.views.finding import managed_project
from surveys.views.questionnaires.page import to_library
from surveys.views.questionnaires.wording import language_name, tally_name
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError
from yhes.common.forms import add_domain_error

_SALT = "surveys.questionnaire"
_KEPT = 24 * 3600  # seconds an upload waits for its report to be saved


def upload(request: SignedInRequest, project: str) -> HttpResponse:
    """Take the file and read it. One that is refused is not kept, and every reason is told with its place."""
    found = managed_project(request, project)
    form = QuestionnaireFileForm(request.POST or None, request.FILES or None)
    refusals: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        file, language = form.cleaned_data["file"], form.cleaned_data["language"]
        try:
            read_questionnaire(file.read(), name=file.name, unmarked=language)
        except FileRefused as refusal:
            refusals = [_row(reason) for reason in refusal.findings]
            form.add_error(
                "file", _("The file was refused and nothing of it was stored. The reasons are below.")
            )
        else:
            path = default_storage.save(f"{UPLOADS}/{uuid4().hex}.questionnaire", file)
            return redirect(
                "surveys:questionnaire_report", project, ticket_for(found, path, file.name, language)
            )
    context = {
        "form": form,
        "refusal_head": [{"label": _("Where")}, {"label": _("What is wrong, and what to do")}],
        "refusal_rows": _table(refusals),
        "crumbs": [*to_library(found), {"label": _("Import a questionnaire"), "url": ""}],
    }
    return render(request, "surveys/questionnaires/upload.html", context)


def report(request: SignedInRequest, project: str, ticket: str) -> HttpResponse:
    """What would be carried over and what not; saving stores just that."""
    found = managed_project(request, project)
    stored = _stored(found, ticket)
    imported = _read(stored)
    form = SaveForm(request.POST or None, questionnaire=imported.questionnaire)
    if request.method == "POST" and form.is_valid():
        try:
            version = import_questionnaire(
                project=found, user=request.user, questionnaire=imported.questionnaire, **form.cleaned_data
            )
        except DomainError as error:
            add_domain_error(form, error)
        else:
            default_storage.delete(stored["path"])
            messages.success(request, _("The questionnaire is in the library."))
            return redirect("surveys:questionnaire", project, version.pk)
    context = {
        "form": form,
        "name": stored["name"],
        "title": shown(imported.questionnaire.title),
        "crumbs": [*to_library(found), {"label": _("What would be imported"), "url": ""}],
        **_report(imported),
    }
    return render(request, "surveys/questionnaires/report.html", context)


def ticket_for(project: Project, path: str, name: str, language: str) -> str:
    """Names an uploaded file for the coordinators of that project."""
    named = {"path": path, "name": PurePath(name).name[:100], "project": project.pk, "language": language}
    return signing.dumps(named, salt=_SALT)


def _stored(project: Project, ticket: str) -> dict[str, Any]:
    """What the signed ticket names. One that is not this project's, or whose file is gone, is a 404."""
    try:
        stored: dict[str, Any] = signing.loads(ticket, salt=_SALT, max_age=_KEPT)
    except signing.BadSignature:
        raise Http404 from None
    if stored["project"] != project.pk or not default_storage.exists(stored["path"]):
        raise Http404
    return stored


def _read(stored: dict[str, Any]) -> Imported:
    with default_storage.open(stored["path"]) as file:
        return read_questionnaire(file.read(), name=stored["name"], unmarked=stored["language"])


def _report(imported: Imported) -> dict[str, Any]:
    left = [found for found in imported.findings if found.code in LEFT]
    changed = [found for found in imported.findings if found.code not in LEFT]
    return {
        "carried_head": [
            {"label": _("What")},
            {"label": _("In the file"), "number": True},
            {"label": _("Carried over"), "number": True},
        ],
        "carried": [
            [
                {"text": tally_name(tally.sort), "header": True},
                {"text": tally.found, "number": True},
                {"text": tally.taken, "number": True},
            ]
            for tally in imported.tallies
            if tally.found
        ],
        "spoken": ", ".join(language_name(code) for code in imported.languages),
        "foreign": ", ".join(imported.foreign),
        "finding_head": [{"label": _("Where")}, {"label": _("What")}],
        "left": _table([_row(found) for found in left]),
        "changed": _table([_row(found) for found in changed]),
    }


def _row(found: Finding) -> dict[str, str]:
    where = found.place.sentence(_)
    return {"where": where[:1].upper() + where[1:], "what": found.sentence(_)}


def _table(rows: list[dict[str, str]]) -> list[list[dict[str, Any]]]:
    """Rows for components/table.html."""
    return [[{"text": row["where"], "header": True}, {"text": row["what"]}] for row in rows]
