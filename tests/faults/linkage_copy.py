"""Everything that the portal and its services keep, as somebody with all rights on the machine gets it."""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from psycopg import sql

from tests.faults.linkage_search import LETTERS
from tests.services import postgres_program
from tests.worker import Letters, text_of

Found = dict[str, list[bytes]]
Tuple = tuple[int, int, bytes]  # writing and deleting transaction, and what the row holds
PAGE = 8192  # bytes


def copy_everything(log: StringIO) -> Found:
    """Place → what stands there, in its order. `log` is what this process has logged."""
    return {
        **tables(),
        **dump(),
        **tuples(),
        **index_pages(),
        **transactions(),
        "sessions": [json.dumps(found.get_decoded()).encode() for found in Session.objects.all()],
        **cache_and_queues(),
        **files(),
        "log of the web process": log.getvalue().encode().splitlines(),
        LETTERS: [_letter(letter) for letter in Letters(settings.MAIL_DIR)()],
    }


def rows(statement: str | sql.Composed, *arguments: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments or None)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def nothing_tidied_up() -> Iterator[None]:
    """PostgreSQL leaves dead rows of the surveys' tables where they are."""
    tables = [
        str(row[0])
        for row in rows("SELECT tablename FROM pg_tables WHERE starts_with(tablename, 'surveys_')")
    ]

    def alter(how: str) -> None:
        for table in tables:
            rows(sql.SQL("ALTER TABLE {} " + how).format(sql.Identifier(table)))

    alter("SET (autovacuum_enabled = false, toast.autovacuum_enabled = false)")
    yield
    alter("RESET (autovacuum_enabled, toast.autovacuum_enabled)")


# --- The database, asked ---------------------------------------------------------------------------


def tables() -> Found:
    """Every table's rows with their system columns, in the order of every column, visible or not."""
    found = {}
    for (table,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        for name, by in _orders(table):
            statement = sql.SQL(
                "SELECT t.xmin::text || ' ' || t.xmax::text || ' ' || t.ctid::text || t::text FROM {} t ORDER BY {}"
            ).format(sql.Identifier(table), by)
            found[f"table {table} by {name}"] = [str(row[0]).encode() for row in rows(statement)]
    return found


def _orders(table: str) -> Iterator[tuple[str, sql.Composable]]:
    yield "ctid", sql.SQL("ctid")
    for system in ("xmin", "xmax"):
        yield system, sql.SQL("{}::text::bigint, ctid").format(sql.Identifier(system))
    columns = rows(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND data_type <> 'json'",
        table,
    )
    for (column,) in columns:
        yield str(column), sql.Identifier(str(column))


def dated_between(begin: datetime, end: datetime) -> set[str]:
    """Columns that hold a moment between the two: something was dated then."""
    columns = rows(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type LIKE 'timestamp%%'"
    )
    found = set()
    for table, column in columns:
        statement = sql.SQL("SELECT count(*) FROM {} WHERE {} BETWEEN %s AND %s").format(
            sql.Identifier(table), sql.Identifier(column)
        )
        if rows(statement, begin, end)[0][0]:
            found.add(f"{table}.{column}")
    return found


def dump() -> Found:
    """What pg_dump writes, line by line and table by table: what stands in a backup."""
    place = connection.settings_dict
    done = subprocess.run(
        [postgres_program("pg_dump"), f"--dbname={place['NAME']}", "--no-owner"],
        env={
            **os.environ,
            "PGHOST": str(place["HOST"]),
            "PGPORT": str(place["PORT"]),
            "PGUSER": str(place["USER"]),
            "PGPASSWORD": str(place["PASSWORD"]),
        },
        capture_output=True,
        check=True,
    )
    found: Found = defaultdict(list)
    table = b""
    for line in done.stdout.splitlines():
        if copied := re.match(rb"COPY public\.\"?(\w+)", line):
            table = copied[1]
        found[f"dump of {table.decode()}"].append(line)
        table = b"" if line == rb"\." else table
    return dict(found)


# --- The database, as it lies on the disk ------------------------------------------------------------


def _tuples_of(schema: str, table: str) -> list[Tuple]:
    """Every row that is still in the pages, dead or alive."""
    relation = f'{schema}."{table}"'
    statement = (
        "SELECT t_xmin::text::bigint, t_xmax::text::bigint, t_data "
        "FROM generate_series(0, pg_relation_size(%s) / %s - 1) page, "
        "heap_page_items(get_raw_page(%s, page::int)) WHERE t_data IS NOT NULL ORDER BY page, lp"
    )
    return [(xmin, xmax, bytes(data)) for xmin, xmax, data in rows(statement, relation, PAGE, relation)]


def tuples_of(table: str) -> list[Tuple]:
    rows("CREATE EXTENSION IF NOT EXISTS pageinspect")
    return _tuples_of("public", table)


def _survey_heaps() -> Iterator[tuple[str, str, str]]:
    """(table, schema, heap): each table of the surveys and where its long values are kept apart."""
    rows("CREATE EXTENSION IF NOT EXISTS pageinspect")
    heaps = rows(
        "SELECT c.relname, t.relname FROM pg_class c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid "
        "WHERE c.relkind = 'r' AND starts_with(c.relname, 'surveys_')"
    )
    for table, toast in heaps:
        yield table, "public", table
        if toast:
            yield table, "pg_toast", toast


def tuples() -> Found:
    """Rows of the surveys' tables, dead ones too, in three orders."""
    found = {}
    for table, schema, heap in _survey_heaps():
        lying = _tuples_of(schema, heap)
        place = f"pages of {table}" + (" (long values)" if schema == "pg_toast" else "")
        found[place] = [data for _xmin, _xmax, data in lying]
        found[f"{place} by xmin"] = [data for *_, data in sorted(lying, key=lambda row: row[0])]
        found[f"{place} by xmax"] = [data for *_, data in sorted(lying, key=lambda row: row[1])]
    return found


def transactions() -> Found:
    """What each transaction wrote or deleted in the surveys' tables: rows that an adversary joins by it."""
    by_number: dict[int, list[bytes]] = defaultdict(list)
    for _table, schema, heap in _survey_heaps():
        for xmin, xmax, data in _tuples_of(schema, heap):
            for number in {xmin, xmax} - {0}:
                by_number[number].append(data)
    return {
        "transactions on surveys_answer and surveys_freetext": [
            b"\n".join(data) for _number, data in sorted(by_number.items())
        ]
    }


def index_pages() -> Found:
    """Pages of every index of the surveys' tables."""
    found = {}
    indexes = rows("SELECT indexname FROM pg_indexes WHERE starts_with(tablename, 'surveys_')")
    for (index,) in indexes:
        relation = f'public."{index}"'
        pages = rows(
            "SELECT get_raw_page(%s, page::int) FROM generate_series(0, pg_relation_size(%s) / %s - 1) page",
            relation,
            relation,
            PAGE,
        )
        found[f"index {index}"] = [bytes(page) for (page,) in pages]
    return found


# --- Redis, files, logs, mail --------------------------------------------------------------------------


def cache_and_queues() -> Found:
    """Every key of Redis with what it holds; the bodies of waiting tasks in plain."""
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        keys: list[bytes] = sorted(server.scan_iter())
        return {f"Redis {key.decode(errors='replace')}": [key, *_values(server, key)] for key in keys}


def _values(server: Any, key: bytes) -> Iterator[bytes]:
    kind = server.type(key).decode()
    reading: Mapping[str, Any] = {
        "string": lambda: [server.get(key)],
        "list": lambda: server.lrange(key, 0, -1),
        "set": lambda: server.smembers(key),
        "zset": lambda: server.zrange(key, 0, -1),
        "hash": lambda: [part for pair in server.hgetall(key).items() for part in pair],
    }
    for value in filter(None, reading[kind]()):
        yield value
        if body := re.search(rb'"body": "([\w+/=]+)"', value):
            yield base64.b64decode(body[1])


def files() -> Found:
    """Every line of every file of the portal and its services, but for letters and static files."""
    found = {}
    logs = [*settings.VAR_DIR.parent.glob("*.log")]
    for path in [*logs, *settings.VAR_DIR.rglob("*")]:
        inside = path.relative_to(settings.VAR_DIR.parent)
        if path.is_file() and not {"static", "mail"} & set(inside.parts):
            found[f"file {inside}"] = [str(inside).encode(), *_lines(path)]
    return found


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()
    except FileNotFoundError:  # a process tidied up meanwhile
        return []


@contextmanager
def listening() -> Iterator[StringIO]:
    """All that this process logs meanwhile, down to the least important, as its log would hold it."""
    root, written = logging.getLogger(), StringIO()
    ours = next(handler for handler in root.handlers if type(handler) is logging.StreamHandler)
    ear = logging.StreamHandler(written)
    ear.setFormatter(ours.formatter)
    for hiding in ours.filters:
        ear.addFilter(hiding)
    loggers, level = [root, logging.getLogger("post_office")], root.level
    for logger in loggers:
        logger.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.setLevel(level)
        for logger in loggers:
            logger.removeHandler(ear)


def _letter(letter: Any) -> bytes:
    """The headers and both bodies, as the person reads them."""
    headers = "\n".join(f"{name}: {value}" for name, value in letter.items())
    return "\n".join([headers, text_of(letter), text_of(letter, "html")]).encode()
