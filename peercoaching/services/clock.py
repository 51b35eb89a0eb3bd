"""What time brings. Registered as a `tick`."""

from __future__ import annotations

from datetime import datetime

from peercoaching.services import networks, pairing, requests


def tick(now: datetime) -> None:
    pairing.pass_on(now)
    pairing.remind(now)
    networks.join_accounts(now)
    requests.forget(now)
