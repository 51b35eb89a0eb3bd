"""The tasks of the ground floor: run a job, send queued mail, tick, show a sign of life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from yhes.common import jobs, registry
from yhes.common.jobs import life, running
from yhes.common.locks import alone
from yhes.common.mail import outbox

log = structlog.get_logger(__name__)


@shared_task(name="common.run_job")
def run_job(job_id: str) -> None:
    running.run(UUID(job_id))


@shared_task(name="common.send_mail")
def send_mail() -> None:
    outbox.send_waiting()


@shared_task(name="common.show_life")
def show_life(queue: str) -> None:
    life.show(queue)


@shared_task(name="common.tick")
def tick() -> None:
    """About once a minute, never two at a time. One step's failure must not stop the others."""
    with alone("tick") as mine:
        if not mine:
            return
        _step("jobs", lambda _now: jobs.wake_due())
        _step("signs of life", lambda _now: jobs.ask_for_signs())
        for name, provider in registry.providers("tick").items():
            _step(name, provider)
    _step("letters", lambda _now: outbox.send_waiting())
    _step("old letters", outbox.forget_old)


def _step(name: str, act: Callable[[datetime], object]) -> None:
    try:
        act(timezone.now())
    except Exception:
        log.exception("tick failed", step=name)
