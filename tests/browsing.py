"""A real browser on a real server, and what every page must stand up to.

phone, desktop   pages of Chromium at 390×844 and 1440×900, failing the test on console errors,
                 script errors, failed requests to the site and violations of the CSP
open_page        makes further pages: `open_page(width=768, javascript=False, language="sv")`
assert_accessible(page)      axe-core finds nothing (WCAG 2.2 AA and best practices)
assert_valid_html(html)      the Nu checker finds no error
assert_fits(page, width=320) nothing scrolls sideways
inspect(page)                all three at once, at the page's present state
"""

from __future__ import annotations

import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.services import ROOT, Keeper, free_port, until
from yhes.accounts.models import User

CHROMIUM_ARGUMENTS = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ON_MACOS = "/Applications/Chromium.app/Contents/MacOS/Chromium"
PHONE, DESKTOP = (390, 844), (1440, 900)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


# --- The browser -------------------------------------------------------------------------------


def _chromium() -> str:
    """The machine's own Chromium; Playwright's downloaded browsers are not used."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found and not Path(CHROMIUM_ON_MACOS).exists():
        pytest.fail("Chromium is missing: `make test` installs what the tests need")
    return found or CHROMIUM_ON_MACOS


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop lives in this thread; Django would take its presence for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        arguments = [*CHROMIUM_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=arguments)
        yield chromium
        chromium.close()


class Watch:
    """Notes everything a page complains of."""

    def __init__(self, page: Any, site: str) -> None:
        self.complaints: list[str] = []
        self._site = site
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: Any) -> None:
        # axe sets styles of its own and complains; it is evaluated, so its messages have no address.
        if not message.location["url"]:
            return
        # A status is judged by _response; the console repeats it without saying which page meant it.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"console {message.type}: {message.text} {message.location}")

    def _failed(self, request: Any) -> None:
        if request.url.startswith(self._site) and "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Any) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.complaints.append(f"{response.status}: {response.url}")


class Site:
    """The server under test and the way to open pages on it."""

    def __init__(self, url: str, browser: Any) -> None:
        self.url = url
        self._browser = browser
        self._contexts: list[Any] = []
        self._watches: list[Watch] = []

    def open(
        self,
        *,
        width: int = 390,
        height: int = 844,
        javascript: bool = True,
        language: str = "fi",
        **more: Any,
    ) -> Any:
        """A page in a browser of its own (no cookie shared); relative addresses are the site's."""
        context = self._browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale={"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}[language],
            timezone_id="Europe/Helsinki",
            **more,
        )
        context.set_default_timeout(15_000)
        context.on("page", lambda page: self._watches.append(Watch(page, self.url)))
        self._contexts.append(context)
        return context.new_page()

    def sign_in(self, page: Any, person: User) -> None:
        """Give the page's browser a session of the person, second factor passed."""
        from tests.cast import sign_in

        session = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": self.url}])

    @property
    def complaints(self) -> list[str]:
        return [complaint for watch in self._watches for complaint in watch.complaints]

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def site(live_server: Any, browser: Any) -> Iterator[Site]:
    """The running site; fails the test at its end if any page complained of anything."""
    site = Site(live_server.url, browser)
    yield site
    complaints = site.complaints
    site.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def open_page(site: Site) -> Callable[..., Any]:
    return site.open


@pytest.fixture
def phone(site: Site) -> Any:
    return site.open(width=PHONE[0], height=PHONE[1], has_touch=True)


@pytest.fixture
def desktop(site: Site) -> Any:
    return site.open(width=DESKTOP[0], height=DESKTOP[1])


# --- What every page must stand up to -----------------------------------------------------------


def assert_accessible(page: Any) -> None:
    """axe-core finds nothing. Needs a page with JavaScript on."""
    found = _axe(page)
    lines = [
        f"{rule['id']}: {rule['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def _axe(page: Any) -> list[dict[str, Any]]:
    # Evaluated by the debugger, which the page's CSP does not govern: nothing is relaxed.
    page.evaluate(AXE.read_text())
    return list(
        page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    )


@contextmanager
def at_width(page: Any, width: int) -> Iterator[None]:
    """The page at another width for a moment."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": before["height"]})
    yield
    page.set_viewport_size(before)


def assert_fits(page: Any, width: int = 320) -> None:
    """Nothing makes the page scroll sideways; a table may scroll within its own box."""
    with at_width(page, width):
        wide = page.evaluate("document.documentElement.scrollWidth")
        culprits = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-scroll, .chart-scroll'))
                .map(e => [e.getBoundingClientRect().right, e.tagName + '.' + e.className])
                .sort((a, b) => b[0] - a[0]).slice(0, 6).map(e => e[1] + ' ' + e[0])"""
        )
    assert wide <= width, f"{page.url} is {wide} px wide at {width}: {culprits}"


class HtmlChecker:
    """The Nu checker as a server of this process: 2 s to start, then some 20 ms a page."""

    def __init__(self) -> None:
        port = free_port()
        log = settings.VAR_DIR / "vnu.log"
        # -cp is given the jar alone: with its own manifest it would start the command line.
        options = ["-Xss1m", "-Xmx384m", "-Dnu.validator.servlet.bind-address=127.0.0.1"]
        argv = ["java", *options, "-cp", str(VNU), "nu.validator.servlet.Main", str(port)]
        self._url = f"http://127.0.0.1:{port}/?out=json&level=error"
        # Asked politely it would linger for ten seconds.
        self._keeper = Keeper({"argv": argv, "log": str(log), "stop": SIGKILL})
        until(self._answers, what="the HTML checker", log=log, seconds=60)

    def _answers(self) -> bool:
        try:
            self.errors("<!doctype html><html lang=en><title>A</title>")
        except (urllib.error.URLError, ConnectionError):
            return False
        return True

    def errors(self, html: str) -> list[str]:
        request = urllib.request.Request(
            self._url, html.encode(), {"Content-Type": "text/html; charset=utf-8"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            messages = json.load(answer)["messages"]
        return [
            f"line {message.get('lastLine')}: {message['message']}\n    {message.get('extract', '').strip()}"
            for message in messages
            if message["type"] in ("error", "non-document-error")
        ]

    def close(self) -> None:
        self._keeper.close()


@pytest.fixture(scope="session")
def html_checker() -> Iterator[HtmlChecker]:
    checker = HtmlChecker()
    yield checker
    checker.close()


@pytest.fixture
def assert_valid_html(html_checker: HtmlChecker) -> Callable[[str], None]:
    """`assert_valid_html(response.content.decode())`: the HTML as the server sent it."""

    def check(html: str) -> None:
        errors = html_checker.errors(html)
        assert not errors, "\n".join(errors)

    return check


@pytest.fixture
def inspect(site: Site, assert_valid_html: Callable[[str], None]) -> Callable[[Any], None]:
    """Accessible, valid as sent, nothing sideways at 320 px: `inspect(page)`."""

    def look(page: Any) -> None:
        _settle(page)
        assert_accessible(page)
        assert_fits(page)
        answer = page.request.get(page.url)
        if answer.ok:
            assert_valid_html(answer.text())

    return look


def _settle(page: Any) -> None:
    """Let images, fonts and htmx finish, so that what is judged is what a person sees."""
    page.wait_for_load_state("load")
    page.evaluate("() => document.fonts.ready.then(() => null)")
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling')")
