"""Questions that concern only some, in a real browser; the browser and the server agree on who is asked."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from playwright.sync_api import expect

from surveys.ballot.counting import key_store, open_and_shuffle
from surveys.models import Round
from surveys.questionnaire import Errors, condition_document, unpack, unpack_picks, validate
from surveys.services.questionnaires import store_version
from tests.browsing import Site, follow
from tests.cast import Cast
from tests.judging import assert_accessible, assert_fits
from tests.surveys.fielding import invite, leaf, make_open, url
from tests.surveys.many_kinds import many_kinds
from tests.surveys.random_questions import random_answers, random_questions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_(cast: Cast) -> Round:
    store_version(questionnaire=many_kinds())
    return make_open(cast, code="many_kinds")


@pytest.fixture
def token(round_: Round) -> str:
    return invite(leaf(round_))


def begin(page: Any, round_: Round, token: str, language: str = "fi") -> None:
    page.goto(f"/v/{token}")
    page.goto(url("answer", round_.pk, language=language))
    expect(page.locator("form#answers")).to_be_visible()


def question(page: Any, code: str) -> Any:
    return page.locator(f"#q-{code}")


def choose(page: Any, code: str, value: str) -> None:
    question(page, code).locator(f"label:has(input[value='{value}'])").click()


def answer_of(round_: Round) -> tuple[dict[str, int | None], dict[str, tuple[int, ...]], list[str]]:
    """The one answer in the box, opened with the round's key: choices, picks and texts."""
    key = key_store().load(round_.pk)
    _ids, batch = open_and_shuffle(round_, private_key=key, progress=lambda done, total: None)
    (answer,) = batch.answers
    whole = many_kinds()
    return (
        unpack(whole, answer.choices),
        unpack_picks(whole, answer.choices),
        sorted(f"{text.code}: {text.text}" for text in batch.texts),
    )


# --- With JavaScript -------------------------------------------------------------------------------


def test_a_question_comes_and_goes_with_the_answer_before_it(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, round_, token)
    expect(page.locator("body.answer-paged")).to_be_attached()
    expect(question(page, "WHERE")).to_be_hidden()
    expect(page.get_by_text("Sivu 1/3")).to_be_visible()  # the section about the experiment online is no page
    expect(page.get_by_text("0/5 kysymykseen vastattu")).to_be_visible()
    choose(page, "TRIED", "1")
    expect(question(page, "WHERE")).to_be_visible()
    expect(question(page, "WHERE").locator("[data-condition]")).to_be_hidden()
    expect(page.get_by_text("1/7 kysymykseen vastattu")).to_be_visible()
    choose(page, "WHERE", "3")
    expect(page.get_by_text("Sivu 1/4")).to_be_visible()
    choose(page, "TRIED", "0")
    expect(question(page, "WHERE")).to_be_hidden()
    expect(question(page, "WHERE").locator("input").first).to_be_disabled()
    expect(page.get_by_text("1/5 kysymykseen vastattu")).to_be_visible()
    choose(page, "TRIED", "1")  # a change of mind brings back what was chosen
    expect(question(page, "WHERE").locator("input[value='3']")).to_be_checked()


def test_what_was_hidden_when_sending_is_not_stored(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, round_, token)
    choose(page, "TRIED", "1")
    choose(page, "WHERE", "2")
    choose(page, "USEFUL", "1")
    question(page, "HOW").locator("input").fill("opettaja")
    choose(page, "TRIED", "0")
    choose(page, "W1", "4")
    page.locator("[data-next]").click()
    expect(page.get_by_role("heading", name="Lopuksi")).to_be_visible()
    choose(page, "TELL", "10")
    page.locator("[data-next]").click()
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()
    assert answer_of(round_) == ({"TRIED": 0, "W1": 4, "TELL": 10}, {}, [])


def test_a_section_that_concerns_the_person_is_a_page_of_its_own(
    site: Site, round_: Round, token: str
) -> None:
    page = site.open()
    begin(page, round_, token)
    choose(page, "TRIED", "1")
    choose(page, "WHERE", "3")
    choose(page, "WHERE", "1")
    choose(page, "W1", "5")
    page.locator("[data-next]").click()
    expect(page.get_by_role("heading", name="Verkossa tehty")).to_be_focused()
    expect(page.get_by_text("Seuraavat kysymykset koskevat")).to_be_visible()
    choose(page, "TOOLS", "2")
    page.locator("[data-next]").click()
    expect(page.get_by_role("heading", name="Lopuksi")).to_be_focused()
    page.go_back()
    expect(question(page, "TOOLS").locator("input[value='2']")).to_be_checked()
    page.locator("[data-previous]").click()
    choose(page, "WHERE", "3")  # taken back: the section is no page any more
    page.locator("[data-next]").click()
    expect(page.get_by_role("heading", name="Lopuksi")).to_be_focused()
    choose(page, "FIELD", "2")
    question(page, "WHY").locator("textarea").fill("Ilman rahaa ei ole aikaa.")
    page.locator("[data-next]").click()
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()
    assert answer_of(round_) == (
        {"TRIED": 1, "W1": 5, "FIELD": 2},
        {"WHERE": (1,)},
        ["WHY: Ilman rahaa ei ole aikaa."],
    )


def test_draft_and_language_keep_what_was_chosen_and_what_is_hidden(
    site: Site, round_: Round, token: str
) -> None:
    page = site.open()
    begin(page, round_, token)
    choose(page, "TRIED", "1")
    choose(page, "WHERE", "1")
    choose(page, "WHERE", "3")
    page.reload()
    for value in ("1", "3"):
        expect(question(page, "WHERE").locator(f"input[value='{value}']")).to_be_checked()
    follow(page.get_by_role("button", name="Svenska"))
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(question(page, "WHERE")).to_be_visible()
    for value in ("1", "3"):
        expect(question(page, "WHERE").locator(f"input[value='{value}']")).to_be_checked()
    expect(question(page, "TOOLS")).to_be_hidden()  # on the next page
    page.locator("[data-all]").click()
    expect(question(page, "TOOLS")).to_be_visible()
    expect(question(page, "WHY")).to_be_hidden()


def test_one_question_at_a_time_passes_over_what_is_not_asked(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, round_, token)
    page.locator("[data-single]").click()
    expect(question(page, "TRIED")).to_be_focused()
    expect(question(page, "W1")).to_be_hidden()
    expect(page.get_by_text("Sivu 1/6")).to_be_visible()
    choose(page, "TRIED", "0")
    page.locator("[data-next]").click()
    expect(question(page, "W1")).to_be_focused()
    page.locator("[data-previous]").click()
    choose(page, "TRIED", "1")
    expect(page.get_by_text("Sivu 1/8")).to_be_visible()
    page.locator("[data-next]").click()
    expect(question(page, "WHERE")).to_be_focused()
    expect(page.get_by_text("Ajattele kulunutta vuotta.")).to_be_visible()  # the section's own words stay
    choose(page, "WHERE", "3")
    follow(page.get_by_role("button", name="Svenska"))
    expect(question(page, "WHERE")).to_be_visible()  # the same question, one at a time, in the other language
    expect(question(page, "TRIED")).to_be_hidden()
    for code in ("USEFUL", "HOW", "W1", "W2", "TOOLS"):
        page.locator("[data-next]").click()
        expect(question(page, code)).to_be_visible()
    expect(question(page, "NOTE")).to_be_visible()  # the text before a question stands with it
    page.go_back()
    expect(question(page, "W2")).to_be_visible()
    page.locator("[data-single]").click()
    expect(question(page, "WHERE")).to_be_visible()  # part by part again, where one was
    expect(question(page, "TOOLS")).to_be_hidden()


def test_a_single_question_at_a_time_is_sent_whole(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, round_, token)
    page.locator("[data-single]").click()
    choose(page, "TRIED", "0")
    page.locator("[data-next]").click()
    choose(page, "W1", "2")
    for code in ("W2", "TELL", "FIELD", "FREE"):
        expect(page.locator("#send")).to_be_hidden()
        page.locator("[data-next]").click()
        expect(page.locator(f"[data-part={code}]")).to_be_visible()
    page.locator("[data-part=FREE] textarea").fill("Kiitos.")
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()
    assert answer_of(round_) == ({"TRIED": 0, "W1": 2}, {}, ["FREE: Kiitos."])


def test_none_of_these_stands_alone_and_too_many_are_said_to_be(
    site: Site, round_: Round, token: str
) -> None:
    page = site.open()
    begin(page, round_, token)
    page.locator("[data-all]").click()
    choose(page, "TRIED", "1")
    choose(page, "W1", "3")
    boxes = question(page, "WHERE").locator("input")
    choose(page, "WHERE", "1")
    choose(page, "WHERE", "na")
    expect(boxes.nth(0)).not_to_be_checked()
    for value in ("1", "2", "4"):
        choose(page, "WHERE", value)
    expect(question(page, "WHERE").locator("input[value='na']")).not_to_be_checked()
    follow(page.locator("#send"))
    expect(page.locator(".error-summary a")).to_have_attribute("href", "#q-WHERE")
    expect(question(page, "WHERE").locator(".field-error")).to_be_visible()
    for value in ("1", "2", "4"):
        expect(question(page, "WHERE").locator(f"input[value='{value}']")).to_be_checked()
    choose(page, "WHERE", "4")
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()
    assert answer_of(round_)[1] == {"WHERE": (1, 2)}


def test_enter_in_a_line_of_text_sends_nothing(site: Site, round_: Round, token: str) -> None:
    page = site.open()
    begin(page, round_, token)
    choose(page, "TRIED", "1")
    choose(page, "WHERE", "2")
    field = question(page, "HOW").locator("input")
    field.fill("opettaja")
    posts: list[str] = []
    page.on("request", lambda request: posts.extend([request.url] * (request.method == "POST")))
    field.press("Enter")
    expect(question(page, "HOW").locator("[data-counter]")).to_have_text("8/200")
    field.press("!")
    expect(question(page, "HOW").locator("[data-counter]")).to_have_text("9/200")
    assert not posts


# --- Without JavaScript, and for everybody ---------------------------------------------------------


def test_without_javascript_the_condition_stands_with_the_question(
    site: Site, round_: Round, token: str, inspect: Callable[[Any], None]
) -> None:
    page = site.open(javascript=False)
    begin(page, round_, token)
    inspect(page)
    for code in ("WHERE", "USEFUL", "HOW", "NOTE", "TOOLS", "WHY"):
        expect(page.locator(f"[data-part={code}] [data-condition]")).to_be_visible()
    for code, value in (("TRIED", "0"), ("WHERE", "1"), ("USEFUL", "5"), ("W1", "2")):
        choose(page, code, value)
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()
    assert answer_of(round_) == ({"TRIED": 0, "W1": 2}, {}, [])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_kind_of_question_is_accessible_and_narrow_enough(
    site: Site, round_: Round, token: str, inspect: Callable[[Any], None], language: str
) -> None:
    page = site.open(language=language)
    begin(page, round_, token, language)
    page.locator("[data-all]").click()
    choose(page, "TRIED", "1")
    choose(page, "WHERE", "3")
    choose(page, "FIELD", "1")
    for code in ("HOW", "NOTE", "TOOLS", "TELL", "WHY"):
        expect(question(page, code)).to_be_visible()
    inspect(page)
    page.locator("[data-single]").click()
    expect(question(page, "WHERE")).to_be_hidden()
    assert_accessible(page)
    assert_fits(page)


def test_a_scale_of_numbers_is_one_row_of_targets_at_320_pixels(
    site: Site, round_: Round, token: str
) -> None:
    page = site.open(width=320)
    begin(page, round_, token)
    page.locator("[data-all]").click()
    cells = question(page, "TELL").locator("label:not(.scale-apart)")
    expect(cells).to_have_count(11)
    boxes = [cells.nth(number).bounding_box() for number in range(11)]
    assert len({box["y"] for box in boxes}) == 1
    assert all(box["width"] >= 24 and box["height"] >= 44 for box in boxes)
    expect(question(page, "TELL").get_by_role("radio", name="0 En lainkaan todennäköisesti")).to_be_visible()


# --- Browser and server agree ------------------------------------------------------------------------


def shown_by_server(seed: int, answers: dict[str, list[str]]) -> list[str]:
    """Those whose answers are kept, and those that are missed where all are required."""
    raw = {code: " ".join(values) for code, values in answers.items()}
    kept = validate(random_questions(Random(seed)), raw)
    missed = validate(random_questions(Random(seed), required=True), raw)
    assert not isinstance(kept, Errors)
    missing = {error.item for error in missed.errors} if isinstance(missed, Errors) else set()
    return sorted({*kept.choices, *kept.picks, *missing})


def test_browser_and_server_agree_on_who_is_asked_what(site: Site) -> None:
    cases, expected = [], []
    for seed in range(2_000):
        questionnaire = random_questions(Random(seed))
        answers = random_answers(Random(seed + 1), questionnaire)
        parts = [
            {"code": part.code, "showIf": part.show_if and condition_document(part.show_if)}
            for part in questionnaire.parts
        ]
        cases.append({"parts": parts, "answers": answers})
        expected.append(shown_by_server(seed, answers))
    page = site.open()
    page.goto("/fi/")
    shown = page.evaluate(
        """async (cases) => {
          const { shownParts } = await import("/static/js/answer/conditions.js");
          return cases.map(({ parts, answers }) => [...shownParts(parts, answers)].sort());
        }""",
        cases,
    )
    assert shown == expected
    counts = [len(codes) for codes in expected]
    totals = [len(case["parts"]) for case in cases]
    assert sum(count < total for count, total in zip(counts, totals, strict=True)) > 1_000, "most hide some"
