"""A colleague finds a peer coach on a phone: from the public page by letters to counted sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from peercoaching.models import CoachingRequest, CoachNetwork, Pairing, Session
from tests.accounts.people import address
from tests.browsing import Site, arriving, follow
from tests.cast import Cast
from tests.peercoaching.network import ASKER, NEED, desk, make_coach, make_network, own_profile
from tests.worker import Letters, Worker, text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

Inspect = Callable[[Any], None]
OSTROBOTHNIA, REGION = "15", "Pohjanmaa"
WHY = "Aihe kuuluu valmentajan aiheisiin, kieli on yhteinen, valmentaja toimii maakunnassa."
WHY_IN_SWEDISH = "coachen verkar i landskapet"


@pytest.fixture
def network(cast: Cast) -> CoachNetwork:
    """Cecilia, who suits best, and Toini, who comes next."""
    network = make_network(cast.project, name_sv="Exempelnätverket")
    own_profile(network, cast.cecilia, languages=["sv", "fi"], regions=(OSTROBOTHNIA,))
    make_coach(network, "Toini Toinen", topics=["recovery"])
    return network


def link_in(letters: Letters, to: str, count: int = 1) -> str:
    """Where the newest letter leads, once there are so many."""
    found = re.search(r"https?://\S+/\S{20,}", text_of(letters.wait(count, to=to)[-1]))
    assert found
    return found[0]


def write_request(page: Any) -> None:
    page.locator("[name=topic][value=trust]").check()
    page.locator("[name=need]").fill(NEED)
    page.locator("[name=region]").select_option(label=REGION)
    page.locator("[name=workplace]").fill("Esimerkkiopisto")
    page.locator("[name=name]").fill("Essi Esimerkki")


def ask_and_confirm(page: Any, network: CoachNetwork, letters: Letters) -> None:
    """The short way, for those who know it."""
    page.goto(address("peercoaching:ask", network.slug))
    write_request(page)
    page.locator("[name=email]").fill(ASKER)
    follow(page.get_by_role("button", name="Lähetä pyyntö"))
    page.goto(link_in(letters, ASKER))
    follow(page.get_by_role("button", name="Vahvista pyyntö"))


def test_a_colleague_finds_a_coach_and_their_sessions_are_counted(
    cast: Cast,
    network: CoachNetwork,
    site: Site,
    phone: Any,
    worker: Worker,
    letters: Letters,
    inspect: Inspect,
) -> None:
    look_for_a_coach(phone, inspect)
    send_a_request(phone, inspect)
    own = confirm_by_the_letter(phone, letters, inspect)
    coach = site.open(language="sv")
    accept_by_the_letter(coach, cast, letters, inspect)

    letters.wait(2, to=ASKER)
    phone.goto(own)
    expect(phone.locator("main")).to_contain_text("Valmentajasi on Cecilia Cederlöf.")
    expect(phone.get_by_role("link", name=cast.cecilia.email)).to_be_visible()
    inspect(phone)

    site.sign_in(coach, cast.cecilia)
    count_a_session(coach, inspect)
    see_it_in_the_desk(site, cast, inspect)


def look_for_a_coach(page: Any, inspect: Inspect) -> None:
    page.goto(address("peercoaching:networks"))
    inspect(page)
    follow(page.get_by_role("link", name="Esimerkkiverkosto"))
    expect(page.locator(".coach")).to_have_count(2)
    inspect(page)
    with arriving(page):  # the filter sends itself
        page.locator("[name=region]").select_option(label=REGION)
    expect(page.locator(".coach")).to_have_count(1)
    expect(page.locator(".coach")).to_contain_text("Cecilia Cederlöf")
    inspect(page)


def send_a_request(page: Any, inspect: Inspect) -> None:
    follow(page.get_by_role("link", name="Pyydä valmentajaa"))
    inspect(page)
    write_request(page)
    follow(page.get_by_role("button", name="Lähetä pyyntö"))
    expect(page.locator(".error-summary")).to_be_focused()  # the address is missing
    expect(page.locator("[name=need]")).to_have_value(NEED)
    inspect(page)
    page.locator("[name=email]").fill(ASKER)
    follow(page.get_by_role("button", name="Lähetä pyyntö"))
    expect(page.get_by_role("heading", name="Vahvista osoitteesi")).to_be_visible()
    inspect(page)


def confirm_by_the_letter(page: Any, letters: Letters, inspect: Inspect) -> str:
    """The address of the asker's own page."""
    own = link_in(letters, ASKER)
    page.goto(own)
    expect(page.locator("main")).to_contain_text(NEED)
    inspect(page)
    assert CoachingRequest.objects.get().state == CoachingRequest.State.UNCONFIRMED
    follow(page.get_by_role("button", name="Vahvista pyyntö"))
    expect(page.locator("main")).to_contain_text("Pyyntösi on valmentajalla.")
    inspect(page)
    return own


def accept_by_the_letter(page: Any, cast: Cast, letters: Letters, inspect: Inspect) -> None:
    """The coach reads why and what for, and learns who it is only after accepting."""
    page.goto(link_in(letters, cast.cecilia.email))
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.locator("main")).to_contain_text(NEED)
    expect(page.locator("main")).to_contain_text(WHY_IN_SWEDISH)
    for secret in ("Essi", ASKER, "Esimerkkiopisto"):
        expect(page.locator("main")).not_to_contain_text(secret)
    inspect(page)
    follow(page.locator("button[name=accept]"))
    expect(page.locator("main")).to_contain_text("Essi Esimerkki")
    expect(page.get_by_role("link", name=ASKER)).to_be_visible()
    inspect(page)


def count_a_session(page: Any, inspect: Inspect) -> None:
    follow(page.locator("main a.button"))
    inspect(page)
    page.locator("[name=held_on]").fill(timezone.localdate().isoformat())
    page.locator("[name=minutes]").fill("45")
    follow(page.locator("form:has([name=minutes]) button[type=submit]"))
    expect(page.locator("main .list-head")).to_contain_text("45")
    inspect(page)
    session = Session.objects.get()
    assert (session.held_on, session.minutes) == (timezone.localdate(), 45)


def see_it_in_the_desk(site: Site, cast: Cast, inspect: Inspect) -> None:
    """The coordinator sees why this coach was asked, the pair, and how often they have met."""
    page = site.open(width=1440, height=900)
    site.sign_in(page, cast.aino)
    page.goto(desk("room", cast.project))
    inspect(page)
    follow(page.locator("main tbody a").first)
    expect(page.locator("main")).to_contain_text(WHY)
    expect(page.locator("main")).to_contain_text("Cecilia Cederlöf")
    inspect(page)
    follow(page.get_by_role("link", name="Avaa parin tiedot"))
    expect(page.locator("main")).to_contain_text("1 tapaaminen, 45 minuuttia")
    inspect(page)
    page.goto(desk("pairs", cast.project))
    expect(page.locator("main tbody td.number")).to_have_text("1")
    inspect(page)


def test_a_coach_declines_by_the_letter_and_the_next_best_is_asked(
    cast: Cast,
    network: CoachNetwork,
    site: Site,
    phone: Any,
    worker: Worker,
    letters: Letters,
    inspect: Inspect,
) -> None:
    ask_and_confirm(phone, network, letters)
    page = site.open()
    page.goto(link_in(letters, cast.cecilia.email))
    follow(page.locator("button[name=decline]"))
    expect(page.locator("main")).not_to_contain_text("Essi")
    inspect(page)
    page.goto(link_in(letters, "toini@example.org"))
    expect(page.locator("main")).to_contain_text(NEED)
    inspect(page)

    phone.reload()
    expect(phone.locator("main")).to_contain_text("Pyyntösi on valmentajalla.")
    follow(page.locator("button[name=decline]"))
    expect(page.locator("main")).to_contain_text("Olet kieltäytynyt pyynnöstä.")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Pyyntösi on koordinaattorilla.")
    inspect(phone)

    aino = site.open(width=1440, height=900)
    site.sign_in(aino, cast.aino)
    aino.goto(desk("request", cast.project, CoachingRequest.objects.get().pk))
    for words in ("Cecilia Cederlöf", "Toini Toinen", "kieltäytynyt"):
        expect(aino.locator("main")).to_contain_text(words)
    expect(aino.get_by_role("button", name="Tarjoa pyyntöä")).to_have_count(0)
    inspect(aino)
    assert set(Pairing.objects.values_list("state", flat=True)) == {Pairing.State.DECLINED}
