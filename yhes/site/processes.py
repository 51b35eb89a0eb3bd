"""Running the portal's processes side by side on one machine: web, workers, clock."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings

LOCALHOST = "127.0.0.1"
PATIENCE = 10  # seconds between asking a process to stop and making it
START_PATIENCE = 60  # seconds until the web process must answer
_SET_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG


def portal(port: int) -> dict[str, list[str]]:
    """Name → command line of everything the portal consists of."""
    # Celery warns at length of running as root; in a demo on one's own machine that says nothing.
    celery = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "yhes"]
    worker = [*celery, "-q", "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return {
        "web": _development_web(port) if settings.DEBUG else _web(port),
        "worker": [*worker, "-n", "worker@%h", "-Q", "default", "--pool", "threads", "--concurrency", "4"],
        "ballot": [*worker, "-n", "ballot@%h", "-Q", "ballot", "--pool", "solo"],
        "clock": [*celery, "-q", "beat", "--loglevel", "WARNING"],
    }


def _web(port: int) -> list[str]:
    address = ["--host", LOCALHOST, "--port", str(port)]
    power = ["--workers", "2", "--blocking-threads", "2", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", "--interface", "wsgi", *address, *power, "yhes.wsgi:application"]


def _development_web(port: int) -> list[str]:
    return [sys.executable, "manage.py", "runserver", f"{LOCALHOST}:{port}"]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{LOCALHOST}:{port}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class Supervisor:
    """Starts processes together and stops them together: all run, or none does."""

    def __init__(self, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> None:
        self._commands = commands
        self._environment = {**os.environ, **environment}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._asked_to_stop = 0

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> str:
        """Until Ctrl-C, SIGTERM or SIGHUP. Returns what went wrong, or an empty string."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            for name, command in self._commands.items():
                if not self._asked_to_stop:
                    self._running[name] = self._start(command)
            return self._watch(is_ready, when_ready)
        finally:
            self._stop()

    def _ask_to_stop(self, *_: Any) -> None:
        self._asked_to_stop += 1

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 -- the command lines above, nobody's input
            command,
            cwd=settings.BASE_DIR,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops them in order
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 -- no threads here
        )

    def _watch(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> str:
        deadline: float | None = time.monotonic() + START_PATIENCE
        while not self._asked_to_stop:
            for name, process in self._running.items():
                if process.poll() is not None:
                    return f"The process “{name}” has ended by itself (code {process.returncode})."
            if deadline and is_ready():
                deadline = None
                when_ready()
            if deadline and time.monotonic() > deadline:
                return f"The portal did not answer within {START_PATIENCE} seconds."
            time.sleep(0.2)
        return ""

    def _stop(self) -> None:
        asked, deadline = self._asked_to_stop, time.monotonic() + PATIENCE
        self._signal_all(signal.SIGTERM)
        while self._any_left() and time.monotonic() < deadline and self._asked_to_stop <= asked:
            time.sleep(0.05)
        # Groups, so that what a process has started itself goes with it.
        self._signal_all(signal.SIGKILL)
        for process in self._running.values():
            process.wait()

    def _any_left(self) -> bool:
        return any(process.poll() is None for process in self._running.values())

    def _signal_all(self, number: signal.Signals) -> None:
        for process in self._running.values():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, number)


def _end_with_parent() -> None:
    """Linux: stop when the supervisor is gone, even if it was killed with -9."""
    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGTERM)
