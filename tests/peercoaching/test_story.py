"""From a request to a pair, as people meet it: public form, letters by a real worker, links in them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing, Session
from tests.accounts.people import address
from tests.cast import Cast, make_cast, sign_in
from tests.peercoaching.network import (
    ASKER,
    NEED,
    desk,
    form,
    make_coach,
    make_network,
    own_profile,
    token_in,
)
from tests.worker import Letters, Worker, text_of, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def link_in(letter: Any) -> str:
    """The path of the one link besides the site's own address; the same in both parts."""
    [link] = re.findall(r"http://[^/\s]+(/\S+)", text_of(letter))
    assert link in text_of(letter, "html")
    return str(link)


@pytest.fixture
def cast(worker: Worker, transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def network(cast: Cast) -> CoachNetwork:
    return make_network(cast.project)


def ask(network: CoachNetwork, letters: Letters, **changes: str) -> str:
    """Send the public form; the link in the letter that follows."""
    response = Client().post(address("peercoaching:ask", network.slug), form(**changes))
    assert response["Location"] == address("peercoaching:asked", network.slug)
    assert "<h1>" in Client().get(response["Location"]).content.decode()
    [letter] = letters.wait(to=ASKER)
    return link_in(letter)


def test_a_request_becomes_a_pair_and_its_sessions_are_counted(
    cast: Cast, network: CoachNetwork, letters: Letters
) -> None:
    coach = own_profile(network, cast.cecilia, languages=["sv", "fi"])
    asker, mailed = Client(), Client()
    own = ask(network, letters)

    # Opening the link changes nothing: mail programs do that by themselves.
    page = asker.get(own).content.decode()
    assert NEED in page
    assert CoachingRequest.objects.get().state == "unconfirmed"
    assert not letters(to=coach.email)
    assert asker.post(own, {"confirm": "1"})["Location"] == own

    # The coach gets a letter in the language of the account, with neither the need nor whose it is.
    [letter] = letters.wait(to=coach.email)
    assert '<html lang="sv">' in text_of(letter, "html")
    for part in ("plain", "html"):
        for secret in ("Essi", ASKER, NEED, "Esimerkkiopisto"):
            assert secret not in text_of(letter, part)
    answer = link_in(letter)
    page = mailed.get(answer).content.decode()
    assert NEED in page
    assert "Essi" not in page
    assert ASKER not in page
    assert CoachingRequest.objects.get().state == "proposed"

    # Accepting gives both the other's address.
    assert mailed.post(answer, {"accept": "1"}).status_code == 302
    to_asker = letters.wait(2, to=ASKER)[1]
    to_coach = letters.wait(2, to=coach.email)[1]
    assert coach.email in text_of(to_asker)
    assert coach.name in text_of(to_asker)
    assert ASKER in text_of(to_coach)
    assert "Essi Esimerkki" in text_of(to_coach)
    assert coach.email in asker.get(own).content.decode()
    assert ASKER in mailed.get(answer).content.decode()

    # The coach counts a session in the desk.
    pair = Pairing.objects.get()
    client = sign_in(Client(), cast.cecilia)
    today = timezone.localdate()
    client.post(desk("pair", cast.project, pair.pk), {"held_on": today.isoformat(), "minutes": "45"})
    session = Session.objects.get()
    assert (session.held_on, session.minutes, session.is_online) == (today, 45, False)


def test_declining_asks_the_next_best_until_nobody_is_left_and_the_coordinator_sees_it(
    cast: Cast, network: CoachNetwork, letters: Letters
) -> None:
    second = make_coach(network, "Toini Toinen", topics=["meaning"])
    first = make_coach(network, "Eka Ensimmäinen", topics=["trust"])
    aino = sign_in(Client(), cast.aino)
    own = ask(network, letters)
    Client().post(own, {"confirm": "1"})
    for coach in (first, second):
        [letter] = letters.wait(to=coach.email)
        Client().post(link_in(letter), {"decline": "1"})
    assert CoachingRequest.objects.get().state == "open"
    assert list(Pairing.objects.order_by("pk").values_list("coach__name", "state")) == [
        (first.name, "declined"),
        (second.name, "declined"),
    ]
    overview = aino.get(address("desk:project", cast.project.slug)).content.decode()
    request = CoachingRequest.objects.get()
    assert desk("request", cast.project, request.pk) in overview
    page = aino.get(desk("request", cast.project, request.pk)).content.decode()
    assert desk("coach_add", cast.project, network.slug) in page
    assert 'name="coach"' not in page

    # A third one comes, and the coordinator asks.
    third = make_coach(network, "Kolma Kolmas", topics=["recovery"])
    assert f'value="{third.pk}"' in aino.get(desk("request", cast.project, request.pk)).content.decode()
    response = aino.post(desk("request", cast.project, request.pk), {"coach": str(third.pk)})
    assert response.status_code == 302
    [letter] = letters.wait(to=third.email)
    Client().post(link_in(letter), {"accept": "1"})
    assert third.name in text_of(letters.wait(2, to=ASKER)[1])


def test_withdrawing_tells_the_coach_who_was_asked(
    cast: Cast, network: CoachNetwork, letters: Letters
) -> None:
    coach = make_coach(network, "Eka Ensimmäinen")
    own = ask(network, letters)
    asker = Client()
    asker.post(own, {"confirm": "1"})
    [letter] = letters.wait(to=coach.email)
    asker.post(address("peercoaching:withdraw", token_in(own)))
    letters.wait(2, to=coach.email)
    assert CoachingRequest.objects.get().state == "withdrawn"
    late = Client().post(link_in(letter), {"accept": "1"})
    assert late.status_code == 409
    assert ASKER not in late.content.decode()
    assert CoachingRequest.objects.get().state == "withdrawn"
    assert len(letters(to=ASKER)) == 1


def test_a_silent_coach_is_reminded_once_with_the_same_link(
    cast: Cast, network: CoachNetwork, letters: Letters, worker: Worker
) -> None:
    coach = make_coach(network, "Eka Ensimmäinen")
    Client().post(ask(network, letters), {"confirm": "1"})
    [letter] = letters.wait(to=coach.email)
    worker.tick()
    assert len(letters(to=coach.email)) == 1
    Pairing.objects.update(proposed_at=timezone.now() - timedelta(days=7, minutes=1))
    worker.tick()
    reminder = letters.wait(2, to=coach.email)[1]
    assert link_in(reminder) == link_in(letter)
    worker.tick()
    assert len(letters(to=coach.email)) == 2
    assert Client().post(link_in(reminder), {"accept": "1"}).status_code == 302
    assert Pairing.objects.get().state == "accepted"


def test_what_is_old_is_forgotten_with_its_letters(
    cast: Cast, network: CoachNetwork, letters: Letters, worker: Worker
) -> None:
    from post_office.models import Email

    own = ask(network, letters)
    wait_for(
        lambda: Email.objects.filter(to=ASKER, status=0).exists(), what="the letter to be marked as sent"
    )
    worker.tick()
    assert CoachingRequest.objects.exists()
    CoachingRequest.objects.update(created_at=timezone.now() - timedelta(days=8))
    worker.tick()
    assert not CoachingRequest.objects.exists()
    assert not Email.objects.filter(to=ASKER).exists()
    assert Client().get(own).status_code == 404


def test_a_year_after_the_end_nobody_knows_who_asked_but_the_sessions_count(
    cast: Cast, network: CoachNetwork, letters: Letters, worker: Worker
) -> None:
    coach = make_coach(network, "Eka Ensimmäinen")
    own = ask(network, letters)
    Client().post(own, {"confirm": "1"})
    [letter] = letters.wait(to=coach.email)
    Client().post(link_in(letter), {"accept": "1"})
    pair = Pairing.objects.get()
    Session.objects.create(pairing=pair, held_on=timezone.localdate())
    aino = sign_in(Client(), cast.aino)
    aino.post(desk("pair_end", cast.project, pair.pk))
    for days, is_known in ((364, True), (366, False)):
        CoachingRequest.objects.update(ended_at=timezone.now() - timedelta(days=days))
        worker.tick()
        request = CoachingRequest.objects.get()
        assert (request.email == ASKER) is is_known
    assert (request.name, request.workplace, request.need) == ("", "", "")
    assert "Essi" not in aino.get(desk("pair", cast.project, pair.pk)).content.decode()
    assert Session.objects.count() == 1


def test_a_coach_who_gets_an_account_later_finds_the_room(
    cast: Cast, network: CoachNetwork, worker: Worker
) -> None:
    from tests.accounts.people import make_account

    coach = make_coach(network, "Uuno Uusi")
    person = make_account(coach.email)
    worker.tick()
    assert Coach.objects.get(pk=coach.pk).user == person
