"""Counting answers in memory, beside numpy counting the same bytes and looking at nothing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from surveys import instruments
from surveys.questionnaire import count, count_by_group
from surveys.questionnaire.packing import BYTE_VALUES
from tests.benchmarks.measuring import Cost, Row, Wanted, side_by_side

ORGANISATIONS, UNITS, OPTIONS = 76, 3, 5

Matrix = npt.NDArray[np.uint8]
Groups = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]


def measure(*, quick: bool) -> list[Row]:
    answers = 100_000 if quick else 1_000_000
    items = len(instruments.load("yhes_readiness").items)
    random = np.random.default_rng(1)
    matrix = random.integers(0, OPTIONS + 1, size=(answers, items), dtype=np.uint8)
    n_groups = ORGANISATIONS * UNITS
    groups = random.integers(0, n_groups, size=answers, dtype=np.int32)
    cost = side_by_side(
        {
            "whole": lambda: count(matrix, items, OPTIONS),
            "bare whole": lambda: _bare(matrix),
            "groups": lambda: count_by_group(matrix, groups, n_groups, items, OPTIONS),
            "bare groups": lambda: _bare_by_group(matrix, groups, n_groups),
        },
        rounds=3 if quick else 7,
        calls=1,
    )
    return [
        _row(f"counting {answers:,} opened answers by {n_groups} units", cost["groups"], cost["bare groups"]),
        _row(f"counting {answers:,} opened answers as a whole", cost["whole"], cost["bare whole"]),
    ]


def _row(name: str, ours: Cost, bare: Cost) -> Row:
    return Row(
        name=name,
        value=ours.wall,
        unit="s",
        against="numpy.bincount an item, nothing checked",
        bare=bare.wall,
        wanted=Wanted("ratio", "at most", 3),
    )


def _bare(matrix: Matrix) -> Counts:
    return np.stack([np.bincount(column, minlength=BYTE_VALUES) for column in matrix.T])


def _bare_by_group(matrix: Matrix, groups: Groups, n_groups: int) -> Counts:
    places = groups.astype(np.int64) * BYTE_VALUES
    counts = [np.bincount(places + column, minlength=n_groups * BYTE_VALUES) for column in matrix.T]
    return np.stack(counts).reshape(matrix.shape[1], n_groups, BYTE_VALUES)
