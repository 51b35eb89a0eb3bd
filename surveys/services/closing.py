"""Closing a round: stop accepting, count once, destroy the key. Each step may be killed and repeated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from surveys import sealing
from surveys.ballot import counting, locks
from surveys.models import Invitation, Round
from surveys.services import background, deletions, own_questions, reporting, text_homes
from yhes.accounts.models import User
from yhes.common import audit, jobs
from yhes.common.errors import DomainError
from yhes.common.models import Job

log = structlog.get_logger(__name__)

Report = Callable[[int, int, str], None]


class ClosingRefused(DomainError):
    """The round cannot be closed or counted; the message says what to do."""


def request_closing(*, round_: Round, user: User) -> Job:
    """A coordinator closes the round now. Raises ClosingRefused unless it is open.

    From this moment nothing more is accepted: the state changes here, the job only counts.
    """
    if not stop_accepting(round_.pk):
        raise ClosingRefused(_("This round is not open, so it cannot be closed."))
    audit.record(actor=user, action="surveys.round_closed", on=round_, project_id=round_.project_id)
    return start_counting(round_, user=user)


def start_counting(round_: Round, *, user: User | None = None) -> Job:
    """Start (or find) the job that counts; also the way to try again after it failed."""
    return jobs.start(
        "surveys.close_round",
        subject=subject(round_),
        payload={"round": round_.pk},
        started_by=user,
    )


def subject(round_: Round) -> str:
    """What jobs call the round."""
    return f"surveys.round:{round_.pk}"


def close_due(now: datetime) -> None:
    """Called by the clock: close what is past its time, go on with what was left half-way."""
    for round_ in Round.objects.overdue(now):
        start_counting(round_)
    for round_ in Round.objects.filter(state=Round.State.COUNTED, is_imported=False):
        start_counting(round_)


def close_round(*, round_id: int, report: Report) -> None:
    """The whole of closing, for the job. What is done already is passed over.

    Raises ClosingRefused when an envelope or the key is not as it must be; the key is then kept
    and nothing has been counted.
    """
    stop_accepting(round_id)
    count_round(round_id=round_id, report=report)
    purge_round(round_id=round_id)


def stop_accepting(round_id: int) -> bool:
    """Open → being counted, once every submit under way has ended; False if it was not open."""
    with transaction.atomic():
        locks.exclude(round_id)
        return bool(
            Round.objects.filter(pk=round_id, state=Round.State.OPEN).update(
                state=Round.State.CLOSING, closed_at=timezone.now()
            )
        )


def count_round(*, round_id: int, report: Report) -> None:
    """Open every envelope and store the answers, all in one transaction or not at all."""
    with transaction.atomic():
        locks.exclude(round_id)
        round_ = Round.objects.get(pk=round_id)
        if round_.state != Round.State.CLOSING:
            return
        message = gettext_noop("Opening the envelopes")
        ids, batch = _open(round_, lambda done, total: report(_percent(done, total), 100, message))
        _check_complete(round_, len(ids))
        kept = reporting.freeze_plan(round_, counting.respondents(batch.answers))
        answers = own_questions.without_traces(round_, batch.answers, kept.region_of)
        counting.store_answers(round_, answers, kept.region_of)
        background.freeze_classes(round_, batch.answers, kept)
        homes = text_homes.find_homes(round_, batch, kept.organisation_of)
        counting.store_texts(round_, own_questions.readable(round_, batch.texts, homes), homes)
        counting.rewrite_invitations(round_)
        _delete_envelopes(round_, ids)
        deletions.record(
            round_, deletions.ENVELOPES, envelopes=deletions.respondents(round_, len(ids)) if ids else 0
        )
        round_.state = Round.State.COUNTED
        round_.save(update_fields=["state"])
    log.info("round counted", round=round_id, envelopes=len(ids))


def _percent(done: int, total: int) -> int:
    """How many envelopes there are is how many answered: too few may be told of, and then nowhere."""
    return 100 * done // total if total else 100


def _open(round_: Round, progress: counting.Progress) -> tuple[list[UUID], sealing.OpenedBatch]:
    try:
        private_key = counting.key_store().load(round_.pk)
        return counting.open_and_shuffle(round_, private_key=private_key, progress=progress)
    except (sealing.KeyMissing, sealing.KeyDamaged) as error:
        log.error("round key not usable", round=round_.pk, error=str(error))
        raise ClosingRefused(
            _(
                "The key of this round cannot be read, so the answers cannot be opened. Ask the operator "
                "to bring back the key folder. If the key is lost for good, start the round over."
            )
        ) from error
    except sealing.EnvelopeError as error:
        log.error("envelope refused", round=round_.pk, error=type(error).__name__)
        raise ClosingRefused(
            _(
                "One of the envelopes is damaged, copied or does not belong to this round. Nothing was "
                "counted and the key is kept. Ask the operator to find out what changed the database."
            )
        ) from error


def _check_complete(round_: Round, opened: int) -> None:
    """Every spent invitation left one envelope; cryptography cannot see one that was deleted."""
    spent = Invitation.objects.filter(round=round_, is_spent=True).count()
    if spent != opened:
        log.error("envelopes missing", round=round_.pk, spent=spent, opened=opened)
        raise ClosingRefused(
            _(
                "There are not as many envelopes as people who have answered. Nothing was counted and the "
                "key is kept. Ask the operator to find out what changed the database."
            )
        )


def _delete_envelopes(round_: Round, ids: list[UUID]) -> None:
    try:
        counting.delete_envelopes(round_, ids)
    except counting.EnvelopesChanged as error:
        log.error("envelopes changed while counting", round=round_.pk)
        raise ClosingRefused(
            _(
                "Envelopes came or went while they were being counted. Nothing was counted and the key is "
                "kept. Ask the operator to find out what changed the database."
            )
        ) from error


def purge_round(*, round_id: int) -> None:
    """After the commit: remove dead rows, destroy the key and every copy of it. Raises ClosingRefused."""
    if not Round.objects.filter(pk=round_id, state=Round.State.COUNTED).exists():
        return
    _vacuum()
    try:
        counting.key_store().destroy(round_id)
    except OSError as error:
        log.error("round key not destroyed", round=round_id, error=type(error).__name__)
        raise ClosingRefused(
            _(
                "The answers have been counted, but the key could not be destroyed yet. Ask the operator to "
                "look at the key folder; the portal tries again by itself."
            )
        ) from error
    Round.objects.filter(pk=round_id, state=Round.State.COUNTED).update(state=Round.State.PURGED)


def _vacuum() -> None:
    """Best effort: anonymity rests on the destroyed key, not on this.

    Left out inside a transaction (loading demo data), where PostgreSQL refuses it.
    """
    if connection.in_atomic_block:
        return
    statements = {
        "postgresql": ["VACUUM surveys_envelope", "VACUUM surveys_invitation"],
        "sqlite": ["PRAGMA wal_checkpoint(TRUNCATE)"],
    }
    try:
        with connection.cursor() as cursor:
            for statement in statements.get(connection.vendor, []):
                cursor.execute(statement)
    except DatabaseError as error:
        log.warning("vacuum left for the database's own", error=type(error).__name__)
