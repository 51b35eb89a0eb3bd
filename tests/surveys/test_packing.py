"""Packed answers come back as they were given, and are counted as they are."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import instruments
from surveys.questionnaire import (
    PackingError,
    as_matrix,
    count,
    count_by_group,
    pack,
    unpack,
    unpack_picks,
)
from tests.surveys.many_kinds import many_kinds

READINESS = instruments.load("yhes_readiness")
STUDENT = instruments.load("student_feedback")
choices_of_readiness = st.dictionaries(
    st.sampled_from([item.code for item in READINESS.items]), st.sampled_from((None, 1, 2, 3, 4, 5))
)
matrices = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from((0, 1, 2, 3, 255)), min_size=width, max_size=width), min_size=1, max_size=40
    )
)


@settings(deadline=None)
@given(choices_of_readiness)
def test_choices_come_back(choices: dict[str, int | None]) -> None:
    packed = pack(READINESS, choices)
    assert len(packed) == 23
    assert unpack(READINESS, packed) == choices


def test_one_byte_says_not_answered_option_or_not_applicable() -> None:
    assert pack(STUDENT, {"OP1": 1, "OP2": 5, "OP4": None}) == bytes([1, 5, 0, 255])


def test_position_of_the_option_is_packed_not_its_number() -> None:
    assert pack(instruments.load("wl_competence"), {"A1": 0, "A2": 3})[:3] == bytes([1, 4, 0])


@pytest.mark.parametrize("choices", [{"OP1": 6}, {"OP1": 0}, {"OP9": 1}, {"OP9": None, "OP1": 1}])
def test_choices_that_do_not_fit_are_refused(choices: dict[str, int | None]) -> None:
    with pytest.raises(PackingError):
        pack(STUDENT, choices)


@pytest.mark.parametrize("packed", [b"", b"\1\1\1", b"\1\1\1\1\1", b"\6\1\1\1", b"\xfe\1\1\1"])
def test_bytes_that_do_not_fit_are_refused(packed: bytes) -> None:
    with pytest.raises(PackingError):
        unpack(STUDENT, packed)


KINDS = many_kinds()
picks_of_kinds = st.dictionaries(
    st.just("WHERE"), st.sets(st.sampled_from((1, 2, 3, 4))).map(lambda chosen: tuple(sorted(chosen)))
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(("TRIED", "W1")), st.just(1)), picks_of_kinds)
def test_several_choices_come_back(choices: dict[str, int | None], picks: dict[str, tuple[int, ...]]) -> None:
    packed = pack(KINDS, choices, picks)
    assert len(packed) == len(KINDS.items) + 4
    assert unpack(KINDS, packed) == choices
    assert unpack_picks(KINDS, packed) == picks


def test_each_option_of_a_multiple_choice_is_a_column_of_two_options() -> None:
    keys = [column.key for column in KINDS.columns]
    assert keys[:6] == ["TRIED", "WHERE:1", "WHERE:2", "WHERE:3", "WHERE:4", "USEFUL"]
    assert pack(KINDS, {"TRIED": 1}, {"WHERE": (2, 3)})[:6] == bytes([2, 1, 2, 2, 1, 0])
    assert pack(KINDS, {}, {"WHERE": ()})[:6] == bytes([0, 1, 1, 1, 1, 0]), "none of these"
    assert pack(KINDS, {})[:6] == bytes(6), "not answered"


@pytest.mark.parametrize("picks", [{"WHERE": (5,)}, {"TRIED": (1,)}, {"NOTE": ()}, {"Q9": ()}])
def test_picks_that_do_not_fit_are_refused(picks: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(PackingError):
        pack(KINDS, {}, picks)
    with pytest.raises(PackingError):
        pack(KINDS, {"WHERE": 1})


def test_a_byte_that_says_neither_chosen_nor_not_is_refused() -> None:
    width = len(KINDS.columns)
    with pytest.raises(PackingError):
        unpack_picks(KINDS, bytes([0, 3, *bytes(width - 2)]))


def test_a_round_without_a_module_packs_in_the_layout_of_the_whole_version() -> None:
    core = READINESS.with_modules(())
    choices = {item.code: 3 for item in core.items}
    packed = pack(READINESS, choices)
    assert packed.count(0) == 3
    assert unpack(READINESS, packed) == choices


@settings(deadline=None)
@given(matrices)
def test_count_equals_counting_by_hand(rows: list[list[int]]) -> None:
    counted = count(b"".join(map(bytes, rows)), len(rows[0]), 3)
    for index, column in enumerate(zip(*rows, strict=True)):
        by_hand = Counter(column)
        assert counted[index].tolist() == [by_hand[byte] for byte in (0, 1, 2, 3, 255)]


@settings(deadline=None)
@given(matrices, st.randoms(use_true_random=False))
def test_groups_are_counted_as_if_each_stood_alone(rows: list[list[int]], order: object) -> None:
    width = len(rows[0])
    group_of = np.array([order.randrange(4) for _ in rows])  # type: ignore[attr-defined]
    counted = count_by_group(map(bytes, rows), group_of, 4, width, 3)
    assert counted.shape == (4, width, 5)
    for group in range(4):
        own = [bytes(row) for row, mine in zip(rows, group_of, strict=True) if mine == group]
        assert (counted[group] == count(own, width, 3)).all()
    assert (counted.sum(axis=0) == count([bytes(row) for row in rows], width, 3)).all()


def test_without_a_number_of_options_columns_are_the_bytes_themselves() -> None:
    counted = count(bytes([0, 254, 255]), 1)
    assert counted.shape == (1, 256)
    assert counted.nonzero()[1].tolist() == [0, 254, 255]


@pytest.mark.parametrize(
    "rows", [b"\1\2\3\4", memoryview(b"\1\2\3\4"), bytearray(b"\1\2\3\4"), [b"\1\2", b"\3\4"]]
)
def test_answers_may_come_joined_or_one_by_one(rows: bytes) -> None:
    assert as_matrix(rows, 2).tolist() == [[1, 2], [3, 4]]


def test_no_answers_count_to_nothing() -> None:
    assert count(b"", 3, 5).tolist() == [[0] * 7] * 3
    assert count_by_group(b"", np.array([], dtype=int), 2, 3, 5).sum() == 0


def test_many_blocks_are_counted_like_one() -> None:
    rows = np.random.default_rng(7).integers(0, 6, size=(200_001, 3), dtype=np.uint8)
    expected = np.stack([np.bincount(rows[:, index], minlength=7) for index in range(3)])
    assert (count(rows, 3, 5) == expected).all()
    assert (count_by_group(rows, np.zeros(len(rows), dtype=int), 1, 3, 5)[0] == expected).all()


def test_rows_of_another_length_are_refused() -> None:
    with pytest.raises(PackingError):
        count(b"\1\2\3", 2)
    with pytest.raises(PackingError):
        count(np.zeros((2, 3), dtype=np.uint8), 2)
    with pytest.raises(PackingError):
        count(np.zeros((2, 2), dtype=np.int64), 2)


def test_damaged_answers_are_not_counted() -> None:
    with pytest.raises(PackingError):
        count(b"\6", 1, 5)
    with pytest.raises(PackingError):
        count_by_group(b"\6", np.array([0]), 1, 1, 5)


@pytest.mark.parametrize("group_of", [[0], [0, 2], [0, -1]])
def test_answer_without_a_group_is_not_counted(group_of: list[int]) -> None:
    with pytest.raises(PackingError):
        count_by_group(b"\1\1", np.array(group_of), 2, 1, 5)
