"""The contact of who ordered completes the ready round before opening it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from surveys.forms.headcounts import HeadcountsForm
from surveys.forms.orders import CompletionForm
from surveys.models import Round
from surveys.services import orders
from surveys.services.orders.preparing import choice_of
from surveys.views.finding import breadcrumbs, ordered_round, round_address
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError
from yhes.common.forms import add_domain_error, form_page


def own_round(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Times, purpose and numbers of people on one page; all of it or nothing is saved."""
    round_ = ordered_round(request, project, pk)
    if round_.state != Round.State.DRAFT:
        messages.error(request, _("This round has been opened and cannot be changed any more."))
        return redirect("surveys:round", project, pk)
    try:
        choice = choice_of(round_)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("surveys:round", project, pk)
    data = request.POST if request.method == "POST" else None
    form, numbers = CompletionForm(data, round_=round_), HeadcountsForm(data, choice=choice)
    if form.is_valid() and numbers.is_valid() and _saved(request, round_, form, numbers):
        messages.success(request, _("Saved."))
        return redirect("surveys:round", project, pk)
    context = {
        "round": round_,
        "numbers": numbers,
        "crumbs": breadcrumbs(
            round_.project, (round_.title, round_address(round_)), (_("Check and complete"), "")
        ),
    }
    response = form_page(request, "surveys/orders/own_round.html", form, context)
    if numbers.errors:
        response.status_code = 400
    return response


def _saved(request: SignedInRequest, round_: Round, form: CompletionForm, numbers: HeadcountsForm) -> bool:
    completion = orders.Completion(
        closes_at=form.cleaned_data["closes_at"], purpose=form.purpose, headcounts=numbers.headcounts
    )
    try:
        orders.complete_round(round_=round_, user=request.user, completion=completion)
    except DomainError as error:
        add_domain_error(numbers, error)
        return False
    return True
