"""What a coordinator does with a round after it was open: close, count again, release, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.models import Release, Round
from surveys.services import closing, releasing
from surveys.views.finding import managed_round
from yhes.accounts.requests import SignedInRequest
from yhes.common.asked import plain_text
from yhes.common.errors import DomainError


@require_POST
def close(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Close now; the page that follows shows the counting."""
    round_ = managed_round(request, project, pk)
    try:
        closing.request_closing(round_=round_, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)


@require_POST
def count_again(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """After counting has failed and what was wrong has been put right."""
    round_ = managed_round(request, project, pk)
    if round_.state == Round.State.CLOSING:
        closing.start_counting(round_, user=request.user)
    return redirect("surveys:round", project, pk)


@require_POST
def release(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Release the results; the page that follows shows the progress."""
    round_ = managed_round(request, project, pk)
    try:
        releasing.request_release(round_=round_, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)


@require_POST
def withdraw(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Take the standing release off every page, with a reason."""
    round_ = managed_round(request, project, pk)
    found = get_object_or_404(Release.objects.filter(withdrawn_at__isnull=True), round=round_)
    try:
        reason = plain_text(request.POST.get("reason", ""))
        releasing.withdraw(release=found, user=request.user, reason=reason)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The release was withdrawn."))
    return redirect("surveys:round", project, pk)
