"""`make demo`'s command as a person meets it: it starts, Ctrl-C stops it all, and a second start loses nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.services import ROOT, free_port
from tests.site.test_processes import all_gone, family
from tests.worker import wait_for
from yhes.accounts.demo import DEMO_PEOPLE

pytestmark = pytest.mark.timeout(600)
OURS = ("YHES_", "DATABASE_URL", "REDIS_", "MAIL_URL", "DJANGO_", "DEBUG", "HASHED_STATIC", "SECRET_KEY")


class Demo:
    """One folder of data, started and stopped as often as wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[str] | None = None

    def command(self, *more: str) -> subprocess.Popen[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        environment = {
            **kept,
            "YHES_DEMO": "1",
            "YHES_VAR_DIR": str(self.folder),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "LOG_LEVEL": "ERROR",
            "PYTHONUNBUFFERED": "1",
        }
        line = [sys.executable, "manage.py", "demo", "--port", str(self.port), *more]
        return subprocess.Popen(
            line,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start(self) -> str:
        """What it said until it was ready."""
        said = ""
        self.process = self.command()
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said += line
            if "Ctrl-C stops everything." in line:
                return said
        raise AssertionError(said)

    def interrupt(self) -> str:
        """Ctrl-C; what it said at the end, once every one of its processes is gone."""
        assert self.process is not None
        assert self.process.stdout is not None
        members = family(self.process.pid)
        assert len(members) >= 4  # web, two workers, clock
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(60) == 0
        wait_for(lambda: all_gone(members))
        with self.process.stdout as output:
            return output.read()

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.read().decode()

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "yhes.sqlite3", timeout=20)) as connection, connection:
            return connection.execute(statement).fetchall()

    def counts(self) -> dict[str, int]:
        tables = [name for (name,) in self.sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [
            table for table in tables if table.startswith(("register_", "surveys_", "roadmap_", "accounts_"))
        ]
        return {table: self.sql(f"SELECT count(*) FROM {table}")[0][0] for table in ours}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    found = Demo(tmp_path / "var")
    yield found
    if found.process is not None:
        for pid in [found.process.pid, *family(found.process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        found.process.wait()
        if found.process.stdout is not None:
            found.process.stdout.close()


def test_the_demo_starts_stops_and_goes_on_from_where_it_was(demo: Demo) -> None:
    said = demo.start()
    assert "load_demo:" in said
    assert f"YHES is at http://127.0.0.1:{demo.port}" in said
    assert all(person.email in said for person in DEMO_PEOPLE)
    assert "Parasta johtamista" in demo.get("/fi/hankkeet/")
    demo.sql("UPDATE register_project SET tagline_fi = 'Muutettu demossa' WHERE slug = 'vaski'")
    assert "Everything is kept" in demo.interrupt()
    before = demo.counts()

    assert "load_demo:" not in demo.start()
    assert "Muutettu demossa" in demo.get("/fi/hankkeet/vaski/")
    assert demo.counts() == before
    twice = demo.command()
    assert "The demo is running already" in twice.communicate(timeout=60)[0]
    assert twice.returncode == 1
    demo.interrupt()

    reset = demo.command("--reset")
    assert "The demo's data is gone" in reset.communicate(timeout=60)[0]
    assert not demo.folder.exists()
