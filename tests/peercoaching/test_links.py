"""Personal links and the public form: what they refuse, and that nothing happens twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from peercoaching.errors import AlreadyAnswered, NotWaiting
from peercoaching.links import proposal_token
from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing
from peercoaching.services import networks, pairing, requests
from tests.accounts.people import Queue, address
from tests.cast import Cast
from tests.peercoaching.network import (
    ASKER,
    ask,
    ask_and_confirm,
    form,
    make_coach,
    make_network,
    need,
    proposal,
    state_of,
    token_in,
)

pytestmark = pytest.mark.django_db


def answer_address(found: Pairing) -> str:
    assert found.coach_id is not None
    return address("peercoaching:answer", proposal_token(found.request_id, found.coach_id))


def withdrawing(link: str) -> str:
    return address("peercoaching:withdraw", token_in(link))


# --- Asking ----------------------------------------------------------------------------------------


def test_a_double_click_is_one_request_and_one_letter(network: CoachNetwork, queue: Queue) -> None:
    for _click in range(2):
        Client().post(address("peercoaching:ask", network.slug), form(email="Essi@Example.org"))
    assert CoachingRequest.objects.count() == 1
    assert len(queue(ASKER)) == 1


def test_another_need_of_the_same_person_is_another_request(network: CoachNetwork, queue: Queue) -> None:
    for words in ("Yksi asia.", "Toinen asia."):
        Client().post(address("peercoaching:ask", network.slug), form(need=words))
    assert CoachingRequest.objects.count() == 2


@pytest.mark.parametrize(
    "mistake",
    [
        {"email": ""},
        {"email": "essi"},
        {"email": '"<b>x</b>"@example.org'},
        {"name": ""},
        {"need": ""},
        {"need": "x" * 2001},
        {"topic": "astrology"},
        {"language": "de"},
        {"region": "99999"},
        {"region": "x"},
    ],
)
def test_mistakes_are_told_beside_what_was_typed_and_nothing_is_stored(
    network: CoachNetwork, queue: Queue, mistake: dict[str, str]
) -> None:
    response = Client().post(address("peercoaching:ask", network.slug), form(**mistake))
    assert response.status_code == 400
    page = response.content.decode()
    assert "error-summary" in page
    assert mistake.get("name", "Essi Esimerkki") in page
    assert not CoachingRequest.objects.exists()
    assert not queue(ASKER)


def test_too_many_requests_to_one_address_are_stopped_and_another_person_is_not(
    network: CoachNetwork, queue: Queue
) -> None:
    url = address("peercoaching:ask", network.slug)
    answers = [Client().post(url, form(need=f"Asia {number}")).status_code for number in range(7)]
    assert answers == [302] * 6 + [400]
    assert len(queue(ASKER)) == 6
    assert Client().post(url, form(email="toinen@example.org")).status_code == 302


def test_a_network_that_is_not_public_is_not_there(cast: Cast, network: CoachNetwork) -> None:
    hidden = make_network(cast.project, "Piiloverkosto", is_public=False)
    for name in ("network", "ask", "asked"):
        assert Client().get(address(f"peercoaching:{name}", hidden.slug)).status_code == 404
    assert Client().post(address("peercoaching:ask", hidden.slug), form()).status_code == 404
    assert Client().get(f"/id/coach-network/{hidden.pk}").status_code == 404
    assert not CoachingRequest.objects.exists()
    from peercoaching.errors import NetworkClosed

    with pytest.raises(NetworkClosed):
        requests.request_coaching(network=hidden, need=need(), letter_language="fi")


# --- Links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["own_request", "withdraw", "answer"])
@pytest.mark.parametrize("token", ["x", "ä" * 40, "a" * 5000, "%00", "' OR 1=1 --", "<script>"])
def test_an_unknown_link_gets_a_clear_page_and_never_an_error(db: None, name: str, token: str) -> None:
    path = address(f"peercoaching:{name}", "TOKEN").replace("TOKEN", token)
    for response in (Client().get(path), Client().post(path, {"accept": "1"})):
        assert response.status_code == 404
        assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_state_of_the_own_page_can_be_read_in_every_language(
    network: CoachNetwork, cecilia: Coach, language: str
) -> None:
    made, link = ask(network)
    url = address("peercoaching:own_request", token_in(link), language=language)
    for state in CoachingRequest.State.values:
        CoachingRequest.objects.filter(pk=made.pk).update(state=state)
        page = Client().get(url)
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.content.decode()
        assert page["X-Robots-Tag"] == "noindex"
        assert "no-store" in page["Cache-Control"]


def test_opening_links_changes_nothing(network: CoachNetwork, cecilia: Coach, queue: Queue) -> None:
    made, link = ask(network)
    for _scanner in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    assert state_of(made) == "unconfirmed"
    requests.confirm(token=token_in(link))
    for _scanner in range(3):
        assert Client().get(answer_address(proposal(made))).status_code == 200
    assert state_of(made) == "proposed"


def test_confirming_twice_asks_one_coach_once(network: CoachNetwork, cecilia: Coach, queue: Queue) -> None:
    make_coach(network, "Toini Toinen")
    made, link = ask(network)
    for _click in range(2):
        assert Client().post(link, {"confirm": "1"}).status_code == 302
    assert Pairing.objects.filter(request=made).count() == 1
    assert len(queue(cecilia.email)) + len(queue("toini@example.org")) == 1


def test_accepting_twice_writes_once(network: CoachNetwork, cecilia: Coach, queue: Queue) -> None:
    made = ask_and_confirm(network)
    url = answer_address(proposal(made))
    for _click in range(2):
        assert Client().post(url, {"accept": "1"}).status_code == 302
    assert state_of(made) == "paired"
    assert len(queue(ASKER)) == 2
    assert len(queue(cecilia.email)) == 2


def test_declining_twice_asks_one_other(network: CoachNetwork, cecilia: Coach, queue: Queue) -> None:
    for name in ("Toini Toinen", "Kolma Kolmas"):
        make_coach(network, name, topics=["meaning"])
    made = ask_and_confirm(network)
    url = answer_address(proposal(made))
    for _click in range(2):
        assert Client().post(url, {"decline": "1"}).status_code == 302
    assert Pairing.objects.filter(request=made).count() == 2


@pytest.mark.parametrize(("first", "then"), [("accept", "decline"), ("decline", "accept")])
def test_an_answer_stays(network: CoachNetwork, cecilia: Coach, queue: Queue, first: str, then: str) -> None:
    made = ask_and_confirm(network)
    found = proposal(made)
    url = answer_address(found)
    Client().post(url, {first: "1"})
    late = Client().post(url, {then: "1"})
    assert late.status_code == 409
    found.refresh_from_db()
    assert found.state == {"accept": "accepted", "decline": "declined"}[first]


def test_a_coach_who_has_declined_no_longer_reads_the_need(network: CoachNetwork, cecilia: Coach) -> None:
    made = ask_and_confirm(network)
    url = answer_address(proposal(made))
    assert made.need in Client().get(url).content.decode()
    Client().post(url, {"decline": "1"})
    assert made.need not in Client().get(url).content.decode()


def test_a_pair_is_not_withdrawn_by_the_link(network: CoachNetwork, cecilia: Coach) -> None:
    made, link = ask(network)
    requests.confirm(token=token_in(link))
    pairing.accept(pairing=proposal(made))
    assert Client().get(withdrawing(link))["Location"] == link
    assert Client().post(withdrawing(link)).status_code == 409
    assert state_of(made) == "paired"
    with pytest.raises(NotWaiting):
        requests.withdraw(token=token_in(link))


def test_withdrawing_asks_once(network: CoachNetwork, cecilia: Coach, queue: Queue) -> None:
    made, link = ask(network)
    requests.confirm(token=token_in(link))
    assert f'href="{withdrawing(link)}"' in Client().get(link).content.decode()
    question = Client().get(withdrawing(link))
    assert question["X-Robots-Tag"] == "noindex"
    assert state_of(made) == "proposed"
    for _click in range(2):
        assert Client().post(withdrawing(link))["Location"] == link
    assert state_of(made) == "withdrawn"
    assert len(queue(cecilia.email)) == 2
    assert withdrawing(link) not in Client().get(link).content.decode()


def test_a_withdrawn_request_cannot_be_confirmed_again(network: CoachNetwork, cecilia: Coach) -> None:
    made, link = ask(network)
    for url in (withdrawing(link), withdrawing(link), link):
        assert Client().post(url).status_code == 302
    assert state_of(made) == "withdrawn"
    assert not Pairing.objects.exists()


def test_the_database_alone_opens_no_link(network: CoachNetwork, cecilia: Coach, queue: Queue) -> None:
    made, link = ask(network)
    requests.confirm(token=token_in(link))
    found = proposal(made)
    for hashed in (made.token_hash, found.token_hash):
        for name in ("own_request", "answer"):
            assert Client().get(address(f"peercoaching:{name}", bytes(hashed).hex())).status_code == 404


# --- Whom a request finds ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [{"is_paused": True}, {"languages": ["en"]}, {"left_at": "2026-01-01T00:00:00Z"}]
)
def test_who_cannot_help_is_not_asked(network: CoachNetwork, cecilia: Coach, change: dict[str, Any]) -> None:
    Coach.objects.filter(pk=cecilia.pk).update(**change)
    made = ask_and_confirm(network)
    assert made.state == "open"
    assert not Pairing.objects.exists()


def test_a_full_coach_is_not_asked_before_a_pair_has_ended(
    cast: Cast, network: CoachNetwork, cecilia: Coach
) -> None:
    from peercoaching.services import sessions

    Coach.objects.filter(pk=cecilia.pk).update(places=1)
    first = ask_and_confirm(network)
    second = ask_and_confirm(network, email="toinen@example.org")
    assert (first.state, second.state) == ("proposed", "open")
    pairing.accept(pairing=proposal(first))
    assert pairing.propose_best(request=second) is None
    sessions.end_pair(pairing=Pairing.objects.get(request=first), user=cast.aino)
    assert pairing.propose_best(request=second) is not None


def test_coaches_of_another_network_are_not_asked(cast: Cast, network: CoachNetwork) -> None:
    make_coach(make_network(cast.project, "Toinen verkosto"), "Toini Toinen")
    assert ask_and_confirm(network).state == "open"


def test_a_coach_who_leaves_hands_the_request_to_the_next(
    cast: Cast, network: CoachNetwork, cecilia: Coach
) -> None:
    other = make_coach(network, "Toini Toinen", topics=["meaning"])
    made = ask_and_confirm(network)
    assert proposal(made).coach == cecilia
    networks.set_left(coach=cecilia, has_left=True, actor=cast.cecilia)
    assert proposal(made).coach == other


def test_two_answers_that_have_both_read_the_proposal_count_once(
    network: CoachNetwork, cecilia: Coach
) -> None:
    made = ask_and_confirm(network)
    one, two = (proposal(made) for _reader in range(2))
    pairing.accept(pairing=one)
    with pytest.raises(AlreadyAnswered):
        pairing.decline(pairing=two)
    assert state_of(made) == "paired"
