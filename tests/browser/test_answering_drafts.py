"""Drafts, tabs and cookies of answering in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from surveys.models import Envelope, Invitation, Round
from surveys.services.invitations import shared_links
from tests.browsing import Site, arriving, follow
from tests.cast import Cast
from tests.surveys.fielding import invite, leaf, make_open, url

pytestmark = pytest.mark.django_db(transaction=True)

DRAFT = "JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('yhes-draft-')))"


@pytest.fixture
def round_(cast: Cast) -> Round:
    return make_open(cast)


@pytest.fixture
def token(round_: Round) -> str:
    return invite(leaf(round_))


def begin(page: Any, token: str) -> None:
    page.goto(f"/v/{token}")
    follow(page.get_by_role("link", name="Aloita"))
    expect(page.locator(".answer-paged form#answers")).to_be_visible()


def choose(page: Any, name: str, label: str) -> None:
    page.locator(f"#q-{name}").get_by_text(label, exact=True).click()


def send(page: Any) -> None:
    page.locator("[data-all]").click()
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()


# --- Drafts ---------------------------------------------------------------------------------------


def test_draft_outlives_the_page_and_not_the_sending(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, token)
    choose(page, "YK1", "Täysin samaa mieltä")
    expect(page.get_by_text("Luonnos on vain tällä laitteella")).to_be_visible()
    page.reload()
    expect(page.locator("#q-YK1 input[value='5']")).to_be_checked()
    assert token not in page.evaluate(DRAFT)
    send(page)
    assert page.evaluate(DRAFT) == "[]"
    assert Envelope.objects.count() == 1


def test_draft_is_cleared_when_asked(site: Site, token: str) -> None:
    page = site.open()
    begin(page, token)
    choose(page, "YK1", "Täysin samaa mieltä")
    page.get_by_role("button", name="Tyhjennä luonnos").click()
    page.get_by_role("button", name="Peruuta").click()
    expect(page.locator("#q-YK1 input[value='5']")).to_be_checked()
    page.get_by_role("button", name="Tyhjennä luonnos").click()
    page.locator("dialog [data-clear]").click()
    expect(page.locator("#q-YK1 input[value='5']")).not_to_be_checked()
    expect(page.get_by_text("0/23 kysymykseen vastattu")).to_be_visible()
    assert page.evaluate(DRAFT) == "[]"


def test_draft_of_one_person_is_not_shown_to_the_next_on_the_same_device(
    site: Site, round_: Round, token: str
) -> None:
    page = site.open()
    begin(page, token)
    choose(page, "YK1", "Täysin samaa mieltä")
    begin(page, invite(leaf(round_)))
    expect(page.locator("input:checked")).to_have_count(0)


def test_shared_link_leaves_nothing_on_the_device(site: Site, cast: Cast, round_: Round) -> None:
    link = shared_links.share_link(group=leaf(round_, "Pohjoinen"), user=cast.aino)
    page = site.open()
    page.goto(f"/k/{link.code}")
    follow(page.get_by_role("button", name="Aloita"))
    choose(page, "YK1", "Täysin samaa mieltä")
    expect(page.get_by_text("1/23 kysymykseen vastattu")).to_be_visible()
    assert page.evaluate(DRAFT) == "[]"
    assert page.evaluate("document.cookie").count("yhes_link") == 0
    follow(page.get_by_role("button", name="Svenska"))
    expect(page.locator("html[lang=sv] .answer-paged")).to_be_visible()
    carried = page.locator("#q-YK1 input[value='5']")
    expect(carried, "carried by the form, not by the device").to_be_checked()
    page.reload()
    page.locator("[data-all]").click()
    page.locator("#q-YK1 label").nth(2).click()
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Tack för ditt svar")).to_be_visible()
    page.goto(f"/k/{link.code}")
    follow(page.get_by_role("button", name="Aloita"))
    expect(page.locator(".answer-paged")).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(0)


# --- Tabs, cookies and doors ---------------------------------------------------------------------


def test_two_rounds_in_two_tabs_of_one_browser(site: Site, cast: Cast, round_: Round, token: str) -> None:
    other = make_open(cast, code="student_feedback")
    first = site.open()
    begin(first, token)
    second = first.context.new_page()
    begin(second, invite(leaf(other)))
    second.locator("#q-OP1 label").first.click()
    expect(second.locator("#q-OP1 input").first).to_be_checked()
    first.reload()
    choose(first, "YK1", "Täysin samaa mieltä")
    send(first)
    send(second)
    assert Envelope.objects.filter(round=round_).count() == 1
    assert Envelope.objects.filter(round=other).count() == 1


def test_two_links_of_one_round_in_two_tabs_each_send_their_own(
    site: Site, round_: Round, token: str
) -> None:
    first = site.open()
    begin(first, token)
    second = first.context.new_page()
    begin(second, invite(leaf(round_, "Pohjoinen")))
    for page in (first, second):
        choose(page, "YK1", "Täysin samaa mieltä")
        send(page)
    assert Invitation.objects.filter(is_spent=True).count() == 2


def test_double_click_sends_once(site: Site, token: str) -> None:
    page = site.open()
    begin(page, token)
    choose(page, "YK1", "Täysin samaa mieltä")
    page.locator("[data-all]").click()
    with arriving(page):
        page.locator("#send").dblclick()
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()
    assert Envelope.objects.count() == 1


def test_going_back_after_sending_brings_no_form(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, token)
    choose(page, "YK1", "Täysin samaa mieltä")
    send(page)
    page.goto(url("answer", round_.pk))
    expect(page.get_by_role("heading", name="Tällä linkillä on jo vastattu.")).to_be_visible()
    expect(page.get_by_text("Ensimmäinen vastaus on tallessa. Kiitos!")).to_be_visible()


def test_no_request_carries_the_token_in_its_address_or_referrer(site: Site, token: str) -> None:
    page = site.open()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url + request.headers.get("referer", "")))
    page.goto(f"/v/{token}")
    assert [address for address in seen if token in address] == [f"{site.url}/v/{token}"]
    follow(page.get_by_role("link", name="Aloita"))
    follow(page.get_by_role("button", name="Svenska"))
    assert sum(token in address for address in seen) == 1
