"""Open answers in a real browser: moderated with the keyboard on a phone, read and printed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from surveys.models import FreeText
from surveys.services import moderating, releasing
from tests.browsing import Site, assert_accessible, assert_fits
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox
from tests.surveys.fielding import silent, url
from tests.surveys.open_texts import released, texts_of, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
SLUG = "esimerkkipolku"


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """Twelve texts; the second in the queue names somebody."""
    box = written(cast, {0: 12})
    FreeText.objects.filter(pk=texts_of(box.round)[1].pk).update(
        text="Rehtori Liisa Virtanen ei kuuntele meitä."
    )
    return box


def open_signed_in(site: Site, cast: Cast, **more: Any) -> Any:
    page = site.open(language="en", **more)
    site.sign_in(page, cast.aino)
    return page


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_coordinator_moderates_with_the_keyboard_on_a_phone(site: Site, cast: Cast, box: BallotBox) -> None:
    page = open_signed_in(site, cast)
    page.goto(url("texts", SLUG, box.round.pk, language="en"))
    body, heading = page.locator("#text-body"), page.get_by_role("heading", level=1)
    page.get_by_role("link", name="Begin reading").focus()
    press(page, "Enter")
    expect(heading).to_have_text("Open answer 1/12")
    expect(body).to_be_focused()
    press(page, "Tab")
    expect(page.get_by_role("button", name="Show it as it is")).to_be_focused()
    press(page, "Enter")
    expect(heading).to_have_text("Open answer 2/12")
    expect(page.locator(".progress-head")).to_contain_text("1/12")
    expect(body).to_be_focused()
    expect(page.locator("#text-body mark")).to_have_text(["Rehtori", "Liisa Virtanen"])
    assert_accessible(page)
    press(page, "Tab", "Tab", "Space", "Tab", "Space", "Tab")
    expect(page.get_by_label("Parts to remove")).to_be_focused()
    page.keyboard.type("meitä")
    press(page, "Tab", "Tab")
    expect(page.get_by_role("button", name="Remove these parts")).to_be_focused()
    press(page, "Enter")
    expect(body).to_have_text("[…] ei kuuntele […].")
    expect(body).to_be_focused()
    assert_accessible(page)
    press(page, "Tab", "Enter")
    expect(heading).to_have_text("Open answer 3/12")
    expect(body).to_be_focused()  # by a script: what a test focuses before that loses the focus again
    page.get_by_role("radio").first.focus()
    press(page, "Space", "ArrowDown", "Tab", "Enter")
    expect(heading).to_have_text("Open answer 4/12")
    expect(page.locator(".progress-head")).to_contain_text("3/12")
    expect(body).to_be_focused()
    page.get_by_role("link", name="Previous answer").focus()
    press(page, "Enter")
    expect(heading).to_have_text("Open answer 3/12")
    expect(body).to_be_focused()
    page.get_by_role("button", name="Take the decision back").focus()
    press(page, "Enter")
    expect(page.get_by_role("button", name="Show it as it is")).to_be_visible()
    expect(page.locator(".progress-head")).to_contain_text("2/12")
    states = [text.state for text in texts_of(box.round)]
    assert states == ["shown", "redacted", *["waiting"] * 10]


def test_what_is_selected_in_the_text_can_be_removed(site: Site, cast: Cast, box: BallotBox) -> None:
    page = open_signed_in(site, cast, width=1440, height=900)
    page.goto(url("text", SLUG, box.round.pk, texts_of(box.round)[1].pk, language="en"))
    expect(page.locator("#text-body")).to_be_focused()
    page.locator("#text-body mark").first.dblclick()
    page.get_by_role("button", name="Add what I have selected in the text").click()
    expect(page.get_by_label("Parts to remove")).to_have_value("Rehtori")
    page.get_by_role("button", name="Remove these parts").click()
    expect(page.locator("#text-body")).to_have_text("[…] Liisa Virtanen ei kuuntele meitä.")


def test_everything_works_without_javascript_on_a_narrow_phone(
    site: Site, cast: Cast, box: BallotBox
) -> None:
    page = open_signed_in(site, cast, width=320, javascript=False)
    page.goto(url("texts", SLUG, box.round.pk, language="en"))
    page.get_by_role("link", name="Begin reading").click()
    heading = page.get_by_role("heading", level=1)
    expect(page.get_by_role("button", name="Add what I have selected in the text")).to_be_hidden()
    page.get_by_role("button", name="Show it as it is").click()
    expect(heading).to_have_text("Open answer 2/12")
    page.get_by_label("Parts to remove").fill("Virtanen")
    page.get_by_role("button", name="Remove these parts").click()
    expect(page.locator("#text-body")).to_have_text("Rehtori Liisa […] ei kuuntele meitä.")
    page.get_by_role("link", name="On to the next").click()
    expect(heading).to_have_text("Open answer 3/12")
    page.get_by_role("radio", name="insults or threatens somebody").check()
    page.get_by_role("button", name="Withhold the answer").click()
    expect(heading).to_have_text("Open answer 4/12")


def test_a_refused_decision_takes_one_to_what_to_correct(site: Site, cast: Cast, box: BallotBox) -> None:
    page = open_signed_in(site, cast)
    page.goto(url("text", SLUG, box.round.pk, texts_of(box.round)[0].pk, language="en"))
    page.get_by_label("Parts to remove").fill("ei tällaista")
    page.get_by_role("button", name="Remove these parts").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_state_of_the_pages_is_accessible_valid_and_narrow_enough(
    site: Site, cast: Cast, box: BallotBox, inspect: Callable[[Any], None], language: str
) -> None:
    one, two, three, *_rest = texts_of(box.round)
    moderating.show_text(text=one, seen="waiting")
    moderating.redact_text(text=two, seen="waiting", parts=["Rehtori"])
    moderating.withhold_text(text=three, seen="waiting", reason="private")
    page = site.open(language=language)
    site.sign_in(page, cast.aino)
    queue = url("texts", SLUG, box.round.pk, language=language)
    decided = [url("text", SLUG, box.round.pk, text.pk, language=language) for text in (one, two, three)]
    for address in (queue, f"{queue}?state=withheld", f"{queue}?question=none&state=shown", *decided):
        page.goto(address)
        inspect(page)
    releasing.publish_release(round_=box.round, user=cast.aino, report=silent)
    released(cast, box.round)
    for address in (
        queue,
        decided[0],
        url("round", SLUG, box.round.pk, language=language),
        *(
            url(name, SLUG, box.round.pk, group.pk, language=language)
            for name in ("group_results", "group_texts")
            for group in (box.root, box.organisations[0], box.units[0, 0])
        ),
    ):
        page.goto(address)
        inspect(page)


def test_a_contact_reads_and_prints_the_answers(site: Site, cast: Cast, box: BallotBox) -> None:
    released(cast, box.round)
    page = site.open(language="en")
    site.sign_in(page, cast.bertil)
    page.goto(url("group_texts", SLUG, box.round.pk, box.organisations[0].pk, language="en"))
    expect(page.locator(".open-answers li")).to_have_count(12)
    page.emulate_media(media="print")
    expect(page.locator(".open-answers li").last).to_be_visible()
    expect(page.locator(".rail")).to_be_hidden()
