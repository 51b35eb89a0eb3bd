"""Loaded once by the process from which clients are forked: each of them starts with Django set up.

Clients have processes of their own because threads of one would wait for each other, not for PostgreSQL.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing import forkserver
from threading import Barrier
from typing import Any, TypeVar

import django

django.setup()

CLIENTS = 8
_WITH = [f"tests.benchmarks.{name}" for name in ("ready", "bare", "answering", "envelopes", "importing")]
_barrier: list[Barrier] = []
Order = TypeVar("Order")
Result = TypeVar("Result")


def start_forking() -> None:
    """Early, while this process is still small: what is forked would begin with its memory."""
    multiprocessing.set_forkserver_preload(_WITH)
    forkserver.ensure_running()


def wait_for_the_others() -> None:
    """Called by a client when it is ready; all begin together."""
    _barrier[0].wait(120)


def run_clients(work: Callable[[Order], Result], orders: Sequence[Order]) -> list[Result]:
    """Each order in a process of its own, all at once. `work` calls `wait_for_the_others` when it is ready."""
    context = multiprocessing.get_context("forkserver")
    barrier = context.Barrier(len(orders))
    with context.Pool(len(orders), initializer=_be_ready, initargs=(barrier,)) as pool:
        # While one waits for the others it takes no second order.
        return pool.map(work, orders, chunksize=1)


def _be_ready(barrier: Any) -> None:
    _barrier.append(barrier)
