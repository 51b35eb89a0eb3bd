"""Running one job: claim it, call its handler, write the outcome."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from yhes.common.errors import DomainError
from yhes.common.jobs import kinds
from yhes.common.jobs.lease import MAX_ATTEMPTS, Lease, claim
from yhes.common.locks import file_lock
from yhes.common.models import Job

log = structlog.get_logger(__name__)


def run(job_id: UUID) -> None:
    """Claim the job and run its handler; a job that is not due, or not known here, is left alone."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return  # its transaction was rolled back after all, or it has been cleared away
    if not kinds.is_known(job.kind):
        log.warning("unknown kind of job, left to a newer worker", kind=job.kind)
        return
    with _nobody_else(job_id) as free:
        if free and (lease := claim(job_id)):
            job.refresh_from_db()
            _work(job, lease)


def _nobody_else(job_id: UUID) -> AbstractContextManager[bool]:
    """On SQLite a long transaction silences the heartbeat of a worker that is well and alive."""
    return file_lock(f"job-{job_id}") if connection.vendor == "sqlite" else nullcontext(True)


def _work(job: Job, lease: Lease) -> None:
    outcome: dict[str, Any]
    with lease, translation.override(_language(job)):
        try:
            result = kinds.kind(job.kind).handler(kinds.Context(job.payload, lease))
        except kinds.LeaseLost:
            log.warning("lease lost", job=str(job.pk), kind=job.kind)
            return
        except DomainError as error:
            outcome = {"state": Job.State.FAILED, "error": str(error)}
        except Exception as error:
            log.exception("job failed", job=str(job.pk), kind=job.kind)
            outcome = _after_crash(job, error)
        else:
            outcome = {"state": Job.State.DONE, "result": result or {}}
    if outcome["state"] != Job.State.PENDING:
        outcome["finished_at"] = timezone.now()
    connection.close_if_unusable_or_obsolete()  # the crash may have been the connection's
    if not lease.finish(**outcome):
        log.warning("lease lost at the end", job=str(job.pk), kind=job.kind)


def _language(job: Job) -> str:
    """Of the person who started the work and will read how it went."""
    return getattr(job.started_by, "language", "") or settings.LANGUAGE_CODE


def _after_crash(job: Job, error: Exception) -> dict[str, Any]:
    """Try again at the next tick, until the attempts are used up."""
    spent = job.attempts >= MAX_ATTEMPTS
    state = Job.State.FAILED if spent else Job.State.PENDING
    return {"state": state, "crash": type(error).__name__}
