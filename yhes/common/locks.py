"""One at a time, across threads, processes and machines."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.conf import settings
from django.db import connection


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold `name` for the block unless somebody holds it already; gives whether it is held. Never waits.

    PostgreSQL: an advisory lock of the connection's session. SQLite: a lock on a file, since all
    processes then share one machine. Either ends with the process that holds it, however that ends.
    """
    if connection.vendor == "sqlite":
        with file_lock(name) as held:
            yield held
        return
    key = int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def file_lock(name: str) -> Iterator[bool]:
    """As `alone`, but among the processes of this machine only (those that share VAR_DIR)."""
    folder = settings.VAR_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / sha256(name.encode()).hexdigest()[:32]).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
