"""Who comes: other people's personal data, so a second factor is asked of those who may see it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.workshops import access, listing, services
from projects.workshops.models import Registration, Workshop
from projects.workshops.views.finding import desk_workshop
from yhes.accounts.access import ask_second_factor, person, used_second_factor
from yhes.common.export import Format, table_response

PER_PAGE = 50


@require_safe
@never_cache
def participants(request: HttpRequest, project: str, workshop: str) -> HttpResponse:
    found = _workshop(request, project, workshop)
    if not used_second_factor(request):
        return ask_second_factor(request)
    active = Registration.objects.filter(workshop=found).active().order_by("number")
    page = Paginator(active, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found.project,
        "workshop": found,
        "page_obj": page,
        "head": listing.participant_columns(),
        "rows": [listing.participant_row(row) for row in page.object_list],
        "kept_days": services.KEPT_DAYS,
    }
    return render(request, "workshops/participants.html", context)


@require_safe
@never_cache
def participant_export(
    request: HttpRequest, project: str, workshop: str, file_format: Format
) -> HttpResponse:
    found = _workshop(request, project, workshop)
    if not used_second_factor(request):
        return ask_second_factor(request)
    return table_response(
        name=f"{found.slug}-participants",
        file_format=file_format,
        head=listing.participant_head(),
        rows=listing.participant_cells(Registration.objects.filter(workshop=found).active()),
    )


def _workshop(request: HttpRequest, project: str, workshop: str) -> Workshop:
    found = desk_workshop(request, project, workshop)
    if not access.can_see_participants(person(request), found):
        raise PermissionDenied
    return found
