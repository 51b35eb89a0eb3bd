"""Signing in as a person with a browser does it, for the stories told in one."""

from __future__ import annotations

from typing import Any

from tests.accounts.people import address
from tests.browsing import Site, follow
from tests.cast import PASSWORD
from yhes.accounts.models import User


def press(page: Any) -> None:
    """Send the page's main form, and wait for the page that answers."""
    follow(page.locator("main form:not([hidden]) button[type=submit]").first)


def at(site: Site, name: str, *args: Any, language: str = "fi") -> str:
    return site.url + address(name, *args, language=language)


def sign_in_with_password(page: Any, site: Site, user: User) -> None:
    page.goto(at(site, "account_login"))
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    press(page)
