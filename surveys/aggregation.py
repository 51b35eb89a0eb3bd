"""Counting stored answers: the only code that reads answers in bulk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.models import Answer, Group, Round
from surveys.questionnaire import as_matrix, count_by_group
from surveys.questionnaire.packing import Counts, Matrix


@dataclass(frozen=True, slots=True, eq=False)
class RoundCounts:
    """What was answered, by group.

    groups: those that may be shown, larger levels first.
    above: for each, the row of the nearest shown group above it; None at the top.
    options: (groups × items × options), each group with all its subgroups; items in the order of
    the questionnaire version, options padded with zero columns to the longest scale.
    """

    groups: tuple[Group, ...]
    above: tuple[int | None, ...]
    options: Counts


def count_round(round_: Round) -> RoundCounts:
    """Count all answers of a counted round, once, for every group that may be shown."""
    groups = tuple(Group.objects.filter(round=round_).exclude(audience="").order_by("level", "order", "id"))
    items = round_.questionnaire.questionnaire.items
    n_options = max(len(item.scale.options) for item in items)
    matrix, rows = _read(round_, groups, len(items))
    options = count_by_group(matrix, rows, len(groups), len(items), n_options)[:, :, 1:-1].copy()
    above = _nearest_shown(round_, groups)
    # Larger levels come first, so going backwards every group is complete before it is added up.
    for row in range(len(groups) - 1, -1, -1):
        parent = above[row]
        if parent is not None:
            options[parent] += options[row]
    return RoundCounts(groups, above, options)


def _read(round_: Round, groups: tuple[Group, ...], n_items: int) -> tuple[Matrix, npt.NDArray[np.integer]]:
    """All packed answers, and for each the row of its group. Answers of no shown group stay out."""
    row_of = {group.pk: row for row, group in enumerate(groups)}
    packed = bytearray()
    rows: list[int] = []
    stored = Answer.objects.filter(round=round_, group__isnull=False).values_list("group_id", "choices")
    for group_id, choices in stored.iterator(chunk_size=20_000):
        rows.append(row_of[group_id])
        packed += choices
    return as_matrix(packed, n_items), np.array(rows, dtype=np.int32)


def _nearest_shown(round_: Round, groups: tuple[Group, ...]) -> tuple[int | None, ...]:
    parent_of = dict(Group.objects.filter(round=round_).values_list("id", "parent_id"))
    row_of = {group.pk: row for row, group in enumerate(groups)}

    def nearest(pk: int | None) -> int | None:
        while pk is not None and pk not in row_of:
            pk = parent_of[pk]
        return None if pk is None else row_of[pk]

    return tuple(nearest(group.parent_id) for group in groups)
