"""What the stories about accounts share: people who can really sign in, and the letters they get."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from post_office.models import Email

from tests.cast import PASSWORD
from yhes.accounts import services
from yhes.accounts.models import User


def make_account(
    email: str, *, name: str = "Kaisa Kulkija", language: str = "fi", password: str | None = PASSWORD
) -> User:
    """A person whose address is confirmed; without a password they sign in with codes."""
    return services.create_account(email=email, name=name, language=language, password=password)


def address(name: str, *args: Any, language: str = "fi") -> str:
    with override(language):
        return reverse(name, args=args)


class Queue:
    """Letters that wait for a worker, oldest first."""

    def __call__(self, to: str) -> list[Email]:
        return list(Email.objects.filter(to=to).order_by("pk"))

    def last(self, to: str) -> Email:
        return self(to)[-1]

    def code(self, to: str) -> str:
        """The one-time code of the newest letter."""
        found = re.search(r"\d{4}-\d{4}", self.last(to).message)
        assert found, "the letter has no code"
        return found[0]

    def link(self, to: str) -> str:
        """The path of the one link in the newest letter, besides the site's own address."""
        links = re.findall(r"http://[^/\s]+(/\S+)", self.last(to).message)
        assert len(links) == 1, links
        return str(links[0])


class App:
    """An authenticator app on the person's phone."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def code(self) -> str:
        return str(format_hotp_value(hotp_value(self.secret, int(time.time()) // 30)))


def give_app(user: User) -> App:
    """Add an authenticator app to the account, as if it had been set up long ago."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return App(secret)


def type_password(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    """Send the sign-in form."""
    return client.post(address("account_login"), {"login": user.email, "password": password, **more})


def text_of(response: Any) -> str:
    return str(response.content.decode())
