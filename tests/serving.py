"""The site that browsers open in tests: a real server, its static files collected as in production.

Each page then asks for one stylesheet and for scripts that the browser keeps, not for fifty sources.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.test.testcases import LiveServerThread
from whitenoise.compress import Compressor

TEXTS = ("css", "js", "mjs", "svg", "txt", "json", "md")


class Server:
    """The portal in a thread of this process, on the test's database; `url` is where."""

    def __init__(self, address: str) -> None:
        host, port = address.split(":")
        self.url = f"http://{address}"
        # Static files come from the portal's own middleware, and nothing comes before it.
        self._thread = LiveServerThread(host, static_handler=lambda portal: portal, port=int(port))
        self._thread.daemon = True
        self._thread.start()
        self._thread.is_ready.wait()
        if self._thread.error:
            raise self._thread.error

    def close(self) -> None:
        self._thread.terminate()


def dawdle(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware of a slow site: nothing is done, and nothing answered, before its time."""
    seconds = float(os.environ["YHES_TEST_SLOW"])

    def answer(request: HttpRequest) -> HttpResponse:
        time.sleep(seconds)
        return get_response(request)

    return answer


@pytest.fixture(scope="session")
def pace() -> Iterator[None]:
    """Slow on demand, for looking for tests that do not wait."""
    slow = ["tests.serving.dawdle"] if os.environ.get("YHES_TEST_SLOW") else []
    with override_settings(MIDDLEWARE=[*slow, *settings.MIDDLEWARE]):
        yield


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the static files; pages name the files in it from here on."""
    folder = tmp_path_factory.mktemp("static")
    bundling = {"BACKEND": "yhes.site.stylesheet.BundlingStorage", "OPTIONS": {"location": folder}}
    storages: dict[str, Any] = {**settings.STORAGES, "staticfiles": bundling}
    # Nothing is fetched over a line that would be worth the time of making it smaller.
    as_it_is = [*Compressor.SKIP_COMPRESS_EXTENSIONS, *TEXTS]
    with override_settings(STORAGES=storages):
        with override_settings(WHITENOISE_SKIP_COMPRESS_EXTENSIONS=as_it_is):
            call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.fixture(scope="session")
def server(pace: None, collected: Path, django_db_setup: None) -> Iterator[Server]:
    """Serves what is committed. pytest-django's own fixture would empty the database after every test."""
    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "localhost"]):
        # Only the server looks into the folder, once: test clients would do it for every request.
        with override_settings(STATIC_ROOT=collected):
            server = Server(os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"])
        yield server
        server.close()
