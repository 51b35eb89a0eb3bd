"""Random groups and answers, and the slow, plain ways to solve and to attack what they publish.

Nothing here uses the solver or the attacker under test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from surveys.disclosure import Item, Node

SCALE = (1, 2, 3, 4, 5)


def tried(times: int) -> settings:
    """So many random examples, however busy the machine is."""
    return settings(max_examples=times, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def tree_of(parents: Sequence[int | None], own: Sequence[int]) -> list[Node]:
    """Nodes 0, 1, … from parents (each earlier than its child) and the people in each node itself."""
    totals, level = list(own), [0] * len(own)
    for i in range(len(own) - 1, -1, -1):
        if (parent := parents[i]) is not None:
            totals[parent] += totals[i]
    for i, parent in enumerate(parents):
        level[i] = 0 if parent is None else level[parent] + 1
    return [Node(i, parents[i], level[i], totals[i]) for i in range(len(own))]


@st.composite
def trees(draw: st.DrawFn, *, most: int = 8, people: Sequence[int] = (0, 0, 0, 0, *range(10))) -> list[Node]:
    """A small tree or forest; ``people`` are the numbers a node may have of its own."""
    size = draw(st.integers(1, most))
    own = [draw(st.sampled_from(people)) for _ in range(size)]
    parents = [
        None if i == 0 else draw(st.one_of(st.integers(0, i - 1), st.sampled_from((None, i - 1, 0))))
        for i in range(size)
    ]
    return tree_of(parents, own)


def inside_of(nodes: Sequence[Node], node: int) -> set[int]:
    """Ids in the subtree of ``node``."""
    parent = {n.id: n.parent for n in nodes}
    found = set()
    for each in parent:
        up: int | None = each
        while up is not None and up != node:
            up = parent[up]
        if up == node:
            found.add(each)
    return found


def own_people(nodes: Sequence[Node]) -> dict[int, int]:
    own = {n.id: n.n for n in nodes}
    for n in nodes:
        if n.parent is not None:
            own[n.parent] -= n.n
    return own


def regions_of(nodes: Sequence[Node], published: Iterable[int]) -> dict[int, set[int]]:
    """For each published node the ids in it and in no published node below it."""
    members = {node: inside_of(nodes, node) for node in published}
    return {
        node: ids.difference(*(members[other] for other in members if other != node and other in ids))
        for node, ids in members.items()
    }


def is_safe(nodes: Sequence[Node], published: Iterable[int], k: int) -> bool:
    """Every region of ``published`` empty or of at least ``k`` people."""
    own = own_people(nodes)
    sizes = [sum(own[i] for i in ids) for ids in regions_of(nodes, published).values()]
    return all(size == 0 or size >= k for size in sizes)


def priority(nodes: Sequence[Node], published: Iterable[int]) -> list[tuple[int, int]]:
    """(people, groups) per level from the highest level down: larger is better."""
    chosen = [n for n in nodes if n.id in set(published)]
    return [
        (sum(n.n for n in chosen if n.level == level), sum(n.level == level for n in chosen))
        for level in sorted({n.level for n in nodes})
    ]


def subsets(ids: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1))


def best_by_trying_all(
    nodes: Sequence[Node], k: int, forced: frozenset[int], allowed: frozenset[int]
) -> list[tuple[int, int]] | None:
    """The best priority of any safe set, or None when the forced groups cannot be published."""
    able = [n.id for n in nodes if n.n >= k and n.id in allowed]
    if not forced <= set(able):
        return None
    rest = [i for i in able if i not in forced]
    sets = (forced | set(more) for more in subsets(rest))
    return max((priority(nodes, chosen) for chosen in sets if is_safe(nodes, chosen, k)), default=None)


def rank(rows: Sequence[Sequence[int]]) -> int:
    """Rank over the rationals by plain elimination."""
    left = [[Fraction(v) for v in row] for row in rows if any(row)]
    found = 0
    while left:
        pivot = left.pop()
        lead = next(i for i, v in enumerate(pivot) if v)
        reduced = [[v - row[lead] / pivot[lead] * p for v, p in zip(row, pivot, strict=True)] for row in left]
        left = [row for row in reduced if any(row)]
        found += 1
    return found


def spare_rank(columns: Mapping[int, Sequence[Sequence[int]]], held: Iterable[int]) -> int:
    """How many independent combinations touch only the people of atoms ``held``.

    ``columns`` gives each atom's columns (one or more), each over all published cells.
    """
    everything = [column for of_atom in columns.values() for column in of_atom]
    outside = [column for atom, of_atom in columns.items() if atom not in set(held) for column in of_atom]
    return rank(everything) - rank(outside)


def least_isolated(cells: Sequence[Sequence[int]], sizes: Sequence[int]) -> int | None:
    """The fewest people any combination of cells singles out, by trying every set of atoms."""
    atoms = [atom for atom, size in enumerate(sizes) if size > 0]
    columns = {atom: [[cell[atom] for cell in cells]] for atom in atoms}
    weights = [sum(sizes[a] for a in held) for held in subsets(atoms) if spare_rank(columns, held)]
    return min(weights, default=None)


@dataclass(frozen=True)
class World:
    """A counted round: ``own`` are the answers of each node's own people, (nodes, items, options)."""

    nodes: list[Node]
    items: list[Item]
    own: npt.NDArray[np.int64]
    own_asked: dict[str, npt.NDArray[np.int64]]

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        return self._up(self.own)

    @property
    def asked(self) -> dict[str, npt.NDArray[np.int64]]:
        return {code: self._up(asked) for code, asked in self.own_asked.items()}

    def _up(self, own: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        return np.stack([own[sorted(inside_of(self.nodes, n.id))].sum(axis=0) for n in self.nodes])

    def answered(self, item: int) -> list[Node]:
        """The same tree counting those who answered ``item`` only."""
        totals = self.counts[:, item].sum(axis=1)
        return [Node(n.id, n.parent, n.level, int(totals[n.id])) for n in self.nodes]


@st.composite
def worlds(draw: st.DrawFn, *, items: Sequence[Item], asked: Sequence[str] = (), most: int = 8) -> World:
    """Random answers with clumps (nearly all alike) and random non-response, by item and node."""
    nodes = draw(trees(most=most, people=(0, 0, 2, 4, 6, 8, 10, 11, 13, 17, 20, 26, 40)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    people = np.array(list(own_people(nodes).values()))
    own = np.zeros((len(nodes), len(items), max(len(i.values) for i in items)), dtype=np.int64)
    own_asked = {}
    for at, item in enumerate(items):
        could = people
        if item.code in asked:
            could = rng.binomial(people, rng.choice((0.0, 0.5, 0.7, 1.0), size=len(nodes)))
            own_asked[item.code] = could
        answered = rng.binomial(could, rng.choice((0.0, 0.6, 0.9, 1.0, 1.0, 1.0), size=len(nodes)))
        options = len(item.values)
        for node, n in enumerate(answered):
            taste = rng.dirichlet(np.full(options, rng.choice((0.05, 0.3, 2.0))))
            own[node, at, :options] = rng.multinomial(n, taste)
    return World(nodes, list(items), own, own_asked)
