"""Units and headcounts of an organisation; its contact keeps them up to date."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register import services
from projects.register.forms import HeadcountForm, UnitForm
from projects.register.models import Unit
from projects.register.views.finding import desk_project, editable_partnership
from yhes.accounts.requests import SignedInRequest
from yhes.common.forms import done, form_page


@require_http_methods(["GET", "POST"])
def headcounts(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    """Every unit's headcount on one page: two minutes, four times a year."""
    partnership = editable_partnership(request, desk_project(request, project), organisation)
    form = HeadcountForm(
        request.POST or None, units=Unit.objects.filter(organisation=partnership.organisation).by_name()
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for unit, headcount in form.headcounts:
                services.save_unit(
                    organisation=partnership.organisation,
                    unit=unit,
                    facts={"headcount": headcount},
                    project=partnership.project,
                    actor=request.user,
                )
        messages.success(request, _("The headcounts were saved."))
        return redirect("register:partner", project, organisation)
    context = {"project": partnership.project, "partnership": partnership}
    return form_page(request, "register/headcounts.html", form, context)


@require_http_methods(["GET", "POST"])
def unit_edit(
    request: SignedInRequest, project: str, organisation: str, unit: int | None = None
) -> HttpResponse:
    """A new unit, or one that exists."""
    partnership = editable_partnership(request, desk_project(request, project), organisation)
    found = get_object_or_404(Unit, pk=unit, organisation=partnership.organisation) if unit else None
    form = UnitForm(request.POST or None, instance=found)
    if done(
        form,
        lambda: services.save_unit(
            organisation=partnership.organisation,
            unit=found,
            facts=form.facts,
            project=partnership.project,
            actor=request.user,
        ),
    ):
        messages.success(request, _("The unit was saved."))
        return redirect("register:partner", project, organisation)
    context = {"project": partnership.project, "partnership": partnership, "unit": found}
    return form_page(request, "register/unit_form.html", form, context)


@require_http_methods(["GET", "POST"])
def unit_remove(request: SignedInRequest, project: str, organisation: str, unit: int) -> HttpResponse:
    partnership = editable_partnership(request, desk_project(request, project), organisation)
    found = get_object_or_404(Unit, pk=unit, organisation=partnership.organisation)
    if request.method == "POST":
        services.remove_unit(unit=found, project=partnership.project, actor=request.user)
        messages.success(request, _("The unit was removed."))
        return redirect("register:partner", project, organisation)
    context = {"project": partnership.project, "partnership": partnership, "unit": found}
    return render(request, "register/unit_remove.html", context)
