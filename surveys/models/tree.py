"""A round's groups as a tree in memory: read once, asked many things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from surveys.models.rounds import Group, Round


class GroupTree:
    """All groups of one round. `groups` may come in any order; every parent must be among them."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = {g.pk: g for g in sorted(groups, key=lambda g: (g.level, g.order, g.pk))}
        self._children: dict[int | None, list[Group]] = defaultdict(list)
        for group in self.groups.values():
            self._children[group.parent_id].append(group)

    @classmethod
    def of(cls, round_: Round) -> GroupTree:
        return cls(Group.objects.filter(round=round_))

    @property
    def root(self) -> Group | None:
        """The whole; None in a draft whose groups have not been chosen."""
        return next(iter(self._children[None]), None)

    def children(self, group: Group) -> list[Group]:
        return self._children.get(group.pk, [])

    def is_leaf(self, group: Group) -> bool:
        return group.pk not in self._children

    def path(self, group: Group) -> list[Group]:
        """From the whole down to the group itself."""
        steps = [group]
        while steps[-1].parent_id is not None:
            steps.append(self.groups[steps[-1].parent_id])
        return steps[::-1]

    def below(self, group: Group) -> list[Group]:
        """The group and everything under it, depth first."""
        return [group, *(found for child in self.children(group) for found in self.below(child))]

    def leaves(self, group: Group) -> list[Group]:
        """Where the people of the group are invited: itself or the leaves under it."""
        return [found for found in self.below(group) if self.is_leaf(found)]

    def in_order(self) -> list[Group]:
        """Every group, each followed by what is under it."""
        return self.below(self.root) if self.root else []

    def totals(self, of_leaf: Mapping[int, int]) -> dict[int, int]:
        """For every group the sum of `of_leaf` (leaf id to number, 0 where missing) under it."""
        totals = {pk: of_leaf.get(pk, 0) if self.is_leaf(g) else 0 for pk, g in self.groups.items()}
        for group in reversed(self.groups.values()):
            if group.parent_id is not None:
                totals[group.parent_id] += totals[group.pk]
        return totals

    def headcounts(self) -> dict[int, int]:
        return self.totals({pk: g.headcount or 0 for pk, g in self.groups.items()})
