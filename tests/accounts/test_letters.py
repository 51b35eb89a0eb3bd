"""Letters about accounts: the portal's words and look, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

import allauth
import pytest
from django.test import Client
from django.utils.translation import override

from tests.accounts.people import Queue, address, make_account, type_password
from tests.worker import Letters, Worker, text_of
from yhes.accounts import letters
from yhes.accounts.models import User
from yhes.common import tokens

LANGUAGES = ("fi", "sv", "en")
EVERY = (*letters.CODES, *letters.NOTICES, "unknown_account")
NEVER_SENT = {"password_reset_key", "account_already_exists"}  # codes instead of links; no sign-up
CONTEXT: dict[str, Any] = {
    "code": "1234-5678",
    "from_email": "ennen@example.org",
    "to_email": "nyt@example.org",
    "deleted_email": "pois@example.org",
}


def names_of_allauth() -> set[str]:
    """Every letter that allauth can send with our settings."""
    from pathlib import Path

    folders = Path(allauth.__file__).parent / "templates"
    subjects = [*folders.glob("account/email/*_subject.txt"), *folders.glob("mfa/email/*_subject.txt")]
    return {path.name.removesuffix("_subject.txt") for path in subjects} - NEVER_SENT


def test_the_portal_has_words_for_every_letter_of_allauth() -> None:
    assert names_of_allauth() == set(EVERY)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_every_letter_is_whole_in_every_language(queue: Queue, name: str, language: str) -> None:
    kaisa = make_account("kaisa@example.org", language=language)
    with override("fi"):
        letters.send(f"account/email/{name}", email=kaisa.email, context=CONTEXT, signed_in=None)
    letter = queue.last(kaisa.email)
    assert letter.subject
    assert "\n" not in letter.subject
    assert not letter.subject.startswith("[")
    assert f'<html lang="{language}">' in letter.html_message
    assert letter.html_message.count("<h1") == 1
    for part in (letter.message, letter.html_message):
        assert "%(" not in part
        assert "{" not in part
        assert "None" not in part
    words = re.sub(r"<[^>]+>", " ", letter.html_message.partition("</head>")[2])
    for link in re.findall(r"https?://\S+", letter.message):
        assert link in words


@pytest.mark.django_db
def test_letters_look_like_the_portal(queue: Queue, kaisa: User) -> None:
    letters.send("account/email/password_changed", email=kaisa.email, context={}, signed_in=None)
    html = queue.last(kaisa.email).html_message
    assert tokens.light["spruce"] in html
    colours = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", html))
    assert colours <= set(tokens.light.values())
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.django_db
def test_the_letter_is_in_the_readers_language_and_not_the_pages(queue: Queue) -> None:
    bo = make_account("bo@example.org", language="sv")
    Client().post(address("account_request_login_code", language="en"), {"email": bo.email})
    assert '<html lang="sv">' in queue.last(bo.email).html_message


@pytest.mark.django_db
def test_a_stranger_is_written_to_in_the_pages_language(queue: Queue, db: None) -> None:
    Client().post(address("account_request_login_code", language="sv"), {"email": "nobody@example.org"})
    assert '<html lang="sv">' in queue.last("nobody@example.org").html_message


@pytest.mark.django_db
def test_what_a_person_typed_is_text_in_the_letter(queue: Queue) -> None:
    odd = "it's-a&b@example.org"
    letters.send("account/email/unknown_account", email=odd, context={}, signed_in=None)
    letter = queue.last(odd)
    assert odd in letter.message
    assert "it&#x27;s-a&amp;b@example.org" in letter.html_message


@pytest.mark.django_db
def test_an_odd_address_is_treated_like_an_unknown_one(queue: Queue, kaisa: User) -> None:
    """Well-formed by the standard, but the mail queue takes what is in brackets for the address."""
    odd = '"<b>x</b>"@example.org'
    answers = [
        Client().post(address("account_request_login_code"), {"email": email}) for email in (odd, kaisa.email)
    ]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert queue(odd) == []


def test_a_letter_nobody_has_words_for_is_a_fault(db: None) -> None:
    with pytest.raises(KeyError):
        letters.send("account/email/something_new", email="x@example.org", context={}, signed_in=None)


@pytest.mark.django_db(transaction=True)
def test_a_code_travels_through_queue_worker_and_letter(worker: Worker, letters: Letters) -> None:
    kaisa = make_account("kaisa@example.org")
    client = Client()
    client.post(address("account_request_login_code"), {"email": kaisa.email})
    [letter] = letters.wait(to=kaisa.email)
    code = re.search(r"\d{4}-\d{4}", text_of(letter))
    assert code
    assert code[0] in text_of(letter, "html")
    client.post(address("account_confirm_login_code"), {"code": code[0]})
    assert client.get(address("accounts:profile")).status_code == 200


@pytest.mark.django_db
def test_a_wrong_password_sends_nothing(queue: Queue, kaisa: User) -> None:
    type_password(Client(), kaisa, "wrong-password")
    assert queue(kaisa.email) == []
