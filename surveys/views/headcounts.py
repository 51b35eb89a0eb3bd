"""Confirming headcounts: the coordinator asks, a contact confirms from the letter's link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from surveys.forms.headcounts import HeadcountsForm
from surveys.models import Round
from surveys.services import headcounts
from surveys.views.finding import managed_round
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page


@require_POST
def ask_headcounts(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Write to the contacts who have not confirmed."""
    round_ = managed_round(request, project, pk)
    try:
        asked = headcounts.ask_headcounts(round_=round_, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _told(asked))
    return redirect("surveys:round", project, pk)


def _told(asked: int) -> str:
    if not asked:
        return _("Nobody was written to: everybody has confirmed or was asked within a day.")
    words = ngettext(
        "The contacts of %(count)d organisation were asked.",
        "The contacts of %(count)d organisations were asked.",
        asked,
    )
    return words % {"count": asked}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_headcounts(request: HttpRequest, token: str) -> HttpResponse:
    """The letter's page. GET changes nothing; what was typed stays when something is wrong."""
    try:
        inquiry = headcounts.find(token)
    except headcounts.UnknownLink:
        return _private(render(request, "surveys/headcounts/unknown.html", status=404))
    choice = headcounts.choice_of(inquiry)
    assert choice is not None, "find would have refused"
    context = {
        "inquiry": inquiry,
        "round": inquiry.round,
        "organisation": inquiry.organisation,
        "headcount": headcounts.headcount_of(choice),
    }
    if inquiry.round.state != Round.State.DRAFT:
        return _private(render(request, "surveys/headcounts/frozen.html", context))
    form = HeadcountsForm(request.POST if request.method == "POST" else None, choice=choice)
    if done(form, lambda: headcounts.confirm_headcounts(inquiry=inquiry, headcounts=form.headcounts)):
        return redirect("surveys:headcounts", token)
    return _private(form_page(request, "surveys/headcounts/confirm.html", form, context))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
