"""All processes of the portal run, or none does: whatever ends one of them ends the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.services import ROOT, free_port
from tests.worker import wait_for
from yhes.site import processes

# Each child starts a grandchild of its own, as a server with several workers does.
CHILD = "import os, subprocess, sys, time; subprocess.Popen(['sleep', '300']); time.sleep(300)"
SUPERVISE = """
import sys, django
django.setup()
from yhes.site.processes import Supervisor
command = [sys.executable, "-c", sys.argv[1]]
supervisor = Supervisor({"one": command, "two": command}, {})
print("trouble:", supervisor.run(is_ready=lambda: True, when_ready=lambda: print("ready", flush=True)))
"""


@pytest.fixture
def supervisor() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SUPERVISE, CHILD]
    # pytest ignores no signal; a shell that starts jobs in the background would.
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    wait_for(lambda: len(family(process.pid)) == 4)
    yield process
    for pid in [process.pid, *family(process.pid)]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()


def family(pid: int) -> list[int]:
    """Children and grandchildren, as `ps` sees them."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in table.splitlines()]
    children = [child for child, parent in pairs if parent == pid]
    return children + [grandchild for child in children for grandchild in family(child)]


def all_gone(pids: list[int]) -> bool:
    table = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True).stdout
    running = {int(pid) for pid, state in map(str.split, table.splitlines()) if not state.startswith("Z")}
    return not running & set(pids)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_stops_every_process(supervisor: subprocess.Popen[str], number: int) -> None:
    members = family(supervisor.pid)
    supervisor.send_signal(number)
    assert supervisor.wait(30) == 0
    wait_for(lambda: all_gone(members))
    assert supervisor.stdout is not None
    assert supervisor.stdout.read() == "trouble: \n"


def test_when_one_process_dies_the_others_stop_and_it_is_named(supervisor: subprocess.Popen[str]) -> None:
    members = family(supervisor.pid)
    os.kill(members[0], signal.SIGKILL)
    assert supervisor.wait(30) == 0
    wait_for(lambda: all_gone(members[1:2]))
    assert supervisor.stdout is not None
    assert "has ended by itself (code -9)" in supervisor.stdout.read()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_killed_without_warning_it_takes_its_processes_along(supervisor: subprocess.Popen[str]) -> None:
    children = [child for child in family(supervisor.pid) if "sleep" not in name_of(child)]
    supervisor.kill()
    wait_for(lambda: all_gone(children))


def name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text()


# --- The demo's refusals -----------------------------------------------------------------------


def test_the_demo_is_served_on_this_machine_only() -> None:
    with pytest.raises(CommandError, match=r"127\.0\.0\.1 and nowhere else"):
        call_command("demo", host="0.0.0.0")


def test_the_demo_wants_demo_mode() -> None:
    with pytest.raises(CommandError, match="Demo mode is off"):
        call_command("demo")


@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [
        ("IS_SQLITE", False),
        ("REDIS_URL", "redis://127.0.0.1:6379/0"),
        ("MAIL_URL", "smtp://127.0.0.1:25"),
    ],
)
def test_the_demo_does_not_touch_another_database_broker_or_mail_server(
    settings: Any, name: str, elsewhere: object
) -> None:
    settings.DEMO, settings.IS_SQLITE, settings.REDIS_URL, settings.MAIL_URL = True, True, "", ""
    setattr(settings, name, elsewhere)
    with pytest.raises(CommandError, match="unset DATABASE_URL, REDIS_URL and MAIL_URL"):
        call_command("demo", reset=True)


def test_a_taken_port_is_noticed() -> None:
    import socket

    port = free_port()
    assert processes.is_free(port)
    with socket.socket() as somebody:
        somebody.bind((processes.LOCALHOST, port))
        somebody.listen()
        assert not processes.is_free(port)


def test_a_server_refuses_demo_mode_on_another_host() -> None:
    environment = {**os.environ, "YHES_DEMO": "1", "SITE_URL": "https://yhes.example.org"}
    command = [sys.executable, "-c", "import yhes.wsgi"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "accounts.E001" in done.stderr
