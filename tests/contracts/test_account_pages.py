"""Every page of sign-in and of the own account has the portal's words and look, in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import allauth
import allauth.urls
import polib
import pytest
from allauth.mfa.models import Authenticator
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from tests.accounts.people import address, give_app, make_account, text_of, type_password
from tests.cast import PASSWORD
from yhes.accounts.models import User

pytestmark = pytest.mark.django_db

LANGUAGES = ("fi", "sv", "en")
NAME, EMAIL = "Kaisa Kulkija", "kaisa@example.org"


# --- The ways into each page -----------------------------------------------------------------


def visitor(kaisa: User) -> Client:
    return Client()


def waiting_for_a_code(kaisa: User) -> Client:
    client = Client()
    client.post(address("account_request_login_code"), {"email": EMAIL})
    return client


def waiting_for_a_reset_code(kaisa: User) -> Client:
    client = Client()
    client.post(address("account_reset_password"), {"email": EMAIL})
    return client


def with_a_reset_code(kaisa: User) -> Client:
    client = waiting_for_a_reset_code(kaisa)
    session = client.session
    session["account_password_reset_verification"]["code_confirmed"] = True
    session.save()
    return client


def signed_in(kaisa: User) -> Client:
    client = Client()
    type_password(client, kaisa)
    return client


def confirmed(kaisa: User) -> Client:
    client = signed_in(kaisa)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    return client


def without_a_password(kaisa: User) -> Client:
    kaisa.set_unusable_password()
    kaisa.save()
    client = Client()
    client.force_login(kaisa)
    return client


def changing_the_address(kaisa: User) -> Client:
    client = confirmed(kaisa)
    client.post(address("account_email"), {"email": "uusi@example.org", "action_add": "1"})
    return client


def at_the_second_step(kaisa: User) -> Client:
    give_app(kaisa)
    return signed_in(kaisa)


def with_an_app(kaisa: User) -> Client:
    client = confirmed(kaisa)
    give_app(kaisa)
    Authenticator.objects.create(
        user=kaisa, type="recovery_codes", data={"seed": "0" * 40, "used_mask": 0, "migrated_codes": []}
    )
    return client


Way = Callable[[User], Client]
PAGES: list[tuple[str, Way]] = [
    ("account_login", visitor),
    ("account_request_login_code", visitor),
    ("account_confirm_login_code", waiting_for_a_code),
    ("account_reset_password", visitor),
    ("account_confirm_password_reset_code", waiting_for_a_reset_code),
    ("account_complete_password_reset", with_a_reset_code),
    ("account_password_reset_completed", visitor),
    ("account_signup", visitor),
    ("account_inactive", visitor),
    ("account_logout", signed_in),
    ("account_reauthenticate", signed_in),
    ("account_email", confirmed),
    ("account_email_verification_sent", changing_the_address),
    ("account_change_password", signed_in),
    ("account_set_password", without_a_password),
    ("mfa_authenticate", at_the_second_step),
    ("mfa_reauthenticate", with_an_app),
    ("mfa_index", signed_in),
    ("mfa_index", with_an_app),
    ("mfa_activate_totp", confirmed),
    ("mfa_deactivate_totp", with_an_app),
    ("mfa_view_recovery_codes", with_an_app),
    ("mfa_generate_recovery_codes", with_an_app),
    ("mfa_list_webauthn", signed_in),
    ("mfa_add_webauthn", confirmed),
    ("accounts:profile", signed_in),
    ("accounts:remove", confirmed),
    ("accounts:removed", visitor),
]
# No page of their own: a file, a redirect, and pages of a passkey, which only a browser can make
# (tests/browser/test_account_passkeys.py).
ELSEWHERE = {
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}
every_page = pytest.mark.parametrize(
    ("name", "way"), PAGES, ids=[f"{name}-{way.__name__}" for name, way in PAGES]
)
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def kaisa() -> User:
    return make_account(EMAIL, name=NAME)


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    from django.core.cache import cache

    cache.clear()


def open_pages(name: str, way: Way, kaisa: User) -> dict[str, str]:
    """The page in each language."""
    client, found = way(kaisa), {}
    for language in LANGUAGES:
        response = client.get(address(name, language=language))
        assert response.status_code == 200, response.get("Location")
        found[language] = text_of(response)
    return found


# --- Every address is there ----------------------------------------------------------------------


def names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_address_of_allauth_is_among_ours() -> None:
    ours = set(names(get_resolver().url_patterns))
    assert set(names(allauth.urls.urlpatterns)) <= ours


def test_every_page_of_allauth_is_looked_at_here() -> None:
    looked_at = {name for name, _way in PAGES} | ELSEWHERE
    assert set(names(allauth.urls.urlpatterns)) <= looked_at


# --- Look ------------------------------------------------------------------------------------------


def assert_in_a_frame(page: str) -> None:
    """The public or the desk's, with the stylesheet made for it."""
    face = "desk" if 'class="rail"' in page else "site"
    assert face == "desk" or 'class="header"' in page
    assert f"css/{face}.css" in page


@every_page
def test_the_page_has_the_portals_look_and_words(name: str, way: Way, kaisa: User) -> None:
    pages = open_pages(name, way, kaisa)
    for language, page in pages.items():
        assert f'<html lang="{language}">' in page
        assert_in_a_frame(page)
        assert_sound(page)
        assert_every_control_has_a_name(page.partition("<main")[2])
        assert_no_sentence_is_allauths(page, language)
    english = set(words_of(pages.pop("en")))
    for page in pages.values():
        assert_translated(page, english)


def assert_sound(page: str) -> None:
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert title[1].strip().endswith("YHES")
    assert len(title[1].strip()) > len(" – YHES")


def assert_every_control_has_a_name(main: str) -> None:
    assert main
    for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", main):
        if 'type="hidden"' not in control:
            identity = re.search(r'id="([^"]+)"', control)
            assert identity, control
            assert f'for="{identity[1]}"' in main, control
        assert "placeholder" not in control


@pytest.mark.parametrize(
    "template",
    [
        "account/verification_sent.html",
        "account/password_reset_done.html",
        "account/email.html",
    ],
)
def test_a_template_of_allauth_itself_has_the_portals_frame(template: str, rf: RequestFactory) -> None:
    """What our settings do not reach today (sign-in by an organisation's own service) looks right tomorrow."""
    request = rf.get("/fi/")
    request.user = User(email=EMAIL)
    page = render_to_string(template, {"user": request.user}, request)
    assert_in_a_frame(page)
    assert page.count("<h1") == 1
    assert "<ul>\n<li>" not in page.partition("<main")[0]
    assert " style=" not in page


# --- Words -----------------------------------------------------------------------------------------


class Words(HTMLParser):
    """The texts of a page: what is between tags, and what is in titles and labels."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "code")
        self.texts += [value or "" for key, value in attrs if key in ("alt", "aria-label", "title")]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "code")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(" ".join(data.split()))


def words_of(page: str) -> list[str]:
    parser = Words()
    parser.feed(re.split(r"</?main\b[^>]*>", page)[1])
    return [text for text in parser.texts if text]


@cache
def sentences_of_allauth(language: str) -> set[str]:
    """What allauth's own templates, forms and messages would say."""
    catalogue = Path(allauth.__file__).parent / "locale" / language / "LC_MESSAGES" / "django.po"
    texts: set[str] = set()
    for entry in polib.pofile(str(catalogue)):
        texts |= {entry.msgid, entry.msgstr} - {""}
    return {text for text in texts if len(text) > 20 and "%" not in text}


def assert_no_sentence_is_allauths(page: str, language: str) -> None:
    words = " ".join(words_of(page))
    assert [sentence for sentence in sentences_of_allauth(language) if sentence in words] == []


def assert_translated(page: str, english: set[str]) -> None:
    """A text of two words or more that is the same in English was not translated."""
    data = {NAME, EMAIL, "uusi@example.org"}
    alike = set(words_of(page)) & english - data
    assert [text for text in alike if len(re.findall(r"[^\W\d_]{2,}", text)) > 1] == []


@in_every_language
@pytest.mark.parametrize(
    ("name", "way", "typed"),
    [
        ("account_login", visitor, {"login": "x", "password": ""}),
        ("account_login", visitor, {"login": EMAIL, "password": "wrong"}),
        ("account_request_login_code", visitor, {"email": "x"}),
        ("account_confirm_login_code", waiting_for_a_code, {"code": "x"}),
        ("account_reset_password", visitor, {"email": ""}),
        ("account_confirm_password_reset_code", waiting_for_a_reset_code, {"code": "x"}),
        ("account_complete_password_reset", with_a_reset_code, {"password1": "kaisa"}),
        ("account_complete_password_reset", with_a_reset_code, {"password1": "123456789012"}),
        ("account_reauthenticate", signed_in, {"password": "wrong"}),
        ("account_change_password", signed_in, {"oldpassword": "wrong", "password1": "short"}),
        ("account_email", confirmed, {"email": EMAIL, "action_add": "1"}),
        ("account_email_verification_sent", changing_the_address, {"code": "x"}),
        ("mfa_authenticate", at_the_second_step, {"code": "x"}),
        ("mfa_activate_totp", confirmed, {"code": "x"}),
        ("accounts:profile", signed_in, {"name": "", "language": "xx"}),
    ],
)
def test_errors_are_the_portals_words_too(
    name: str, way: Way, typed: dict[str, str], kaisa: User, language: str
) -> None:
    client = way(kaisa)
    response = client.post(address(name, language=language), typed)
    assert response.status_code == 200
    page = text_of(response)
    assert "error-summary" in page
    assert page.count("<h1") == 1
    assert_no_sentence_is_allauths(page, language)
