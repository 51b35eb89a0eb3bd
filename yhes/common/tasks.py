"""The three tasks of the ground floor: run a job, send queued mail, tick."""

from __future__ import annotations

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone
from post_office.mail import send_queued_mail_until_done

from yhes.common import jobs, registry
from yhes.common.jobs import running

log = structlog.get_logger(__name__)


@shared_task(name="common.run_job")
def run_job(job_id: str) -> None:
    running.run(UUID(job_id))


@shared_task(name="common.send_mail")
def send_mail() -> None:
    send_queued_mail_until_done()


@shared_task(name="common.tick")
def tick() -> None:
    """About once a minute. One app's failure must not stop the others' clocks."""
    jobs.wake_due()
    for name, provider in registry.providers("tick").items():
        try:
            provider(timezone.now())
        except Exception:
            log.exception("tick failed", provider=name)
    send_queued_mail_until_done()
