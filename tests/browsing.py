"""A real browser on a real server, and what every page must stand up to.

phone, desktop   pages of Chromium at 390×844 and 1440×900, failing the test on console errors,
                 script errors, failed requests to the site and violations of the CSP
open_page        makes further pages: `open_page(width=768, javascript=False, language="sv")`
follow(link)                 presses what leads to another page, and waits for that page;
                             `with arriving(page): …` for what is more than one press
inspect(page)                axe-core finds nothing, the HTML is valid as sent, nothing scrolls sideways
                             at 320, 390 and 768 px; each alone is in judging.py

A page comes when it comes. What a test reads after doing something it reads with
`expect(locator).to_…`, which waits, or after `follow`. YHES_TEST_SLOW=0.7 makes every page of the
site come so many seconds late, and a test that does not wait fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.judging import NARROWEST, assert_accessible, assert_fits
from tests.serving import Server
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
WAIT = 30_000  # milliseconds: a test fails for a reason, not because the machine is busy


# --- The browser -------------------------------------------------------------------------------


def _chromium() -> str:
    """The machine's own Chromium; Playwright's downloaded browsers are not used."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found and not Path(CHROMIUM_ON_MACOS).exists():
        pytest.fail("Chromium is missing: `make test` installs what the tests need")
    return found or CHROMIUM_ON_MACOS


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT)
    # Playwright's loop lives in this thread; Django would take its presence for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        arguments = [*CHROMIUM_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=arguments)
        yield chromium
        chromium.close()


class Watch:
    """Notes everything a page complains of, and the document it shows."""

    def __init__(self, page: Any, site: str) -> None:
        self.complaints: list[str] = []
        self.document: Any = None
        self._page = page
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
        if is_page and response.request.frame == self._page.main_frame and _is_shown(response):
            self.document = response
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.complaints.append(f"{response.status}: {response.url}")


def _is_shown(response: Any) -> bool:
    """Not what only leads on, nor what is downloaded."""
    return not 300 <= response.status < 400 and "text/html" in response.headers.get("content-type", "")


class Site:
    """The server under test and the way to open pages on it."""

    def __init__(self, url: str, browser: Any) -> None:
        self.url = url
        self._browser = browser
        self._contexts: list[Any] = []
        self._scriptless: list[Any] = []
        self._watches: dict[Any, Watch] = {}

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
        context.set_default_timeout(WAIT)
        context.on("page", lambda page: self._watches.update({page: Watch(page, self.url)}))
        self._contexts.append(context)
        if not javascript:
            self._scriptless.append(context)
        return context.new_page()

    def sign_in(self, page: Any, person: User) -> None:
        """Give the page's browser a session of the person, second factor passed."""
        from tests.cast import sign_in

        session = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": self.url}])

    def html(self, page: Any) -> str:
        """The page as the server sent it, to whatever was asked: a form's answer is not asked for again.

        Where a script has changed the address since, as the server sends that address.
        """
        document = self._watches[page].document
        if document.url == page.url.partition("#")[0]:
            return str(document.text())
        return str(page.request.get(page.url).text())

    def for_axe(self, page: Any) -> Any:
        """The page itself; of one that runs no scripts, a copy in which axe, a script, can run.

        The same HTML under the same policy, its own scripts empty and what stands in <noscript> in
        place, so that axe sees what the person does. The copy's complaints are not the page's.
        """
        if self.runs_scripts(page):
            return page
        html = self.html(page).replace("<noscript>", "<div>").replace("</noscript>", "</div>")
        sent = self._watches[page].document.headers
        headers = {name: sent[name] for name in ("content-type", "content-security-policy")}
        size = page.viewport_size
        copy = self.open(width=size["width"], height=size["height"])
        del self._watches[copy]
        copy.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        copy.route(page.url, lambda route: route.fulfill(body=html, headers=headers))
        copy.goto(page.url)
        return copy

    def runs_scripts(self, page: Any) -> bool:
        return page.context not in self._scriptless

    @property
    def complaints(self) -> list[str]:
        return [complaint for watch in self._watches.values() for complaint in watch.complaints]

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def site(server: Server, transactional_db: None, browser: Any) -> Iterator[Site]:
    """The running site; fails the test at its end if any page complained of anything."""
    site = Site(server.url, browser)
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


# --- From page to page --------------------------------------------------------------------------


@contextmanager
def arriving(page: Any) -> Iterator[None]:
    """What is done inside leads to another page; ends when the new document is there, loaded.

    A part of the page that a script exchanges, or a turned page of questions, is no arrival.
    """
    page.wait_for_load_state("load")  # so that the document before is not taken for the one to come
    with page.expect_event("load"):
        yield


def follow(link: Any) -> None:
    """Presses a link or a button that leads to another page, and waits for that page."""
    with arriving(link.page):
        link.click()


# --- Looking closely ---------------------------------------------------------------------------


@pytest.fixture
def inspect(site: Site, assert_valid_html: Callable[[str], None]) -> Callable[[Any], None]:
    """Accessible, valid as sent, nothing sideways on a phone or a tablet: `inspect(page)`."""

    def look(page: Any) -> None:
        _settle(page, has_scripts=site.runs_scripts(page))
        assert_valid_html(site.html(page))
        assert_fits(page)
        assert_accessible(site.for_axe(page))

    return look


@pytest.fixture
def inspect_words(site: Site, assert_valid_html: Callable[[str], None]) -> Callable[[Any], None]:
    """The same of a page that `inspect` has judged in another language: what other words may change.

    Colours are the same in every language, and to compare them is half of what axe-core does; words that
    are longer show on the narrowest screen first.
    """

    def look(page: Any) -> None:
        _settle(page, has_scripts=True)
        assert_valid_html(site.html(page))
        assert_fits(page, NARROWEST)
        assert_accessible(page, leaving_out=["color-contrast"])

    return look


def _settle(page: Any, *, has_scripts: bool) -> None:
    """Let images, fonts and htmx finish, so that what is judged is what a person sees."""
    page.wait_for_load_state("load")
    if has_scripts:
        page.evaluate("() => document.fonts.ready.then(() => null)")
        page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling')")
