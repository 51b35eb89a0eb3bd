"""Signing in: with a password, with a code, and what is said when it does not succeed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from tests.accounts.people import Queue, address, make_account, text_of, type_password
from tests.cast import PASSWORD
from yhes.accounts.models import User

pytestmark = pytest.mark.django_db


def is_signed_in(client: Client) -> bool:
    return client.get(address("accounts:profile")).status_code == 200


def test_a_password_signs_in_and_leads_to_the_desk(client: Client, kaisa: User) -> None:
    response = type_password(client, kaisa)
    assert response.status_code == 302
    assert response["Location"] == address("desk:overview")
    assert is_signed_in(client)


def test_after_signing_in_pages_are_in_the_persons_language(client: Client) -> None:
    bo = make_account("bo@example.org", language="sv")
    response = type_password(client, bo)
    assert response["Location"] == address("desk:overview", language="sv")


def test_a_page_that_was_on_the_way_is_opened_in_the_persons_language(client: Client) -> None:
    bo = make_account("bo@example.org", language="sv")
    response = type_password(client, bo, next=address("accounts:profile", language="en"))
    assert response["Location"] == address("accounts:profile", language="sv")


def test_a_foreign_address_is_never_led_to(client: Client, kaisa: User) -> None:
    response = type_password(client, kaisa, next="https://evil.example/")
    assert response["Location"] == address("desk:overview")


def test_the_desk_leads_to_sign_in_and_back(client: Client, kaisa: User) -> None:
    wanted = address("accounts:profile")
    to_sign_in = client.get(wanted)
    assert to_sign_in["Location"] == f"{address('account_login')}?next={wanted}"
    page = client.get(to_sign_in["Location"])
    assert f'name="next" value="{wanted}"' in text_of(page)


@pytest.mark.parametrize("password", ["wrong", "", PASSWORD.upper()])
def test_a_wrong_password_is_refused_and_the_address_kept(client: Client, kaisa: User, password: str) -> None:
    page = text_of(type_password(client, kaisa, password))
    assert 'value="kaisa@example.org"' in page
    assert PASSWORD.upper() not in page
    assert "error-summary" in page
    assert not is_signed_in(client)


def test_an_unknown_address_and_a_wrong_password_look_alike(client: Client, kaisa: User) -> None:
    known = text_of(type_password(client, kaisa, "wrong-password"))
    unknown = text_of(type_password(client, User(email="nobody@example.org"), "wrong-password"))
    assert known.count("error-summary") == unknown.count("error-summary")
    with override("fi"):
        from yhes.accounts.adapters import AccountAdapter

        sentence = str(AccountAdapter.error_messages["email_password_mismatch"])
    assert sentence in known
    assert sentence in unknown


def test_guessing_is_stopped_even_with_the_right_password_in_the_end(client: Client, kaisa: User) -> None:
    for _attempt in range(5):
        type_password(client, kaisa, "wrong-password")
    type_password(client, kaisa)
    assert not is_signed_in(client)


def test_too_many_requests_from_one_address_get_a_clear_page(client: Client, kaisa: User) -> None:
    responses = [type_password(client, User(email=f"x{n}@example.org"), "wrong") for n in range(31)]
    assert responses[-1].status_code == 429
    assert text_of(responses[-1]).count("<h1>") == 1
    assert "/static/css/site." in text_of(responses[-1])


def test_a_closed_account_cannot_sign_in(client: Client, kaisa: User) -> None:
    User.objects.filter(pk=kaisa.pk).update(is_active=False)
    response = type_password(client, kaisa)
    assert response["Location"] == address("account_inactive")
    assert not is_signed_in(client)


def test_closing_an_account_ends_its_sessions(client: Client, kaisa: User) -> None:
    type_password(client, kaisa)
    User.objects.filter(pk=kaisa.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_an_administrator_made_by_command_confirms_the_address_first(client: Client, queue: Queue) -> None:
    boss = User.objects.create_superuser("boss@example.org", PASSWORD)
    assert type_password(client, boss)["Location"] == address("account_email_verification_sent")
    client.post(address("account_email_verification_sent"), {"code": queue.code(boss.email)})
    assert client.get(address("mfa_index")).status_code == 200


# --- With a code -----------------------------------------------------------------------------


def ask_for_code(client: Client, email: str) -> Any:
    return client.post(address("account_request_login_code"), {"email": email})


def type_code(client: Client, code: str) -> Any:
    return client.post(address("account_confirm_login_code"), {"code": code})


def test_a_code_signs_in_whoever_has_no_password(client: Client, queue: Queue) -> None:
    kalle = make_account("kalle@example.org", password=None)
    assert ask_for_code(client, kalle.email)["Location"] == address("account_confirm_login_code")
    response = type_code(client, queue.code(kalle.email))
    assert response["Location"] == address("desk:overview")
    assert is_signed_in(client)


def test_a_code_may_be_typed_without_its_dash_and_with_spaces(
    client: Client, kaisa: User, queue: Queue
) -> None:
    ask_for_code(client, kaisa.email)
    type_code(client, queue.code(kaisa.email).replace("-", " "))
    assert is_signed_in(client)


def test_a_wrong_code_is_refused_and_what_was_typed_kept(client: Client, kaisa: User) -> None:
    ask_for_code(client, kaisa.email)
    page = text_of(type_code(client, "0000-000x"))
    assert 'value="0000-000x"' in page
    assert "error-summary" in page
    assert not is_signed_in(client)


def test_three_wrong_codes_end_the_attempt(client: Client, kaisa: User, queue: Queue) -> None:
    ask_for_code(client, kaisa.email)
    for _attempt in range(3):
        response = type_code(client, "0000-000x")
    assert response["Location"] == address("account_request_login_code")
    type_code(client, queue.code(kaisa.email))
    assert not is_signed_in(client)


def test_a_code_works_only_in_the_browser_that_asked_for_it(
    client: Client, kaisa: User, queue: Queue
) -> None:
    ask_for_code(client, kaisa.email)
    stranger = Client()
    type_code(stranger, queue.code(kaisa.email))
    assert not is_signed_in(stranger)


def test_a_new_code_replaces_the_first(client: Client, kaisa: User, queue: Queue) -> None:
    ask_for_code(client, kaisa.email)
    first = queue.code(kaisa.email)
    client.post(address("account_confirm_login_code"), {"action": "resend"})
    assert len(queue(kaisa.email)) == 2
    type_code(client, first)
    assert not is_signed_in(client)
    type_code(client, queue.code(kaisa.email))
    assert is_signed_in(client)


def test_an_unknown_address_is_told_by_letter_and_not_on_the_page(
    client: Client, kaisa: User, queue: Queue
) -> None:
    known = ask_for_code(client, kaisa.email)
    unknown = ask_for_code(Client(), "nobody@example.org")
    assert known["Location"] == unknown["Location"]
    [letter] = queue("nobody@example.org")
    assert "nobody@example.org" in letter.message
    assert not any(character.isdigit() for character in letter.subject)


# --- A forgotten password, and leaving -------------------------------------------------------


def test_a_forgotten_password_is_replaced_with_a_code(client: Client, kaisa: User, queue: Queue) -> None:
    client.post(address("account_reset_password"), {"email": kaisa.email})
    client.post(address("account_confirm_password_reset_code"), {"code": queue.code(kaisa.email)})
    new = "uusi lause joka on pitkä"
    done = client.post(address("account_complete_password_reset"), {"password1": new})
    assert done.status_code == 302
    assert type_password(Client(), kaisa, new)["Location"] == address("desk:overview")
    stranger = Client()
    type_password(stranger, kaisa, PASSWORD)
    assert not is_signed_in(stranger)


def test_a_short_password_is_refused_with_the_length_that_is_needed(client: Client, queue: Queue) -> None:
    kalle = make_account("kalle@example.org")
    client.post(address("account_reset_password", language="en"), {"email": kalle.email})
    code = queue.code(kalle.email)
    client.post(address("account_confirm_password_reset_code", language="en"), {"code": code})
    page = client.post(address("account_complete_password_reset", language="en"), {"password1": "short-1"})
    assert "at least 12 characters" in text_of(page)
    assert "short-1" not in text_of(page)


def test_a_new_password_without_a_code_is_impossible(client: Client, kaisa: User) -> None:
    for path in ("account_confirm_password_reset_code", "account_complete_password_reset"):
        assert client.get(address(path)).status_code == 302
    client.post(address("account_complete_password_reset"), {"password1": "uusi lause joka on pitkä"})
    assert type_password(Client(), kaisa)["Location"] == address("desk:overview")


def test_opening_the_sign_out_page_does_not_sign_out(client: Client, kaisa: User) -> None:
    type_password(client, kaisa)
    client.get(address("account_logout"))
    assert is_signed_in(client)
    assert client.post(address("account_logout"))["Location"] == address("site:home")
    assert not is_signed_in(client)


def test_nobody_makes_an_account_without_an_invitation(client: Client) -> None:
    page = client.get(address("account_signup"))
    assert page.status_code == 200
    assert "<form" not in text_of(page).split("<main", 1)[1]
    client.post(
        address("account_signup"), {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not User.objects.exists()
