"""Counting sessions and ending a pair."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from peercoaching.errors import NotAPair, SessionInFuture, SessionTwice
from peercoaching.models import CoachingRequest, Pairing, Session
from peercoaching.services import pairing as pairs
from yhes.accounts.models import User
from yhes.common import audit


@transaction.atomic
def record_session(*, pairing: Pairing, held_on: date, minutes: int, is_online: bool, user: User) -> Session:
    """Count one session. Raises NotAPair, SessionInFuture, SessionTwice."""
    pairs.lock(pairing.request_id)
    pairing.refresh_from_db(fields=["state"])
    if pairing.state != Pairing.State.ACCEPTED:
        raise NotAPair
    if held_on > timezone.localdate():
        raise SessionInFuture
    try:
        with transaction.atomic():
            made = Session.objects.create(
                pairing=pairing, held_on=held_on, minutes=minutes, is_online=is_online
            )
    except IntegrityError:
        raise SessionTwice from None
    _record(user, "session_counted", made, pairing)
    return made


@transaction.atomic
def delete_session(*, session: Session, user: User) -> None:
    """Take back a session that was counted by mistake."""
    _record(
        user,
        "session_deleted",
        session,
        session.pairing,
        {"held_on": (session.held_on, None), "minutes": (session.minutes, None)},
    )
    session.delete()


@transaction.atomic
def end_pair(*, pairing: Pairing, user: User) -> Pairing:
    """The pair has come to its end; the coach's place is free again. Raises NotAPair."""
    now = timezone.now()
    request = pairs.lock(pairing.request_id)
    ended = Pairing.objects.filter(pk=pairing.pk, state=Pairing.State.ACCEPTED).update(
        state=Pairing.State.ENDED, ended_at=now
    )
    if not ended:
        raise NotAPair
    request.state, request.ended_at = CoachingRequest.State.ENDED, now
    request.save(update_fields=["state", "ended_at"])
    pairing.refresh_from_db(fields=["state", "ended_at"])
    _record(user, "pair_ended", pairing, pairing)
    return pairing


def _record(
    user: User,
    action: str,
    on: models.Model,
    pairing: Pairing,
    changes: dict[str, tuple[object, object]] | None = None,
) -> None:
    """Without a label: the trail cannot be changed later, and a pair is two people."""
    audit.record(
        actor=user,
        action=f"peercoaching.{action}",
        on=on,
        project_id=pairing.request.network.project_id,
        changes=changes,
        label="",
    )
