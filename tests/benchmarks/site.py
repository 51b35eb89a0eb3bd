"""The portal as its web server calls it: through WSGI with all of its middleware, in this process."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
from time import perf_counter
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings

HOST = "localhost"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class Site:
    """`site.get("/fi/")` as a web process would answer it. Raises AssertionError unless that is 200."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()

    @classmethod
    def without_middleware(cls) -> Site:
        with override_settings(MIDDLEWARE=[]):
            return cls()

    def get(self, path: str, cookies: str = "") -> Answer:
        return self._answer(_environment(path, cookies))

    def post(self, path: str, fields: Mapping[str, str], cookies: str = "") -> Answer:
        body = urlencode(fields).encode()
        return self._answer(_environment(path, cookies, body))

    def _answer(self, environment: dict[str, Any]) -> Answer:
        statuses: list[str] = []
        parts = self._handler(environment, lambda status, *_headers: statuses.append(status))
        body = b"".join(parts)
        parts.close()
        assert statuses[0].startswith("200"), (statuses[0], environment["PATH_INFO"])
        return Answer(200, body)


def _environment(path: str, cookies: str, body: bytes | None = None) -> dict[str, Any]:
    environment = {
        "REQUEST_METHOD": "GET" if body is None else "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin1"),
        "QUERY_STRING": "",
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": HOST,
        "HTTP_COOKIE": cookies,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body or b""),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if body is not None:
        environment |= {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body))}
    return environment


@dataclass
class Getting:
    """One address, asked for by one visitor after another."""

    site: Site
    path: str
    visitors: Iterator[str] = field(default_factory=lambda: cycle([""]))

    def __call__(self) -> Answer:
        return self.site.get(self.path, next(self.visitors))


def bare_like(answer: Answer, group: int, site: Site) -> Getting:
    """The bare view with as many bytes as `answer`."""
    return Getting(site, f"/bare/{group}/{len(answer.body)}/")


@contextmanager
def timed_queries() -> Iterator[list[tuple[str, float]]]:
    """Statements sent to the database meanwhile, and the seconds each took."""
    found: list[tuple[str, float]] = []

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            found.append((sql, perf_counter() - began))

    with connection.execute_wrapper(watch):
        yield found
