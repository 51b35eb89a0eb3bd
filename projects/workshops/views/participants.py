"""Who comes: other people's personal data, so a second factor is asked of those who may see it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from projects.workshops import access, listing, services
from projects.workshops.forms import EraseForm
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
        "erase_form": EraseForm(),
    }
    return render(request, "workshops/participants.html", context)


@never_cache
@require_POST
@sensitive_post_parameters()
def participant_erase(request: HttpRequest, project: str, workshop: str) -> HttpResponse:
    """Erase the registration of somebody who asks; asks once, and tells nothing of who was on the list."""
    found = _workshop(request, project, workshop)
    if not used_second_factor(request):
        return ask_second_factor(request)
    form = EraseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the e-mail address to erase."))
    elif not form.cleaned_data["confirmed"]:
        context = {"project": found.project, "workshop": found, "email": form.cleaned_data["email"]}
        return render(request, "workshops/participant_erase.html", context)
    else:
        services.erase_from_workshop(workshop=found, email=form.cleaned_data["email"], actor=person(request))
        messages.success(request, _("If the address was on the list, it has been erased."))
    return redirect("workshops:participants", project, workshop)


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
