"""One person leaves a shared tablet half-way: the next sees an empty form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from surveys.models import Envelope, SharedLink
from surveys.services.invitations import shared_links
from tests.browsing import Site, arriving, follow
from tests.cast import Cast
from tests.surveys.fielding import leaf, make_open, url

pytestmark = pytest.mark.django_db(transaction=True)

CHOSEN = "#answers input:checked"
STORED = "localStorage.length + sessionStorage.length"


@pytest.fixture
def link(cast: Cast) -> SharedLink:
    return shared_links.share_link(group=leaf(make_open(cast)), user=cast.aino)


def test_one_person_leaves_a_shared_tablet_half_way_and_the_next_sees_an_empty_form(
    site: Site, link: SharedLink, inspect: Callable[[Any], None]
) -> None:
    start = site.url + url("tablet_start", link.group.round_id, link.code, language="sv")
    tablet = site.open(width=768, height=1024, language="en")
    tablet.clock.install()
    tablet.goto(f"/k/{link.code}/tablet")
    begin(tablet)
    choose_two(tablet)
    follow(tablet.locator(".languages button[lang=sv]"))  # now a page stands in the history that was sent
    expect(tablet.locator(CHOSEN)).to_have_count(2)
    be_asked_and_go_on(tablet)
    inspect(tablet)
    with arriving(tablet):
        tablet.clock.fast_forward("03:00")
        expect(tablet.locator("#still-there")).to_be_visible()
        tablet.clock.fast_forward("01:00")
    expect(tablet).to_have_url(start)
    nothing_remains(tablet, start)
    begin(tablet)
    expect(tablet.locator("form#answers")).to_be_attached()
    expect(tablet.locator(CHOSEN)).to_have_count(0)
    send(tablet)
    inspect(tablet)
    with arriving(tablet):
        tablet.clock.fast_forward("00:31")
    expect(tablet).to_have_url(start)
    nothing_remains(tablet, start)
    assert Envelope.objects.count() == 1
    come_back_from_memory(tablet, start)


def begin(tablet: Any) -> None:
    follow(tablet.locator(".answer-start button"))


def choose_two(tablet: Any) -> None:
    tablet.locator("[data-all]").click()
    for name in ("YK1", "YK2"):
        tablet.locator(f"#q-{name} input").first.check()
    expect(tablet.locator(CHOSEN)).to_have_count(2)


def be_asked_and_go_on(tablet: Any) -> None:
    """Whoever is slow answers the question, and nothing is lost."""
    tablet.clock.fast_forward("03:01")
    expect(tablet.locator("#still-there")).to_be_visible()
    tablet.locator("#still-there [data-dialog-close]").click()
    expect(tablet.locator("#still-there")).to_be_hidden()
    expect(tablet.locator(CHOSEN)).to_have_count(2)


def nothing_remains(tablet: Any, start: str) -> None:
    """No token, no draft; and the browser's Back button finds no answers."""
    assert not [c for c in tablet.context.cookies() if c["name"].startswith("yhes_")]
    assert tablet.evaluate(STORED) == 0
    with arriving(tablet):
        tablet.evaluate("history.back()")
    expect(tablet.locator(CHOSEN)).to_have_count(0)
    tablet.goto(start)


def come_back_from_memory(tablet: Any, start: str) -> None:
    """As in a browser that keeps pages to show them again at once."""
    begin(tablet)
    choose_two(tablet)
    expect(tablet.locator(CHOSEN)).to_have_count(2)
    tablet.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(tablet.locator("#answers")).to_be_hidden()
    with arriving(tablet):
        tablet.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(tablet).to_have_url(start)


def send(tablet: Any) -> None:
    if tablet.locator("[data-all]").is_visible():
        tablet.locator("[data-all]").click()
    expect(tablet.locator("#answers fieldset").last).to_be_visible()
    for question in tablet.locator("#answers fieldset").all():
        question.locator("input").first.check()
    follow(tablet.locator("#send"))
    expect(tablet.locator("[data-tablet]")).to_be_visible()
