"""Making the next round of a survey, now or when its time comes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.forms.rounds import RepeatForm
from surveys.services import repeating
from surveys.services.rounds import RoundRefused
from surveys.views.finding import managed_round
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError


@require_POST
def round_again(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """A new draft like this round; leads to it."""
    round_ = managed_round(request, project, pk)
    try:
        made = repeating.repeat_round(round_=round_, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("surveys:round", project, pk)
    messages.success(request, _("Here is a draft of the next round. Check its groups and closing time."))
    return redirect("surveys:round", project, made.pk)


@require_POST
def round_repeat(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """How often the survey is repeated."""
    round_ = managed_round(request, project, pk)
    form = RepeatForm(request.POST)
    try:
        if not form.is_valid():
            raise RoundRefused(_("Choose how often the survey is repeated."))
        repeating.set_repeat(round_=round_, user=request.user, **form.intervals)
        messages.success(request, _("Saved."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)
