"""A coach erases the account: nobody is left waiting for an answer that cannot come."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from peercoaching.models import Coach, CoachingRequest, Pairing
from peercoaching.services import pairing, requests
from tests.accounts.people import Queue, address
from tests.cast import Cast
from tests.peercoaching.network import ask, make_coach, proposal, state_of, token_in
from tests.ticking import let_a_minute_pass
from yhes.accounts.services import remove_account
from yhes.common import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cecilia: Coach) -> tuple[CoachingRequest, str]:
    """Cecilia has been asked; the request and its own link."""
    _made, link = ask(cecilia.network)
    return requests.confirm(token=token_in(link)), link


def test_the_next_coach_is_asked_at_the_next_tick(
    cast: Cast, asked: tuple[CoachingRequest, str], queue: Queue
) -> None:
    request, link = asked
    other = make_coach(request.network, "Toini Toinen", topics=["meaning"])
    before = Client().get(link).content.decode()
    remove_account(user=cast.cecilia)
    between = Client().get(link)
    assert between.context["coach"] is None
    assert between.content.decode() != before
    for _tick in range(2):
        let_a_minute_pass()
    assert proposal(request).coach == other
    assert len(queue(other.email)) == 1
    assert Client().get(link).context["coach"] == other


def test_a_request_that_cannot_be_passed_on_stops_no_reminder(
    cast: Cast,
    asked: tuple[CoachingRequest, str],
    queue: Queue,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("planted")

    request, _link = asked
    other = make_coach(request.network, "Toini Toinen", topics=["meaning"])
    _made, link = ask(request.network, topic="meaning", email="olli@example.org")
    silent = requests.confirm(token=token_in(link))
    assert proposal(silent).coach == other
    long_ago = timezone.now() - pairing.REMIND_AFTER
    Pairing.objects.filter(request=silent).update(proposed_at=long_ago)
    remove_account(user=cast.cecilia)
    monkeypatch.setattr(pairing, "propose_best", fail)
    tasks.tick()
    assert proposal(silent).reminded_at is not None
    assert len(queue(other.email)) == 2, "asked, and reminded"
    assert "peercoaching.passing_on" in caplog.text


def test_with_nobody_left_the_coordinator_has_it(cast: Cast, asked: tuple[CoachingRequest, str]) -> None:
    request, link = asked
    remove_account(user=cast.cecilia)
    let_a_minute_pass()
    assert state_of(request) == "open"
    assert Client().get(link).status_code == 200


def test_a_pair_without_its_coach_is_told_to_ask_anew(cast: Cast, asked: tuple[CoachingRequest, str]) -> None:
    request, link = asked
    pairing.accept(pairing=proposal(request))
    anew = address("peercoaching:ask", request.network.slug)
    assert f'href="{anew}"' not in Client().get(link).content.decode()
    remove_account(user=cast.cecilia)
    let_a_minute_pass()
    page = Client().get(link).content.decode()
    assert f'href="{anew}"' in page
    assert "Cecilia" not in page
    assert state_of(request) == "paired"


def test_a_network_that_takes_no_requests_offers_none(cast: Cast, asked: tuple[CoachingRequest, str]) -> None:
    request, link = asked
    pairing.accept(pairing=proposal(request))
    remove_account(user=cast.cecilia)
    request.network.is_public = False
    request.network.save()
    page = Client().get(link).content.decode()
    assert address("peercoaching:ask", request.network.slug) not in page
    assert "lähetä uusi pyyntö" not in page
