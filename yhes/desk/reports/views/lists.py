"""The list of a project's reports."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yhes.common.asked import whole_number
from yhes.common.export import Format, table_response
from yhes.desk.reports import listing
from yhes.desk.reports.filters import ReportFilter
from yhes.desk.reports.models import FunderReport
from yhes.desk.reports.views.finding import reporting_project, visible_reports

PER_PAGE = 25


@require_safe
def report_list(request: HttpRequest, project: str) -> HttpResponse:
    """With `deleted`: the key of a draft that has just gone into the bin, so that it can be undone."""
    found = reporting_project(request, project)
    filtered = ReportFilter(request.GET, queryset=visible_reports(request, found), request=request)
    page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "filter": filtered,
        "page_obj": page,
        "head": listing.columns(),
        "rows": [listing.row(report) for report in page.object_list],
        "deleted": _deleted(request, found.pk),
    }
    return render(request, "desk/reports/list.html", context)


@require_safe
def report_export(request: HttpRequest, project: str, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it."""
    found = reporting_project(request, project)
    filtered = ReportFilter(request.GET, queryset=visible_reports(request, found), request=request)
    return table_response(
        name=f"{found.slug}-reports",
        file_format=file_format,
        head=listing.head(),
        rows=listing.cells(filtered.qs),
    )


def _deleted(request: HttpRequest, project: int) -> FunderReport | None:
    key = whole_number(request.GET.get("deleted", ""))
    found: FunderReport | None = FunderReport.objects.in_bin().filter(pk=key, project=project).first()
    return found
