"""Who is asked: nobody who cannot help, the topic before the region, and the same one every time."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from peercoaching.matching import Candidate, Need, rank, reason

TOPICS, LANGUAGES, REGIONS = ("trust", "meaning", "recovery"), ("fi", "sv", "en"), (1, 2, 3)


def subsets(values: tuple) -> st.SearchStrategy:
    return st.frozensets(st.sampled_from(values))


needs = st.builds(
    Need,
    topic=st.sampled_from(TOPICS),
    language=st.sampled_from(LANGUAGES),
    region=st.one_of(st.none(), st.sampled_from(REGIONS)),
)
coaches = st.lists(
    st.builds(
        Candidate,
        coach=st.integers(1, 1000),
        topics=subsets(TOPICS),
        languages=subsets(LANGUAGES),
        regions=subsets(REGIONS),
        free=st.integers(-1, 3),
        sessions=st.integers(0, 5),
    ),
    max_size=12,
    unique_by=lambda candidate: candidate.coach,
)


@given(needs, coaches)
def test_exactly_those_who_have_a_place_and_the_language_can_be_asked(
    need: Need, some: list[Candidate]
) -> None:
    able = {c.coach for c in some if c.free > 0 and need.language in c.languages}
    assert {c.coach for c in rank(need, some)} == able


@given(needs, coaches)
def test_whoever_knows_the_topic_comes_before_all_who_do_not(need: Need, some: list[Candidate]) -> None:
    knows = [need.topic in c.topics for c in rank(need, some)]
    assert knows == sorted(knows, reverse=True)


@given(needs, coaches)
def test_among_equals_in_topic_the_region_decides_and_then_the_turn(
    need: Need, some: list[Candidate]
) -> None:
    for knows in (True, False):
        alike = [c for c in rank(need, some) if (need.topic in c.topics) is knows]
        near = [need.region in c.regions for c in alike]
        assert near == sorted(near, reverse=True)
        for is_near in (True, False):
            held = [c.sessions for c in alike if (need.region in c.regions) is is_near]
            assert held == sorted(held)


@given(needs, coaches, st.randoms())
def test_the_order_in_which_coaches_are_found_does_not_matter(
    need: Need, some: list[Candidate], chance: random.Random
) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert rank(need, shuffled) == rank(need, some)


@given(needs, coaches)
def test_the_reason_says_of_the_topic_and_the_region_what_is_so(need: Need, some: list[Candidate]) -> None:
    for chosen in rank(need, some):
        words = reason(need, chosen)
        assert ("one of the coach's own" in words["en"]) is (
            "not one" in words["en"] or need.topic in chosen.topics
        )
        assert ("is not one of" in words["en"]) is (need.topic not in chosen.topics)
        assert ("region" in words["en"]) is (need.region in chosen.regions)
        assert all(text.endswith(".") and text[0].isupper() for text in words.values())
