"""Answering in a real browser: on a phone, by keyboard, without JavaScript, in three languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from surveys.models import Envelope, Invitation, Round
from surveys.services.invitations import shared_links
from tests.browsing import Site, assert_accessible, assert_fits
from tests.cast import Cast
from tests.surveys.fielding import close_by_clock, invite, leaf, make_open, url

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


# --- Looks --------------------------------------------------------------------------------------


def test_button_to_begin_is_on_the_first_screen_of_a_phone(site: Site, token: str) -> None:
    for width, height in ((390, 664), (360, 640), (320, 568)):
        page = site.open(width=width, height=height)
        page.goto(f"/v/{token}")
        box = page.get_by_role("link", name="Aloita").bounding_box()
        assert box
        assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_is_accessible_valid_and_narrow_enough(
    site: Site,
    round_: Round,
    token: str,
    inspect: Callable[[Any], None],
    assert_valid_html: Callable[[str], None],
    language: str,
) -> None:
    page = site.open(language=language)
    page.goto(f"/v/{token}")
    page.goto(url("answer_start", round_.pk, language=language))
    inspect(page)
    page.locator("summary").click()
    assert_accessible(page)
    page.goto(url("answer", round_.pk, language=language))
    page.wait_for_selector(".answer-paged")
    inspect(page)
    page.locator("[data-all]").click()
    assert_accessible(page)
    page.locator("#send").click()  # nothing answered: the list of errors comes first
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert_accessible(page)
    assert_fits(page)
    assert_valid_html(page.content())
    page.locator("#q-YK1 label").nth(2).click()
    page.locator("#send").click()
    page.wait_for_selector("[data-sent-draft]")
    assert_accessible(page)
    assert_fits(page)
    assert_valid_html(page.content())
    inspect(page)  # the same address asked for again: already answered
    for address in (url("answer_unknown", language=language), url("answer_code", language=language)):
        page.goto(address)
        inspect(page)


def test_closed_full_and_shared_pages_are_accessible(
    site: Site, cast: Cast, round_: Round, inspect: Callable[[Any], None]
) -> None:
    link = shared_links.share_link(group=leaf(round_, "Pohjoinen"), user=cast.aino)
    page = site.open()
    page.goto(f"/k/{link.code}")
    inspect(page)
    link.minted = 21
    link.save()
    page.get_by_role("button", name="Aloita").click()
    page.get_by_text("ei voi enää vastata").first.wait_for()
    assert_accessible(page)
    assert_fits(page)
    close_by_clock(round_)
    page.goto(f"/k/{link.code}")
    inspect(page)


def test_profile_is_accessible_and_can_be_printed(site: Site, cast: Cast) -> None:
    round_ = make_open(cast, code="wl_competence")
    page = site.open()
    begin(page, invite(leaf(round_)))
    page.locator("[data-all]").click()
    for item in round_.asked.items:
        page.locator(f"#q-{item.code} label").nth(1).click()
    page.locator("#send").click()
    page.get_by_role("heading", name="Oma profiilisi").wait_for()
    assert page.get_by_role("button", name="Tulosta profiili").is_visible()
    assert_accessible(page)
    assert_fits(page)


# --- Ways of answering ---------------------------------------------------------------------------


def test_pages_turn_and_the_back_button_turns_them_back(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, token)
    page.wait_for_selector(".answer-paged")
    assert page.locator("fieldset:visible").count() == 4
    assert not page.locator("#send").is_visible()
    choose(page, "YK1", "Jokseenkin samaa mieltä")
    assert page.get_by_text("1/23 kysymykseen vastattu").is_visible()
    page.locator("[data-next]").click()
    assert page.evaluate("document.activeElement.textContent") == "Osallisuus"
    assert page.get_by_text("Sivu 2/7").is_visible()
    page.go_back()
    assert page.get_by_role("heading", name="Yhteiskehittämisen osaaminen").is_visible()
    for _turn in range(6):
        page.locator("[data-next]").click()
    assert not page.locator("[data-next]").is_visible()
    page.locator("textarea").fill("Enemmän aikaa.")
    page.locator("#send").click()
    assert is_thanked(page)


def test_keyboard_alone_is_enough(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    page.goto(f"/v/{token}")
    press_until(page, "Tab", "document.activeElement.textContent.includes('Aloita')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer-paged")
    press_until(page, "Tab", "document.activeElement.type === 'radio'")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.url.endswith("/kysymykset/"), "Enter in an answer sends nothing"
    assert not Envelope.objects.exists()
    for _turn in range(6):
        press_until(page, "Tab", "document.activeElement.hasAttribute('data-next')")
        page.keyboard.press("Enter")
    press_until(page, "Tab", "document.activeElement.id === 'send'")
    page.keyboard.press("Enter")
    assert is_thanked(page)


def press_until(page: Any, key: str, condition: str, most: int = 60) -> None:
    for _press in range(most):
        page.keyboard.press(key)
        if page.evaluate(condition):
            return
    pytest.fail(f"{key} never led to where {condition}")


def test_without_javascript_everything_stands_on_one_page(site: Site, round_: Round, token: str) -> None:
    page = site.open(javascript=False)
    begin(page, token)
    assert page.locator("fieldset").count() == 23
    assert page.locator("fieldset:visible").count() == 23
    for useless in ("[data-next]", "[data-previous]", "[data-all]", "[data-progress]", "[data-clear-offer]"):
        assert not page.locator(useless).first.is_visible()
    choose(page, "YK1", "Täysin samaa mieltä")
    choose(page, "KU3", "En osaa sanoa")
    page.locator("textarea").fill("Enemmän aikaa.")
    page.get_by_role("button", name="Svenska").click()
    assert page.get_by_role("heading", name="Delaktighet").is_visible()
    assert page.locator("#q-YK1 input[value='5']").is_checked()
    assert page.locator("#q-KU3 input[value='na']").is_checked()
    assert page.locator("textarea").input_value() == "Enemmän aikaa."
    assert not Invitation.objects.filter(is_spent=True).exists()
    page.get_by_role("button", name="Skicka svaren").click()
    assert page.get_by_role("heading", name="Tack för ditt svar").is_visible()
    assert Envelope.objects.count() == 1


def test_language_is_switched_half_way_and_the_page_stays(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, token)
    page.wait_for_selector(".answer-paged")
    choose(page, "YK2", "Täysin eri mieltä")
    page.locator("[data-next]").click()
    choose(page, "OS1", "En osaa sanoa")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Participation").wait_for()
    assert page.get_by_text("Page 2/7").is_visible()
    assert page.locator("#q-OS1 input[value='na']").is_checked()
    page.locator("[data-previous]").click()
    assert page.locator("#q-YK2 input[value='1']").is_checked()
    assert page.get_by_text("2/23 questions answered").is_visible()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_enter_in_an_answer_never_sends_or_changes_anything(
    site: Site, round_: Round, token: str, javascript: bool, language: str
) -> None:
    page = site.open(javascript=javascript, language=language)
    page.goto(f"/v/{token}")
    page.goto(url("answer", round_.pk, language=language))
    posts: list[str] = []
    page.on("request", lambda request: posts.extend([request.url] * (request.method == "POST")))
    page.locator("#q-YK1 input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert not (javascript and posts)
    assert page.url.endswith(url("answer", round_.pk, language=language))
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("#q-YK1 input").first.is_checked()
    assert not Envelope.objects.exists()
