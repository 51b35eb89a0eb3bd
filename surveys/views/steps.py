"""What a coordinator does with a round after it was open: close, count again, release, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import access
from surveys.models import Release, Round
from surveys.services import closing, releasing
from yhes.accounts.access import person
from yhes.common.errors import DomainError


@require_POST
def close(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """Close now; the page that follows shows the counting."""
    round_ = _managed(request, project, pk)
    try:
        closing.request_closing(round_=round_, user=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)


@require_POST
def count_again(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """After counting has failed and what was wrong has been put right."""
    round_ = _managed(request, project, pk)
    if round_.state == Round.State.CLOSING:
        closing.start_counting(round_, user=person(request))
    return redirect("surveys:round", project, pk)


@require_POST
def release(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """Release the results; the page that follows shows the progress."""
    round_ = _managed(request, project, pk)
    try:
        releasing.request_release(round_=round_, user=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)


@require_POST
def withdraw(request: HttpRequest, project: str, pk: int) -> HttpResponse:
    """Take the standing release off every page, with a reason."""
    round_ = _managed(request, project, pk)
    found = get_object_or_404(Release.objects.filter(withdrawn_at__isnull=True), round=round_)
    try:
        releasing.withdraw(release=found, user=person(request), reason=request.POST.get("reason", ""))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The release was withdrawn."))
    return redirect("surveys:round", project, pk)


def _managed(request: HttpRequest, project: str, pk: int) -> Round:
    """The round, for those who see it; acting on it is the coordinator's."""
    rounds = Round.objects.filter(access.visible_to(person(request)), project__slug=project)
    round_: Round = get_object_or_404(rounds.select_related("project", "questionnaire"), pk=pk)
    if not access.can_manage(person(request), round_.project):
        raise PermissionDenied
    return round_
