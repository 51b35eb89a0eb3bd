"""What every page must stand up to: axe-core, the Nu HTML checker, and narrow screens."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from signal import SIGKILL
from typing import Any

import pytest
from django.conf import settings

from tests.services import ROOT, Keeper, free_port, until

WIDTHS = (320, 390, 768)
NARROWEST = WIDTHS[0]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


# --- Accessible ----------------------------------------------------------------------------------


def assert_accessible(page: Any, *, leaving_out: Sequence[str] = ()) -> None:
    """axe-core finds nothing, `leaving_out` rules by their names. Needs a page with JavaScript on."""
    found = _axe(page, leaving_out)
    lines = [
        f"{rule['id']}: {rule['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


# Fetching every stylesheet once more would serve only a rule that is not in force.
RUN_AXE = """async rules => (await axe.run(document, {
    resultTypes: ['violations'], preload: {assets: ['media']}, rules
})).violations"""


def _axe(page: Any, leaving_out: Sequence[str]) -> list[dict[str, Any]]:
    # Evaluated by the debugger, which the page's CSP does not govern: nothing is relaxed.
    page.evaluate(AXE.read_text())
    return list(page.evaluate(RUN_AXE, {rule: {"enabled": False} for rule in leaving_out}))


# --- Fitting ---------------------------------------------------------------------------------------


SCROLL_WIDTH = "document.documentElement.scrollWidth"
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
CULPRITS = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-scroll, .chart-scroll'))
    .map(e => [e.getBoundingClientRect().right, e.tagName + '.' + e.className])
    .sort((a, b) => b[0] - a[0]).slice(0, 6).map(e => e[1] + ' ' + e[0])"""


@contextmanager
def at_width(page: Any, width: int) -> Iterator[None]:
    """The page at another width for a moment."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": before["height"]})
    try:
        yield
    finally:
        page.set_viewport_size(before)


def assert_fits(page: Any, *widths: int) -> None:
    """Nothing makes the page scroll sideways; a table may scroll within its own box."""
    for width in widths or WIDTHS:
        with at_width(page, width):
            wide = page.evaluate(SCROLL_WIDTH)
            if wide > width:  # a busy browser may still be laying the page out for its new width
                page.evaluate(TWO_FRAMES)
                wide = page.evaluate(SCROLL_WIDTH)
            culprits = page.evaluate(CULPRITS) if wide > width else []
        assert wide <= width, f"{page.url} is {wide} px wide at {width}: {culprits}"


# --- Valid ---------------------------------------------------------------------------------------


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
