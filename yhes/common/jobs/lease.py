"""The right to work on one job, kept fresh by a heartbeat from a thread of its own."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import Error, connection, models
from django.utils import timezone

from yhes.common.jobs.kinds import LeaseLost
from yhes.common.models import Job

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 5
PAUSE = 0.5  # seconds between two writes, however eager the handler


def due() -> models.Q:
    """Jobs that want a worker: waiting ones, and running ones whose worker has gone silent."""
    stale = timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)
    silent = models.Q(state=Job.State.RUNNING, heartbeat_at__lt=stale)
    return models.Q(state=Job.State.PENDING) | silent


def claim(job_id: UUID) -> Lease | None:
    """Take the job by compare-and-set; None when it is not due or somebody else was quicker."""
    now, token = timezone.now(), uuid4()
    mine = Job.objects.filter(due(), pk=job_id)
    claimed = mine.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=Job.State.RUNNING,
        lease=token,
        attempts=models.F("attempts") + 1,
        started_at=now,
        heartbeat_at=now,
        done=0,
        total=0,
        message="",
        error="",
        crash="",
    )
    if claimed:
        return Lease(job_id, token)
    # A job whose worker was killed every time must not stay "running" for ever.
    mine.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=Job.State.FAILED, lease=None, finished_at=now, crash="WorkerLost"
    )
    return None


class Lease:
    """Use it as a context while the handler runs; `finish` afterwards.

    The thread has its own database connection, so progress shows while the handler is in a
    transaction. SQLite has one writer at a time: there it shows between transactions, and a lock
    on a file says that the worker lives (see running.run).
    """

    def __init__(self, job_id: UUID, token: UUID) -> None:
        self._mine = Job.objects.filter(pk=job_id, lease=token, state=Job.State.RUNNING)
        self._progress: dict[str, Any] = {}
        self._news = threading.Event()
        self._stop = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{job_id}", daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._news.set()
        self._thread.join()

    def report(self, done: int, total: int, message: str) -> None:
        """Raises LeaseLost when a heartbeat has found that another worker took over."""
        if self._lost:
            raise LeaseLost
        self._progress = {"done": max(done, 0), "total": max(total, 0), "message": message[:200]}
        self._news.set()

    def confirm(self) -> None:
        """Raises LeaseLost unless the lease holds.

        Inside a transaction the job's row stays locked until its end, so nobody takes over between
        this look and the commit.
        """
        mine = self._mine.select_for_update() if connection.in_atomic_block else self._mine
        if not mine.exists():
            raise LeaseLost

    def finish(self, **fields: Any) -> bool:
        """Write the outcome if the lease still holds; False when another worker took over."""
        return bool(self._mine.update(lease=None, **fields))

    def _beat(self) -> None:
        try:
            while not self._stop.is_set():
                self._news.wait(settings.JOB_HEARTBEAT_SECONDS)
                self._news.clear()
                self._write()
                self._stop.wait(PAUSE)
            self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        try:
            alive = self._mine.update(heartbeat_at=timezone.now(), **self._progress)
            self._lost = self._lost or not alive
        except Error as error:
            # The server went away, or SQLite is busy with the handler's own transaction. The next
            # beat tries again on a new connection.
            log.info("heartbeat missed", error=type(error).__name__)
            connection.close()
