"""Whoever asked for a coach is forgotten when they wish, or with their account; what was counted stays."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing, Session
from peercoaching.services import erasing, pairing
from tests.accounts.people import Queue
from tests.cast import Cast, make_person
from tests.peercoaching.network import ASKER, ask, ask_and_confirm, desk, make_coach, proposal, state_of
from yhes.accounts import services as accounts
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def kept(request: CoachingRequest) -> tuple[str, ...]:
    request.refresh_from_db()
    return request.name, request.email, request.workplace, request.need


def test_the_coordinator_erases_who_asked_and_is_asked_once(
    cast: Cast, network: CoachNetwork, as_aino: Client
) -> None:
    request = ask_and_confirm(network)
    url = desk("request_erase", cast.project, request.pk)
    assert ASKER in as_aino.get(desk("request", cast.project, request.pk)).content.decode()
    assert as_aino.get(url).status_code == 200
    assert kept(request)[1] == ASKER, "asking changes nothing"
    page = desk("request", cast.project, request.pk)
    for _click in range(2):
        assert as_aino.post(url)["Location"] == page
    assert kept(request) == ("", "", "", "")
    assert state_of(request) == "withdrawn"
    assert url not in as_aino.get(page).content.decode()
    assert as_aino.get(url)["Location"] == page
    event = AuditEvent.objects.get(action="peercoaching.request_erased")
    assert (event.actor, event.object_label, event.changes) == (cast.aino, "", {})


def test_a_coach_who_was_asked_need_not_answer(network: CoachNetwork, cecilia: Coach, queue: Queue) -> None:
    request = ask_and_confirm(network)
    asked = proposal(request)
    before = len(queue(cecilia.email))
    erasing.erase_everywhere([ASKER.upper()])
    asked.refresh_from_db()
    assert asked.state == Pairing.State.CALLED_OFF
    assert len(queue(cecilia.email)) == before + 1
    assert "Essi" not in queue.last(cecilia.email).message


def test_a_pair_ends_and_its_sessions_stay_counted(network: CoachNetwork, cecilia: Coach) -> None:
    request = ask_and_confirm(network)
    pair = pairing.accept(pairing=proposal(request))
    Session.objects.create(pairing=pair, held_on=timezone.localdate())
    erasing.erase_everywhere([ASKER])
    pair.refresh_from_db()
    assert (pair.state, pair.ended_at is not None) == (Pairing.State.ENDED, True)
    assert (state_of(request), kept(request)) == ("ended", ("", "", "", ""))
    assert Session.objects.count() == 1


def test_an_account_that_is_removed_takes_its_requests_along_and_is_told_so(
    network: CoachNetwork, cecilia: Coach
) -> None:
    essi = make_person("Essi Esimerkki")
    confirmed, others = ask_and_confirm(network), ask_and_confirm(network, email="olli@example.org")
    ask(network, need="Jotain muuta.")
    assert sum(str(network) in loss for loss in accounts.losses(essi)) == 2
    accounts.remove_account(user=essi)
    assert kept(confirmed) == ("", "", "", "")
    assert not CoachingRequest.objects.filter(email=ASKER).exists()
    assert kept(others)[1] == "olli@example.org"


def test_a_profile_that_was_not_joined_to_the_account_yet_goes_too(network: CoachNetwork) -> None:
    make_coach(network, "Toini Toinen")
    toini = make_person("Toini Toinen")
    accounts.remove_account(user=toini)
    assert not Coach.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("as_cecilia", 403), ("as_bertil", 403), ("as_eero", 404)])
def test_nobody_else_erases_anybody(
    request: pytest.FixtureRequest, cast: Cast, network: CoachNetwork, cecilia: Coach, who: str, status: int
) -> None:
    asked = ask_and_confirm(network)
    client: Client = request.getfixturevalue(who)
    url = desk("request_erase", cast.project, asked.pk)
    assert [client.get(url).status_code, client.post(url).status_code] == [status, status]
    assert kept(asked)[1] == ASKER
