"""What coordinators and contacts do while a round is open."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.forms.rounds import ClosingTimeForm
from surveys.services import keys, rounds
from surveys.services.invitations import mailing
from surveys.views.finding import breadcrumbs, group_to_invite, managed_round, prepared_round
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError


def round_closing_time(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Keep the round open for longer, or for less long."""
    round_ = prepared_round(request, project, pk)
    form = ClosingTimeForm(request.POST or None, initial={"closes_at": timezone.localtime(round_.closes_at)})
    if request.method == "POST" and form.is_valid():
        try:
            rounds.change_closing_time(
                round_=round_, user=request.user, closes_at=form.cleaned_data["closes_at"]
            )
            messages.success(request, _("The closing time was changed."))
            return redirect("surveys:round", project, pk)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "round": round_, "crumbs": breadcrumbs(round_.project, (round_.title, ""))}
    return render(request, "surveys/rounds/closing_time.html", context)


def round_restart(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Start collecting over, once the key is lost for good."""
    round_ = managed_round(request, project, pk)
    if not round_.is_key_lost:
        raise Http404
    form = ClosingTimeForm(request.POST or None, initial={"closes_at": timezone.localtime(round_.closes_at)})
    if request.method == "POST" and form.is_valid():
        try:
            keys.request_restart(round_=round_, user=request.user, closes_at=form.cleaned_data["closes_at"])
            return redirect("surveys:round", project, pk)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "round": round_, "crumbs": breadcrumbs(round_.project, (round_.title, ""))}
    return render(request, "surveys/rounds/restart.html", context)


@require_POST
def round_remind(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Remind those of a group, or of the whole, who have not answered."""
    found = group_to_invite(request, project, pk, group)
    try:
        mailing.request_reminder(group=found, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:invitations", project, pk)
