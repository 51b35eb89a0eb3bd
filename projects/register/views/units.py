"""Units and headcounts of an organisation; its contact keeps them up to date."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register import services
from projects.register.forms import HeadcountForm, UnitForm
from projects.register.models import Partnership, Unit
from projects.register.views.finding import desk_project, editable_partnership
from projects.register.views.meanwhile import changes_among, headcounts_meanwhile
from yhes.accounts.access import used_second_factor
from yhes.accounts.models import User
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit
from yhes.common.forms import done, form_page


@require_http_methods(["GET", "POST"])
def headcounts(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    """Every unit's headcount on one page: two minutes, four times a year."""
    partnership = editable_partnership(request, desk_project(request, project), organisation)
    body = partnership.organisation
    form = HeadcountForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": audit.newest_of(services.unit_changes(body))},
        units=Unit.objects.filter(organisation=body).by_name(),
    )
    if done(form, lambda: _save_headcounts(form, partnership, request.user)):
        messages.success(request, _("The headcounts were saved."))
        return redirect("register:partner", project, organisation)
    context = {
        "project": partnership.project,
        "partnership": partnership,
        "meanwhile": headcounts_meanwhile(form, body, naming_only=_reader(request)),
    }
    return form_page(request, "register/headcounts.html", form, context)


@require_http_methods(["GET", "POST"])
def unit_edit(
    request: SignedInRequest, project: str, organisation: str, unit: int | None = None
) -> HttpResponse:
    """A new unit, or one that exists."""
    partnership = editable_partnership(request, desk_project(request, project), organisation)
    body = partnership.organisation
    events = services.unit_changes(body, unit)
    seen = audit.newest_of(events)
    found = get_object_or_404(Unit, pk=unit, organisation=body) if unit else None
    form = UnitForm(request.POST or None, instance=found, initial={"seen": seen})
    if done(form, lambda: _save_unit(form, found, partnership, request.user)):
        messages.success(request, _("The unit was saved."))
        return redirect("register:partner", project, organisation)
    context = {
        "project": partnership.project,
        "partnership": partnership,
        "unit": found,
        "meanwhile": changes_among(form, events, naming_only=_reader(request)) if found else [],
    }
    return form_page(request, "register/unit_form.html", form, context)


@require_http_methods(["GET", "POST"])
def unit_remove(request: SignedInRequest, project: str, organisation: str, unit: int) -> HttpResponse:
    partnership = editable_partnership(request, desk_project(request, project), organisation)
    found = get_object_or_404(Unit, pk=unit, organisation=partnership.organisation)
    if request.method == "POST":
        event = services.remove_unit(unit=found, project=partnership.project, actor=request.user)
        return redirect(f"{reverse('register:partner', args=[project, organisation])}?removed={event.pk}")
    context = {"project": partnership.project, "partnership": partnership, "unit": found}
    return render(request, "register/unit_remove.html", context)


def _save_headcounts(form: HeadcountForm, partnership: Partnership, actor: User) -> None:
    services.save_headcounts(
        organisation=partnership.organisation,
        headcounts=form.headcounts,
        shown=form.shown,
        project=partnership.project,
        actor=actor,
    )


def _save_unit(form: UnitForm, unit: Unit | None, partnership: Partnership, actor: User) -> None:
    services.save_unit(
        organisation=partnership.organisation,
        unit=unit,
        facts=form.facts,
        project=partnership.project,
        seen=form.cleaned_data["seen"],
        actor=actor,
    )


def _reader(request: SignedInRequest) -> User | None:
    """Who is told no other names than the own: whoever has not confirmed who they are."""
    return None if used_second_factor(request) else request.user
