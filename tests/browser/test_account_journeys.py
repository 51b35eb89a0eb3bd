"""Coming by invitation, signing in and the demo, as a person with a browser does it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from projects.register.models import Role
from projects.register.services import invite
from tests.accounts.people import App, Queue, address, make_account
from tests.accounts.signing_in import at, press, sign_in_with_password
from tests.browsing import Site, arriving, follow
from tests.cast import PASSWORD, Cast
from tests.worker import Letters, Worker, text_of
from yhes.accounts.demo import create_demo_people

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = ("fi", "sv", "en")
Inspect = Callable[[Any], None]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


# --- By invitation to the desk ------------------------------------------------------------------


def test_a_coordinator_comes_by_letter_and_sets_up_an_app(
    cast: Cast, worker: Worker, letters: Letters, site: Site, phone: Any, inspect: Inspect, settings: Any
) -> None:
    settings.MFA_TOTP_TOLERANCE = 1  # on a slow machine a code may just have run out when it arrives
    invite(
        project=cast.project,
        role=Role.COORDINATOR,
        email="ritva@example.org",
        language="fi",
        invited_by=cast.aino,
    )
    [letter] = letters.wait(to="ritva@example.org")
    [link] = [word for word in text_of(letter).split() if "://" in word and len(word) > len(site.url) + 5]
    phone.goto(link)
    inspect(phone)
    phone.fill("#id_name", "Ritva Ranta")
    phone.check("#id_method_1")
    press(phone)  # the password is missing
    expect(phone.locator(".error-summary")).to_be_visible()
    expect(phone.locator("#id_name")).to_have_value("Ritva Ranta")
    phone.fill("#id_password", PASSWORD)
    press(phone)
    expect(phone).to_have_url(at(site, "mfa_index"))
    inspect(phone)
    phone.goto(at(site, "mfa_activate_totp"))
    inspect(phone)
    app = App(phone.locator("main code").inner_text())
    phone.fill("#id_code", app.code())
    press(phone)
    expect(phone).to_have_url(at(site, "mfa_view_recovery_codes"))
    inspect(phone)
    expect(phone.locator("main li code")).to_have_count(10)
    follow(phone.locator(f"a[href='{address('accounts:resume')}']"))
    expect(phone).to_have_url(at(site, "desk:project", cast.project.slug))


def test_signing_in_works_without_javascript(site: Site, queue: Queue) -> None:
    kaisa = make_account("kaisa@example.org")
    page = site.open(javascript=False)
    page.goto(at(site, "account_login"))
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    follow(page.locator(f"main a[href^='{address('account_request_login_code')}']"))
    page.fill("#id_email", kaisa.email)
    press(page)
    page.fill("#id_code", queue.code(kaisa.email))
    press(page)
    page.goto(at(site, "accounts:profile"))
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("#id_name")).to_have_value(kaisa.name)


@pytest.fixture
def queue() -> Queue:
    return Queue()


# --- Every page stands up to the tools ------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_visitor_are_sound(
    cast: Cast, site: Site, desktop: Any, inspect: Inspect, settings: Any, language: str
) -> None:
    settings.DEMO = True
    create_demo_people()
    names = ("account_login", "account_request_login_code", "account_reset_password", "account_signup")
    for name in (*names, "account_inactive", "accounts:demo", "accounts:mailbox", "accounts:removed"):
        desktop.goto(at(site, name, language=language))
        inspect(desktop)
    desktop.goto(at(site, "accounts:invitation", "unknown", language=language))
    inspect(desktop)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_account_are_sound(
    cast: Cast, site: Site, desktop: Any, inspect: Inspect, language: str
) -> None:
    kaisa = make_account("kaisa@example.org", language=language)
    sign_in_with_password(desktop, site, kaisa)
    desktop.goto(at(site, "mfa_activate_totp", language=language))
    inspect(desktop)  # asks to confirm first
    desktop.fill("#id_password", PASSWORD)
    press(desktop)
    for name in ("mfa_activate_totp", "mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "account_email"):
        desktop.goto(at(site, name, language=language))
        inspect(desktop)
    for name in ("account_change_password", "accounts:profile", "accounts:remove", "account_logout"):
        desktop.goto(at(site, name, language=language))
        inspect(desktop)


def test_administration_pages_keep_the_content_policy(cast: Cast, site: Site, desktop: Any) -> None:
    """The fixture fails the test if the browser complained of anything."""
    site.sign_in(desktop, cast.admin)
    for path in ("", "accounts/user/", f"accounts/user/{cast.eero.pk}/change/", "register/project/"):
        assert desktop.goto(f"{site.url}/admin/{path}").status == 200


# --- The demo -----------------------------------------------------------------------------------------


def test_a_letters_link_leaves_its_frame(
    cast: Cast,
    worker: Worker,
    letters: Letters,
    site: Site,
    desktop: Any,
    inspect: Inspect,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.DEMO = True
    invite(
        project=cast.project, role=Role.COACH, email="uusi@example.org", language="fi", invited_by=cast.aino
    )
    letters.wait(to="uusi@example.org")
    desktop.goto(at(site, "accounts:mailbox"))
    inspect(desktop)
    follow(desktop.locator("tbody a").first)
    inspect(desktop)
    with arriving(desktop):
        desktop.frame_locator("iframe").locator("a").first.click()
    expect(desktop).to_have_url(re.compile("/kutsu/"))
    expect(desktop.locator("#id_name")).to_be_visible()


def test_one_click_of_the_demo_opens_the_desk(cast: Cast, site: Site, phone: Any, settings: Any) -> None:
    settings.DEMO = True
    people = create_demo_people()
    cast.project.memberships.create(user=people["coordinator"], role=Role.COORDINATOR)
    phone.goto(at(site, "accounts:demo"))
    follow(phone.locator("button[value=coordinator]"))
    expect(phone).to_have_url(at(site, "desk:project", cast.project.slug))
