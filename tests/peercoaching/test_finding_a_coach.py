"""The coordinator finds a coach for a request, waits no longer for one, or gives up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from peercoaching.errors import AlreadyAnswered
from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing
from peercoaching.services import pairing, requests
from tests.accounts.people import Queue, address
from tests.cast import Cast
from tests.peercoaching.network import (
    ASKER,
    ask,
    ask_and_confirm,
    desk,
    make_coach,
    need,
    proposal,
    state_of,
    token_in,
)
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


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


def test_calling_off_asks_once(cast: Cast, cecilia: Coach, as_aino: Client, queue: Queue) -> None:
    request = ask_and_confirm(cecilia.network)
    url = desk("take_back", cast.project, proposal(request).pk)
    assert f'href="{url}"' in as_aino.get(desk("request", cast.project, request.pk)).content.decode()
    assert cecilia.name in as_aino.get(url).content.decode()
    assert state_of(request) == "proposed"
    letters = len(queue(cecilia.email))
    for _click in range(2):
        as_aino.post(url)
    assert state_of(request) == "open"
    assert len(queue(cecilia.email)) == letters + 1


# --- Giving up ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "subject", "word"),
    [("fi", "Pyyntöösi ei löytynyt", "hanke"), ("sv", "Ingen coach", "projekt"), ("en", "No coach", "R&D")],
)
def test_whoever_asked_is_told_in_their_language_that_nobody_was_found(
    cast: Cast, network: CoachNetwork, as_aino: Client, queue: Queue, language: str, subject: str, word: str
) -> None:
    made = requests.request_coaching(network=network, need=need(language="en"), letter_language=language)
    own = queue.link(ASKER)
    requests.confirm(token=token_in(own))
    url = desk("request_close", cast.project, made.pk)
    assert f'href="{url}"' in as_aino.get(desk("request", cast.project, made.pk)).content.decode()
    assert "Essi Esimerkki" in as_aino.get(url).content.decode()
    assert state_of(made) == "open"
    for _click in range(2):
        as_aino.post(url, {"note": f"Kysy muualta: {word}."})
    assert state_of(made) == "closed"
    letters = queue(ASKER)[1:]
    assert len(letters) == 1
    assert letters[0].subject.startswith(subject)
    assert f"Kysy muualta: {word}." in letters[0].message
    assert address("peercoaching:ask", network.slug, language=language) in letters[0].message
    assert Client().get(own).status_code == 200


def test_a_coach_who_was_asked_need_not_answer_a_closed_request(
    cast: Cast, cecilia: Coach, as_aino: Client, queue: Queue
) -> None:
    request = ask_and_confirm(cecilia.network)
    asked = proposal(request)
    as_aino.post(desk("request_close", cast.project, request.pk), {"note": ""})
    asked.refresh_from_db()
    assert asked.state == "called_off"
    assert len(queue(cecilia.email)) == 2
    with pytest.raises(AlreadyAnswered):
        pairing.accept(pairing=asked)
    assert state_of(request) == "closed"


def test_a_pair_or_a_withdrawn_request_is_not_closed(
    cast: Cast, pair: Pairing, network: CoachNetwork, as_aino: Client, queue: Queue
) -> None:
    withdrawn, link = ask(network, email="muu@example.org")
    requests.confirm(token=token_in(link))
    requests.withdraw(token=token_in(link))
    before = len(queue(ASKER)), len(queue("muu@example.org"))
    for request, state in ((pair.request, "paired"), (withdrawn, "withdrawn")):
        url = desk("request_close", cast.project, request.pk)
        assert as_aino.post(url, {"note": ""}).status_code == 400
        assert state_of(request) == state
        assert url not in as_aino.get(desk("request", cast.project, request.pk)).content.decode()
    assert (len(queue(ASKER)), len(queue("muu@example.org"))) == before


def test_a_coach_cannot_close_a_request(cast: Cast, cecilia: Coach, as_cecilia: Client) -> None:
    request = ask_and_confirm(cecilia.network)
    url = desk("request_close", cast.project, request.pk)
    assert as_cecilia.get(url).status_code == 403
    assert as_cecilia.post(url, {"note": ""}).status_code == 403
    assert url not in as_cecilia.get(desk("request", cast.project, request.pk)).content.decode()
    assert state_of(request) == "proposed"


def test_a_closed_request_forgets_its_person_after_a_year(cast: Cast, network: CoachNetwork) -> None:
    request = requests.close(request=ask_and_confirm(network), note="", user=cast.aino)
    requests.forget(timezone.now() + timedelta(days=364))
    assert CoachingRequest.objects.get(pk=request.pk).email == ASKER
    requests.forget(timezone.now() + timedelta(days=366))
    assert CoachingRequest.objects.get(pk=request.pk).email == ""


def test_the_trail_of_a_closed_request_names_nobody(cast: Cast, network: CoachNetwork) -> None:
    requests.close(request=ask_and_confirm(network), note="Essi, yritä uudelleen.", user=cast.aino)
    event = AuditEvent.objects.get(action="peercoaching.request_closed")
    assert (event.object_label, event.changes, event.actor) == ("", {}, cast.aino)


@pytest.mark.parametrize("is_public", [True, False])
def test_the_letter_of_a_closed_request_offers_a_new_one_only_where_it_can_be_sent(
    cast: Cast, network: CoachNetwork, queue: Queue, is_public: bool
) -> None:
    request = ask_and_confirm(network)
    CoachNetwork.objects.filter(pk=network.pk).update(is_public=is_public)
    request.network.refresh_from_db()
    requests.close(request=request, note="", user=cast.aino)
    letter = queue.last(request.email)
    anew = address("peercoaching:ask", network.slug)
    for text in (letter.message, letter.html_message):
        assert (anew in text) is is_public
        assert ("uuden pyynnön" in text) is is_public
