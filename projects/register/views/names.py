"""Other names of an organisation, its end and its successors: kept by coordinators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register import services
from projects.register.forms import NamesForm, names_as_typed
from projects.register.views.finding import coordinated_partnership
from projects.register.views.meanwhile import changes_since, version
from yhes.accounts.requests import SignedInRequest
from yhes.common.forms import done, form_page


@require_http_methods(["GET", "POST"])
def organisation_names(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    partnership = coordinated_partnership(request, project, organisation)
    body = partnership.organisation
    seen = version(body, services.NAMES_CHANGED)
    form = NamesForm(request.POST or None, initial={**names_as_typed(body), "seen": seen})
    if done(form, lambda: services.save_names(organisation=body, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The change was saved."))
        return redirect("register:partner", project, organisation)
    context = {
        "project": partnership.project,
        "partnership": partnership,
        "meanwhile": changes_since(form, body, services.NAMES_CHANGED, seen),
    }
    return form_page(request, "register/names_form.html", form, context)
