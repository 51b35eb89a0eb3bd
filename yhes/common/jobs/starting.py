"""Starting jobs and waking workers."""

from __future__ import annotations

import time
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from yhes.celery import app
from yhes.common.jobs import kinds, life
from yhes.common.jobs.lease import due
from yhes.common.models import Job

log = structlog.get_logger(__name__)

# A waking message that nobody took is thrown away: the tick sends another every minute.
WAKING_EXPIRES = 120  # seconds
SIGN_EXPIRES = 55  # the next tick asks again

# One request may start much work; it must not wait for an absent broker each time.
PAUSE = 5.0  # seconds for which a broker that did not answer is left alone
_away_until = 0.0


def start(kind: str, *, subject: str, payload: dict[str, Any] | None = None, started_by: Any = None) -> Job:
    """The active job of this kind and subject, made now unless there is one already.

    subject: what the work is about, e.g. "surveys.round:17"; one active job each.
    Raises KeyError for an unknown kind.
    """
    known = kinds.kind(kind)
    job = _create_or_find(known.name, subject, payload or {}, started_by)
    job_id = str(job.pk)
    transaction.on_commit(lambda: _send("common.run_job", known.queue, job_id))
    return job


def _create_or_find(kind: str, subject: str, payload: dict[str, Any], started_by: Any, tries: int = 5) -> Job:
    try:
        with transaction.atomic():
            return Job.objects.create(kind=kind, subject=subject, payload=payload, started_by=started_by)
    except IntegrityError:
        active = Job.objects.active().filter(kind=kind, subject=subject).first()
        if active or not tries:
            return active or Job.objects.get(kind=kind, subject=subject)
        # The one that was in the way has ended in the meantime.
        return _create_or_find(kind, subject, payload, started_by, tries - 1)


def nudge(task: str, queue: str = "default") -> None:
    """After the commit, wake a worker for a task that has no job row; the tick does it anyway."""
    transaction.on_commit(lambda: _send(task, queue))


def wake_due() -> int:
    """Send every pending job, and every running one whose worker went silent; count them."""
    waiting = Job.objects.filter(due(), kind__in=kinds.names()).order_by("created_at")
    count = 0
    for job in waiting[:500]:
        _send("common.run_job", kinds.kind(job.kind).queue, str(job.pk), expires=WAKING_EXPIRES)
        count += 1
    return count


def ask_for_signs() -> None:
    """Have a worker of each queue show that it takes work (see jobs.life)."""
    for queue in life.QUEUES:
        _send("common.show_life", queue, queue, expires=SIGN_EXPIRES)


def _send(task: str, queue: str, *args: str, expires: int | None = None) -> None:
    """Best effort: an absent broker is logged, and the tick sends again."""
    global _away_until
    if time.monotonic() < _away_until:
        return
    try:
        app.send_task(task, args=args, queue=queue, retry=False, expires=expires)
    except Exception as error:  # every transport has its own exceptions
        _away_until = time.monotonic() + PAUSE
        log.warning("broker away, the work waits", task=task, error=type(error).__name__)
