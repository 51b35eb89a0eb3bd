"""Making a draft, its facts, the words beside its tables, and throwing it away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register.views.meanwhile import changes_meanwhile, version
from yhes.accounts.access import person
from yhes.common import audit
from yhes.common.errors import DomainError
from yhes.common.forms import add_domain_error, done, form_page
from yhes.desk.reports import history, presenting, services
from yhes.desk.reports.forms import ReportForm, TextForm, proposal, texts_for
from yhes.desk.reports.gathering import document_of
from yhes.desk.reports.views.finding import draft, reporting_project


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, project: str) -> HttpResponse:
    found = reporting_project(request, project)
    form = ReportForm(request.POST or None, initial=proposal(found))
    if form.is_valid():
        try:
            made = services.create_report(project=found, facts=form.facts, actor=person(request))
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The draft is ready. Write into it what the figures do not tell."))
            return redirect("reports:report", project, made.pk)
    return form_page(request, "desk/reports/form.html", form, {"project": found})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    found = draft(request, project, pk)
    seen = {"seen": version(found, services.CHANGED)}
    form = ReportForm(request.POST or None, instance=found, initial=seen)

    def save() -> None:
        services.update_report(
            report=found, facts=form.facts, seen=form.cleaned_data["seen"], actor=person(request)
        )

    if done(form, save):
        messages.success(request, _("The change was saved."))
        return redirect("reports:report", project, pk)
    context = {"project": found.project, "report": found, "meanwhile": _meanwhile(form, services.CHANGED)}
    return form_page(request, "desk/reports/form.html", form, context)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, project: str, pk: int, text: int) -> HttpResponse:
    """The words beside one section's tables, which stand under the form as they are read."""
    report = draft(request, project, pk)
    row = get_object_or_404(report.texts, pk=text)
    document = document_of(report)
    place = next((at for at, part in enumerate(document.parts) if part.section.key == row.section), None)
    section = None if place is None else document.parts[place].section
    seen = {"seen": version(row, services.TEXT_CHANGED)}
    form = TextForm(request.POST or None, instance=row, initial=seen, only=texts_for(section, row))

    def save() -> None:
        services.write_text(text=row, facts=form.facts, seen=form.cleaned_data["seen"], actor=person(request))

    if done(form, save):
        messages.success(request, _("The change was saved."))
        anchor = "" if place is None else f"#part-{place + 1}"
        return redirect(f"{reverse('reports:report', args=[project, pk])}{anchor}")
    context = {
        "project": report.project,
        "report": report,
        "text": row,
        "section": section,
        "drawn": "" if place is None else presenting.drawn(document)[place],
        "meanwhile": _meanwhile(form, services.TEXT_CHANGED),
    }
    return form_page(request, "desk/reports/text.html", form, context)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """Asks once; the list then offers to undo."""
    found = draft(request, project, pk)
    if request.method == "POST":
        services.delete_report(report=found, actor=person(request))
        return redirect(f"{reverse('reports:list', args=[project])}?deleted={found.pk}")
    return render(request, "desk/reports/delete.html", {"project": found.project, "report": found})


def _meanwhile(form: Any, action: str) -> list[Any]:
    """As `changes_meanwhile`, which also brings the form up to date, in the words of reports."""
    seen = form.cleaned_data.get("seen") if form.is_bound else None
    if not changes_meanwhile(form, action):
        return []
    return history.entries(audit.history(form.instance).filter(action=action, pk__gt=seen))
