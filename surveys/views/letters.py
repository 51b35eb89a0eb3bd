"""The letters of a round: own words, how they read, and a test letter to oneself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.forms.letters import LettersForm, TestLetterForm
from surveys.services.invitations import wording
from surveys.views.finding import breadcrumbs, prepared_round, round_address
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page


def letters(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Write the own words and read the letters in every language."""
    round_ = prepared_round(request, project, pk)
    form = LettersForm(request.POST if request.method == "POST" else None, round_=round_)
    if done(
        form,
        lambda: wording.word_letters(
            round_=round_, user=request.user, greeting=form.words("greeting"), reminder=form.words("reminder")
        ),
    ):
        messages.success(request, _("The words were saved."))
        return redirect("surveys:letters", project, pk)
    context = {
        "round": round_,
        "crumbs": breadcrumbs(round_.project, (round_.title, round_address(round_)), (_("Letters"), "")),
        "samples": list(wording.samples(round_)),
        "is_over": round_.state in wording.OVER,
        "own_address": request.user.email,
    }
    return form_page(request, "surveys/rounds/letters.html", form, context)


@require_POST
def letters_test(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """One letter to the person who asks."""
    round_ = prepared_round(request, project, pk)
    form = TestLetterForm(request.POST)
    if form.is_valid():
        try:
            wording.send_test(round_=round_, user=request.user, **form.cleaned_data)
            messages.success(
                request, _("A test letter is on its way to %(address)s.") % {"address": request.user.email}
            )
        except DomainError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Choose the letter and its language."))
    return redirect("surveys:letters", project, pk)
