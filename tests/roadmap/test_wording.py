"""Numbers and languages as readers meet them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from roadmap.reading import Reader, Wanted, kept
from roadmap.snapshot import EMPTY
from roadmap.wording import language_of, thousands, value_words
from tests.roadmap.samples import COACHES, PROTECTED, WORKSHOP, item_figure, publication, say


def test_values_are_written_by_their_unit() -> None:
    assert value_words(item_figure("OS3")).replace("\N{NO-BREAK SPACE}", " ") in ("41 %", "41%")
    assert value_words(COACHES) == "11/19"
    assert value_words(WORKSHOP) == "23"
    assert value_words(PROTECTED) == ""


def test_thousands_are_parted_by_a_no_break_space() -> None:
    assert thousands(20000) == "20\N{NO-BREAK SPACE}000"
    assert thousands(999) == "999"


@pytest.mark.parametrize(
    ("texts", "wanted", "expected"),
    [
        ([say("a", "b", "c")], "sv", "sv"),
        ([say("a", "b", "c"), say("a", "", "c")], "sv", "fi"),
        ([say("", "b", "c"), say("", "b", "c")], "fi", "en"),
        ([say("a", "b"), say("", "b")], "en", "sv"),
        ([say(""), say("a", "b")], "sv", "sv"),
        ([], "sv", "sv"),
    ],
)
def test_texts_that_belong_together_are_shown_in_one_language(
    texts: list, wanted: str, expected: str
) -> None:
    assert language_of(texts, wanted) == expected


def test_a_step_without_swedish_is_shown_in_finnish_and_marked_so() -> None:
    made = publication()
    first = made.themes[0]
    step = replace(first.steps[0], why=say("Suomeksi vain"))
    made = replace(made, themes=(replace(first, steps=(step, *first.steps[1:])), *made.themes[1:]))
    with translation.override("sv"):
        reader = Reader(made, "sv")
        assert reader.themes[0].steps[0].lang == "fi"
        assert reader.themes[0].steps[0].title == "Kehittämiselle varataan aika työvuoroihin"
        assert reader.themes[0].steps[1].lang == ""
        assert not reader.is_translated
        assert Reader(publication(), "sv").is_translated


def test_a_caption_says_it_here_and_the_source_keeps_its_own_words() -> None:
    reader = Reader(publication(), "fi")
    view = reader.figure(item_figure("OS3"), say("kokee ajan riittävän"))
    assert view.label == "kokee ajan riittävän"
    assert view.full_label == "samaa mieltä: Minulla on riittävästi työaikaa kehittämiseen."
    assert reader.figure(item_figure("OS3"), EMPTY).label == view.full_label


def test_a_filter_keeps_what_suits_everyone() -> None:
    made = publication()
    everything = {step.id for _, step in made.steps()}
    education = kept(made, Wanted(sector="education"))
    health = kept(made, Wanted(sector="health"))
    assert education == everything
    assert 103 not in health  # for vocational institutions
    assert 101 in health  # for all workplaces


def test_a_small_workplace_does_not_see_steps_for_large_ones() -> None:
    small, large = kept(publication(), Wanted(size=1)), kept(publication(), Wanted(size=50))
    assert 102 not in small  # at least 20 people
    assert 102 in large
    assert small < large


def test_a_theme_shows_its_own_steps_only() -> None:
    assert kept(publication(), Wanted(theme=20)) == {201, 202, 203}
