"""What protection costs beside the rule that only looks at each group's own size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """``alone``: figures that groups of at least k would show if nothing but their own size counted;
    ``isolating``: remainders of fewer than k people which those figures would give away by subtraction;
    ``shown``: figures that are shown."""

    alone: int = 0
    isolating: int = 0
    shown: int = 0

    @property
    def withheld(self) -> int:
        """Figures that the threshold alone would show and protection does not."""
        return self.alone - self.shown

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.alone + other.alone, self.isolating + other.isolating, self.shown + other.shown)


def cost_of(
    people: Mapping[int, int],
    above: Mapping[int, int | None],
    candidates: Iterable[int],
    *,
    k: int,
    shown: int,
) -> Cost:
    """One statistic: ``people`` by group with those of the groups below it, ``above`` the tree.

    ``candidates`` are the groups that may show it at all, ``shown`` how many of them do.
    """
    alone = frozenset(group for group in candidates if people[group] >= k)
    left = {group: people[group] for group in alone}
    for group in alone:
        holder = _holder(above, group, alone)
        if holder is not None:
            left[holder] -= people[group]
    return Cost(len(alone), sum(0 < n < k for n in left.values()), shown)


def _holder(above: Mapping[int, int | None], group: int, among: Collection[int]) -> int | None:
    found = above[group]
    while found is not None and found not in among:
        found = above[found]
    return found
