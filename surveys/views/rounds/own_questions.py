"""Questions that one organisation asks of its own staff, beside what everybody is asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from surveys.forms.own_questions import OwnQuestionsForm
from surveys.models import Round
from surveys.services.own_questions import choose_own_questions, smallest_organisation
from surveys.views.finding import breadcrumbs, managed_round, round_address
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError


def round_own_questions(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """For each additional group of questions: everybody, or the staff of one organisation."""
    round_ = managed_round(request, project, pk)
    if round_.state != Round.State.DRAFT:
        messages.error(request, _("This round has been opened and cannot be changed any more."))
        return redirect("surveys:round", project, pk)
    form = OwnQuestionsForm(request.POST if request.method == "POST" else None, round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            choose_own_questions(round_=round_, user=request.user, own=form.own)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("surveys:round", project, pk)
    title = _("Organisations’ own questions")
    context = {
        "form": form,
        "round": round_,
        "title": title,
        "crumbs": breadcrumbs(round_.project, (round_.title, round_address(round_)), (title, "")),
        "least": smallest_organisation(round_),
    }
    return render(request, "surveys/rounds/own_questions.html", context)
