"""Sending what waits in the queue, once each, whatever number of workers try."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from post_office.mail import get_queued, send_queued
from post_office.models import STATUS, Email

from yhes.common.locks import alone

KEPT: Final = timedelta(days=14)  # long enough to look into a complaint; letters hold names and links


def forget_old(now: datetime) -> None:
    """Called by the clock: a letter that was sent, or given up, two weeks ago is deleted for good."""
    Email.objects.filter(last_updated__lt=now - KEPT, status__in=[STATUS.sent, STATUS.failed]).delete()


def send_waiting() -> None:
    """Send every letter that is due.

    post_office guards against a second sender by a file in the temporary folder, which workers on
    other machines or in other containers do not see: they would send the same letters again.
    """
    while True:
        with alone("mail") as mine:
            if not mine:
                return  # whoever holds it looks once more after letting go
            _empty_queue()
        if not get_queued().exists():
            return


def _empty_queue() -> None:
    while any(send_queued()):
        pass
