"""What the composer proposes from facts, and what it must never do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap import composer
from roadmap.composer import Described
from roadmap.starters import library
from surveys.evidence import DimensionFact
from tests.roadmap.samples import (
    COACHES,
    WORKSHOP,
    bar,
    dimension_fact,
    figures,
    item_figure,
    say,
    survey_figure,
)

CODES = ("YK", "OS", "LU", "JO", "ME", "KU")


def facts(**changes: dict[str, int | None]) -> list[DimensionFact]:
    return [dimension_fact(code, **changes.get(code, {})) for code in CODES]


def proposed(rows: list[DimensionFact]) -> list[str]:
    return [idea.dimension for idea in composer.propose_themes(rows, library())]


def reasons(rows: list[DimensionFact], code: str) -> str:
    idea = next(idea for idea in composer.propose_themes(rows, library()) if idea.dimension == code)
    return " ".join(reason["en"] for reason in idea.reasons)


def test_the_three_lowest_indexes_are_proposed_lowest_first() -> None:
    assert proposed(facts()) == ["JO", "OS", "KU"]
    assert reasons(facts(), "JO") == "The lowest index of all 6 dimensions: 51 out of 100."
    assert reasons(facts(), "OS") == "One of the lowest indexes: 54 out of 100."


def test_the_widest_gap_between_organisations_is_proposed_with_its_width() -> None:
    rows = facts(LU={"gap": 27}, ME={"gap": 12})
    assert "LU" in proposed(rows)
    assert "ME" not in proposed(rows)
    assert reasons(rows, "LU") == "The widest gap between organisations: 27 points."


def test_a_gap_of_under_ten_points_is_no_reason() -> None:
    assert "LU" not in proposed(facts(LU={"gap": 9}))


def test_the_worst_change_since_the_last_round_is_proposed() -> None:
    rows = facts(ME={"previous": 99}, LU={"previous": 70})
    assert "ME" in proposed(rows)
    assert "LU" not in proposed(rows)
    assert reasons(rows, "ME") == "The largest fall since the round before: from 99 to 74."


def test_a_fall_within_what_chance_may_do_says_so() -> None:
    assert "may be chance" in reasons(facts(ME={"previous": 79}), "ME")


def test_a_fall_of_under_three_points_is_no_reason() -> None:
    assert "ME" not in proposed(facts(ME={"previous": 76}))


def test_a_dimension_with_more_reasons_comes_first() -> None:
    rows = facts(KU={"gap": 30, "previous": 90})
    assert proposed(rows)[0] == "KU"
    assert reasons(rows, "KU").count(".") == 3


def test_reasons_and_texts_exist_in_three_languages() -> None:
    for idea in composer.propose_themes(facts(LU={"gap": 27}), library()):
        for text in (idea.title, idea.lead, idea.survey_says, *idea.reasons):
            assert all(text[code] for code in ("fi", "sv", "en"))


@pytest.mark.parametrize("code", CODES)
def test_a_protected_dimension_is_never_proposed(code: str) -> None:
    rows = facts(**{code: {"index": None, "gap": 90, "previous": 99}})
    assert code not in proposed(rows)


def test_nothing_is_proposed_from_nothing() -> None:
    assert composer.propose_themes([], library()) == ()
    assert composer.propose_themes([dimension_fact("OS", index=None)], library()) == ()


def test_equal_indexes_keep_the_order_of_the_questionnaire() -> None:
    assert proposed(facts(**{code: {"index": 50} for code in CODES})) == ["YK", "OS", "LU"]


values = st.one_of(st.none(), st.integers(5, 95))


@given(st.lists(st.tuples(values, values, st.one_of(st.none(), st.integers(0, 90))), min_size=6, max_size=6))
def test_whatever_the_facts_only_shown_dimensions_come_each_once_and_always_with_a_reason(
    rows: list[tuple[int | None, int | None, int | None]],
) -> None:
    made = [
        dimension_fact(code, index=index, previous=previous, gap=gap)
        for code, (index, previous, gap) in zip(CODES, rows, strict=True)
    ]
    ideas = composer.propose_themes(made, library())
    shown = {fact.code for fact in made if fact.index is not None}
    assert len({idea.dimension for idea in ideas}) == len(ideas) <= 5
    assert {idea.dimension for idea in ideas} <= shown
    assert all(idea.reasons for idea in ideas)
    assert len(ideas) >= min(3, len(shown))
    assert ideas == composer.propose_themes(made, library())


@given(st.lists(values, min_size=6, max_size=6), st.integers(0, 5))
def test_protecting_a_dimension_never_changes_why_another_is_proposed_except_for_its_place(
    indexes: list[int | None], hidden: int
) -> None:
    """A protected dimension is as if it was not asked: its value cannot be read from the others."""
    made = [dimension_fact(code, index=index) for code, index in zip(CODES, indexes, strict=True)]
    protected = [replace(fact, index=None) if place == hidden else fact for place, fact in enumerate(made)]
    absent = [fact for place, fact in enumerate(made) if place != hidden]
    assert composer.propose_themes(protected, library()) == composer.propose_themes(absent, library())


# --- Steps -------------------------------------------------------------------------------------


def test_starter_steps_rest_on_the_figures_of_their_items() -> None:
    ideas = composer.propose_steps(dimension_fact("OS"), figures(), library())
    time = next(idea for idea in ideas if idea.starter.code == "time")
    assert time.figures == ("surveys:release-3:agree:OS3",)
    assert time.captions["surveys:release-3:agree:OS3"]["en"] == "find that there is enough time"


def test_a_starter_whose_item_is_protected_rests_on_the_dimension() -> None:
    key = "surveys:release-3:agree:OS3"
    hidden = figures() | {key: replace(item_figure("OS3"), value=None)}
    ideas = composer.propose_steps(dimension_fact("OS"), hidden, library())
    time = next(idea for idea in ideas if idea.starter.code == "time")
    assert time.figures == ("surveys:release-3:index:OS",)


def test_a_dimension_without_starters_gets_the_general_step() -> None:
    fact = replace(dimension_fact("OS"), code="LEAD")
    ideas = composer.propose_steps(fact, figures(), library())
    assert [idea.starter.code for idea in ideas] == ["talk"]
    assert ideas[0].figures == (fact.figure.key,)


def test_an_imported_dimension_whose_code_happens_to_be_ours_gets_no_steps_of_ours() -> None:
    foreign = replace(dimension_fact("OS"), asked=("X1",), items=(replace(bar("OS1"), code="X1"),))
    assert [idea.starter.code for idea in composer.propose_steps(foreign, {}, library())] == ["talk"]


# --- Evidence ------------------------------------------------------------------------------------


def test_a_figure_is_proposed_where_its_words_meet() -> None:
    described = [
        Described("step:1", say("Kehittämiselle aika", "", "Time"), frozenset()),
        Described("step:2", say("Ehdotuksiin vastataan, ja kehittäminen etenee"), frozenset()),
    ]
    ideas = composer.propose_evidence(described, {WORKSHOP.key: WORKSHOP})
    assert [(idea.target, idea.figure) for idea in ideas] == [("step:2", WORKSHOP.key)]
    assert ideas[0].reason["en"] == "The same words in both: ehdotusta, kehittämisen."


def test_the_reason_names_words_of_the_readers_language() -> None:
    label = say(
        "sovittua toimenpidettä kehittämisen ajasta", "överenskomna åtgärder", "agreed actions on time"
    )
    figure = replace(WORKSHOP, label=label)
    text = say("Kehittämisen ajasta sovitaan", "", "Actions are agreed on")
    (idea,) = composer.propose_evidence([Described("step:1", text, frozenset())], {figure.key: figure})
    assert idea.reason["fi"] == "Molemmissa samoja sanoja: ajasta, kehittämisen."
    assert idea.reason["en"] == "The same words in both: actions, agreed."


def test_two_words_of_a_translation_do_not_outweigh_one_in_finnish() -> None:
    figure = replace(WORKSHOP, label=say("alueilla kumppaneita", "", "partner regions"))
    text = say("Kumppaneita kuullaan", "", "Partner regions are heard")
    assert not composer.propose_evidence([Described("step:1", text, frozenset())], {figure.key: figure})


def test_words_that_say_nothing_make_no_two_texts_meet() -> None:
    figure = replace(WORKSHOP, label=say("ensimmäisenä: palautetta kysytään, mutta siihen ei tartuta"))
    text = say("Jokaisen ensimmäinen askel: siihen kuuluu aika, ja palautetta annetaan")
    assert not composer.propose_evidence([Described("step:1", text, frozenset())], {figure.key: figure})


def test_evidence_is_not_proposed_twice_nor_when_it_is_protected_nor_from_surveys() -> None:
    text = say("ehdotusta kehittämisen ajasta")
    fresh, quoted = (
        Described("step:1", text, frozenset()),
        Described("step:1", text, frozenset({WORKSHOP.key})),
    )
    assert composer.propose_evidence([fresh], {WORKSHOP.key: WORKSHOP})
    assert not composer.propose_evidence([quoted], {WORKSHOP.key: WORKSHOP})
    assert not composer.propose_evidence([fresh], {WORKSHOP.key: replace(WORKSHOP, value=None)})
    assert not composer.propose_evidence([fresh], {WORKSHOP.key: replace(WORKSHOP, source="surveys")})
    assert not composer.propose_evidence([fresh], {COACHES.key: COACHES})


# --- Newer figures --------------------------------------------------------------------------------


def test_the_newest_release_of_the_same_figure_succeeds_an_old_one() -> None:
    keys = {"surveys:release-9:index:OS", "surveys:release-10:index:OS", "surveys:release-10:index:LU"}
    assert composer.successor("surveys:release-3:index:OS", keys) == "surveys:release-10:index:OS"
    assert composer.successor("surveys:release-9:index:OS", keys) is None
    assert composer.successor("surveys:release-3:index:KU", keys) is None
    assert composer.successor("workshops:workshop-1-proposal", keys) is None


def test_the_margin_assumes_the_largest_variance_and_the_smallest_group_of_the_band() -> None:
    assert composer.margin("200+") == pytest.approx(9.8)
    assert composer.margin("10–19") == pytest.approx(43.8, abs=0.05)
    assert composer.margin(None) == float("inf")


def test_the_survey_is_told_by_its_most_and_least_agreed_items() -> None:
    idea = next(i for i in composer.propose_themes(facts(), library()) if i.dimension == "OS")
    assert "59 %" in idea.survey_says["en"]
    assert "38 %" in idea.survey_says["en"]


def test_with_one_shown_item_the_survey_is_not_retold() -> None:
    fact = dimension_fact("OS")
    items = tuple(replace(item, agree=None) if place else item for place, item in enumerate(fact.items))
    idea = composer.propose_themes([replace(fact, items=items)], library())[0]
    assert idea.survey_says == say("")
    assert survey_figure("index:OS", value=1, unit="index", label=say("x")).key == idea.basis


def test_one_word_in_three_languages_is_one_word() -> None:
    described = [Described("step:1", say("Ehdotukset", "Förslag", "Suggestions"), frozenset())]
    assert composer.propose_evidence(described, {WORKSHOP.key: WORKSHOP}) == ()


def test_a_survey_that_shows_indexes_only_is_known_by_what_it_asked() -> None:
    """Its own starters are proposed, though there is no distribution to draw (decision 0015)."""
    with_bars, without = dimension_fact("OS"), dimension_fact("OS", items=())
    for fact in (with_bars, without):
        (idea,) = composer.propose_themes([fact], library())
        assert idea.title == library().themes["OS"].title
        steps = composer.propose_steps(fact, {}, library())
        assert [step.starter for step in steps] == list(library().themes["OS"].steps)
