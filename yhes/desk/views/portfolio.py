"""All projects of a person, as a page and as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest
from yhes.common.export import Format, table_response
from yhes.desk import portfolio

PER_PAGE = 20


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Straight to the project of those who have one; a list for the others."""
    user = person(request)
    mine = portfolio.listed(user)
    first_two = list(mine[:2])
    if len(first_two) == 1:
        return redirect("desk:project", first_two[0].slug)
    narrowed = portfolio.PortfolioFilter(request.GET, queryset=mine, request=request)
    by = narrowed.sort_by_facts
    found = portfolio.sorted_rows(portfolio.rows_of(user, list(narrowed.qs)), by) if by else narrowed.qs
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "has_projects": bool(first_two),
        "filter": narrowed,
        "page_obj": page,
        "rows": page.object_list if by else portfolio.rows_of(user, list(page.object_list)),
    }
    return render(request, "desk/projects.html", context)


@require_safe
def portfolio_export(request: SignedInRequest, file_format: Format) -> HttpResponse:
    user = person(request)
    narrowed = portfolio.PortfolioFilter(request.GET, queryset=portfolio.listed(user), request=request)
    rows = portfolio.rows_of(user, list(narrowed.qs))
    by = narrowed.sort_by_facts
    return table_response(
        name="projects",
        file_format=file_format,
        head=portfolio.head(),
        rows=portfolio.cells(portfolio.sorted_rows(rows, by) if by else rows),
    )
