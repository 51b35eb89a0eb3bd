"""Sending what waits in the queue, once each, whatever number of workers try."""

from __future__ import annotations

from post_office.mail import get_queued, send_queued

from yhes.common.locks import alone


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
