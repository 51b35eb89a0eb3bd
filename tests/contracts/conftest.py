"""One world for all of these tests, which only look: whatever a request writes is taken back at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.utils import translation

if TYPE_CHECKING:  # the rest waits until the settings are there (see tests/services.py)
    from tests.contracts.world import World

Ask = Callable[..., Any]


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    from tests.contracts.world import make_world

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def ask(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """`ask(client, "GET", url)`: the response; what it changed is undone, whatever it sent unsent."""

    from tests.contracts.addresses import visit
    from yhes.desk import rail

    # As everything is undone, what the desk's rail remembers stays true: asking for it anew after every
    # form would be a third of the time of these tests.
    monkeypatch.setattr(rail, "forget", lambda request, project: None)

    def asked(client: Client, method: str, url: str, **more: Any) -> Any:
        cookies = client.cookies.copy()
        with transaction.atomic():
            response = visit(client, method, url, **more)
            transaction.set_rollback(True)
        if response.streaming:
            b"".join(response.streaming_content)  # to its end, where the client closes it and nothing else
        client.cookies = cookies
        return response

    cache.clear()  # who asks for hundreds of pages would meet the limits of signing in
    with translation.override("fi"):
        yield asked


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    """`client_of("aino")`: a browser in which she has just confirmed who she is; "visitor" has not."""
    from tests.cast import sign_in

    def client(role: str) -> Client:
        made = Client(raise_request_exception=False)
        return (
            made if role == "visitor" else _confirmed(sign_in(made, getattr(world.cast, role)), role, world)
        )

    return client


def _confirmed(client: Client, role: str, world: World) -> Client:
    from allauth.account.internal.flows.login import record_authentication

    request = HttpRequest()
    request.session = client.session
    person = getattr(world.cast, role)
    record_authentication(request, person, "mfa", type="totp", reauthenticated=True)
    request.session.save()
    return client
