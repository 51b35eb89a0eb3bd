"""The desk's room: who sees what, and what waits for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing
from peercoaching.services import pairing
from tests.accounts.people import address
from tests.cast import Cast, sign_in
from tests.peercoaching.network import (
    ASKER,
    NEED,
    ask,
    ask_and_confirm,
    desk,
    make_coach,
    proposal,
    state_of,
)
from yhes.common import registry

pytestmark = pytest.mark.django_db


def every_page(cast: Cast, network: CoachNetwork, pair: Pairing) -> list[str]:
    assert pair.coach_id is not None
    return [
        desk("room", cast.project),
        desk("pairs", cast.project),
        desk("coaches", cast.project),
        desk("pairs_csv", cast.project),
        desk("pairs_xlsx", cast.project),
        desk("request", cast.project, pair.request_id),
        desk("pair", cast.project, pair.pk),
        desk("network_add", cast.project),
        desk("network_edit", cast.project, network.slug),
        desk("coach_add", cast.project, network.slug),
        desk("coach_edit", cast.project, pair.coach_id),
    ]


def test_the_coordinator_opens_every_page(
    cast: Cast, network: CoachNetwork, pair: Pairing, as_aino: Client
) -> None:
    for url in every_page(cast, network, pair):
        assert as_aino.get(url).status_code == 200, url
    assert "Essi Esimerkki" in as_aino.get(desk("room", cast.project)).content.decode()


def test_outsiders_do_not_learn_that_the_room_exists(
    cast: Cast, network: CoachNetwork, pair: Pairing, as_eero: Client, visitor: Client
) -> None:
    for url in every_page(cast, network, pair):
        assert as_eero.get(url).status_code == 404, url
        assert address("account_login") in visitor.get(url)["Location"]


@pytest.mark.parametrize("who", ["bertil", "maija"])
def test_contacts_and_management_see_no_request_and_no_name(
    cast: Cast, network: CoachNetwork, pair: Pairing, who: str
) -> None:
    client = sign_in(Client(), getattr(cast, who))
    for url in every_page(cast, network, pair):
        response = client.get(url)
        assert response.status_code == 403, url
        assert "Essi" not in response.content.decode()
        assert client.post(url, {}).status_code in (403, 405), url
    overview = client.get(address("desk:project", cast.project.slug)).content.decode()
    assert desk("room", cast.project) not in overview


def test_a_coach_sees_the_own_requests_and_pairs_only(
    cast: Cast, pair: Pairing, others: CoachingRequest, as_cecilia: Client
) -> None:
    room = as_cecilia.get(desk("room", cast.project)).content.decode()
    assert desk("request", cast.project, pair.request_id) in room
    assert desk("request", cast.project, others.pk) not in room
    assert as_cecilia.get(desk("request", cast.project, others.pk)).status_code == 404
    theirs = pairing.accept(pairing=proposal(others))
    assert as_cecilia.get(desk("pair", cast.project, theirs.pk)).status_code == 404
    assert (
        desk("pair", cast.project, theirs.pk)
        not in as_cecilia.get(desk("pairs", cast.project)).content.decode()
    )
    for name in ("pair_end",):
        assert as_cecilia.post(desk(name, cast.project, theirs.pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "accepted"
    assert as_cecilia.get(desk("pair", cast.project, pair.pk)).status_code == 200


def test_a_coach_learns_who_asks_only_after_accepting(cast: Cast, cecilia: Coach, as_cecilia: Client) -> None:
    request = ask_and_confirm(cecilia.network)
    for url in (desk("room", cast.project), desk("request", cast.project, request.pk)):
        page = as_cecilia.get(url).content.decode()
        assert "Essi" not in page
        assert ASKER not in page
    assert NEED in page
    pairing.accept(pairing=proposal(request))
    assert ASKER in as_cecilia.get(desk("request", cast.project, request.pk)).content.decode()


def test_a_coach_does_not_learn_who_declined_before(cast: Cast, cecilia: Coach, as_cecilia: Client) -> None:
    first = make_coach(cecilia.network, "Eka Ensimmäinen", regions=("15",), topics=["trust", "meaning"])
    Coach.objects.filter(pk=cecilia.pk).update(topics=["meaning"])
    request = ask_and_confirm(cecilia.network)
    assert proposal(request).coach == first
    pairing.decline(pairing=proposal(request))
    page = as_cecilia.get(desk("request", cast.project, request.pk))
    assert page.status_code == 200
    assert first.name not in page.content.decode()


def test_a_coach_has_no_tools_of_the_coordinator(
    cast: Cast, network: CoachNetwork, cecilia: Coach, as_cecilia: Client
) -> None:
    make_coach(network, "Toini Toinen", topics=["meaning"])
    request = ask_and_confirm(network)
    other = Coach.objects.get(name="Toini Toinen")
    waiting = proposal(request)
    refused = [
        as_cecilia.post(desk("request", cast.project, request.pk), {"coach": str(other.pk)}),
        as_cecilia.post(desk("take_back", cast.project, waiting.pk)),
        as_cecilia.get(desk("coach_edit", cast.project, other.pk)),
        as_cecilia.post(desk("coach_state", cast.project, other.pk), {"state": "pause"}),
        as_cecilia.get(desk("network_edit", cast.project, network.slug)),
        as_cecilia.get(desk("coach_add", cast.project, network.slug)),
        as_cecilia.get(desk("pairs_csv", cast.project)),
    ]
    assert [response.status_code for response in refused] == [403] * len(refused)
    assert proposal(request) == waiting
    other.refresh_from_db()
    assert not other.is_paused


def test_a_coordinator_of_another_project_sees_nothing(cast: Cast, pair: Pairing) -> None:
    from projects.register.models import Role
    from tests.cast import give_role, give_second_factor

    give_role(cast.eero, cast.other_project, Role.COORDINATOR)
    give_second_factor(cast.eero)
    client = sign_in(Client(), cast.eero)
    for name, key in (("request", pair.request_id), ("pair", pair.pk), ("coach_edit", pair.coach_id)):
        assert client.get(desk(name, cast.project, key)).status_code == 404
        assert client.get(desk(name, cast.other_project, key)).status_code == 404
    assert client.post(desk("take_back", cast.other_project, pair.pk)).status_code == 404


def test_a_request_with_an_unconfirmed_address_is_nobodys_business(
    cast: Cast, network: CoachNetwork, as_aino: Client
) -> None:
    made, _link = ask(network)
    assert "Essi" not in as_aino.get(desk("room", cast.project)).content.decode()
    assert as_aino.get(desk("request", cast.project, made.pk)).status_code == 404
    assert not list(registry.providers("todo")["peercoaching"](cast.aino, cast.project))


# --- What waits ------------------------------------------------------------------------------------


def badge(user: Any, cast: Cast) -> int | None:
    items = list(registry.providers("rail")["peercoaching"](user, cast.project))
    return items[0].badge if items else None


def test_the_badge_counts_what_waits_for_this_person(cast: Cast, cecilia: Coach) -> None:
    assert (badge(cast.aino, cast), badge(cast.cecilia, cast)) == (0, 0)
    asked = ask_and_confirm(cecilia.network)
    ask_and_confirm(cecilia.network, email="muu@example.org", language="en")
    assert (badge(cast.aino, cast), badge(cast.cecilia, cast)) == (1, 1)
    assert (badge(cast.bertil, cast), badge(cast.maija, cast), badge(cast.eero, cast)) == (None, None, None)
    pairing.accept(pairing=proposal(asked))
    assert badge(cast.cecilia, cast) == 0


def test_the_coachs_first_page_leads_to_accept_and_decline(
    cast: Cast, cecilia: Coach, as_cecilia: Client
) -> None:
    request = ask_and_confirm(cecilia.network)
    [todo] = registry.providers("todo")["peercoaching"](cast.cecilia, cast.project)
    page = as_cecilia.get(todo.url).content.decode()
    assert 'name="accept"' in page
    assert 'name="decline"' in page
    as_cecilia.post(todo.url, {"accept": "1"})
    assert state_of(request) == "paired"


def test_a_request_that_has_waited_a_week_is_late(cast: Cast, network: CoachNetwork) -> None:
    request = ask_and_confirm(network)
    for days, is_late in ((6, False), (8, True)):
        when = timezone.now() - timedelta(days=days)
        CoachingRequest.objects.filter(pk=request.pk).update(confirmed_at=when)
        [todo] = registry.providers("todo")["peercoaching"](cast.aino, cast.project)
        assert todo.is_late is is_late
        assert todo.url == address("peercoaching:request", cast.project.slug, request.pk)
