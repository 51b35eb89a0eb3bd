"""The desk's list of workshops, and making a new one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.workshops import access, listing, services
from projects.workshops.filters import WorkshopFilter
from projects.workshops.forms import WorkshopForm
from projects.workshops.views.finding import desk_project, editable_project, visible_workshops
from yhes.accounts.access import person
from yhes.common.errors import DomainError
from yhes.common.export import Format, table_response
from yhes.common.forms import add_domain_error, form_page

PER_PAGE = 25


@require_safe
def workshop_list(request: HttpRequest, project: str) -> HttpResponse:
    found = desk_project(request, project)
    filtered = WorkshopFilter(request.GET, queryset=visible_workshops(request, found), request=request)
    page = Paginator(listing.with_outcomes(filtered.qs), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "filter": filtered,
        "page_obj": page,
        "head": listing.workshop_columns(),
        "rows": [listing.workshop_row(workshop) for workshop in page.object_list],
        "may_edit": access.can_create(person(request), found),
    }
    return render(request, "workshops/workshop_list.html", context)


@require_safe
def workshop_export(request: HttpRequest, project: str, file_format: Format) -> HttpResponse:
    """The list as it is filtered, all pages of it. Numbers only, no people."""
    found = desk_project(request, project)
    filtered = WorkshopFilter(request.GET, queryset=visible_workshops(request, found), request=request)
    return table_response(
        name=f"{found.slug}-workshops",
        file_format=file_format,
        head=listing.workshop_head(),
        rows=listing.workshop_cells(filtered.qs),
    )


@require_http_methods(["GET", "POST"])
def workshop_add(request: HttpRequest, project: str) -> HttpResponse:
    found = editable_project(request, project)
    form = WorkshopForm(request.POST or None, project=found)
    if request.method == "POST" and form.is_valid():
        try:
            workshop = services.create_workshop(project=found, facts=form.facts, actor=person(request))
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The draft was saved. Look it over and publish it."))
            return redirect("workshops:workshop", project, workshop.slug)
    return form_page(request, "workshops/workshop_form.html", form, {"project": found})
