"""Many people at the same moment: each in a thread with a database connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(actions: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all actions together; what each returned, or the exception it raised, in their order."""
    outcomes: list[Any] = [None] * len(actions)
    barrier = Barrier(len(actions))

    def run(place: int, action: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            outcomes[place] = action()
        except Exception as error:  # handed to the test, which judges it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, action)) for place, action in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return outcomes
