"""Running one job under a lease, with a heartbeat from a thread of its own."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, models
from django.utils import timezone

from yhes.common.errors import DomainError
from yhes.common.jobs import kinds
from yhes.common.jobs.starting import MAX_ATTEMPTS
from yhes.common.models import Job

log = structlog.get_logger(__name__)


class Lease:
    """The right to work on one job; a background thread keeps it fresh and writes the progress.

    The thread has its own connection, so progress shows while the handler is in a transaction.
    """

    def __init__(self, job_id: UUID, token: UUID) -> None:
        self._mine = Job.objects.filter(pk=job_id, lease=token, state=Job.State.RUNNING)
        self._progress: dict[str, Any] = {}
        self._news = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{job_id}", daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._news.set()
        self._thread.join()

    def report(self, done: int, total: int, message: str) -> None:
        self._progress = {"done": done, "total": total, "message": message}
        self._news.set()

    def confirm(self) -> None:
        if not self._mine.exists():
            raise kinds.LeaseLost

    def finish(self, **fields: Any) -> bool:
        """Write the outcome if the lease still holds; False when another worker took over."""
        return bool(self._mine.update(lease=None, **fields))

    def _beat(self) -> None:
        try:
            while not self._stop.is_set():
                self._news.wait(settings.JOB_HEARTBEAT_SECONDS)
                self._news.clear()
                self._write()
                self._stop.wait(0.5)  # at most two writes a second, however eager the handler
            self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        try:
            self._mine.update(heartbeat_at=timezone.now(), **self._progress)
        except DatabaseError:
            # SQLite is locked while the handler writes; the next beat succeeds.
            log.debug("heartbeat missed")


def run(job_id: UUID) -> None:
    """Claim the job and run its handler; a job that is not due is left alone."""
    token = uuid4()
    if not _claim(job_id, token):
        return
    job = Job.objects.get(pk=job_id)
    known = kinds.kind(job.kind)
    with Lease(job_id, token) as lease:
        try:
            result = known.handler(kinds.Context(job.payload, lease))
        except kinds.LeaseLost:
            log.warning("lease lost", job=str(job_id), kind=job.kind)
            return
        except DomainError as error:
            outcome: dict[str, Any] = {"state": Job.State.FAILED, "error": str(error)}
        except Exception as error:
            log.exception("job failed", job=str(job_id), kind=job.kind)
            outcome = _after_crash(job, error)
        else:
            outcome = {"state": Job.State.SUCCEEDED, "result": result or {}, "error": ""}
    if outcome["state"] != Job.State.PENDING:
        outcome["finished_at"] = timezone.now()
    lease.finish(**outcome)


def _claim(job_id: UUID, token: UUID) -> bool:
    now = timezone.now()
    stale = now - timedelta(seconds=settings.JOB_STALE_SECONDS)
    due = models.Q(state=Job.State.PENDING) | models.Q(
        state=Job.State.RUNNING, heartbeat_at__lt=stale
    )
    claimed = Job.objects.filter(due, pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
        state=Job.State.RUNNING,
        lease=token,
        attempts=models.F("attempts") + 1,
        started_at=now,
        heartbeat_at=now,
        error="",
    )
    if not claimed:
        # A job whose worker was killed every time must not stay "running" for ever.
        Job.objects.filter(due, pk=job_id, attempts__gte=MAX_ATTEMPTS).update(
            state=Job.State.FAILED, lease=None, finished_at=now
        )
    return bool(claimed)


def _after_crash(job: Job, error: Exception) -> dict[str, Any]:
    """Try again at the next tick, until the attempts are used up."""
    spent = job.attempts >= MAX_ATTEMPTS
    state = Job.State.FAILED if spent else Job.State.PENDING
    return {"state": state, "error": "", "crash": type(error).__name__}
