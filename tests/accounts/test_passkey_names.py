"""A passkey's name is short enough to be read in a list, both when it is made and when it is renamed."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client

from tests.accounts.people import address, text_of
from tests.cast import Cast, sign_in
from yhes.accounts.forms.second_factor import NAME_LENGTH

pytestmark = pytest.mark.django_db
TOO_LONG = "x" * (NAME_LENGTH + 1)
WORDS = {"fi": "Lyhennä pääsyavaimen nimeä", "sv": "kortare namn", "en": "shorter name: at most 60"}


@pytest.fixture
def client(cast: Cast) -> Client:
    """Eero has just confirmed who he is."""
    made = sign_in(Client(), cast.eero)
    request = HttpRequest()
    request.session = made.session
    record_authentication(request, cast.eero, "mfa", type="totp", reauthenticated=True)
    request.session.save()
    return made


@pytest.fixture
def passkey(cast: Cast) -> Authenticator:
    data = {"name": "Työpuhelin", "credential": {}}
    return Authenticator.objects.create(user=cast.eero, type=Authenticator.Type.WEBAUTHN, data=data)


def name_errors(response: Any) -> list[str]:
    errors: list[str] = response.context["form"].errors.get("name", [])
    return errors


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_too_long_a_name_is_refused_in_words_when_adding(client: Client, language: str) -> None:
    url = address("mfa_add_webauthn", language=language)
    response = client.post(url, {"name": TOO_LONG, "credential": "{}"})
    [message] = name_errors(response)
    assert WORDS[language] in message
    assert message in text_of(response)
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()


def test_a_name_of_the_full_length_is_not_refused(client: Client) -> None:
    response = client.post(address("mfa_add_webauthn"), {"name": TOO_LONG[1:], "credential": "{}"})
    assert name_errors(response) == []


def test_the_browser_lets_nobody_type_more(client: Client, cast: Cast) -> None:
    adding = text_of(client.get(address("mfa_add_webauthn")))
    passkey = Authenticator.objects.create(
        user=cast.eero, type=Authenticator.Type.WEBAUTHN, data={"name": "Työpuhelin", "credential": {}}
    )
    for page in (adding, text_of(client.get(address("mfa_edit_webauthn", passkey.pk)))):
        assert f'maxlength="{NAME_LENGTH}"' in page


def test_renaming_has_the_same_limit(client: Client, passkey: Authenticator) -> None:
    url = address("mfa_edit_webauthn", passkey.pk)
    assert name_errors(client.post(url, {"name": TOO_LONG}))
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Työpuhelin"
    assert client.post(url, {"name": "Kotikone"}).status_code == 302
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Kotikone"
