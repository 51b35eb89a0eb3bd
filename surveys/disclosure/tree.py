"""The groups of a round as a tree, laid out so that every subtree is one slice of an array."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.disclosure.values import PlanError

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Node:
    """A group: ``n`` respondents in all, its children's included; a smaller ``level`` is a larger group."""

    id: int
    parent: int | None
    level: int
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Nodes in preorder, siblings by id, so the order the caller lists them in changes nothing.

    ``rows[i]`` is the caller's row of the i-th node; ``parent`` holds positions (-1 for a root);
    the subtree of ``i`` is ``i:end[i]``; ``waves`` groups positions by depth, roots first.
    """

    ids: tuple[int, ...]
    rows: Ints
    parent: Ints
    end: Ints
    level: Ints
    n: Ints
    waves: tuple[Ints, ...]

    @classmethod
    def of(cls, nodes: Sequence[Node]) -> Tree:
        """Lay out ``nodes``. Raises PlanError on a repeated id, a missing parent, a cycle, a level above the
        parent's, or children who add up to more than their parent."""
        row_of = {node.id: row for row, node in enumerate(nodes)}
        if len(row_of) != len(nodes):
            raise PlanError("two groups have the same id")
        order = _preorder(nodes, row_of)
        position = {row: place for place, row in enumerate(order)}
        parent = np.array(
            [-1 if (p := nodes[row].parent) is None else position[row_of[p]] for row in order], dtype=np.int64
        )
        tree = cls(
            ids=tuple(nodes[row].id for row in order),
            rows=np.array(order, dtype=np.int64),
            parent=parent,
            end=_subtree_ends(parent),
            level=np.array([nodes[row].level for row in order], dtype=np.int64),
            n=np.array([nodes[row].n for row in order], dtype=np.int64),
            waves=_waves(parent),
        )
        inner = parent >= 0
        if np.any(tree.level[inner] < tree.level[parent[inner]]):
            raise PlanError("a group stands on a higher level than the group it belongs to")
        tree.own(tree.n)
        return tree

    def __len__(self) -> int:
        return len(self.ids)

    def own(self, totals: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """From totals per node (nodes, …) to those counted in the node itself and in none of its children.

        Raises PlanError where the children hold more than the node.
        """
        own = totals.copy()
        inner = np.flatnonzero(self.parent >= 0)
        np.subtract.at(own, self.parent[inner], totals[inner])
        if np.any(own < 0):
            worst = self.ids[int(np.argwhere(own < 0)[0][0])]
            raise PlanError(f"the children of group {worst} hold more answers than the group itself")
        return own

    def mask(self, ids: Iterable[int]) -> Bools:
        """A Boolean per node, true for ``ids``. Raises PlanError for an id that is not in the tree."""
        wanted = frozenset(ids)
        if missing := wanted.difference(self.ids):
            raise PlanError(f"no such group: {sorted(missing)[:5]}")
        return np.fromiter((node in wanted for node in self.ids), dtype=np.bool_, count=len(self))

    def chosen(self, mask: Bools) -> frozenset[int]:
        """The ids a mask selects."""
        return frozenset(self.ids[i] for i in np.flatnonzero(mask))

    def holder(self, published: Bools) -> Ints:
        """For each node the nearest published node strictly above it, or -1; works on (nodes,) masks."""
        nearest = np.full(len(self), -1, dtype=np.int64)
        for wave in self.waves[1:]:
            above = self.parent[wave]
            nearest[wave] = np.where(published[above], above, nearest[above])
        return nearest

    def region_totals(self, totals: npt.NDArray[Any], published: Bools) -> npt.NDArray[Any]:
        """Totals of each region (a published node minus its published children); 0 at unpublished nodes."""
        keep = published.reshape(-1, *[1] * (totals.ndim - 1))
        regions = np.where(keep, totals, 0)
        holder = self.holder(published)
        inside = np.flatnonzero(published & (holder >= 0))
        np.subtract.at(regions, holder[inside], totals[inside])
        return regions

    def subtree_totals(self, parts: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Sum of ``parts`` (nodes, …) over each node's subtree, exact for integers."""
        running = np.concatenate([np.zeros_like(parts[:1]), np.cumsum(parts, axis=0)])
        sums: npt.NDArray[Any] = running[self.end] - running[:-1]
        return sums


def _preorder(nodes: Sequence[Node], row_of: dict[int, int]) -> list[int]:
    children: dict[int | None, list[int]] = {}
    for row in sorted(range(len(nodes)), key=lambda r: nodes[r].id, reverse=True):
        parent = nodes[row].parent
        if parent is not None and parent not in row_of:
            raise PlanError(f"group {nodes[row].id} belongs to a group that is not given: {parent}")
        children.setdefault(parent, []).append(row)
    order: list[int] = []
    stack = list(children.get(None, ()))
    while stack:
        row = stack.pop()
        order.append(row)
        stack.extend(children.get(nodes[row].id, ()))
    if len(order) != len(nodes):
        raise PlanError("groups belong to each other in a circle")
    return order


def _subtree_ends(parent: Ints) -> Ints:
    end = np.arange(1, len(parent) + 1, dtype=np.int64)
    for i in range(len(parent) - 1, -1, -1):
        if parent[i] >= 0:
            end[parent[i]] = max(end[parent[i]], end[i])
    return end


def _waves(parent: Ints) -> tuple[Ints, ...]:
    depth = np.zeros(len(parent), dtype=np.int64)
    for i, above in enumerate(parent.tolist()):
        if above >= 0:
            depth[i] = depth[above] + 1
    if len(parent) == 0:
        return ()
    order = np.argsort(depth, kind="stable")
    return tuple(np.split(order, np.flatnonzero(np.diff(depth[order])) + 1))
