"""Whoever asked for a coach is forgotten when they wish, or when their account goes; numbers stay."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from peercoaching.models import Coach, CoachingRequest, Pairing
from peercoaching.services import pairing, requests
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.mail import letters

States = CoachingRequest.State


@transaction.atomic
def erase_request(*, request: CoachingRequest, user: User) -> None:
    """Erase who asked and what for. A request that waits is withdrawn by it, and a pair ends.

    Repeating it changes nothing.
    """
    locked = pairing.lock(request.pk)
    if locked.email:
        _erase(locked)
        project_id = locked.network.project_id
        audit.record(
            actor=user, action="peercoaching.request_erased", on=locked, project_id=project_id, label=""
        )


@transaction.atomic
def erase_everywhere(addresses: Iterable[str]) -> None:
    """Registered as `erasing`: requests from an account's addresses, and profiles not joined to it yet."""
    mine = {address.lower() for address in addresses}
    for key in CoachingRequest.objects.filter(email__in=mine).order_by("pk").values_list("pk", flat=True):
        _erase(pairing.lock(key))
    Coach.objects.filter(email__in=mine, user=None).delete()


def _erase(request: CoachingRequest) -> None:
    if request.state in (States.UNCONFIRMED, States.OPEN, States.PROPOSED):
        requests.settle(request, States.WITHDRAWN)
    elif request.state == States.PAIRED:
        now = timezone.now()
        active = Pairing.objects.filter(request=request, state=Pairing.State.ACCEPTED)
        active.update(state=Pairing.State.ENDED, ended_at=now)
        request.state, request.ended_at = States.ENDED, now
        request.save(update_fields=["state", "ended_at"])
    letters.forget_sent([request.email])
    request.name = request.email = request.workplace = request.need = ""
    request.save(update_fields=["name", "email", "workplace", "need"])
