"""Starting jobs and waking workers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from yhes.celery import app
from yhes.common.jobs import kinds
from yhes.common.models import Job

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 5


def start(
    kind: str, *, subject: str, payload: dict[str, Any] | None = None, started_by: Any = None
) -> Job:
    """The active job of this kind and subject, made now unless there is one already.

    subject: what the work is about, e.g. "surveys.round:17"; one active job each.
    Raises KeyError for an unknown kind.
    """
    known = kinds.kind(kind)
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=known.name, subject=subject, payload=payload or {}, started_by=started_by
            )
    except IntegrityError:
        job = Job.objects.active().get(kind=kind, subject=subject)
    transaction.on_commit(lambda: _send("common.run_job", known.queue, str(job.pk)))
    return job


def nudge(task: str, queue: str = "default") -> None:
    """After the commit, wake a worker for a task that has no job row; the tick does it anyway."""
    transaction.on_commit(lambda: _send(task, queue))


def wake_due() -> int:
    """Send every pending job, and every running one whose worker went silent; count them."""
    stale = timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)
    due = Job.objects.filter(
        models.Q(state=Job.State.PENDING)
        | models.Q(state=Job.State.RUNNING, heartbeat_at__lt=stale)
    ).order_by("created_at")
    count = 0
    for job in due[:500]:
        _send("common.run_job", kinds.kind(job.kind).queue, str(job.pk))
        count += 1
    return count


def _send(task: str, queue: str, *args: str) -> None:
    """Best effort: an absent broker is logged, and the tick sends again."""
    try:
        app.send_task(task, args=args, queue=queue, retry=False)
    except Exception as error:  # every transport has its own exceptions
        log.warning("broker away, the job waits", task=task, error=type(error).__name__)
