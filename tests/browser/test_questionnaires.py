"""A coordinator brings in a questionnaire on a phone, by keyboard alone, and a round offers it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browsing import PHONE, Site
from tests.cast import Cast
from tests.surveys.fielding import instrument, url
from tests.surveys.workbooks import xlsform

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

GOOD = (
    ("select_one agree", "learning", "I learn at work"),
    ("select_one yes_no", "coach", "Do you have a coach?"),
    ("text", "how", "How do you work together?", "${coach} = 'yes'"),
    ("geopoint", "where", "Where are you?"),
)


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def written(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def press_to(page: Any, target: Any, key: str = "Tab") -> None:
    """Go there with the keyboard; what cannot be reached fails the test."""
    for _step in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail("the keyboard does not get there")


def upload(page: Any, path: str) -> None:
    """Go to the file with the keyboard, choose it (in a window that is not the page's), and send the form."""
    field = page.get_by_label("File", exact=True)
    press_to(page, field)
    field.set_input_files(path)
    press_to(page, page.get_by_role("button", name="Upload and look at the report"))
    page.keyboard.press("Enter")


def test_upload_with_the_keyboard_report_save_and_a_round_offers_it(
    site: Site, cast: Cast, inspect: Callable[[Any], None], tmp_path: Path
) -> None:
    page = site.open(width=PHONE[0], height=PHONE[1], language="en")
    site.sign_in(page, cast.aino)
    slug = cast.project.slug
    page.goto(url("questionnaires", slug, language="en"))
    inspect(page)
    press_to(page, page.locator("main").get_by_role("link", name="Import a questionnaire").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Import a questionnaire")).to_be_visible()
    inspect(page)

    upload(page, written(tmp_path, "team.xlsx", xlsform(*GOOD)))
    expect(page.get_by_role("heading", name="What would be imported")).to_be_visible()
    carried = page.get_by_role("table", name="What is in the file")
    expect(carried.get_by_role("row", name="Questions with one answer")).to_contain_text("2")
    left = page.get_by_role("table", name="What would be left out")
    expect(left.get_by_role("row", name="Sheet “survey”, row 5")).to_contain_text("geopoint")
    inspect(page)

    code = page.get_by_label("Code")
    expect(code).to_have_value("team")
    press_to(page, page.get_by_role("button", name="Save the questionnaire"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The questionnaire is in the library.")).to_be_visible()
    expect(page.get_by_role("heading", name="team", level=1)).to_be_visible()
    expect(page.get_by_text("Answer this if your answer to “Do you have a coach?” is “Yes”.")).to_be_visible()
    inspect(page)

    page.goto(url("round_create", slug, language="en"))
    expect(page.get_by_role("radio", name="team – 2 questions")).to_be_visible()


def test_a_refused_file_says_where_and_keeps_the_form_ready(
    site: Site, cast: Cast, inspect: Callable[[Any], None], tmp_path: Path
) -> None:
    page = site.open(width=PHONE[0], height=PHONE[1], language="en")
    site.sign_in(page, cast.aino)
    page.goto(url("questionnaire_import", cast.project.slug, language="en"))
    upload(page, written(tmp_path, "bad.xlsx", xlsform(("select_one missing", "q", "Q"))))
    reasons = page.get_by_role("table", name="Reasons for the refusal")
    expect(reasons.get_by_role("row", name="Sheet “survey”, row 2, column A")).to_contain_text("missing")
    expect(page.get_by_role("alert")).to_be_focused()
    inspect(page)
    upload(page, written(tmp_path, "good.xlsx", xlsform(*GOOD)))
    expect(page.get_by_role("heading", name="What would be imported")).to_be_visible()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_questionnaire_is_read_in_every_language(
    site: Site, cast: Cast, inspect: Callable[[Any], None], language: str
) -> None:
    version = instrument("wl_competence")
    page = site.open(language=language)
    site.sign_in(page, cast.aino)
    for shown_in in ("fi", "sv", "en"):
        page.goto(url("questionnaire", cast.project.slug, version.pk, language=language) + f"?in={shown_in}")
        first = getattr(version.questionnaire.items[0].text, shown_in)
        expect(page.get_by_text(first)).to_be_visible()
    inspect(page)
