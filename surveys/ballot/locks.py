"""One lock per round between those who submit and the one who closes."""

from __future__ import annotations

from django.db import connection

from yhes.common import prepared

_NAMESPACE = 0x59484553  # "YHES", so that no other use of advisory locks meets ours


def share(round_id: int) -> None:
    """Taken first by every submit, before it looks at the round; held until its transaction ends.

    On SQLite a write transaction is exclusive from its beginning (IMMEDIATE), which is stronger.
    """
    _take("pg_advisory_xact_lock_shared", round_id)


def exclude(round_id: int) -> None:
    """Taken by the one who closes or counts: waits for the submits under way, stops new ones."""
    _take("pg_advisory_xact_lock", round_id)


def _take(function: str, round_id: int) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the lock lasts as long as a transaction, and there is none")
    if connection.vendor == "postgresql":
        prepared.execute(f"SELECT {function}(%s, %s)", [_NAMESPACE, round_id]).close()
