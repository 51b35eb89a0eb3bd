"""Counting stored answers: the only code that reads answers in bulk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.models import Answer, Group, Round
from surveys.questionnaire import as_matrix, count_by_group, who_was_asked
from surveys.questionnaire.packing import Counts, Matrix


@dataclass(frozen=True, slots=True, eq=False)
class RoundCounts:
    """What was answered, by group.

    groups: those that may be shown, larger levels first.
    above: for each, the row of the nearest shown group above it; None at the top.
    options: (groups × columns × options), each group with all its subgroups; columns as in the
    questionnaire version, options padded with zeros to the longest scale.
    asked: for each column of a question that was not for everybody, how many of each group were
    asked it, (groups,), subgroups included.
    """

    groups: tuple[Group, ...]
    above: tuple[int | None, ...]
    options: Counts
    asked: Mapping[str, Counts]

    @property
    def nearest(self) -> dict[int, int | None]:
        """For each group's id that of the nearest shown group above it."""
        return {
            group.pk: None if above is None else self.groups[above].pk
            for group, above in zip(self.groups, self.above, strict=True)
        }


def count_round(round_: Round) -> RoundCounts:
    """Count all answers of a counted round, once, for every group that may be shown."""
    groups = tuple(Group.objects.filter(round=round_).exclude(audience="").order_by("level", "order", "id"))
    questionnaire = round_.questionnaire.questionnaire
    width = len(questionnaire.columns)
    # A column of a multiple choice has two options, as the shortest scale has.
    n_options = max((len(item.scale.options) for item in questionnaire.items), default=2)
    matrix, rows = _read(round_, groups, width)
    options = count_by_group(matrix, rows, len(groups), width, n_options)[:, :, 1:-1].copy()
    asked = {
        key: np.bincount(rows[was_asked], minlength=len(groups)).astype(np.int64)
        for key, was_asked in who_was_asked(questionnaire, round_.modules, matrix).items()
    }
    above = _nearest_shown(round_, groups)
    for counts in (options, *asked.values()):
        _add_up(counts, above)
    return RoundCounts(groups, above, options, asked)


def _add_up(counts: Counts, above: tuple[int | None, ...]) -> None:
    """Each group's counts (groups, …) into those of the groups above it, in place."""
    # Larger levels come first, so going backwards every group is complete before it is added up.
    for row in range(len(above) - 1, -1, -1):
        parent = above[row]
        if parent is not None:
            counts[parent] += counts[row]


def _read(round_: Round, groups: tuple[Group, ...], n_columns: int) -> tuple[Matrix, npt.NDArray[np.integer]]:
    """All packed answers, and for each the row of its group. Answers of no shown group stay out."""
    row_of = {group.pk: row for row, group in enumerate(groups)}
    packed = bytearray()
    rows: list[int] = []
    stored = Answer.objects.filter(round=round_, group__isnull=False).values_list("group_id", "choices")
    for group_id, choices in stored.iterator(chunk_size=20_000):
        rows.append(row_of[group_id])
        packed += choices
    return as_matrix(packed, n_columns), np.array(rows, dtype=np.int32)


def _nearest_shown(round_: Round, groups: tuple[Group, ...]) -> tuple[int | None, ...]:
    parent_of = dict(Group.objects.filter(round=round_).values_list("id", "parent_id"))
    row_of = {group.pk: row for row, group in enumerate(groups)}

    def nearest(pk: int | None) -> int | None:
        while pk is not None and pk not in row_of:
            pk = parent_of[pk]
        return None if pk is None else row_of[pk]

    return tuple(nearest(group.parent_id) for group in groups)
