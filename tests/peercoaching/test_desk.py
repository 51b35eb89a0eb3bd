"""The desk's room: who sees what, who may do what, and that sessions are counted rightly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing, Session
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
    own_profile,
    proposal,
    state_of,
)
from yhes.common import registry
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast: Cast, cecilia: Coach) -> Pairing:
    """Cecilia and Essi have begun."""
    return pairing.accept(pairing=proposal(ask_and_confirm(cecilia.network)))


@pytest.fixture
def others(cast: Cast, cecilia: Coach) -> CoachingRequest:
    """A request for which another coach has been asked."""
    make_coach(cecilia.network, "Toini Toinen", topics=["recovery"], languages=["en"])
    return ask_and_confirm(cecilia.network, email="muu@example.org", topic="recovery", language="en")


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


# --- Who sees what ---------------------------------------------------------------------------------


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


# --- The coordinator asks ------------------------------------------------------------------------------


def test_the_coordinator_waits_no_longer_and_asks_another(
    cast: Cast, cecilia: Coach, as_aino: Client
) -> None:
    other = make_coach(cecilia.network, "Toini Toinen", topics=["meaning"])
    request = ask_and_confirm(cecilia.network)
    first = proposal(request)
    url = desk("request", cast.project, request.pk)
    early = as_aino.post(url, {"coach": str(other.pk)})
    assert early.status_code == 400
    assert proposal(request) == first
    as_aino.post(desk("take_back", cast.project, first.pk))
    assert state_of(request) == "open"
    page = as_aino.get(url).content.decode()
    assert f'value="{other.pk}"' in page
    assert f'value="{cecilia.pk}"' not in page
    as_aino.post(url, {"coach": str(other.pk)})
    assert proposal(request).coach == other
    assert as_aino.post(desk("take_back", cast.project, first.pk)).status_code == 302
    assert proposal(request).coach == other


def test_the_best_coach_is_offered_first(cast: Cast, network: CoachNetwork, as_aino: Client) -> None:
    request = ask_and_confirm(network)
    far = make_coach(network, "Aatu Aihe")
    near = make_coach(network, "Öykky Lähellä", regions=("06",))
    CoachingRequest.objects.filter(pk=request.pk).update(region=near.regions.get())
    page = as_aino.get(desk("request", cast.project, request.pk)).content.decode()
    assert 0 < page.index(f'value="{near.pk}"') < page.index(f'value="{far.pk}"')


def test_a_paused_coach_cannot_be_asked_by_hand_either(
    cast: Cast, network: CoachNetwork, as_aino: Client
) -> None:
    request = ask_and_confirm(network)
    coach = make_coach(network, "Toini Toinen")
    Coach.objects.filter(pk=coach.pk).update(is_paused=True)
    response = as_aino.post(desk("request", cast.project, request.pk), {"coach": str(coach.pk)})
    assert response.status_code == 400
    assert not Pairing.objects.exists()


# --- Sessions ------------------------------------------------------------------------------------------


def count(client: Client, cast: Cast, pair: Pairing, day: Any, minutes: str = "60") -> int:
    data = {"held_on": day.isoformat(), "minutes": minutes}
    return client.post(desk("pair", cast.project, pair.pk), data).status_code


def test_a_day_is_counted_once_and_tomorrow_not_at_all(
    cast: Cast, pair: Pairing, as_cecilia: Client, as_aino: Client
) -> None:
    today = timezone.localdate()
    assert count(as_cecilia, cast, pair, today) == 302
    assert count(as_cecilia, cast, pair, today) == 400
    assert count(as_aino, cast, pair, today, "30") == 400
    assert count(as_cecilia, cast, pair, today + timedelta(days=1)) == 400
    assert count(as_cecilia, cast, pair, today - timedelta(days=1), "0") == 400
    assert count(as_cecilia, cast, pair, today - timedelta(days=1), "601") == 400
    assert count(as_cecilia, cast, pair, today - timedelta(days=1)) == 302
    assert list(Session.objects.values_list("held_on", flat=True)) == [today, today - timedelta(days=1)]


def test_a_session_counted_by_mistake_is_taken_away(cast: Cast, pair: Pairing, as_cecilia: Client) -> None:
    count(as_cecilia, cast, pair, timezone.localdate())
    url = desk("session_delete", cast.project, pair.pk, Session.objects.get().pk)
    assert as_cecilia.get(url).status_code == 405
    assert Session.objects.exists()
    as_cecilia.post(url)
    assert not Session.objects.exists()
    assert as_cecilia.post(url).status_code == 404


def test_another_pairs_session_is_not_taken_away_through_the_own_pair(
    cast: Cast, pair: Pairing, others: CoachingRequest, as_cecilia: Client
) -> None:
    theirs = pairing.accept(pairing=proposal(others))
    held = Session.objects.create(pairing=theirs, held_on=timezone.localdate())
    assert as_cecilia.post(desk("session_delete", cast.project, pair.pk, held.pk)).status_code == 404
    assert Session.objects.filter(pk=held.pk).exists()


def test_nothing_is_counted_after_the_end(cast: Cast, pair: Pairing, as_cecilia: Client) -> None:
    for _click in range(2):
        assert as_cecilia.post(desk("pair_end", cast.project, pair.pk)).status_code == 302
    assert state_of(pair.request) == "ended"
    assert count(as_cecilia, cast, pair, timezone.localdate()) == 400
    assert not Session.objects.exists()


# --- Coaches and networks --------------------------------------------------------------------------------


def profile(**changes: Any) -> dict[str, Any]:
    values = {
        "name": "Cecilia C",
        "introduction": "Hej!",
        "topics": ["trust"],
        "languages": ["sv"],
        "places": "1",
        "is_public": "on",
    }
    return {**values, **changes}


def test_a_coach_keeps_the_own_profile_but_not_the_address(
    cast: Cast, cecilia: Coach, as_cecilia: Client
) -> None:
    url = desk("coach_edit", cast.project, cecilia.pk)
    assert 'name="email"' not in as_cecilia.get(url).content.decode()
    response = as_cecilia.post(url, profile(email="boss@example.org"))
    assert response.status_code == 302
    cecilia.refresh_from_db()
    assert (cecilia.name, cecilia.places, cecilia.email) == ("Cecilia C", 1, cast.cecilia.email)
    assert cecilia.user == cast.cecilia


def test_only_the_coach_consents_to_a_public_profile(
    cast: Cast, network: CoachNetwork, as_aino: Client, as_cecilia: Client
) -> None:
    coach = own_profile(network, cast.cecilia, is_public=False)
    url = desk("coach_edit", cast.project, coach.pk)
    assert 'name="is_public"' not in as_aino.get(url).content.decode()
    as_aino.post(url, profile(email=coach.email))
    coach.refresh_from_db()
    assert (coach.name, coach.is_public) == ("Cecilia C", False)
    as_cecilia.post(url, profile())
    coach.refresh_from_db()
    assert coach.is_public


@pytest.mark.parametrize("places", ["0", "-1", "", "x", "21"])
def test_a_coach_has_a_place(cast: Cast, cecilia: Coach, as_cecilia: Client, places: str) -> None:
    response = as_cecilia.post(desk("coach_edit", cast.project, cecilia.pk), profile(places=places))
    assert response.status_code == 400
    cecilia.refresh_from_db()
    assert cecilia.places == 2


def test_one_address_is_one_coach_of_a_network(
    cast: Cast, network: CoachNetwork, cecilia: Coach, as_aino: Client
) -> None:
    url = desk("coach_add", cast.project, network.slug)
    response = as_aino.post(url, profile(email="CECILIA@example.org"))
    assert response.status_code == 400
    assert 'id="id_email_error"' in response.content.decode()
    assert Coach.objects.count() == 1
    assert as_aino.post(url, profile(email="uusi@example.org")).status_code == 302
    assert Coach.objects.count() == 2


def test_a_pause_is_the_coachs_own_and_ends_when_the_coach_says(
    cast: Cast, cecilia: Coach, as_cecilia: Client
) -> None:
    url = desk("coach_state", cast.project, cecilia.pk)
    assert as_cecilia.get(url).status_code == 405
    for state, is_paused in (("pause", True), ("resume", False), ("nonsense", False)):
        as_cecilia.post(url, {"state": state})
        cecilia.refresh_from_db()
        assert cecilia.is_paused is is_paused


def test_a_network_is_made_and_changed(cast: Cast, as_aino: Client) -> None:
    assert as_aino.post(desk("network_add", cast.project), {"name_fi": ""}).status_code == 400
    for _click in range(2):
        as_aino.post(desk("network_add", cast.project), {"name_fi": "Itäinen verkosto"})
    slugs = list(CoachNetwork.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["itainen-verkosto", "itainen-verkosto-2"]
    url = desk("network_edit", cast.project, slugs[0])
    as_aino.post(url, {"name_fi": "Itäinen", "name_sv": "Östra", "is_public": "on"})
    network = CoachNetwork.objects.get(slug=slugs[0])
    assert (network.name_fi, network.name_sv, network.is_public) == ("Itäinen", "Östra", True)


# --- What is kept ------------------------------------------------------------------------------------------


def test_the_export_names_nobody(cast: Cast, pair: Pairing, as_aino: Client) -> None:
    Session.objects.create(pairing=pair, held_on=timezone.localdate(), minutes=45)
    text = as_aino.get(desk("pairs_csv", cast.project)).content.decode("utf-8-sig")
    assert "1;45" in text
    for secret in ("Essi", "Cecilia", NEED, "example.org", "Esimerkkiopisto"):
        assert secret not in text


def test_the_trail_names_neither_of_a_pair(cast: Cast, pair: Pairing, as_cecilia: Client) -> None:
    count(as_cecilia, cast, pair, timezone.localdate())
    as_cecilia.post(desk("coach_edit", cast.project, pair.coach_id), profile(name="Uusi Nimi"))
    as_cecilia.post(desk("pair_end", cast.project, pair.pk))
    events = AuditEvent.objects.filter(action__startswith="peercoaching.")
    assert events.filter(action="peercoaching.pair_ended").exists()
    for event in events:
        words = f"{event.object_label} {event.changes}"
        for secret in ("Essi", "Cecilia", "Uusi Nimi", ASKER, NEED):
            assert secret not in words


def test_own_data_holds_the_profile_and_not_the_other_of_the_pair(cast: Cast, pair: Pairing) -> None:
    Session.objects.create(pairing=pair, held_on=timezone.localdate(), minutes=45)
    data = registry.providers("personal_data")["peercoaching"](cast.cecilia)
    assert data["profiles"][0]["email"] == cast.cecilia.email
    assert data["pairs"][0]["sessions"] == 1
    assert "Essi" not in str(data)
    assert registry.providers("personal_data")["peercoaching"](cast.eero) == {
        "profiles": [],
        "pairs": [],
        "requests": [],
    }


def test_the_profile_goes_with_the_account_and_the_sessions_stay(
    cast: Cast, pair: Pairing, as_aino: Client
) -> None:
    from yhes.accounts.services import losses, remove_account

    Session.objects.create(pairing=pair, held_on=timezone.localdate())
    assert any(str(pair.request.network) in loss for loss in losses(cast.cecilia))
    remove_account(user=cast.cecilia)
    assert not Coach.objects.exists()
    assert Session.objects.count() == 1
    for name, key in (("request", pair.request_id), ("pair", pair.pk)):
        page = as_aino.get(desk(name, cast.project, key))
        assert page.status_code == 200
        assert "Cecilia" not in page.content.decode()
    assert as_aino.get(desk("pairs", cast.project)).status_code == 200
