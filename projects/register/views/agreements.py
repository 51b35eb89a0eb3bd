"""The agreement of one partner: how it stands, since when, and the signed paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register import services
from projects.register.forms import AgreementForm
from projects.register.models import Partnership
from projects.register.views.finding import coordinated_partnership
from projects.register.views.meanwhile import changes_told
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit
from yhes.common.forms import done, form_page


@require_http_methods(["GET", "POST"])
def partner_agreement(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    partnership = coordinated_partnership(request, project, organisation)
    events = services.agreement_changes(partnership)
    seen = audit.newest_of(events)
    partnership.refresh_from_db(fields=["agreement", "agreement_on", "agreement_document"])
    form = AgreementForm(
        request.POST or None, instance=partnership, project=partnership.project, initial={"seen": seen}
    )
    if done(form, lambda: _save(form, partnership, request)):
        messages.success(request, _("The agreement was recorded."))
        return redirect("register:partner", project, organisation)
    context = {
        "project": partnership.project,
        "partnership": partnership,
        "meanwhile": changes_told(form, events, seen),
    }
    return form_page(request, "register/agreement_form.html", form, context)


def _save(form: Any, partnership: Partnership, request: SignedInRequest) -> None:
    typed = form.cleaned_data
    services.set_agreement(
        partnership=partnership,
        agreement=typed["agreement"],
        on=typed["agreement_on"],
        document=typed["agreement_document"],
        seen=typed["seen"],
        actor=request.user,
    )
