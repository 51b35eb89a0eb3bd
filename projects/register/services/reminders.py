"""Reminding partners that have not answered: each open invitation is sent again with a new link."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from projects.register.models import Invitation, Partnership, Project
from projects.register.services.invitations import invite
from yhes.accounts.models import User


@transaction.atomic
def remind_partners(*, project: Project, partnerships: Iterable[int], actor: User | None = None) -> int:
    """Send again every invitation nobody has accepted, to the given partners that are waited for.

    Returns how many letters were sent; 0 when nobody of them has been invited yet.
    """
    waiting = Partnership.objects.filter(
        project=project, pk__in=list(partnerships), state=Partnership.State.INVITED
    )
    unanswered = Invitation.objects.filter(
        project=project, accepted_at__isnull=True, organisation__in=waiting.values("organisation")
    )
    letters = list(unanswered.select_related("organisation"))
    for invitation in letters:
        invite(
            project=project,
            role=invitation.role,
            email=invitation.email,
            language=invitation.language,
            invited_by=actor,
            organisation=invitation.organisation,
        )
    return len(letters)
