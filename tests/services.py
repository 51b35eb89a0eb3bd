"""What a test run stands on: its own PostgreSQL and Redis on free ports, in a temporary folder.

Nothing that happens to run on the machine is used. One PostgreSQL serves the whole run, a
database for each test process; each test process has a Redis of its own, so that a test may take
it away. `--embedded` runs on the embedded default instead (SQLite and the file-system broker) and
leaves out what is about PostgreSQL, faults of services and browsers.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGINT
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER, POSTGRES = "YHES_TEST_FOLDER", "YHES_TEST_POSTGRES"  # how the controller tells its workers
# These need Django's settings, so come after.
PLUGINS = ("tests.worker", "tests.cast", "tests.judging", "tests.serving", "tests.browsing")


class Keeper:
    """Processes that end with their owner (see keeper.py)."""

    def __init__(self, *commands: dict[str, Any], folder: Path | None = None) -> None:
        orders = {"commands": commands, "folder": str(folder) if folder else None}
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "keeper.py"), json.dumps(orders)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        with self._process.stdout as answer:
            self.pids: list[int] = json.loads(answer.readline())

    def close(self) -> None:
        """End every process and wait until they are gone."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(is_up: Callable[[], bool], *, what: str, log: Path, seconds: float = 120) -> None:
    """Wait for a service to answer. Raises pytest.UsageError with the end of its log otherwise."""
    deadline = time.monotonic() + seconds
    while not is_up():
        if time.monotonic() > deadline:
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise pytest.UsageError(f"{what} did not start:\n{tail}")
        time.sleep(0.05)


# --- PostgreSQL ------------------------------------------------------------------------------


def postgres_program(name: str) -> str:
    """Debian keeps the server's programs apart from PATH, one folder a version; newest first."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    found = next((str(path / name) for path in versions if (path / name).exists()), shutil.which(name))
    if not found:
        raise pytest.UsageError(f"{name} is missing: `make test` installs what the tests need")
    return found


def _as_server() -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]


def _postgres_command(folder: Path, port: int, password: str, *, is_durable: bool) -> dict[str, Any]:
    data = folder / "postgres"
    data.mkdir()
    (data / "password").write_text(password)
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", "postgres")
        shutil.chown(data / "password", "postgres", "postgres")
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    initdb = [postgres_program("initdb"), "--pgdata", str(data / "cluster"), "--username=yhes"]
    options = [f"--pwfile={data / 'password'}", "--auth=scram-sha-256", "--no-sync"]
    languages = ["--encoding=UTF8", f"--locale={locale}", "--no-instructions"]
    done = subprocess.run(
        [*_as_server(), *initdb, *options, *languages], cwd=data, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise pytest.UsageError(f"initdb failed:\n{done.stderr}")
    server = [postgres_program("postgres"), "-D", str(data / "cluster"), "-p", str(port)]
    places = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    # Tests kill workers, never the server: its data need not outlive a power cut.
    quick = ["-c", "fsync=off", "-c", "full_page_writes=off"]
    return {
        "argv": [*_as_server(), *server, *places, *([] if is_durable else quick)],
        "cwd": str(data),
        "log": str(folder / "postgres.log"),
        "stop": SIGINT,  # a "fast" shutdown: does not wait for clients
    }


def _postgres_answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def start_postgres(folder: Path, *, is_durable: bool = False) -> tuple[Keeper, str]:
    """The server, answering, and its URL without a database name.

    `is_durable`: a commit is on the disk, as where data must last; benchmarks measure that.
    """
    password, port = secrets.token_hex(12), free_port()
    keeper = Keeper(_postgres_command(folder, port, password, is_durable=is_durable), folder=folder)
    url = f"postgres://yhes:{password}@127.0.0.1:{port}"
    until(lambda: _postgres_answers(f"{url}/postgres"), what="PostgreSQL", log=folder / "postgres.log")
    return keeper, url


# --- Redis -----------------------------------------------------------------------------------


class Broker:
    """This test process's Redis; a test may stop it and start it again at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port, self._password = folder, free_port(), secrets.token_hex(12)
        self.url = f"redis://:{self._password}@127.0.0.1:{self._port}/0"
        self._keeper: Keeper | None = None

    def start(self) -> None:
        if self._keeper:
            return
        if not (program := shutil.which("redis-server")):
            raise pytest.UsageError("redis-server is missing: `make test` installs what the tests need")
        options = {"port": self._port, "bind": "127.0.0.1", "requirepass": self._password, "save": ""}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        log = self._folder / "redis.log"
        self._keeper = Keeper({"argv": [program, *words], "cwd": str(self._folder), "log": str(log)})
        until(self._answers, what="Redis", log=log)

    def stop(self) -> None:
        """Everything that waited in it is gone too."""
        if self._keeper:
            self._keeper.close()
            self._keeper = None

    def _answers(self) -> bool:
        import redis

        with contextlib.closing(redis.Redis.from_url(self.url, socket_connect_timeout=2)) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False


_brokers: list[Broker] = []


@pytest.fixture
def broker() -> Iterator[Broker]:
    """The message broker (and cache), for tests that take it away; back again afterwards."""
    if not _brokers:
        pytest.fail("the embedded default has no broker to take away")
    yield _brokers[0]
    _brokers[0].start()
    _forget_that_it_was_away()


def _forget_that_it_was_away() -> None:
    """This process leaves an absent Redis alone for some seconds; the next test shall not wait."""
    from yhes.common.cache import ForgivingCache
    from yhes.common.jobs import starting

    ForgivingCache.away_until = starting._away_until = 0.0


# --- The run -----------------------------------------------------------------------------------


def _prepare_run(config: pytest.Config) -> Path:
    """Once in a run, by its controller: the folder everything lives in, and PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="yhes-test-"))
    folder.chmod(0o755)  # PostgreSQL, as another user, must reach its own folder in it
    if config.getoption("embedded"):
        keeper, url = Keeper(folder=folder), ""
    else:
        keeper, url = start_postgres(folder)
    config.add_cleanup(keeper.close)
    os.environ.update({FOLDER: str(folder), POSTGRES: url})
    return folder


def _prepare_process(config: pytest.Config, folder: Path) -> None:
    """In each test process; whatever a .env file says, it says nothing here."""
    place = folder / os.environ.get("PYTEST_XDIST_WORKER", "main")
    (place / "static").mkdir(parents=True)
    address = f"localhost:{free_port()}"  # passkeys want a name, not a number
    os.environ.update(
        DATABASE_URL=f"sqlite:///{place / 'yhes.sqlite3'}",
        REDIS_URL="",
        DJANGO_SETTINGS_MODULE="yhes.settings",
        DJANGO_LIVE_TEST_SERVER_ADDRESS=address,
        SITE_URL=f"http://{address}",
        YHES_VAR_DIR=str(place),
        YHES_DEMO="0",
        DEBUG="0",
        HASHED_STATIC="0",
        MAIL_URL="",
        LOG_LEVEL="WARNING",
        JOB_HEARTBEAT_SECONDS="1",
        JOB_STALE_SECONDS="5",
    )
    if url := os.environ[POSTGRES]:
        broker = Broker(place)
        broker.start()
        config.add_cleanup(broker.stop)
        _brokers.append(broker)
        os.environ.update(DATABASE_URL=f"{url}/yhes", REDIS_URL=broker.url)
        os.environ.update(REDIS_CONNECT_SECONDS="20", REDIS_ANSWER_SECONDS="20")


@pytest.hookimpl(tryfirst=True)
def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--embedded", action="store_true", help="run on SQLite and the file-system broker, without services"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before pytest-django loads the settings, unless someone named settings with --ds."""
    if config.getoption("help"):
        return
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    folder = Path(os.environ[FOLDER]) if is_worker else _prepare_run(config)
    _prepare_process(config, folder)
    import django
    from django.conf import settings

    django.setup()
    if Path(settings.VAR_DIR).parent != folder or (is_worker and settings.VAR_DIR.name == "main"):
        raise pytest.UsageError(f"{settings.VAR_DIR}: settings were loaded before this process had its own")
    for plugin in PLUGINS:
        config.pluginmanager.import_plugin(plugin)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Before the test processes are started, which inherit this process's environment.

    With this variable in it pytest-django would load the settings before `_prepare_process` has
    said what they are, and all processes would share the controller's folder, broker and address.
    """
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("embedded"):
        return
    left_out = [item for item in items if _needs_services(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _needs_services(item: pytest.Item) -> bool:
    folder = item.path.relative_to(ROOT).parts[1:2]
    return folder in [("faults",), ("browser",)]


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashing that is slow on purpose would be most of the time of a run."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def python_command(module: str, *words: str, log: Path) -> dict[str, Any]:
    """A Python module of this project, run for as long as its keeper lives."""
    return {"argv": [sys.executable, "-m", module, *words], "cwd": str(ROOT), "log": str(log)}
