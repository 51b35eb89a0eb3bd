"""The pages behind the links of letters, in each of their states and languages: accessible, valid, narrow.

test_every_page.py sees each address once, as its object happens to stand. People meet these pages again
and again while the state behind the link changes, and mostly in the language of the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from peercoaching.links import proposal_token
from peercoaching.models import Coach, CoachingRequest, CoachNetwork, Pairing
from peercoaching.services import requests
from projects.workshops import services as workshops
from projects.workshops.models import Registration, Workshop
from tests.accounts.people import address as coaching
from tests.cast import Cast
from tests.peercoaching.network import ask, make_network, own_profile, token_in
from tests.workshops.recipes import address as event
from tests.workshops.recipes import begin, come, had_come, make_held, make_workshop, token, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

LANGUAGES = ("fi", "sv", "en")
States, Pairs = CoachingRequest.State, Pairing.State
Walk = Callable[[Iterator[str], int], None]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def walk(language: str, open_page: Callable[..., Any], inspect: Callable[[Any], None]) -> Walk:
    """`walk(urls, 200)`: each address answers so, in the language, and stands up to every check.

    The addresses come from a generator that changes the world between them.
    """
    page = open_page(language=language)

    def look(urls: Iterator[str], status: int = 200) -> None:
        seen = set()
        for url in urls:
            answer = page.goto(url)
            assert answer.status == status, url
            words = page.inner_text("main")
            expect(page.locator("html")).to_have_attribute("lang", language)
            assert words not in seen, f"{url} says the same in another state"
            seen.add(words)
            inspect(page)

    return look


# --- Peer coaching -----------------------------------------------------------------------------------


@pytest.fixture
def network(cast: Cast) -> CoachNetwork:
    return make_network(cast.project, name_sv="Exempelnätverket", name_en="Example network")


@pytest.fixture
def coach(cast: Cast, network: CoachNetwork) -> Coach:
    return own_profile(network, cast.cecilia, languages=["fi"])


def test_the_askers_page(network: CoachNetwork, coach: Coach, language: str, walk: Walk) -> None:
    made, link = ask(network)
    own = coaching("peercoaching:own_request", token_in(link), language=language)
    withdraw = coaching("peercoaching:withdraw", token_in(link), language=language)

    def states() -> Iterator[str]:
        yield coaching("peercoaching:asked", network.slug, language=language)
        yield own
        yield withdraw
        requests.confirm(token=token_in(link))
        yield own
        yield withdraw
        CoachingRequest.objects.filter(pk=made.pk).update(state=States.OPEN)
        Pairing.objects.update(state=Pairs.DECLINED)
        yield own
        CoachingRequest.objects.filter(pk=made.pk).update(state=States.PROPOSED)
        yield own  # whose coach has gone
        CoachingRequest.objects.filter(pk=made.pk).update(state=States.PAIRED)
        yield own  # whose coach has gone, too
        Pairing.objects.update(state=Pairs.ACCEPTED)
        yield own
        for state in (States.ENDED, States.WITHDRAWN, States.CLOSED):
            Pairing.objects.update(state=Pairs.ENDED)
            CoachingRequest.objects.filter(pk=made.pk).update(state=state)
            yield own

    walk(states(), 200)


def test_the_coachs_page(network: CoachNetwork, coach: Coach, language: str, walk: Walk) -> None:
    made, link = ask(network)
    requests.confirm(token=token_in(link))
    url = coaching("peercoaching:answer", proposal_token(made.pk, coach.pk), language=language)

    def states() -> Iterator[str]:
        for state in Pairs.values:
            Pairing.objects.update(state=state)
            yield url

    walk(states(), 200)


def test_links_of_coaching_that_are_not_known(db: None, language: str, walk: Walk) -> None:
    walk(iter([coaching("peercoaching:answer", "unknown", language=language)]), 404)


def test_an_answer_that_comes_too_late(
    network: CoachNetwork, coach: Coach, language: str, open_page: Any, inspect: Callable[[Any], None]
) -> None:
    """Another tab has declined meanwhile: the form that is still open gets a page that says so."""
    made, link = ask(network)
    requests.confirm(token=token_in(link))
    page = open_page(language=language)
    page.goto(coaching("peercoaching:answer", proposal_token(made.pk, coach.pk), language=language))
    Pairing.objects.update(state=Pairs.DECLINED)
    with page.expect_navigation() as late:
        page.locator("button[name=accept]").click()
    assert late.value.status == 409
    inspect(page)
    assert Pairing.objects.get().state == Pairs.DECLINED


# --- Workshops ---------------------------------------------------------------------------------------


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    titles = {"title_sv": "Tid för arbetet", "title_en": "Time for work"}
    online = {"is_online": True, "online_link": "https://esimerkki.example/kokous"}
    return make_workshop(cast.project, "Aikaa työlle", capacity=1, organiser=cast.college, **titles, **online)


def test_the_participants_page(workshop: Workshop, language: str, walk: Walk) -> None:
    seated, waiting = come(workshop), come(workshop, "Wilma")

    def own(person: Registration, done: str = "") -> str:
        return event("registration", token(person), language=language) + done

    def states() -> Iterator[str]:
        yield event("registered", workshop.slug, language=language)
        yield own(seated)
        yield own(seated, "?done=changed")
        yield own(waiting)
        yield event("registration_cancel", token(seated), language=language)
        workshops.cancel_registration(registration=waiting)
        yield own(waiting)
        Registration.objects.filter(pk=waiting.pk).update(state=Registration.State.WAITING)
        begin(workshop)
        yield own(seated)
        yield own(waiting)
        Registration.objects.filter(pk=waiting.pk).update(state=Registration.State.CANCELLED)
        yield own(waiting)
        Workshop.objects.update(
            starts_at=timezone.now() + timedelta(days=3), ends_at=timezone.now() + timedelta(days=4)
        )
        with override("fi"):
            workshops.cancel_workshop(workshop=Workshop.objects.get(), note="Kouluttaja on sairas.")
        yield own(seated)

    walk(states(), 200)


def test_the_participants_page_after_the_event(cast: Cast, language: str, walk: Walk) -> None:
    held = make_held(cast.project, title_sv="Tid", title_en="Time")
    ville, wilma = had_come(held), had_come(held, "Wilma")
    Registration.objects.filter(pk=wilma.pk).update(state=Registration.State.WAITING)

    def states() -> Iterator[str]:
        yield event("registration", token(ville), language=language)
        outcome = write(held, text_sv="Tid reserveras", text_en="Set time aside")
        yield event("registration", token(ville), language=language)
        workshops.cast_vote(outcome=outcome, registration=ville)
        yield event("registration", token(ville), language=language)
        yield event("registration", token(wilma), language=language)

    walk(states(), 200)


def test_a_link_of_a_registration_that_is_not_known(db: None, language: str, walk: Walk) -> None:
    walk(iter([event("registration", "unknown", language=language)]), 404)
