"""Employer partnerships in the desk: a list with figures, adding, changing, removing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.register import access, employers, history, services
from projects.register.forms import EmployerForm, NewEmployerForm
from projects.register.models import EmployerPartnership, Project, Role
from projects.register.views.finding import desk_project
from projects.register.views.meanwhile import changes_since, version
from yhes.accounts.access import ask_second_factor, used_second_factor
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.asked import whole_number
from yhes.common.export import Format, table_response
from yhes.common.forms import done, form_page

PER_PAGE = 25
HISTORY_LENGTH = 20
_INSIDERS = (Role.CONTACT, Role.MANAGEMENT)


@require_safe
def employer_list(request: SignedInRequest, project: str) -> HttpResponse:
    found = _room(request, project)
    mine = EmployerPartnership.objects.present().filter(employers.visible_to(request.user, found))
    rows = employers.listed(request.user, found)
    narrowed = employers.EmployerFilter(request.GET, queryset=rows, request=request)
    page = Paginator(narrowed.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": found,
        "filter": narrowed,
        "page_obj": page,
        "rows": [(row, employers.BADGES[row.stage]) for row in page.object_list],
        "figures": employers.figures(mine, timezone.localdate()),
        "today": timezone.localdate(),
        "shows_people": used_second_factor(request),
        "may_add": employers.may_add(request.user, found),
        "removed": _removed(request, found),
    }
    return render(request, "register/employers/list.html", context)


@require_safe
def employer_export(request: SignedInRequest, project: str, file_format: Format) -> HttpResponse:
    found = _room(request, project)
    rows = employers.listed(request.user, found)
    narrowed = employers.EmployerFilter(request.GET, queryset=rows, request=request).qs
    return table_response(
        name=f"{found.slug}-employers",
        file_format=file_format,
        head=employers.head(),
        rows=employers.cells(narrowed),
    )


@require_http_methods(["GET", "POST"])
def employer_add(request: SignedInRequest, project: str) -> HttpResponse:
    found = _room(request, project)
    if not employers.may_add(request.user, found):
        raise PermissionDenied
    if not used_second_factor(request):
        return ask_second_factor(request)
    form = NewEmployerForm(
        request.POST or None, project=found, schools=access.schools_kept_by(request.user, found).by_name()
    )
    if done(form, lambda: _add(form, found, request)):
        messages.success(request, _("The employer was added."))
        return redirect("register:employer_list", project)
    return form_page(request, "register/employers/add.html", form, {"project": found})


@require_http_methods(["GET", "POST"])
def employer_edit(request: SignedInRequest, project: str, employer: int) -> HttpResponse:
    found = _room(request, project)
    row = _editable(request, found, employer)
    if not used_second_factor(request):
        return ask_second_factor(request)
    seen = version(row, services.EMPLOYER_CHANGED)
    form = EmployerForm(
        request.POST or None, instance=row, project=found, school=row.school, initial={"seen": seen}
    )
    if done(form, lambda: _change(form, row, request)):
        messages.success(request, _("The change was saved."))
        return redirect("register:employer_list", project)
    context = {
        "project": found,
        "row": row,
        "meanwhile": changes_since(form, row, services.EMPLOYER_CHANGED, seen),
        "history": history.entries(
            audit.history(row)[:HISTORY_LENGTH], restore=restoring.links(request.user, found)
        ),
    }
    return form_page(request, "register/employers/edit.html", form, context)


@require_http_methods(["GET", "POST"])
def employer_remove(request: SignedInRequest, project: str, employer: int) -> HttpResponse:
    found = _room(request, project)
    row = _editable(request, found, employer)
    if request.method == "POST":
        services.remove_employer(partnership=row, actor=request.user)
        return redirect(f"{reverse('register:employer_list', args=[project])}?removed={row.pk}")
    return render(request, "register/employers/remove.html", {"project": found, "row": row})


def _removed(request: SignedInRequest, project: Project) -> EmployerPartnership | None:
    """What the person has just removed, so that the page can offer to undo it."""
    key = whole_number(request.GET.get("removed", ""))
    if key is None or not employers.may_add(request.user, project):
        return None
    rows = EmployerPartnership.objects.in_bin().filter(employers.visible_to(request.user, project), pk=key)
    found: EmployerPartnership | None = rows.select_related("school", "workplace").first()
    return found


def _room(request: SignedInRequest, slug: str) -> Project:
    """For coordinators, and for the schools' own people."""
    project = desk_project(request, slug)
    inside = access.has_role(request.user, project, *_INSIDERS)
    if not inside and not access.is_coordinator(request.user, project):
        raise PermissionDenied
    return project


def _editable(request: SignedInRequest, project: Project, key: int) -> EmployerPartnership:
    seen = EmployerPartnership.objects.present().filter(employers.visible_to(request.user, project))
    rows = seen.select_related("project", "school", "workplace")
    row: EmployerPartnership = get_object_or_404(rows, pk=key)
    if not access.can_edit_organisation(request.user, project, row.school):
        raise PermissionDenied
    return row


def _add(form: Any, project: Project, request: SignedInRequest) -> None:
    typed = form.cleaned_data
    services.add_employer(
        project=project,
        school=typed["school"],
        name=typed["workplace"],
        business_id=typed["business_id"],
        facts=form.facts,
        actor=request.user,
    )


def _change(form: Any, row: EmployerPartnership, request: SignedInRequest) -> None:
    services.change_employer(
        partnership=row, facts=form.facts, seen=form.cleaned_data["seen"], actor=request.user
    )
