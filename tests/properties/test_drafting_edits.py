"""Whatever is done to a draft, in whatever order: it is a questionnaire, or it is said what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaire import QuestionnaireError, from_document, to_document
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.conditions import (
    ALL,
    ANSWERED,
    ANY,
    UNANSWERED,
    Ticks,
    condition_of,
    ticks_of,
)
from surveys.questionnaire.drafts.core import core_mistakes
from surveys.questionnaire.drafts.mistakes import mistakes
from surveys.questionnaire.drafts.partial import readable
from surveys.questionnaire.drafts.places import LAST, placed, spot
from surveys.questionnaire.drafts.shape import check_shape
from surveys.questionnaire.drafts.texts import written
from tests.properties.questionnaires import questionnaires
from tests.surveys.documents import small

Document = dict[str, Any]
codes = st.sampled_from(("A", "B", "A1", "A2", "B1", "O1", "X", "Y", "Z"))
steps = st.sampled_from((-1, 1))
texts = st.dictionaries(st.sampled_from(("fi", "sv", "en")), st.sampled_from(("", "words", "more")))
numbers = st.integers(-1, 3)
tests = st.builds(
    lambda item, values: {"item": item, "in": values}, codes, st.lists(numbers, min_size=1, max_size=3)
)
asked = st.builds(lambda item, answered: {"item": item, "answered": answered}, codes, st.booleans())
conditions = st.recursive(
    tests | asked,
    lambda inner: st.builds(
        lambda join, parts: {join: parts},
        st.sampled_from(("all", "any")),
        st.lists(inner, min_size=1, max_size=2),
    ),
    max_leaves=3,
)
options = st.lists(st.fixed_dictionaries({"value": numbers}, optional={"label": texts}), max_size=3)
parts = st.fixed_dictionaries(
    {"code": codes},
    optional={
        "kind": st.sampled_from(("scale", "multiple", "text", "information")),
        "text": texts,
        "help": texts,
        "options": options,
        "scale": st.fixed_dictionaries(
            {"code": codes, "options": options}, optional={"not_applicable": texts}
        ),
        "required": st.booleans(),
        "in_index": st.booleans(),
        "ordered": st.booleans(),
        "most": numbers,
        "show_if": st.none() | conditions,
        "module": st.sampled_from(("", "vet", "no code")),
    },
)
sections = st.fixed_dictionaries({"code": codes}, optional={"title": texts, "stem": texts})
edits: st.SearchStrategy[tuple[Callable[..., Document], tuple[Any, ...]]] = st.one_of(
    st.tuples(st.just(changes.add_section), st.tuples(sections)),
    st.tuples(st.just(changes.change_section), st.tuples(codes, sections)),
    st.tuples(st.just(changes.move_section), st.tuples(codes, steps)),
    st.tuples(st.just(changes.remove_section), st.tuples(codes)),
    st.tuples(st.just(changes.add_part), st.tuples(codes | st.just(LAST), parts)),
    st.tuples(st.just(changes.change_part), st.tuples(codes, parts)),
    st.tuples(st.just(changes.move_part), st.tuples(codes, steps)),
    st.tuples(st.just(changes.remove_part), st.tuples(codes)),
    st.tuples(st.just(changes.with_condition), st.tuples(codes, st.none() | conditions)),
    st.tuples(
        st.just(changes.with_values), st.tuples(st.fixed_dictionaries({"title": texts, "note": texts}))
    ),
)


def _is_saved(document: Document) -> bool:
    """As the service decides: what is no document, such as one with two questions of one code, is refused."""
    try:
        check_shape(document)
    except QuestionnaireError:
        return False
    return True


@settings(max_examples=80, deadline=None)
@given(st.lists(edits, max_size=12))
def test_after_any_edits_a_draft_is_valid_or_its_mistakes_are_named(
    sequence: list[tuple[Callable[..., Document], tuple[Any, ...]]],
) -> None:
    core = small()
    document = changes.tidy(core)
    for edit, arguments in sequence:
        before = changes.tidy(document)
        try:
            changed = edit(document, *arguments)
        except KeyError:
            changed = document  # what is named is not there, and the page says so
        assert document == before, "an edit never touches what it is given"
        if _is_saved(changed):
            document = changed
        found = mistakes(document)
        for mistake in found:
            place = spot(document, mistake.path)
            assert not place.part or place.part in {each.code for each in placed(document)}
        if not found:
            assert from_document(to_document(from_document(document))) == from_document(document)
            assert not list(core_mistakes(document, document))
        shown, left_out = readable(document)
        assert found or (shown is not None and left_out == 0)
        assert all(done <= of for done, of in written(document).values())
        assert set(mistakes(document, core)) or not list(core_mistakes(document, core))


@settings(max_examples=30, deadline=None)
@given(questionnaires())
def test_every_questionnaire_is_a_draft_without_mistakes(questionnaire: Any) -> None:
    document = to_document(questionnaire)
    check_shape(document)
    assert changes.tidy(document) == document
    assert mistakes(document, document) == ()


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from((ALL, ANY)),
    st.dictionaries(
        codes,
        st.frozensets(st.sampled_from(("0", "1", "2", ANSWERED, UNANSWERED)), min_size=1),
        min_size=1,
        max_size=4,
    ),
)
def test_ticks_become_a_condition_and_ticks_again(join: str, picks: dict[str, frozenset[str]]) -> None:
    condition = condition_of(Ticks(join, picks))
    again = ticks_of(condition)
    assert again is not None
    assert again.picks == picks
    assert len(picks) == 1 or again.join == join


def test_a_condition_that_ticks_cannot_say_is_left_alone() -> None:
    both = {"all": [{"item": "A", "in": [1]}, {"item": "A", "in": [2]}]}
    assert ticks_of({"any": [both, {"item": "B", "in": [1]}]}) is None
    assert ticks_of(both) is None
    assert ticks_of(None) == Ticks(ALL, {})
