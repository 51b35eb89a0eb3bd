"""Coaches and networks: who keeps a profile, consents to it, pauses and leaves."""

from __future__ import annotations

import pytest
from django.test import Client

from peercoaching.models import Coach, CoachNetwork, Pairing
from peercoaching.services import pairing
from peercoaching.services.pairing import accept
from tests.accounts.people import address
from tests.cast import Cast
from tests.peercoaching.network import (
    ask_and_confirm,
    desk,
    make_coach,
    make_network,
    own_profile,
    profile,
    proposal,
    state_of,
)
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


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


def test_leaving_asks_once_and_says_what_happens_to_those_who_wait(
    cast: Cast, pair: Pairing, as_cecilia: Client
) -> None:
    assert pair.coach is not None
    waiting = ask_and_confirm(pair.request.network, email="muu@example.org")
    other = make_coach(pair.request.network, "Toini Toinen", topics=["meaning"])
    url = desk("coach_leave", cast.project, pair.coach_id)
    form = as_cecilia.get(desk("coach_edit", cast.project, pair.coach_id)).content.decode()
    assert f'href="{url}"' in form
    assert 'value="leave"' not in form
    question = as_cecilia.get(url)
    assert (question.context["waiting"], question.context["going_on"]) == (1, 1)
    as_cecilia.post(desk("coach_state", cast.project, pair.coach_id), {"state": "leave"})
    pair.coach.refresh_from_db()
    assert pair.coach.left_at is None
    for _click in range(2):
        as_cecilia.post(url)
    pair.coach.refresh_from_db()
    assert pair.coach.left_at is not None
    assert proposal(waiting).coach == other
    assert state_of(pair.request) == "paired"
    assert AuditEvent.objects.filter(action="peercoaching.coach_left").count() == 1


def test_a_request_accepted_while_its_coach_leaves_stays_with_the_coach(
    cast: Cast, cecilia: Coach, as_cecilia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accepted from the letter between the look at who waits and the moment of declining."""
    waiting = ask_and_confirm(cecilia.network)
    decline = pairing.decline

    def too_late(*, pairing: Pairing) -> object:
        accept(pairing=Pairing.objects.get(pk=pairing.pk))
        return decline(pairing=pairing)

    monkeypatch.setattr(pairing, "decline", too_late)
    assert as_cecilia.post(desk("coach_leave", cast.project, cecilia.pk)).status_code == 302
    cecilia.refresh_from_db()
    assert cecilia.left_at is not None
    assert state_of(waiting) == "paired"


def test_a_coach_comes_back(cast: Cast, cecilia: Coach, as_cecilia: Client) -> None:
    as_cecilia.post(desk("coach_leave", cast.project, cecilia.pk))
    as_cecilia.post(desk("coach_state", cast.project, cecilia.pk), {"state": "return"})
    cecilia.refresh_from_db()
    assert cecilia.left_at is None


@pytest.mark.parametrize("name", ["Oma", "OMA!", "Vastaus", "Egen", "Svar", "Own", "Answer"])
def test_a_network_is_not_hidden_behind_the_addresses_of_personal_links(
    cast: Cast, name: str, visitor: Client
) -> None:
    network = make_network(cast.project, name)
    for language in ("fi", "sv", "en"):
        for page in ("network", "ask", "asked"):
            response = visitor.get(address(f"peercoaching:{page}", network.slug, language=language))
            assert response.status_code == 200, (language, page)
            assert response.context["network"] == network


def test_only_such_names_get_a_number(cast: Cast) -> None:
    assert make_network(cast.project, "Oma verkosto").slug == "oma-verkosto"
    assert [make_network(cast.project, "Oma").slug for _twice in range(2)] == ["oma-2", "oma-3"]
