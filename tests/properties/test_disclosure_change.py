"""What is said of a change: alike upwards and downwards, and never more certain than the formula allows."""

from __future__ import annotations

from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import SUPPRESSED, Change, CountBand, change, movement

FIGURES = st.integers(0, 100)
SIZES = st.integers(5, 3000)
MIRROR = {
    "risen": "fallen",
    "perhaps risen": "perhaps fallen",
    "uncertain": "uncertain",
    "perhaps fallen": "perhaps risen",
    "fallen": "risen",
}
CERTAINTY = {"uncertain": 0, "perhaps risen": 1, "perhaps fallen": 1, "risen": 2, "fallen": 2}


def found(before: int, after: int, n_before: int, n_after: int) -> Change:
    result = change(before, after, n_before=n_before, n_after=n_after)
    assert isinstance(result, Change)
    return result


@given(FIGURES, FIGURES, SIZES, SIZES)
def test_rising_and_falling_are_judged_alike(before: int, after: int, n: int, m: int) -> None:
    there, back = found(before, after, n, m), found(after, before, m, n)
    assert there.difference == -back.difference
    assert there.margin == back.margin
    assert MIRROR[there.movement] == back.movement


@given(FIGURES, FIGURES, SIZES, SIZES, st.integers(1, 500))
def test_more_respondents_never_make_it_less_certain(
    before: int, after: int, n: int, m: int, more: int
) -> None:
    few, many = found(before, after, n, m), found(before, after, n + more, m)
    assert many.margin <= few.margin
    assert CERTAINTY[many.movement] >= CERTAINTY[few.movement]


@given(FIGURES, FIGURES, SIZES, SIZES)
def test_never_more_certain_than_the_formula(before: int, after: int, n: int, m: int) -> None:
    z = abs(after - before) / (50 * sqrt(1 / n + 1 / m))
    said = CERTAINTY[found(before, after, n, m).movement]
    if said == 2:
        assert z > 1.96
    if said >= 1:
        assert z > 1.28


def test_the_example_that_people_are_told() -> None:
    """See templates/surveys/results/_change_method.html."""
    assert [found(50, 50 + d, 100, 100).movement for d in (10, 11, 14, 15)] == [
        "uncertain",
        "perhaps risen",
        "perhaps risen",
        "risen",
    ]


@given(FIGURES, FIGURES, st.sampled_from([(10, 19), (20, 49), (50, 99), (100, 199), (200, None)]), SIZES)
def test_a_band_of_sizes_counts_as_its_lower_end(
    before: int, after: int, band: tuple[int, int | None], n: int
) -> None:
    told = change(before, after, n_before=CountBand(*band), n_after=n)
    assert told == found(before, after, band[0], n)


@given(st.tuples(FIGURES, FIGURES).map(sorted), st.tuples(FIGURES, FIGURES).map(sorted), SIZES, SIZES)
def test_of_ranges_no_more_is_said_than_of_any_two_figures_in_them(
    before: list[int], after: list[int], n: int, m: int
) -> None:
    said = movement((before[0], before[1]), (after[0], after[1]), n_before=n, n_after=m)
    assert said is not SUPPRESSED
    for one in before:
        for other in after:
            exact = found(one, other, n, m).movement
            assert CERTAINTY[str(said)] <= CERTAINTY[exact]
            assert said == "uncertain" or str(said).split()[-1] == exact.split()[-1]


def test_nothing_is_said_where_a_size_is_protected() -> None:
    assert movement((10, 20), (90, 100), n_before=SUPPRESSED, n_after=50) is SUPPRESSED
