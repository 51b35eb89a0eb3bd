"""Where the answers to one open question may be read: one level for all groups, by numbers of writers only.

A text is read in one group and nowhere else, and groups of one level do not overlap, so no two views of a
question can be laid beside each other and subtracted (docs/decisions/0035).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from surveys.disclosure.plans import FLOOR_PUBLIC, Thresholds
from surveys.disclosure.tree import Bools, Ints, Node, Tree

# For a nearer level at most one text in ten may be left out.
_LEFT_OUT_OF: Final = 10


def text_homes(
    nodes: Sequence[Node], *, thresholds: Thresholds | None = None, not_asked: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Group a text is stored with → group in which it is read; groups left out are read nowhere.

    ``nodes`` are the groups that may be shown at all, none smaller than an organisation; ``n`` counts the
    people who wrote something, those of the groups below included. The level is the one of the smallest
    groups at which groups with enough writers hold at least nine texts in ten; the largest groups are taken
    where no level does. For a question with a condition ``not_asked`` says by group how many people were not
    asked it, those below included; they must be as many. A raised threshold (``k_public``) is reached in
    steps of one, so that it only hides texts or moves them to larger groups. Raises PlanError for a
    malformed tree.
    """
    tree, highest = Tree.of(nodes), (thresholds or Thresholds()).k_public
    writers: Ints = tree.own(tree.n)
    others = None if not_asked is None else tree.own(np.array([not_asked[pk] for pk in tree.ids]))
    levels = sorted(set(tree.level.tolist()), reverse=True)
    homes: Ints = np.full(len(tree), -1, dtype=np.int64)
    reached = np.ones(len(tree), dtype=np.bool_)
    for least in range(FLOOR_PUBLIC, highest + 1):
        level, nearest = _nearest(tree, writers, others, levels, least)
        homes = np.where(reached, nearest, -1)
        reached = homes >= 0
        levels = [larger for larger in levels if larger <= level]
        writers = np.where(reached, writers, 0)
    return {tree.ids[place]: tree.ids[home] for place, home in enumerate(homes.tolist()) if home >= 0}


def _nearest(
    tree: Tree, writers: Ints, others: Ints | None, levels: Sequence[int], least: int
) -> tuple[int, Ints]:
    """The level of the smallest groups that leave out few enough texts, and each group's home at it."""
    level, homes = 0, np.full(len(tree), -1, dtype=np.int64)
    for level in levels:
        of_level = tree.level == level
        homes = np.where(of_level, np.arange(len(tree)), tree.holder(of_level))
        large = _reach(homes, writers, least)
        if others is not None:
            large &= _reach(homes, others, least)
        homes = np.where((homes >= 0) & large[homes], homes, -1)
        left_out = int(writers[homes < 0].sum())
        if left_out * _LEFT_OUT_OF <= int(writers.sum()):
            break
    return level, homes


def _reach(homes: Ints, people: Ints, least: int) -> Bools:
    """For each node whether at least ``least`` of the ``people`` have their home in it."""
    total = np.zeros(len(homes), dtype=np.int64)
    np.add.at(total, homes[homes >= 0], people[homes >= 0])
    enough: Bools = total >= least
    return enough
