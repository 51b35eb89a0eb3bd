"""An indicator beside those of others: agreeing to it, looking, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.plans import access, comparing, services
from projects.plans.forms import AgreementForm
from projects.plans.views.finding import desk_indicator
from yhes.accounts.access import person
from yhes.common.forms import done, form_page


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, project: str, plan: str, indicator: int) -> HttpResponse:
    """Whoever has not agreed is told what agreeing means, and sees nobody."""
    found, user = desk_indicator(request, project, plan, indicator), person(request)
    may_agree = access.can_agree(user, found.plan)
    if request.method == "POST" and not may_agree:
        raise PermissionDenied
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: services.agree_to_compare(indicator=found, actor=user)):
        messages.success(request, _("The indicator is compared with those of others who agreed."))
        return redirect("plans:compare", project, plan, indicator)
    agreed = comparing.is_agreed(found)
    context = {
        "project": found.plan.project,
        "plan": found.plan,
        "indicator": found,
        "comparison": comparing.compared(found) if agreed else None,
        "may_agree": may_agree,
        "may_take_back": agreed and access.can_edit(user, found.plan),
    }
    return form_page(request, "plans/compare.html", form, context)


@require_POST
def compare_take_back(request: HttpRequest, project: str, plan: str, indicator: int) -> HttpResponse:
    found, user = desk_indicator(request, project, plan, indicator), person(request)
    if not access.can_edit(user, found.plan):
        raise PermissionDenied
    services.stop_comparing(indicator=found, actor=user)
    messages.success(request, _("The indicator is not compared any more. Nobody else sees it."))
    return redirect("plans:compare", project, plan, indicator)
