"""Kinds of job that exist in tests only, and the marks by which a test sees what a worker does.

The test worker is started with `--include tests.jobkinds`, so neither settings nor apps know of
these. Marks are files in the worker's folder: they survive a kill -9, as a test needs them to.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from celery import signals
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from yhes.common import jobs

# --- Marks -------------------------------------------------------------------------------------


def _folder() -> Path:
    folder: Path = settings.VAR_DIR / "worker"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def mark(name: str) -> None:
    (_folder() / name).touch()


def marked(name: str) -> bool:
    return (_folder() / name).exists()


def unmark(name: str) -> None:
    (_folder() / name).unlink(missing_ok=True)


def tally(name: str) -> None:
    with (_folder() / f"{name}.tally").open("a") as file:
        file.write("x\n")


def count(name: str) -> int:
    """How often `tally` has been called with this name."""
    path = _folder() / f"{name}.tally"
    return len(path.read_text().splitlines()) if path.exists() else 0


def forget_all() -> None:
    for path in _folder().iterdir():
        path.unlink()


def forget_busy() -> None:
    """After a kill -9 nobody takes these marks away."""
    for path in _folder().glob("busy-*"):
        path.unlink()


def is_ready(pid: int) -> bool:
    return marked(f"ready-{pid}")


def is_done(task_id: str) -> bool:
    return marked(f"done-{task_id}")


def is_idle() -> bool:
    return not list(_folder().glob("busy-*"))


@signals.worker_ready.connect
def _ready(**_: Any) -> None:
    import os

    mark(f"ready-{os.getpid()}")


@signals.task_prerun.connect
def _busy(task_id: str, **_: Any) -> None:
    mark(f"busy-{task_id}")


@signals.task_postrun.connect
def _done(task_id: str, **_: Any) -> None:
    mark(f"done-{task_id}")
    unmark(f"busy-{task_id}")


# --- Kinds -------------------------------------------------------------------------------------


def _until(name: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not marked(name):
        if time.monotonic() > deadline:
            raise TimeoutError(name)
        time.sleep(0.02)


@jobs.job("tests.add", label="Adding")
def add(context: jobs.Context) -> dict[str, Any]:
    context.progress(1, 1, "x" * 500)
    return {"sum": sum(context.payload["numbers"])}


@jobs.job("tests.ballot", label="Counting", queue="ballot")
def ballot(context: jobs.Context) -> None:
    tally("ballot")


@jobs.job("tests.work_in_transaction", label="Working")
def work_in_transaction(context: jobs.Context) -> None:
    """Tells how far it is from inside a transaction, and waits there for the mark "go"."""
    with transaction.atomic():
        context.progress(3, 10, "three of ten")
        _until("go")


@jobs.job("tests.finish_once", label="Finishing")
def finish_once(context: jobs.Context) -> dict[str, Any]:
    """Waits for "go" and then does, under confirm, what must happen once."""
    tally("begun")
    _until("go")
    context.confirm()
    tally("finished")
    return {"by": count("begun")}


@jobs.job("tests.crash", label="Crashing")
def crash(context: jobs.Context) -> dict[str, Any]:
    """Crashes as many times as the payload says."""
    tally("crash")
    if count("crash") <= context.payload["times"]:
        raise RuntimeError("out of luck")
    return {"tries": count("crash")}


@jobs.job("tests.refuse", label="Refusing")
def refuse(context: jobs.Context) -> None:
    tally("refuse")
    raise jobs.JobFailed(gettext("This field is required."))
