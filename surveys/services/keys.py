"""The daily look at the keys of open rounds, and what to do when one is lost."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys import sealing
from surveys.ballot import counting, locks
from surveys.models import Envelope, Invitation, Round, SharedLink
from surveys.services.invitations.mailing import start_letters
from surveys.services.opening import Report, make_key, subject
from surveys.services.rounds import RoundRefused
from yhes.accounts.models import User
from yhes.common import audit, jobs
from yhes.common.models import Job

log = structlog.get_logger(__name__)

_WITH_KEY = (Round.State.OPEN, Round.State.CLOSING)


def start_probes(now: datetime) -> None:
    """Called by the clock: once a day each round's key must open what is sealed to it."""
    today = timezone.localdate(now)
    for round_ in Round.objects.filter(state__in=_WITH_KEY, is_imported=False).exclude(probed_on=today):
        jobs.start("surveys.probe_key", subject=subject(round_), payload={"round": round_.pk})


def probe_key(*, round_id: int) -> bool:
    """Seal and open with every copy of the key, for the job; a failure raises the alarm in the desk."""
    round_ = Round.objects.get(pk=round_id)
    if round_.state not in _WITH_KEY:
        return True
    try:
        counting.key_store().probe(round_id, public_key=bytes(round_.public_key or b""))
    except (sealing.KeyMissing, sealing.KeyDamaged, OSError) as error:
        log.error("round key does not work", round=round_id, error=str(error))
        works = False
    else:
        works = True
    # Only while there has to be a key: counting may have destroyed it meanwhile, as it should.
    Round.objects.filter(pk=round_id, state__in=_WITH_KEY).update(
        is_key_lost=not works, probed_on=timezone.localdate()
    )
    return works


@transaction.atomic
def request_restart(*, round_: Round, user: User, closes_at: datetime) -> Job:
    """Start collecting anew after the key is lost for good: what was sealed to it can never be read.

    Raises RoundRefused unless a probe has found the key lost; answers are not thrown away on a whim.
    """
    locks.exclude(round_.pk)
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if not locked.is_key_lost or locked.state not in _WITH_KEY:
        raise RoundRefused(_("The key of this round works, so there is no reason to start over."))
    if closes_at <= timezone.now():
        raise RoundRefused(_("The closing time must be in the future."))
    locked.closes_at = closes_at
    locked.save(update_fields=["closes_at"])
    audit.record(actor=user, action="surveys.round_restarted", on=locked, project_id=locked.project_id)
    return jobs.start(
        "surveys.restart_round", subject=subject(locked), payload={"round": locked.pk}, started_by=user
    )


def restart_round(*, round_id: int, report: Report) -> None:
    """Delete the envelopes, un-spend the invitations, open with a new key, invite again, for the job.

    The old key is destroyed first: should a copy of it turn up, it opens nothing any more.
    """
    with transaction.atomic():
        locks.exclude(round_id)
        round_ = Round.objects.get(pk=round_id)
        if not round_.is_key_lost or round_.state not in _WITH_KEY:
            return
        report(0, 2, "")
        counting.key_store().destroy(round_id)
        public_key = make_key(round_id)
        report(1, 2, "")
        Envelope.objects.filter(round=round_).delete()
        Invitation.objects.filter(round=round_).update(
            is_spent=False, is_mailed=False, has_failed=False, reminded_on=None
        )
        SharedLink.objects.filter(group__round=round_).update(minted=0, spent=0, is_full_notified=False)
        Round.objects.filter(pk=round_id).update(
            state=Round.State.OPEN,
            closed_at=None,
            public_key=public_key,
            is_key_lost=False,
            probed_on=timezone.localdate(),
            restarts=F("restarts") + 1,
        )
        start_letters(round_)
    report(2, 2, "")
    log.warning("round restarted with a new key", round=round_id)
