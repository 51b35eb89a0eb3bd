"""Links of invitations that do not work, and clicks at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from projects.register.models import Invitation, Membership
from projects.register.services import invitations
from tests.accounts.inviting import EMAIL, join_form, send
from tests.accounts.people import Queue, address, make_account, text_of
from tests.cast import Cast, make_cast
from yhes.accounts.models import User

pytestmark = pytest.mark.django_db


def expired(cast: Cast, queue: Queue) -> str:
    invitation = send(cast)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    return queue.link(EMAIL)


def used(cast: Cast, queue: Queue) -> str:
    send(cast)
    Client().post(queue.link(EMAIL), join_form())
    return queue.link(EMAIL)


@pytest.mark.parametrize("make", [expired, used])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_old_link_gets_a_clear_page_in_the_persons_language(
    cast: Cast, queue: Queue, make: Any, language: str
) -> None:
    link = make(cast, queue).replace("/fi/", f"/{language}/")
    token = link.rstrip("/").rpartition("/")[2]
    before = Membership.objects.count()
    client = Client()
    for response in (
        client.get(address("accounts:invitation", token, language=language)),
        client.post(address("accounts:invitation", token, language=language), join_form()),
    ):
        assert response.status_code == 410
        assert f'<html lang="{language}">' in text_of(response)
        assert text_of(response).count("<h1>") == 1
    assert Membership.objects.count() == before


def test_each_kind_of_old_link_says_what_to_do(cast: Cast, queue: Queue, client: Client) -> None:
    pages = {
        text_of(client.get(expired(cast, queue))),
        text_of(client.get(used(cast, queue))),
        text_of(client.get(address("accounts:invitation", "unknown"))),
    }
    assert len({page.partition('<p class="lead">')[2].partition("</p>")[0] for page in pages}) == 3


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "ä" * 50,
        "a" * 5000,
        "%00",
        "..%2f..",
        "' OR 1=1 --",
        # An id of its own: the signature differs in each process that collects tests.
        pytest.param(signing.dumps("x"), id="signed for something else"),
        "<script>",
    ],
)
def test_a_malformed_link_gets_the_same_page_and_never_an_error(db: None, client: Client, token: str) -> None:
    path = address("accounts:invitation", "TOKEN").replace("TOKEN", token)
    for response in (client.get(path), client.post(path, join_form())):
        assert response.status_code in (404, 410)
        assert text_of(response).count("<h1>") == 1


def test_two_clicks_at_once_give_one_account(cast: Cast, queue: Queue) -> None:
    """Both requests have read the open invitation; only one may take it."""
    send(cast)
    token = queue.link(EMAIL).rstrip("/").rpartition("/")[2]
    first, second = invitations.offer(token), invitations.offer(token)
    assert first is not None
    assert second is not None
    person = make_account(EMAIL)
    first.accept(person)
    with pytest.raises(invitations.InvitationSpent):
        second.accept(person)
    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_race_for_the_link_has_one_winner(queue: Queue) -> None:
    """Four clicks at the same moment, each in a session of its own."""
    cast = make_cast()
    send(cast)
    link = queue.link(EMAIL)
    start = Barrier(4)

    def click(number: int) -> int:
        client = Client(raise_request_exception=False)
        start.wait()
        try:
            return int(client.post(link, join_form(name=f"Uuno {number}")).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        statuses = sorted(clicks.map(click, range(4)))
    # Whoever comes late is told so, or, between the two commits, to sign in with the account there is by now.
    assert set(statuses) <= {200, 302, 409, 410}
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Membership.objects.filter(user__email=EMAIL).count() == 1
    assert statuses.count(302) == 1
