"""Closed answers packed into bytes, and counted.

A packed answer has one byte per column of the questionnaire version (`Questionnaire.columns`), in
its order: 0 is "not answered", 255 "not applicable", anything else the position of the chosen
option plus one. Each option of a multiple choice is a column of its own with the two options "not
chosen" and "chosen", so it is counted, and protected, as an item with two options.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from surveys.questionnaire.parts import MAX_OPTIONS, Item, MultipleChoice
from surveys.questionnaire.whole import Column, Questionnaire

NOT_ANSWERED = 0
NOT_APPLICABLE = 255
NOT_CHOSEN, CHOSEN = 1, 2  # of a multiple choice that was answered
BYTE_VALUES = 256
# Rows counted at a time: a block of 30 items then stays within a processor's cache.
ROWS_AT_ONCE = 65_536

Choices = Mapping[str, int | None]
Picks = Mapping[str, tuple[int, ...]]
NO_PICKS: Picks = MappingProxyType({})
Matrix = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]


class PackingError(ValueError):
    """Choices or bytes that do not fit the questionnaire: a mistake in the program or damaged data."""


def pack(questionnaire: Questionnaire, choices: Choices, picks: Picks = NO_PICKS) -> bytes:
    """One byte per column of `questionnaire`.

    `choices` maps an item's code to the number on its scale, or to None for "not applicable";
    `picks` maps a multiple choice's code to the numbers chosen (empty: "none of these"). What is
    left out was not answered. Raises `PackingError` for a code or a number that is not there.
    """
    packed = bytearray()
    found = 0
    for question in questionnaire.closed:
        if isinstance(question, Item):
            found += question.code in choices
            packed.append(_byte(question, choices))
        else:
            found += question.code in picks
            packed += _bytes(question, picks)
    if found != len(choices) + len(picks):
        known = {question.code for question in questionnaire.closed}
        unknown = {*choices, *picks} - known
        raise PackingError(f"not such questions of {questionnaire.code}: {', '.join(sorted(unknown))}")
    return bytes(packed)


def _byte(item: Item, choices: Choices) -> int:
    if item.code not in choices:
        return NOT_ANSWERED
    value = choices[item.code]
    if value is None:
        if item.scale.not_applicable is None:
            raise PackingError(f"{item.code} does not offer “not applicable”")
        return NOT_APPLICABLE
    try:
        return item.scale.values.index(value) + 1
    except ValueError:
        raise PackingError(f"{value} is not on the scale of {item.code}") from None


def _bytes(question: MultipleChoice, picks: Picks) -> bytes:
    values = question.values
    if question.code not in picks:
        return bytes([NOT_ANSWERED] * len(values))
    chosen = set(picks[question.code])
    if chosen.difference(values):
        raise PackingError(f"{sorted(chosen.difference(values))} are not options of {question.code}")
    return bytes(CHOSEN if value in chosen else NOT_CHOSEN for value in values)


def unpack(questionnaire: Questionnaire, packed: bytes) -> dict[str, int | None]:
    """The choices that `pack` was given, in questionnaire order. Raises `PackingError`."""
    return {
        column.question.code: _value(column.question, byte)
        for column, byte in _columns(questionnaire, packed)
        if isinstance(column.question, Item) and byte != NOT_ANSWERED
    }


def unpack_picks(questionnaire: Questionnaire, packed: bytes) -> dict[str, tuple[int, ...]]:
    """The picks that `pack` was given, in questionnaire order. Raises `PackingError`."""
    picks: dict[str, tuple[int, ...]] = {}
    for column, byte in _columns(questionnaire, packed):
        if column.value is None or byte == NOT_ANSWERED:
            continue
        if byte not in (CHOSEN, NOT_CHOSEN):
            raise PackingError(f"byte {byte} is not an answer to {column.key}")
        before = picks.get(column.question.code, ())
        picks[column.question.code] = (*before, column.value) if byte == CHOSEN else before
    return picks


def _columns(questionnaire: Questionnaire, packed: bytes) -> Iterable[tuple[Column, int]]:
    columns = questionnaire.columns
    if len(packed) != len(columns):
        raise PackingError(f"{len(packed)} bytes for {len(columns)} columns")
    return zip(columns, packed, strict=True)


def _value(item: Item, byte: int) -> int | None:
    if byte == NOT_APPLICABLE and item.scale.not_applicable is not None:
        return None
    if byte > len(item.scale.options):
        raise PackingError(f"byte {byte} is not an answer to {item.code}")
    return item.scale.options[byte - 1].value


def as_matrix(rows: bytes | bytearray | memoryview | Iterable[bytes] | Matrix, n_items: int) -> Matrix:
    """Packed answers, joined or one by one, as a matrix (answers × items). Raises `PackingError`."""
    if isinstance(rows, np.ndarray):
        matrix = rows
    else:
        joined = rows if isinstance(rows, bytes | bytearray | memoryview) else b"".join(rows)
        matrix = np.frombuffer(joined, dtype=np.uint8)
        if n_items < 1 or len(matrix) % n_items:
            raise PackingError(f"{len(matrix)} bytes cannot be answers to {n_items} items")
        matrix = matrix.reshape(-1, n_items)
    if matrix.dtype != np.uint8 or matrix.ndim != 2 or matrix.shape[1] != n_items:
        raise PackingError(f"not a matrix of bytes with {n_items} columns")
    return matrix


def count(
    packed_rows: bytes | bytearray | memoryview | Iterable[bytes] | Matrix,
    n_items: int,
    n_options: int = MAX_OPTIONS,
) -> Counts:
    """How many answers chose what, as a matrix (items × (n_options + 2)) of whole numbers.

    Column 0 counts "not answered", column i the i-th option, the last column "not applicable".
    Raises `PackingError` for bytes beyond the scale: damaged data must not be counted.
    """
    matrix = as_matrix(packed_rows, n_items)
    counts = np.zeros((n_items, BYTE_VALUES), dtype=np.int64)
    for start in range(0, len(matrix), ROWS_AT_ONCE):
        # One item after another in memory: counting along columns of a row-wise matrix is slower.
        block = np.ascontiguousarray(matrix[start : start + ROWS_AT_ONCE].T)
        for index in range(n_items):
            counts[index] += np.bincount(block[index], minlength=BYTE_VALUES)
    if counts[:, n_options + 1 : NOT_APPLICABLE].any():
        raise PackingError(f"answers beyond option {n_options}")
    return np.concatenate((counts[:, : n_options + 1], counts[:, NOT_APPLICABLE:]), axis=1)


def count_by_group(
    packed_rows: bytes | bytearray | memoryview | Iterable[bytes] | Matrix,
    group_of: npt.NDArray[np.integer],
    n_groups: int,
    n_items: int,
    n_options: int = MAX_OPTIONS,
) -> Counts:
    """`count` for each group at once: (groups × items × (n_options + 2)).

    `group_of` gives each answer's group as a number from 0 to n_groups − 1. Raises `PackingError`.
    """
    matrix = as_matrix(packed_rows, n_items)
    if len(group_of) != len(matrix) or (len(matrix) and not 0 <= group_of.min() <= group_of.max() < n_groups):
        raise PackingError("every answer needs one of the groups")
    width = n_options + 2
    column = np.full(BYTE_VALUES, -1, dtype=np.int64)
    column[: n_options + 1] = np.arange(n_options + 1)
    column[NOT_APPLICABLE] = width - 1
    counts = np.zeros((n_items, n_groups * width), dtype=np.int64)
    for start in range(0, len(matrix), ROWS_AT_ONCE):
        stop = start + ROWS_AT_ONCE
        block = column[matrix[start:stop].T]
        if block.size and block.min() < 0:
            raise PackingError(f"answers beyond option {n_options}")
        block += group_of[start:stop].astype(np.int64) * width
        for index in range(n_items):
            counts[index] += np.bincount(block[index], minlength=n_groups * width)
    return counts.reshape(n_items, n_groups, width).transpose(1, 0, 2)
