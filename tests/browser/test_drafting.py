"""A coordinator writes a questionnaire from nothing, by keyboard alone, and a new round offers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from surveys.models import QuestionnaireVersion
from tests.browsing import DESKTOP, Site, arriving
from tests.cast import Cast
from tests.surveys.fielding import url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


class Keyboard:
    """Goes to a thing with the Tab key and uses it; what cannot be reached fails the test."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, target: Any) -> None:
        for _step in range(80):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not get to {target}")

    def write(self, label: str, words: str) -> None:
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)

    def press(self, target: Any, key: str = "Enter") -> None:
        self.to(target)
        self.page.keyboard.press(key)

    def follow(self, role: str, name: str) -> None:
        self.to(self.page.get_by_role("main").get_by_role(role, name=name, exact=True).first)
        with arriving(self.page):
            self.page.keyboard.press("Enter")


def add(keyboard: Keyboard, kind: str, question: str) -> None:
    """One more question of that kind at the end of the first section."""
    page = keyboard.page
    keyboard.press(page.locator("summary", has_text="Add a question S1"))
    keyboard.follow("link", kind)
    keyboard.write("Question in English", question)


def test_a_questionnaire_is_written_tried_published_and_offered_to_a_round(
    site: Site, cast: Cast, inspect: Callable[[Any], None]
) -> None:
    page = site.open(width=DESKTOP[0], height=DESKTOP[1], language="en")
    site.sign_in(page, cast.aino)
    keyboard = Keyboard(page)
    page.goto(url("questionnaires", cast.project.slug, language="en"))
    keyboard.follow("link", "New questionnaire")
    keyboard.write("English", "Team pulse")
    keyboard.follow("button", "Start writing")
    expect(page.get_by_text("Add a section with at least one question.")).to_be_visible()

    keyboard.follow("link", "Add a section")
    keyboard.write("Title in English", "Trying things")
    keyboard.follow("button", "Save the section")
    add(keyboard, "One of several options", "Have you tried something new?")
    keyboard.write("Option 1, English", "No")
    keyboard.write("Option 2, English", "Yes")
    keyboard.follow("button", "Save the question")
    add(keyboard, "An answer in writing", "What was it?")
    keyboard.follow("button", "Save the question")

    keyboard.follow("link", "Who is asked Q2")
    keyboard.press(page.locator("summary", has_text="Have you tried something new?"))
    keyboard.press(page.get_by_role("checkbox", name="Yes"), "Space")
    inspect(page)
    keyboard.follow("button", "Save the condition")
    expect(page.locator("#question-Q2")).to_contain_text(
        "Answer this if your answer to “Have you tried something new?” is “Yes”."
    )
    inspect(page)

    keyboard.follow("link", "Preview")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("What was it?")).to_be_hidden()
    frame.get_by_role("radio", name="Yes").focus()
    page.keyboard.press("Space")
    expect(frame.get_by_text("What was it?")).to_be_visible()
    inspect(page)

    with arriving(page):
        page.go_back()
    keyboard.follow("button", "Publish the questionnaire")
    expect(page.get_by_text("rounds can ask with it")).to_be_visible()
    page.goto(url("round_create", cast.project.slug, language="en"))
    expect(page.get_by_role("radio", name="Team pulse – 1 question")).to_be_visible()
    (part,) = QuestionnaireVersion.objects.get(code="questionnaire").questionnaire.all_open_questions
    assert part.show_if is not None
