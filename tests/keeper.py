"""Runs commands for exactly as long as whoever started it lives.

Services started by a test run must not outlive it, whatever ends the run: the last test, Ctrl-C,
a crash, kill -9. So they are children of this small process, which waits for the end of its
standard input: the kernel closes that pipe when its owner is gone, however it went.

    python keeper.py '{"commands": [{"argv": [...], "cwd": ".", "log": "…", "stop": 15}], "folder": "…"}'

Prints one line of JSON, the process ids, once all are started; "folder" is removed at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE = 10  # seconds between asking a process to stop and making it


def start(command: dict[str, Any]) -> subprocess.Popen[bytes]:
    with Path(command["log"]).open("ab") as log:
        return subprocess.Popen(
            command["argv"],
            cwd=command.get("cwd"),
            env={**os.environ, **command.get("environment", {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal is for the test run, not for these
        )


def stop(process: subprocess.Popen[bytes], how: int) -> None:
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> None:
    orders = json.loads(sys.argv[1])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # only the closed pipe ends it
    processes = [start(command) for command in orders["commands"]]
    print(json.dumps([process.pid for process in processes]), flush=True)
    try:
        sys.stdin.buffer.read()
    finally:
        for process, command in zip(reversed(processes), reversed(orders["commands"]), strict=True):
            stop(process, command.get("stop", signal.SIGTERM))
        if orders.get("folder"):
            shutil.rmtree(orders["folder"], ignore_errors=True)


if __name__ == "__main__":
    main()
