"""The three tasks of the ground floor: run a job, send queued mail, tick."""

from __future__ import annotations

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from yhes.common import jobs, registry
from yhes.common.jobs import running
from yhes.common.locks import alone
from yhes.common.mail import outbox

log = structlog.get_logger(__name__)


@shared_task(name="common.run_job")
def run_job(job_id: str) -> None:
    running.run(UUID(job_id))


@shared_task(name="common.send_mail")
def send_mail() -> None:
    outbox.send_waiting()


@shared_task(name="common.tick")
def tick() -> None:
    """About once a minute, never two at a time. One app's failure must not stop the others' clocks."""
    with alone("tick") as mine:
        if not mine:
            return
        jobs.wake_due()
        for name, provider in registry.providers("tick").items():
            try:
                provider(timezone.now())
            except Exception:
                log.exception("tick failed", provider=name)
    outbox.send_waiting()
    outbox.forget_old(timezone.now())
