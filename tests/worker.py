"""A real Celery worker process on this test process's database, broker and folder.

A test that uses `worker` needs `@pytest.mark.django_db(transaction=True)`: the worker sees only
what has been committed.
"""

from __future__ import annotations

import email
import email.policy
import os
import signal
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from tests import jobkinds
from tests.services import Keeper, python_command, until
from yhes.celery import app
from yhes.common.models import Job


def wait_for(condition: Callable[[], Any], seconds: float = 60, what: str = "") -> Any:
    """The first true value of `condition()`. Fails the test when the time is up."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds} s in vain for {what or condition}")
        time.sleep(0.05)
    return value


class Worker:
    """Consumes both queues, as the demo's two worker processes do."""

    def __init__(self, *, environment: dict[str, str]) -> None:
        self._environment = environment
        self._log = settings.VAR_DIR / f"worker-{uuid4().hex[:6]}.log"
        self._keeper: Keeper | None = None

    # --- the process ---------------------------------------------------------------------

    def start(self) -> None:
        words = ["-A", "yhes", "worker", "-Q", "default,ballot", "--pool", "threads", "--concurrency", "2"]
        quiet = ["--include", "tests.jobkinds", "--without-gossip", "--without-mingle", "-l", "WARNING"]
        name = ["-n", f"{uuid4().hex[:6]}@%h"]
        command = python_command("celery", *words, *quiet, *name, log=self._log)
        self._keeper = keeper = Keeper({**command, "environment": self._environment})
        until(lambda: jobkinds.is_ready(keeper.pids[0]), what="the Celery worker", log=self._log)

    def stop(self) -> None:
        if self._keeper:
            self.signal(signal.SIGCONT)  # one that sleeps would not hear that it is to end
            self._keeper.close()
            self._keeper = None

    def wake(self) -> None:
        """Running and consuming, whatever it was before."""
        if self._keeper:
            self.signal(signal.SIGCONT)
        else:
            self.start()

    def sleep(self) -> None:
        """Takes no work until it is woken: a test that does not ask for a worker has none."""
        if self._keeper:
            self.signal(signal.SIGSTOP)

    def kill(self) -> None:
        """kill -9, as the kernel does when memory runs out: nothing is tidied up."""
        self.signal(signal.SIGKILL)
        assert self._keeper is not None
        self._keeper.close()
        self._keeper = None
        jobkinds.forget_busy()

    def signal(self, number: int) -> None:
        """SIGSTOP and SIGCONT make a worker that hangs for a while."""
        assert self._keeper is not None
        os.kill(self._keeper.pids[0], number)

    @property
    def is_running(self) -> bool:
        return self._keeper is not None

    def log(self) -> str:
        return str(self._log.read_text(errors="replace"))

    # --- its work ------------------------------------------------------------------------

    def finish(self, job: Job, seconds: float = 60) -> Job:
        """Wait until the job has succeeded or failed, and return it as it is then."""

        def over() -> bool:
            job.refresh_from_db()
            return not job.is_active

        wait_for(over, seconds, f"{job} (now {job.state})")
        return job

    def run(self, task: str, *args: str, queue: str = "default", seconds: float = 60) -> None:
        """Have the worker run one task and wait until it has."""
        task_id = self.send(task, *args, queue=queue)
        wait_for(lambda: jobkinds.is_done(task_id), seconds, task)

    def send(self, task: str, *args: str, queue: str = "default") -> str:
        """Have a worker run one task; its id, for `jobkinds.is_done`."""
        return str(app.send_task(task, args=args, queue=queue).id)

    def run_job(self, job: Job) -> None:
        """Wake the worker for this job, whether it wants that or not."""
        self.run("common.run_job", str(job.pk))

    def tick(self) -> None:
        """What the clock does once a minute."""
        self.run("common.tick")

    def rest(self) -> None:
        """Empty the queues and wait until nothing runs, so that a test leaves nothing behind."""
        if not self.is_running:
            return
        with app.connection_for_write() as broker:
            for queue in ("default", "ballot"):
                broker.default_channel.queue_purge(queue)
        wait_for(_is_idle_for_a_while, 60, "the worker to finish what it does")


def _is_idle_for_a_while() -> bool:
    """A message may just have left the queue without its task having begun."""
    if not jobkinds.is_idle():
        return False
    time.sleep(0.1)
    return jobkinds.is_idle()


def environment() -> dict[str, str]:
    """Settings that point a worker at this process's test database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return {"DATABASE_URL": f"sqlite:///{name}"}
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return {"DATABASE_URL": f"{server}/{name}"}


@pytest.fixture(scope="session")
def worker_process(django_db_setup: None) -> Iterator[Worker]:
    worker = Worker(environment=environment())
    yield worker
    worker.stop()


@pytest.fixture
def worker(worker_process: Worker, transactional_db: None, letters: Letters) -> Iterator[Worker]:
    """The worker, running; at the end of the test it has nothing more to do."""
    jobkinds.forget_all()
    worker_process.wake()
    yield worker_process
    worker_process.rest()
    worker_process.sleep()


@pytest.fixture
def second_worker(worker: Worker) -> Iterator[Worker]:
    """Another worker on the same queues, as on a second machine; not started."""
    second = Worker(environment=environment())
    yield second
    second.rest()
    second.stop()


# --- Letters ---------------------------------------------------------------------------------


class Letters:
    """Reads what has been sent: `letters()`, `letters(to="aino@example.org")`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *, to: str | None = None) -> list[EmailMessage]:
        """Messages in the order they were sent."""
        # A name that begins with a dot is a letter that is still being written.
        every = [self._read(path) for path in sorted(self._folder.glob("[!.]*.eml"))]
        return [letter for letter in every if to is None or to in str(letter["To"])]

    def wait(self, count: int = 1, *, to: str | None = None, seconds: float = 90) -> list[EmailMessage]:
        """The messages, once there are at least `count`."""
        wait_for(lambda: len(self(to=to)) >= count, seconds, f"{count} letters to {to or 'anybody'}")
        return self(to=to)

    def throw_away(self) -> None:
        for path in self._folder.glob("*.eml"):
            path.unlink()

    def _read(self, path: Path) -> EmailMessage:
        return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """The plain (or "html") body of a letter."""
    body = letter.get_body((kind,))
    assert body is not None, f"the letter has no {kind} part"
    return str(body.get_content())


@pytest.fixture
def letters() -> Letters:
    """An empty letter box at the start of the test."""
    box = Letters(settings.MAIL_DIR)
    box.throw_away()
    return box
