"""Counting sessions and ending a pair."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from peercoaching.errors import NotAPair, NothingToRestore, SessionInFuture, SessionTwice
from peercoaching.models import CoachingRequest, Pairing, Session
from peercoaching.services import pairing as pairs
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import AuditEvent

DELETED = "peercoaching.session_deleted"


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
def delete_session(*, session: Session, user: User) -> AuditEvent:
    """Take back a session that was counted by mistake. What undoing needs stands in the event returned."""
    kept = {
        "pairing": session.pairing_id,
        "held_on": session.held_on.isoformat(),
        "minutes": session.minutes,
        "is_online": session.is_online,
    }
    event = _record(user, "session_deleted", session, session.pairing, {"session": (kept, None)})
    session.delete()
    return event


def can_restore(*, event: AuditEvent, pairing: Pairing) -> bool:
    """Whether the event took away a session of this pair that has not been put back."""
    is_of_pair = _kept(event).get("pairing") == pairing.pk
    return is_of_pair and not Session.objects.filter(pk=event.object_id).exists()


def _kept(event: AuditEvent) -> dict[str, Any]:
    """What undoing needs; nothing in an event of another kind, or of the time before it could be undone."""
    kept: dict[str, Any] = event.changes.get("session", [{}])[0] if event.action == DELETED else {}
    return kept


@transaction.atomic
def restore_session(*, event: AuditEvent, pairing: Pairing, user: User) -> Session:
    """Undo a removal. Raises NothingToRestore when the event is no removal of this pair's session or was
    undone already; SessionTwice when the day has been counted anew.
    """
    pairs.lock(pairing.request_id)
    if not can_restore(event=event, pairing=pairing):
        raise NothingToRestore
    kept = _kept(event)
    held_on = date.fromisoformat(kept["held_on"])
    if Session.objects.filter(pairing=pairing, held_on=held_on).exists():
        raise SessionTwice
    made = Session.objects.create(
        pk=int(event.object_id),
        pairing=pairing,
        held_on=held_on,
        minutes=kept["minutes"],
        is_online=kept["is_online"],
    )
    _record(user, "session_restored", made, pairing)
    return made


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
) -> AuditEvent:
    """Without a label: the trail cannot be changed later, and a pair is two people."""
    return audit.record(
        actor=user,
        action=f"peercoaching.{action}",
        on=on,
        project_id=pairing.request.network.project_id,
        changes=changes,
        label="",
    )
