"""Whether somebody takes the work: every minute the clock's tick leaves a sign of life on each queue.

A worker that has lost its way to the broker may be alive and answer a ping, and still take nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.utils import timezone

from yhes.common.jobs import kinds
from yhes.common.models import Job

QUEUES: Final = ("default", "ballot")
SILENCE: Final = timedelta(minutes=5)  # ticks come every minute; a restart may cost some


def show(queue: str, at: datetime | None = None) -> None:
    """The worker that runs this has just taken something from `queue`."""
    cache.set(_key(queue), at or timezone.now(), None)


def is_taken_from(queue: str, now: datetime) -> bool:
    """A fresh sign, or long work of the queue whose worker keeps its heartbeat: it takes nothing else."""
    shown = cache.get(_key(queue))
    return (shown is not None and shown > now - SILENCE) or _is_busy(queue, now)


def _is_busy(queue: str, now: datetime) -> bool:
    its_kinds = [name for name in kinds.names() if kinds.kind(name).queue == queue]
    running = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__gt=now - SILENCE)
    return running.filter(kind__in=its_kinds).exists()


def _key(queue: str) -> str:
    return f"sign-of-life:{queue}"
