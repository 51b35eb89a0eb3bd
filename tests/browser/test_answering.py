"""Answering in a real browser: on a phone, by keyboard, without JavaScript, in three languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from surveys.models import Envelope, Invitation, Round
from surveys.services.invitations import shared_links
from tests.browsing import Site, arriving, follow
from tests.cast import Cast
from tests.judging import assert_accessible
from tests.surveys.fielding import close_by_clock, invite, leaf, make_open, url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_(cast: Cast) -> Round:
    return make_open(cast)


@pytest.fixture
def token(round_: Round) -> str:
    return invite(leaf(round_))


def begin(page: Any, token: str) -> None:
    page.goto(f"/v/{token}")
    follow(page.get_by_role("link", name="Aloita"))
    expect(page.locator("form#answers")).to_be_visible()


def choose(page: Any, name: str, label: str) -> None:
    page.locator(f"#q-{name}").get_by_text(label, exact=True).click()


def is_thanked(page: Any) -> bool:
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()
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
    language: str,
) -> None:
    page = site.open(language=language)
    page.goto(f"/v/{token}")
    page.goto(url("answer_start", round_.pk, language=language))
    inspect(page)
    page.locator("summary").click()
    expect(page.locator("details[open]")).to_be_visible()
    assert_accessible(page)
    page.goto(url("answer", round_.pk, language=language))
    expect(page.locator(".answer-paged")).to_be_visible()
    inspect(page)
    page.locator("[data-all]").click()
    expect(page.locator("#send")).to_be_visible()
    assert_accessible(page)
    follow(page.locator("#send"))  # nothing answered: the list of errors comes first
    expect(page.locator(".error-summary")).to_be_focused()
    inspect(page)
    page.locator("#q-YK1 label").nth(2).click()
    follow(page.locator("#send"))
    expect(page.locator("[data-sent-draft]")).to_be_visible()
    inspect(page)
    page.goto(url("answer", round_.pk, language=language))  # already answered
    inspect(page)
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
    follow(page.get_by_role("button", name="Aloita"))
    expect(page.get_by_text("ei voi enää vastata").first).to_be_visible()
    inspect(page)
    close_by_clock(round_)
    page.goto(f"/k/{link.code}")
    inspect(page)


def test_profile_is_accessible_and_can_be_printed(
    site: Site, cast: Cast, inspect: Callable[[Any], None]
) -> None:
    round_ = make_open(cast, code="wl_competence")
    page = site.open()
    begin(page, invite(leaf(round_)))
    page.locator("[data-all]").click()
    for item in round_.asked.items:
        page.locator(f"#q-{item.code} label").nth(1).click()
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Oma profiilisi")).to_be_visible()
    expect(page.get_by_role("button", name="Tulosta profiili")).to_be_visible()
    roles = page.locator(".answer-profile details")
    for number in (0, 2):
        roles.nth(number).locator("summary").click()
        expect(roles.nth(number)).to_have_attribute("open", "")
    expect(roles.nth(0)).not_to_have_attribute("open", "")
    inspect(page)
    page.emulate_media(media="print")
    expect(roles.nth(2)).to_be_visible()
    expect(roles.nth(0)).to_be_hidden()
    page.emulate_media(media="screen")
    follow(page.locator('.languages [hreflang="sv"]'))
    expect(page.locator(".answer-profile")).to_have_count(0)


# --- Ways of answering ---------------------------------------------------------------------------


def test_pages_turn_and_the_back_button_turns_them_back(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, token)
    expect(page.locator("fieldset:visible")).to_have_count(4)
    expect(page.locator("#send")).to_be_hidden()
    choose(page, "YK1", "Jokseenkin samaa mieltä")
    expect(page.get_by_text("1/23 kysymykseen vastattu")).to_be_visible()
    page.locator("[data-next]").click()
    expect(page.get_by_role("heading", name="Osallisuus")).to_be_focused()
    expect(page.get_by_text("Sivu 2/7")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Yhteiskehittämisen osaaminen")).to_be_visible()
    for turn in range(2, 8):
        page.locator("[data-next]").click()
        expect(page.get_by_text(f"Sivu {turn}/7")).to_be_visible()
    expect(page.locator("[data-next]")).to_be_hidden()
    page.locator("textarea").fill("Enemmän aikaa.")
    follow(page.locator("#send"))
    assert is_thanked(page)


AGREE = (
    "Täysin eri mieltä",
    "Jokseenkin eri mieltä",
    "Ei samaa eikä eri mieltä",
    "Jokseenkin samaa mieltä",
    "Täysin samaa mieltä",
    "En osaa sanoa",
)


def test_a_screen_reader_hears_each_statement_as_a_group_of_its_choices(site: Site, token: str) -> None:
    """The section by its heading, each statement the name of a group, its choices in order, none chosen."""
    page = site.open()
    begin(page, token)
    section = page.get_by_role("region", name="Yhteiskehittämisen osaaminen")
    expect(section.get_by_role("heading", level=2)).to_have_text("Yhteiskehittämisen osaaminen")
    statements = section.get_by_role("group")
    expect(statements).to_have_count(4)
    radios = "\n".join(f'  - radio "{choice}"\n  - text: {choice}' for choice in AGREE)
    for number in range(4):
        words = statements.nth(number).locator("legend").inner_text()
        heard = f'- group "{words}":\n  - text: {words}\n{radios}'
        expect(statements.nth(number)).to_match_aria_snapshot(heard)
    choose(page, "YK1", AGREE[3])
    expect(statements.first.get_by_role("radio", checked=True)).to_have_accessible_name(AGREE[3])


def test_keyboard_alone_is_enough(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    page.goto(f"/v/{token}")
    press_until(page, "Tab", "document.activeElement.textContent.includes('Aloita')")
    with arriving(page):
        page.keyboard.press("Enter")
    expect(page.locator(".answer-paged")).to_be_visible()
    press_until(page, "Tab", "document.activeElement.type === 'radio'")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#q-YK1 input").nth(1)).to_be_checked()
    for turn in range(2, 8):
        press_until(page, "Tab", "document.activeElement.hasAttribute('data-next')")
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Sivu {turn}/7")).to_be_visible()
    press_until(page, "Tab", "document.activeElement.id === 'send'")
    assert not Envelope.objects.exists(), "Enter in an answer sends nothing"
    with arriving(page):
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
    expect(page.locator("fieldset")).to_have_count(23)
    expect(page.locator("fieldset:visible")).to_have_count(23)
    for useless in ("[data-next]", "[data-previous]", "[data-all]", "[data-progress]", "[data-clear-offer]"):
        expect(page.locator(useless).first).to_be_hidden()
    choose(page, "YK1", "Täysin samaa mieltä")
    choose(page, "KU3", "En osaa sanoa")
    page.locator("textarea").fill("Enemmän aikaa.")
    follow(page.get_by_role("button", name="Svenska"))
    expect(page.get_by_role("heading", name="Delaktighet")).to_be_visible()
    expect(page.locator("#q-YK1 input[value='5']")).to_be_checked()
    expect(page.locator("#q-KU3 input[value='na']")).to_be_checked()
    expect(page.locator("textarea")).to_have_value("Enemmän aikaa.")
    assert not Invitation.objects.filter(is_spent=True).exists()
    follow(page.get_by_role("button", name="Skicka svaren"))
    expect(page.get_by_role("heading", name="Tack för ditt svar")).to_be_visible()
    assert Envelope.objects.count() == 1


def test_language_is_switched_half_way_and_the_page_stays(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, token)
    choose(page, "YK2", "Täysin eri mieltä")
    page.locator("[data-next]").click()
    choose(page, "OS1", "En osaa sanoa")
    follow(page.get_by_role("button", name="English"))
    expect(page.get_by_role("heading", name="Participation")).to_be_visible()
    expect(page.get_by_text("Page 2/7")).to_be_visible()
    expect(page.locator("#q-OS1 input[value='na']")).to_be_checked()
    page.locator("[data-previous]").click()
    expect(page.locator("#q-YK2 input[value='1']")).to_be_checked()
    expect(page.get_by_text("2/23 questions answered")).to_be_visible()


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
    if javascript:
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)  # what Enter would have sent has time to leave
        assert not posts
    else:
        with arriving(page):  # the form's first button: the same page once more
            page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}{url('answer', round_.pk, language=language)}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#q-YK1 input").first).to_be_checked()
    assert not Envelope.objects.exists()
