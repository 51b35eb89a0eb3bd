"""The publication as WeasyPrint makes it, beside Chromium printing the same HTML."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import pikepdf
from playwright.sync_api import sync_playwright

from roadmap import pdf
from roadmap.snapshot import Publication
from tests.benchmarks.measuring import Row
from tests.browsing import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES, CHROMIUM_ON_MACOS
from tests.roadmap.samples import publication
from tests.services import ROOT
from yhes.common import pdf as paper

SHEETS = ("css/fonts.css", pdf.STYLESHEET)


@dataclass(frozen=True, slots=True)
class Printed:
    seconds: float
    pages: int

    @property
    def each(self) -> float:
        return self.seconds / self.pages


def measure(*, quick: bool) -> list[Row]:
    times = 1 if quick else 5
    edition = _edition(quick=quick)
    html = _html(edition)  # and all that loads once in the life of a worker is loaded
    ours = _timed(lambda: _by_weasyprint(edition), times)
    chromium = _chromium()
    theirs = _with_chromium(chromium, html, times) if chromium else None
    made = f"{ours.pages} pages in {ours.seconds:.2g} s"
    note = f"{made}, Chromium {theirs.pages} in {theirs.seconds:.2g} s" if theirs else made
    return [
        Row(
            name="the roadmap as PDF/UA-1, a page",
            value=ours.each,
            unit="s",
            against="Chromium printing the same HTML, tagged" if theirs else "",
            bare=theirs.each if theirs else None,
            note=note if theirs else f"{note}; Chromium is missing here: nothing to lay beside it",
        )
    ]


def _timed(print_it: Callable[[], int], times: int) -> Printed:
    """`print_it` returns the number of pages."""
    took = []
    for _time in range(times):
        began = perf_counter()
        pages = print_it()
        took.append(perf_counter() - began)
    return Printed(median(took), pages)


# --- WeasyPrint ------------------------------------------------------------------------------------


def _edition(*, quick: bool) -> Publication:
    whole = publication()
    return replace(whole, themes=whole.themes[:1]) if quick else whole


def _by_weasyprint(edition: Publication) -> int:
    rendered = pdf.render(
        edition,
        previous=None,
        address="https://yhes.example/id/edition/2",
        fingerprint="0123456789abcdef" * 4,
        language="fi",
        progress=lambda done, total: None,
    )
    return rendered.pages


def _html(edition: Publication) -> str:
    """What is laid out in the end."""
    with patch.object(pdf, "lay_out", wraps=pdf.lay_out) as laid_out:
        _by_weasyprint(edition)
    html: str = laid_out.call_args.args[0]
    return html


# --- Chromium --------------------------------------------------------------------------------------


def _chromium() -> str | None:
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return found or (CHROMIUM_ON_MACOS if Path(CHROMIUM_ON_MACOS).exists() else None)


def _with_chromium(program: str, html: str, times: int) -> Printed:
    """A browser that is running already, as the worker is."""
    arguments = [*CHROMIUM_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address = _written(Path(folder), html)
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        page = browser.new_page()
        _print(page, address)
        printed = _timed(lambda: _print(page, address), times)
        browser.close()
    return printed


def _print(page: Any, address: str) -> int:
    page.goto(address)
    page.evaluate("() => document.fonts.ready.then(() => null)")
    content = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def _written(folder: Path, html: str) -> str:
    """The same page, sheets and fonts as files; their address."""
    (folder / "css" / "pdf").mkdir(parents=True)
    (folder / "fonts").symlink_to(ROOT / "static" / "fonts")
    for name in SHEETS:
        (folder / name).write_text(paper.style(name))
    (folder / "drawn.css").write_text(pdf._drawn())
    links = "".join(f'<link rel="stylesheet" href="{name}">' for name in (*SHEETS, "drawn.css"))
    page = folder / "page.html"
    page.write_text(html.replace("</head>", f"{links}</head>"))
    return page.as_uri()
