"""Which classes may appear in which groups: public ones first, those inside on top, and so for every item.

Groups come before classes: the tree is planned alone, and classes are fitted in beside it. Numbers of people
decide and nothing else, by fixed priority (level, size, id).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from surveys.disclosure.crossing import ClassCell, Crossed, Demand, grow
from surveys.disclosure.plans import FLOOR_INSIDE, FLOOR_PUBLIC, Plan, Rung
from surveys.disclosure.tree import Ints, Node

# Classes are told of the whole and of organisations, the second and the third variable of the whole only.
WHOLE: Final = 0
LEVELS: Final = (WHOLE, 2)


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Classes that may appear: ``public`` to everybody, ``inside`` (a superset) in the project."""

    public: frozenset[ClassCell] = frozenset()
    inside: frozenset[ClassCell] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """The groups that show the same, and the smallest number of people anybody may be told of."""

    public: frozenset[int]
    inside: frozenset[int]
    k_public: int
    k_inside: int


def plan_classes(nodes: Sequence[Node], crossed: Crossed, groups: Plan) -> CellPlan:
    """The classes that may appear at all, beside the ``groups`` that may, by numbers of people.

    A raised threshold is reached in steps of one from the floors; at each only what those just below it show
    may be chosen. So a raised threshold never shows a class that a lower one hides (decision 0012).
    """
    every = frozenset(_candidates(nodes, crossed))
    done: dict[Rung, CellPlan] = {}
    k_public, k_inside = groups.thresholds.top
    for rung in product(range(FLOOR_PUBLIC, k_public + 1), range(FLOOR_INSIDE, k_inside + 1)):
        if rung[1] > rung[0]:
            continue
        below = [done[step] for step in ((rung[0] - 1, rung[1]), (rung[0], rung[1] - 1)) if step in done]
        left = CellPlan(
            every.intersection(*(plan.public for plan in below)),
            every.intersection(*(plan.inside for plan in below)),
        )
        beside = Beside(groups.at(rung[:1]), groups.at(rung), *rung)
        done[rung] = fit(nodes, crossed, crossed.crossing.people, beside, left)
    return done[groups.thresholds.top]


def fit(
    nodes: Sequence[Node], crossed: Crossed, counted: Ints, beside: Beside, allowed: CellPlan
) -> CellPlan:
    """Of the ``allowed`` classes those that may appear, by the people ``counted``, (atoms,).

    What is public is laid beside the public groups at the public threshold and beside all groups at the one
    inside; the rest is added on top of it. A class appears only in a group that does.
    """
    level = {node.id: node.level for node in nodes}
    sizes = crossed.sizes(allowed.inside, counted)
    order = sorted(sizes, key=lambda cell: (level[cell.node], -sizes[cell], *cell))
    shown = CellPlan()
    for variable in range(crossed.crossing.variables):
        outside = Demand(beside.public, shown.public, beside.k_public)
        inside = Demand(beside.inside, shown.inside, beside.k_inside)
        demands = ((outside, allowed.public), (inside, allowed.inside))
        of_public, of_inside = (
            [
                cell
                for cell in order
                if cell.variable == variable
                and cell in of_it
                and cell.node in demand.groups
                and sizes[cell] >= demand.k
            ]
            for demand, of_it in demands
        )
        public = grow(of_public, frozenset(), _Fits(crossed, variable, counted, (outside, inside)))
        more = grow(of_inside, public, _Fits(crossed, variable, counted, (inside,)))
        shown = CellPlan(shown.public | public, shown.inside | more)
    return shown


@dataclass(frozen=True, slots=True, eq=False)
class _Fits:
    crossed: Crossed
    variable: int
    counted: Ints
    demands: tuple[Demand, ...]

    def __call__(self, cells: frozenset[ClassCell]) -> bool:
        return all(
            self.crossed.may_show(self.variable, cells, self.counted, demand) for demand in self.demands
        )


def _candidates(nodes: Sequence[Node], crossed: Crossed) -> list[ClassCell]:
    values: Mapping[int, set[int]] = crossed.values
    return [
        ClassCell(node.id, variable, value)
        for variable, of_it in values.items()
        for value in of_it
        for node in nodes
        if node.level == WHOLE or (variable == 0 and node.level in LEVELS)
    ]
