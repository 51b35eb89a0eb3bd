"""People by group and class at once, and which classes may be shown beside which groups.

One background variable makes a second tree over the same people (class × whole, class × organisation), so
one variable beside the groups is safe exactly when every minimum cut is at least k. A further variable is
added by a stronger rule that is as easily checked, *twins*: wherever its classes are divided in two, at least
k pairs of people stand on different sides who are in the same groups and the same earlier classes. Their
figures are alike but for the new classes; so a combination that gives the new classes different factors
touches one of each pair, and one that gives them all the same is a combination of what was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from surveys.disclosure.connectivity import is_held_together
from surveys.disclosure.tree import Ints, Node
from surveys.disclosure.values import PlanError

Classes: TypeAlias = tuple[int | None, ...]


class ClassCell(NamedTuple):
    """The people of one class in one group: ``value`` is the class of the ``variable``-th variable."""

    node: int
    variable: int
    value: int


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """People counted by their group and their classes, one atom a row.

    ``groups`` are the ids of the groups the people are kept in, ``classes`` one value a variable (None: no
    answer), ``people`` how many they are, (atoms,).
    """

    groups: tuple[int, ...]
    classes: tuple[Classes, ...]
    people: Ints

    def __post_init__(self) -> None:
        if not len(self.groups) == len(self.classes) == len(self.people):
            raise PlanError("a crossing needs a group, its classes and a number for every atom")
        if len({len(classes) for classes in self.classes}) > 1 or np.any(self.people < 0):
            raise PlanError("every atom of a crossing has the same variables and people in it")

    @property
    def variables(self) -> int:
        return len(self.classes[0]) if self.classes else 0


@dataclass(frozen=True, slots=True)
class Demand:
    """Beside these published groups and these classes of earlier variables nobody may be singled out: no
    combination may touch fewer than ``k`` people."""

    groups: frozenset[int]
    cells: frozenset[ClassCell]
    k: int


class Crossed:
    """A crossing over a tree of groups; answers whether classes may be shown.

    People are held as arrays of atoms: ``_nodes`` (atoms, depth) are the places of the groups that each atom
    is in, the smallest first, and ``_cells`` the same of its classes; -1 fills up.
    """

    def __init__(self, nodes: Sequence[Node], crossing: Crossing) -> None:
        parent = {node.id: node.parent for node in nodes}
        self.crossing = crossing
        self.paths = [_path(parent, group) for group in crossing.groups]
        self.roots = [node.id for node in nodes if node.parent is None]
        self.values = {variable: self._values(variable) for variable in range(crossing.variables)}
        self._there = crossing.people > 0
        self._node_place = {node.id: place for place, node in enumerate(nodes)}
        self._nodes = _table([[self._node_place[node] for node in path] for path in self.paths])
        self._cell_place: dict[ClassCell, int] = {}
        self._cells = [self._cells_of(variable) for variable in range(crossing.variables)]
        self._of_groups: dict[frozenset[int], Ints] = {}

    def _values(self, variable: int) -> set[int]:
        return {value for classes in self.crossing.classes if (value := classes[variable]) is not None}

    def _cells_of(self, variable: int) -> Ints:
        place = self._cell_place
        return _table(
            [
                [place.setdefault(ClassCell(node, variable, value), len(place)) for node in path]
                if (value := classes[variable]) is not None
                else []
                for path, classes in zip(self.paths, self.crossing.classes, strict=True)
            ]
        )

    def sizes(self, cells: Iterable[ClassCell], counted: Ints) -> dict[ClassCell, int]:
        """How many of those ``counted``, (atoms,), are in each cell."""
        return {cell: int(number) for cell, number in self.totals(cells, counted).items()}

    def totals(self, cells: Iterable[ClassCell], counts: Ints) -> dict[ClassCell, Ints]:
        """What the people of each cell add up to of ``counts``, (atoms, …)."""
        return {
            cell: counts[(self._cells[cell.variable] == self._cell_place.get(cell, -2)).any(axis=1)].sum(
                axis=0
            )
            for cell in cells
        }

    def may_show(self, variable: int, cells: Collection[ClassCell], counted: Ints, demand: Demand) -> bool:
        """Whether these cells of one variable meet the demand, by those ``counted``, (atoms,)."""
        if not cells:
            return True
        if len(self.roots) != 1 or self.roots[0] not in demand.groups:
            return False
        there = self._there
        groups, of_class = self._groups(demand.groups)[there], self._classes(variable, cells)[there]
        if variable == 0:
            return _is_safe_cut(groups, of_class, counted[there], demand.k)
        earlier = [self._classes(at, demand.cells)[there] for at in range(variable)]
        return _has_twins(np.stack([groups, *earlier]), of_class, counted[there], demand.k)

    def _groups(self, published: frozenset[int]) -> Ints:
        """The smallest published group of each atom, (atoms,); -1 where there is none."""
        if published not in self._of_groups:
            places = [self._node_place[node] for node in published]
            self._of_groups[published] = _first(self._nodes, places, len(self._node_place))
        return self._of_groups[published]

    def _classes(self, variable: int, cells: Iterable[ClassCell]) -> Ints:
        """The smallest of the cells that each atom is in, (atoms,); -1: in no shown class."""
        places = [self._cell_place[cell] for cell in cells if cell in self._cell_place]
        return _first(self._cells[variable], places, len(self._cell_place))


def _is_safe_cut(groups: Ints, classes: Ints, counted: Ints, k: int) -> bool:
    """Vertices are groups (positive), classes (negative) and the one ground on either side (0)."""
    pairs, which = np.unique(np.stack([groups + 1, -(classes + 1)]), axis=1, return_inverse=True)
    people = np.bincount(which.ravel(), weights=counted).astype(np.int64)
    links = (pairs != 0).any(axis=0)
    ends, people = pairs[:, links], people[links]
    vertices, at = np.unique(ends, return_inverse=True)
    at = at.reshape(ends.shape)
    # To part one vertex from all others is a cut; most that is unsafe fails here already.
    degrees = np.bincount(at[0], people, len(vertices)) + np.bincount(at[1], people, len(vertices))
    if np.any(degrees < k):
        return False
    edges = zip(ends[0].tolist(), ends[1].tolist(), strict=True)
    return is_held_together(dict(zip(edges, people.tolist(), strict=True)), k=k)


def _has_twins(alike: Ints, classes: Ints, counted: Ints, k: int) -> bool:
    """``alike`` (families, atoms): what twins have in common, ``classes`` what tells them apart."""
    regions, column = np.unique(classes, return_inverse=True)
    kinds, row = np.unique(alike, axis=1, return_inverse=True)
    table: Ints = np.zeros((kinds.shape[1], len(regions)), dtype=np.int64)
    np.add.at(table, (row.ravel(), column.ravel()), counted)
    here = table @ _halves(len(regions)).T
    pairs = np.minimum(here, table.sum(axis=1, keepdims=True) - here).sum(axis=0)
    return bool(np.all(pairs >= k))


def grow(
    candidates: Sequence[ClassCell],
    forced: frozenset[ClassCell],
    may_show: Callable[[frozenset[ClassCell]], bool],
) -> frozenset[ClassCell]:
    """``forced`` and of the candidates, in their order, each that may be shown with those before it.

    What may be shown may be shown in part too, so whole stretches are tried at once.
    """
    shown = forced

    def take(stretch: Sequence[ClassCell]) -> None:
        nonlocal shown
        if not stretch:
            return
        if may_show(shown.union(stretch)):
            shown = shown.union(stretch)
        elif len(stretch) > 1:
            half = len(stretch) // 2
            take(stretch[:half])
            take(stretch[half:])

    take([cell for cell in candidates if cell not in forced])
    return shown


def _path(parent: Mapping[int, int | None], group: int) -> tuple[int, ...]:
    """The group and those it belongs to, the smallest first."""
    path: list[int] = []
    at: int | None = group
    while at is not None:
        if at not in parent:
            raise PlanError(f"people are counted in a group that is not given: {at}")
        path.append(at)
        at = parent[at]
    return tuple(path)


def _table(rows: Sequence[Sequence[int]]) -> Ints:
    """The rows as one array, filled up with -1."""
    table = np.full((len(rows), max(map(len, rows), default=0) + 1), -1, dtype=np.int64)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return table


def _first(table: Ints, chosen: Sequence[int], size: int) -> Ints:
    """Of each row the first place that is ``chosen``, or -1. The last column of a table is -1 throughout."""
    is_chosen = np.zeros(size + 1, dtype=np.bool_)
    is_chosen[list(chosen)] = True
    is_chosen[-1] = False
    found = is_chosen[table].argmax(axis=1)
    place: Ints = np.take_along_axis(table, found[:, None], axis=1)[:, 0]
    return np.where(is_chosen[place], place, -1)


def _halves(regions: int) -> Ints:
    """Every way to divide regions in two, (ways, regions): 1 on the last one's side, which is not all."""
    ways = np.arange(2 ** (regions - 1), dtype=np.int64)
    halves = (ways[:, None] >> np.arange(regions)) & 1
    halves[:, -1] = 1
    kept: Ints = halves[halves.sum(axis=1) < regions]
    return kept
