"""Response rates from a file: upload, look at the report, store."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.plans.forms import ReadingFileForm
from projects.plans.models import ReadingImport
from projects.plans.services import importing
from projects.plans.views.finding import desk_project
from projects.register import access as register
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.common.errors import DomainError
from yhes.common.forms import form_page

PER_PAGE = 100
BADGES = {"new": "done", "changed": "now", "unchanged": "planned", "left_out": "draft", "refused": "late"}


@require_http_methods(["GET", "POST"])
def reading_import(request: HttpRequest, project: str) -> HttpResponse:
    found = _coordinated(request, project)
    form = ReadingFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = importing.check_readings(project=found, user=person(request), **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field or None, str(error).splitlines())
        else:
            return redirect("plans:import_report", project, made.pk)
    return form_page(request, "plans/reading_import.html", form, {"project": found})


@require_http_methods(["GET", "POST"])
def import_report(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """What would come of the file; POST stores it."""
    found = _coordinated(request, project)
    file = get_object_or_404(ReadingImport, pk=pk, project=found)
    if request.method == "POST":
        try:
            count = importing.store_readings(file=file, actor=person(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Stored: %(count)s readings.") % {"count": count})
        return redirect("plans:import_report", project, pk)
    counts = Counter(line["state"] for line in file.report)
    page = Paginator(sorted(file.report, key=_refused_first), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "file": file,
        "head": _head(),
        "page_obj": page,
        "rows": [_row(line) for line in page.object_list],
        "counts": [(_state(state), counts[state]) for state in BADGES],
        "may_store": not file.stored_at and not counts["refused"] and bool(counts["new"] + counts["changed"]),
        "is_refused": bool(counts["refused"]),
    }
    return render(request, "plans/import_report.html", context)


def _refused_first(line: dict[str, Any]) -> bool:
    """What is to be corrected stands on the first page; the rest is in the order of the file."""
    return bool(line["state"] != "refused")


def _coordinated(request: HttpRequest, project: str) -> Project:
    found = desk_project(request, project)
    if not register.is_coordinator(person(request), found):
        raise PermissionDenied
    return found


def _head() -> list[dict[str, object]]:
    return [
        {"label": _("Organisation")}, {"label": _("Line"), "number": True}, {"label": _("Indicator")},
        {"label": _("Value"), "number": True}, {"label": _("What comes of it")},
    ]  # fmt: skip


def _row(line: dict[str, Any]) -> list[dict[str, object]]:
    pair = line["pair"]
    return [
        {"header": True, "text": line["name"]},
        {"text": line["line"], "number": True},
        {"text": str(importing.TITLES[pair]) if pair else ""},
        {"text": line["shown"], "number": True},
        {"badge_state": BADGES[line["state"]], "badge_label": _state(line["state"]), "sub": line["reason"]},
    ]


def _state(state: str) -> str:
    words = {
        "new": _("New"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
        "left_out": _("Left out"),
        "refused": _("Refused"),
    }
    return words[state]
