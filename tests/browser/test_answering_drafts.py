"""Drafts, tabs and cookies of answering in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from surveys.models import Envelope, Invitation, Round
from surveys.services.invitations import shared_links
from tests.browsing import Site
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
    page.get_by_role("link", name="Aloita").click()
    page.wait_for_selector("form#answers")


def choose(page: Any, name: str, label: str) -> None:
    page.locator(f"#q-{name}").get_by_text(label, exact=True).click()


def is_thanked(page: Any) -> bool:
    page.get_by_role("heading", name="Kiitos vastauksestasi").wait_for()
    return bool(Envelope.objects.count() == 1)


# --- Drafts ---------------------------------------------------------------------------------------


def test_draft_outlives_the_page_and_not_the_sending(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, token)
    page.wait_for_selector(".answer-paged")
    choose(page, "YK1", "Täysin samaa mieltä")
    assert page.get_by_text("Luonnos on vain tällä laitteella").is_visible()
    page.reload()
    page.wait_for_selector(".answer-paged")
    assert page.locator("#q-YK1 input[value='5']").is_checked()
    assert token not in page.evaluate(DRAFT)
    page.locator("[data-all]").click()
    page.locator("#send").click()
    assert is_thanked(page)
    assert page.evaluate(DRAFT) == "[]"


def test_draft_is_cleared_when_asked(site: Site, token: str) -> None:
    page = site.open()
    begin(page, token)
    page.wait_for_selector(".answer-paged")
    choose(page, "YK1", "Täysin samaa mieltä")
    page.get_by_role("button", name="Tyhjennä luonnos").click()
    page.get_by_role("button", name="Peruuta").click()
    assert page.locator("#q-YK1 input[value='5']").is_checked()
    page.get_by_role("button", name="Tyhjennä luonnos").click()
    page.locator("dialog [data-clear]").click()
    assert not page.locator("#q-YK1 input[value='5']").is_checked()
    assert page.get_by_text("0/23 kysymykseen vastattu").is_visible()
    assert page.evaluate(DRAFT) == "[]"


def test_draft_of_one_person_is_not_shown_to_the_next_on_the_same_device(
    site: Site, round_: Round, token: str
) -> None:
    page = site.open()
    begin(page, token)
    page.wait_for_selector(".answer-paged")
    choose(page, "YK1", "Täysin samaa mieltä")
    begin(page, invite(leaf(round_)))
    page.wait_for_selector(".answer-paged")
    assert page.locator("input:checked").count() == 0


def test_shared_link_leaves_nothing_on_the_device(site: Site, cast: Cast, round_: Round) -> None:
    link = shared_links.share_link(group=leaf(round_, "Pohjoinen"), user=cast.aino)
    page = site.open()
    page.goto(f"/k/{link.code}")
    page.get_by_role("button", name="Aloita").click()
    page.wait_for_selector(".answer-paged")
    choose(page, "YK1", "Täysin samaa mieltä")
    assert page.evaluate(DRAFT) == "[]"
    assert page.evaluate("document.cookie").count("yhes_link") == 0
    page.get_by_role("button", name="Svenska").click()
    page.wait_for_selector("html[lang=sv] .answer-paged")
    assert page.locator("#q-YK1 input[value='5']").is_checked(), "carried by the form, not by the device"
    page.reload()
    page.locator("[data-all]").click()
    page.locator("#q-YK1 label").nth(2).click()
    page.locator("#send").click()
    page.get_by_role("heading", name="Tack för ditt svar").wait_for()
    page.goto(f"/k/{link.code}")
    page.get_by_role("button", name="Aloita").click()
    page.wait_for_selector(".answer-paged")
    assert page.locator("input:checked").count() == 0


# --- Tabs, cookies and doors ---------------------------------------------------------------------


def test_two_rounds_in_two_tabs_of_one_browser(site: Site, cast: Cast, round_: Round, token: str) -> None:
    other = make_open(cast, code="student_feedback")
    first = site.open()
    begin(first, token)
    second = first.context.new_page()
    begin(second, invite(leaf(other)))
    second.locator("#q-OP1 label").first.click()
    first.reload()
    first.wait_for_selector(".answer-paged")
    choose(first, "YK1", "Täysin samaa mieltä")
    first.locator("[data-all]").click()
    first.locator("#send").click()
    first.get_by_role("heading", name="Kiitos vastauksestasi").wait_for()
    second.locator("#send").or_(second.locator("[data-next]")).first.wait_for(state="attached")
    second.locator("[data-all]").click()
    second.locator("#send").click()
    second.get_by_role("heading", name="Kiitos vastauksestasi").wait_for()
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
        page.wait_for_selector(".answer-paged")
        choose(page, "YK1", "Täysin samaa mieltä")
        page.locator("[data-all]").click()
        page.locator("#send").click()
        page.get_by_role("heading", name="Kiitos vastauksestasi").wait_for()
    assert Invitation.objects.filter(is_spent=True).count() == 2


def test_double_click_sends_once(site: Site, token: str) -> None:
    page = site.open()
    begin(page, token)
    page.wait_for_selector(".answer-paged")
    choose(page, "YK1", "Täysin samaa mieltä")
    page.locator("[data-all]").click()
    page.locator("#send").dblclick()
    assert is_thanked(page)


def test_going_back_after_sending_brings_no_form(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, token)
    page.wait_for_selector(".answer-paged")
    choose(page, "YK1", "Täysin samaa mieltä")
    page.locator("[data-all]").click()
    page.locator("#send").click()
    assert is_thanked(page)
    page.goto(url("answer", round_.pk))
    assert page.get_by_role("heading", name="Tällä linkillä on jo vastattu.").is_visible()
    assert page.get_by_text("Ensimmäinen vastaus on tallessa. Kiitos!").is_visible()


def test_no_request_carries_the_token_in_its_address_or_referrer(site: Site, token: str) -> None:
    page = site.open()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url + request.headers.get("referer", "")))
    page.goto(f"/v/{token}")
    page.wait_for_load_state("networkidle")
    assert [address for address in seen if token in address] == [f"{site.url}/v/{token}"]
    page.get_by_role("link", name="Aloita").click()
    page.wait_for_load_state("networkidle")
    assert sum(token in address for address in seen) == 1
