"""Where it is measured: PostgreSQL and Redis of this run alone, or SQLite; set up as in production."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import Broker, start_postgres


@contextmanager
def stage(*, embedded: bool = False) -> Iterator[None]:
    """Services answering, Django set up, tables made. All is gone afterwards, however it ends.

    PostgreSQL commits to disk (fsync and synchronous_commit are on), unlike in tests. embedded: SQLite as the
    embedded default has it, and no services.
    """
    folder = Path(tempfile.mkdtemp(prefix="yhes-bench-"))
    folder.chmod(0o755)  # PostgreSQL, as another user, must reach its own folder in it
    place = folder / "main"
    (place / "static").mkdir(parents=True)
    with _without_services(place) if embedded else _services(folder, place):
        _make_tables()
        yield
        _disconnect()


@contextmanager
def _without_services(place: Path) -> Iterator[None]:
    try:
        _configure(place, f"sqlite:///{place / 'yhes.sqlite3'}", "")
        yield
    finally:
        shutil.rmtree(place.parent, ignore_errors=True)


@contextmanager
def _services(folder: Path, place: Path) -> Iterator[None]:
    keeper, url = start_postgres(folder, is_durable=True)
    broker = Broker(place)
    try:
        broker.start()
        _configure(place, f"{url}/yhes", broker.url)
        _make_database(url)
        yield
    finally:
        broker.stop()
        keeper.close()


def _configure(place: Path, database: str, broker: str) -> None:
    """Whatever a .env file or the environment says, it says nothing here."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.benchmarks.settings",
        DATABASE_URL=database,
        REDIS_URL=broker,
        YHES_VAR_DIR=str(place),
        SITE_URL="http://localhost",
        SECRET_KEY="",
        SURVEY_SERVER_KEY="",
        SURVEY_KEY_DIR=str(place / "keys"),
        SURVEY_KEY_REPLICA_DIR="",
        ALLOWED_HOSTS="localhost",
        TRUSTED_PROXY_COUNT="0",
        YHES_DEMO="0",
        DEBUG="0",
        HASHED_STATIC="1",
        MAIL_URL="",
        LOG_LEVEL="WARNING",
    )


def _make_database(url: str) -> None:
    import psycopg

    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE yhes")


def _make_tables() -> None:
    import django

    django.setup()
    from yhes.site.preparation import prepare

    prepare()
    _disconnect()
    from tests.benchmarks import ready

    ready.start_forking()


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


def machine(*, has_services: bool) -> dict[str, str | int]:
    """What the figures are of."""
    import django

    found: dict[str, str | int] = {
        "cores": os.cpu_count() or 1,
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "django": django.__version__,
    }
    if has_services:
        found.update(_database())
        found["shared"] = "client, application and database share the machine"
    return found


def _processor() -> str:
    """Its name where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def _database() -> dict[str, str]:
    from django.db import connection

    if connection.vendor == "sqlite":
        import sqlite3

        return {"sqlite": f"{sqlite3.sqlite_version}, WAL, synchronous FULL"}
    return {"postgresql": _postgres()}


def _postgres() -> str:
    """Version, and the settings without which a commit would say nothing, as the server tells them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(version(), ' ', 2), current_setting('fsync'), current_setting('synchronous_commit')"
        )
        version, fsync, commit = cursor.fetchone()
    return f"{version}, fsync {fsync}, synchronous_commit {commit}"
