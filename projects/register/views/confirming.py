"""A contact confirms the organisation's details and headcounts: signed in, or by a letter's link alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.register import services
from projects.register.forms import ConfirmForm
from projects.register.models import Partnership, Unit
from projects.register.services.confirming import ContactLinkUnknown
from projects.register.views.finding import desk_project, editable_partnership
from projects.register.views.meanwhile import changes_meanwhile, headcounts_meanwhile, version
from yhes.accounts.models import User
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit
from yhes.common.forms import done, form_page


@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    """Where an invitation leads a new contact, and the desk whoever keeps the details."""
    partnership = editable_partnership(request, desk_project(request, project), organisation)
    form = _form(request, partnership)
    if done(form, lambda: _save(form, partnership, request.user)):
        messages.success(request, _("Thank you. The details are confirmed."))
        return redirect("register:partner", project, organisation)
    context = _context(form, partnership, request.user)
    return form_page(request, "register/confirm.html", form, context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact_link(request: HttpRequest, token: str) -> HttpResponse:
    """The letter's page. GET changes nothing; what was typed stays when something is wrong."""
    try:
        membership = services.find_contact(token)
    except ContactLinkUnknown:
        return _private(render(request, "register/contact_link_unknown.html", status=404))
    parts = Partnership.objects.filter(project=membership.project, organisation=membership.organisation)
    partnership = parts.select_related("project", "organisation").first()
    if partnership is None:
        return _private(render(request, "register/contact_link_unknown.html", status=404))
    form = _form(request, partnership)
    if done(form, lambda: _save(form, partnership, membership.user)):
        context = {"project": partnership.project, "organisation": partnership.organisation}
        return _private(render(request, "register/contact_link_done.html", context))
    context = _context(form, partnership, membership.user)
    return _private(form_page(request, "register/contact_link.html", form, context))


def _form(request: HttpRequest, partnership: Partnership) -> ConfirmForm:
    organisation = partnership.organisation
    seen = version(organisation, services.ORGANISATION_CHANGED)
    units_seen = audit.newest_of(services.unit_changes(organisation))
    return ConfirmForm(
        request.POST if request.method == "POST" else None,
        instance=organisation,
        initial={"seen": seen, "units_seen": units_seen},
        units=Unit.objects.filter(organisation=organisation).by_name(),
    )


def _context(form: ConfirmForm, partnership: Partnership, reader: User) -> dict[str, Any]:
    """Of what others changed meanwhile no name is told: nobody has confirmed who they are here."""
    meanwhile = changes_meanwhile(form, services.ORGANISATION_CHANGED, naming_only=reader)
    meanwhile += headcounts_meanwhile(form, partnership.organisation, field="units_seen", naming_only=reader)
    return {
        "project": partnership.project,
        "partnership": partnership,
        "organisation": partnership.organisation,
        "meanwhile": meanwhile,
    }


def _save(form: ConfirmForm, partnership: Partnership, actor: User) -> None:
    services.confirm_details(
        partnership=partnership,
        facts=form.facts,
        headcounts=form.headcounts,
        shown=form.shown,
        added=form.added,
        seen=form.cleaned_data["seen"],
        actor=actor,
    )


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
