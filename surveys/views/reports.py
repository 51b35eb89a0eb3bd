"""Results as a PDF: asked for, waited for, fetched. Who may see the page may have its report."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from surveys import access
from surveys.models import Group, ReportFile
from surveys.presenting import source_line
from surveys.services import reports
from surveys.services.reports import Order
from surveys.views.by_kind import beside
from surveys.views.finding import round_of, visible_group
from yhes.accounts.requests import SignedInRequest
from yhes.common import jobs
from yhes.common.papers import attachment
from yhes.common.words import in_language

PAGES = {
    ReportFile.View.GROUP: "surveys:group_results",
    ReportFile.View.SUMMARY: "surveys:summary",
    ReportFile.View.TEXTS: "surveys:group_texts",
    ReportFile.View.ROUNDS: "surveys:over_time",
    ReportFile.View.COMPETENCE: "surveys:competence",
    ReportFile.View.STAGES: "surveys:stages",
}


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, project: str, pk: int, group: int, view: str) -> HttpResponse:
    """Ask for the report, see how far it is, and find it when it is made."""
    order = _order(request, project, pk, group, view)
    if request.method == "POST":
        reports.request_report(order=order, user=request.user)
        return redirect("surveys:report", project, pk, group, view)
    found = reports.found(order)
    job = found.job if found and not found.is_ready else None
    if answer := jobs.waiting(request, job):
        return answer
    context = {
        "round": order.release.round,
        "group": order.group,
        "name": in_language(order.group.label),
        "view": ReportFile.View(view),
        "page_url": reverse(PAGES[ReportFile.View(view)], args=[project, pk, group]),
        "source": source_line(order.release),
        "file": found if found and found.is_ready else None,
        "progress": jobs.shown_here(request, job),
        "kept_days": ReportFile.KEPT_DAYS,
    }
    return render(request, "surveys/results/report.html", context)


@require_safe
def report_file(request: SignedInRequest, project: str, pk: int, group: int, view: str) -> HttpResponseBase:
    """The PDF that says what the page says now; 404 until it has been made."""
    order = _order(request, project, pk, group, view)
    found = reports.found(order)
    if found is None or not found.is_ready:
        raise Http404
    parts = (order.release.round.title, in_language(order.group.label), view, order.language)
    return attachment(found, f"{slugify(' '.join(parts))}.pdf")


def _order(request: SignedInRequest, project: str, pk: int, group: int, view: str) -> Order:
    """What this person's report of the page is. Raises Http404 where there is nothing to report."""
    round_ = round_of(request, project, pk)
    found = visible_group(request, round_, group)
    order = reports.order_of(
        round_=round_,
        group=found,
        view=view,
        language=get_language() or "fi",
        organisations=access.organisations_seen_by(request.user, round_.project),
        readable=lambda: Group.objects.filter(access.texts_visible_to(request.user, round_)),
        beside=lambda: [voice.group for voice in beside(request, round_, found) if voice.group],
    )
    if order is None:
        raise Http404
    return order
