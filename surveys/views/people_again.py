"""The people of the round before, invited into this one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from surveys.models import Group
from surveys.presenting.mailings import sent_or_waiting
from surveys.services.invitations import again, people
from surveys.services.invitations.room import InvitingRefused
from surveys.views.finding import breadcrumbs, invitable_group, round_address
from yhes.accounts.access import second_factor_required
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError


@never_cache
@require_POST
@second_factor_required
def people_again(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """How many they are, then the letters once that is confirmed. Nobody is named on the way."""
    found = invitable_group(request, project, pk, group)
    try:
        return _invite(request, found)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:group_invitations", project, pk, group)


def _invite(request: SignedInRequest, group: Group) -> HttpResponse:
    before = again.last_time(group)
    if before is None:
        raise InvitingRefused(_("Nobody of the round before is left to be invited here."))
    place = (group.round.project.slug, group.round_id, group.pk)
    if "confirmed" in request.POST:
        outcome = people.invite_people(group=group, people=before.people, user=request.user)
        messages.success(request, sent_or_waiting(outcome))
        return redirect("surveys:group_invitations", *place)
    back = reverse("surveys:group_invitations", args=place)
    context = {
        "group": group,
        "round": group.round,
        "outcome": people.check_people(group=group, people=before.people),
        "action": reverse("surveys:people_again", args=place),
        "crumbs": breadcrumbs(
            group.round.project, (group.round.title, round_address(group.round)), (str(group), back)
        ),
    }
    return render(request, "surveys/rounds/confirm_people.html", context)
