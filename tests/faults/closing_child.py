"""Closing in a process that is killed in the middle; loaded by the process such a one is forked from.

That one has a single thread and no connection. A fork of the test process would copy whatever its
other threads (browser, live server, heartbeat) hold at that moment.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import django
from django.apps import apps

if not apps.ready:  # in the test process it is, and setting it up again would turn the log elsewhere
    django.setup()

from django.db import connection

from surveys.services import closing


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


def close_and_die(database: dict[str, Any], round_id: int, before: int) -> None:
    """Close the round, but be killed before the `before`-th statement, if it comes to that."""
    connection.settings_dict.update(database)
    with connection.execute_wrapper(killer(before)):
        closing.close_round(round_id=round_id, report=silent)


def killer(before: int) -> Callable[..., Any]:
    executed = 0

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal executed
        executed += 1
        if executed == before:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(sql, params, many, context)

    return execute
