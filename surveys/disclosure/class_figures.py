"""Figures by class: indexes of dimensions, made of protected regions as those of groups are.

By class only indexes are told, never distributions or single items: a class of ten at a glance is what a
variable is asked for, and every further figure would be one more to protect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from surveys.disclosure.cell_plans import Beside, CellPlan, fit, plan_classes
from surveys.disclosure.crossing import ClassCell, Crossed, Crossing
from surveys.disclosure.documents import plain
from surveys.disclosure.figures import Item, clip_regions, find_bands, protect_regions, round_half_up
from surveys.disclosure.plans import Plan
from surveys.disclosure.table import ItemTable, ProtectedTable
from surveys.disclosure.tree import Ints, Node
from surveys.disclosure.values import AUDIENCES, SUPPRESSED, Audience, Value, count_band

# Answers to one item by atom and option, (atoms, options).
Answers = Callable[[str], Ints]
CLASS_BELOW: Final = 1  # a class stands one level below its group
_NO_GROUP: Final = -1  # of people in no group that shows the item


@dataclass(frozen=True, slots=True, eq=False)
class ClassTable:
    """What may be told by class, and nothing else."""

    plan: CellPlan
    dimensions: tuple[str, ...]
    sizes: Mapping[ClassCell, int]
    _items: Mapping[str, Mapping[Audience, frozenset[ClassCell]]]
    _figures: Mapping[str, Mapping[ClassCell, int]]
    _parts: Mapping[str, tuple[str, ...]]

    def shown(self, audience: Audience) -> frozenset[ClassCell]:
        """The classes whose number of people is told."""
        return self.plan.public if audience == "public" else self.plan.inside

    def size(self, cell: ClassCell, audience: Audience) -> Value:
        """How many people are in a class: a band in public."""
        if cell not in self.shown(audience):
            return SUPPRESSED
        return count_band(self.sizes[cell]) if audience == "public" else self.sizes[cell]

    def index(self, cell: ClassCell, audience: Audience, dimension: str) -> Value:
        """The mean of its items' indexes, half up; one that is withheld withholds it."""
        parts = self._parts[dimension]
        if not parts or any(cell not in self._items[code][audience] for code in parts):
            return SUPPRESSED
        total = sum(self._figures[code][cell] for code in parts)
        return (2 * total + len(parts)) // (2 * len(parts))

    def document(
        self, node: int, audience: Audience, variables: Sequence[tuple[str, Sequence[int]]]
    ) -> dict[str, Any]:
        """{variable: {class: {"n", "indexes": {dimension: …}}}} of one group; what is protected is None.

        ``variables`` are the codes with all their values: a class nobody chose looks like a protected one.
        """
        return {
            code: {
                str(value): {
                    "n": plain(self.size(cell, audience)),
                    "indexes": {d: plain(self.index(cell, audience, d)) for d in self.dimensions},
                }
                for value in values
                for cell in (ClassCell(node, at, value),)
            }
            for at, (code, values) in enumerate(variables)
        }


def protect_classes(
    nodes: Sequence[Node], table: ProtectedTable, crossing: Crossing, answers: Answers, *, plan: Plan
) -> ClassTable:
    """What may be told by class beside the protected ``table`` of groups.

    ``nodes`` and ``plan`` (with its steps) are those of the groups, hidden ones too. ``answers`` gives the
    valid answers to an item. Raises PlanError for a crossing that does not fit the groups.
    """
    crossed = Crossed(nodes, crossing)
    planned = plan_classes(nodes, crossed, plan)
    items: dict[str, dict[Audience, frozenset[ClassCell]]] = {}
    figures: dict[str, dict[ClassCell, int]] = {}
    dimensions = table.shared_dimensions
    parts = {d: tuple(t.item.code for t in table.parts_of(d)) for d in dimensions}
    for each in (t for d in dimensions for t in table.parts_of(d)):
        counts = answers(each.item.code)
        cells = _item_cells(nodes, table, each, crossed, counts.sum(axis=1), planned, plan)
        items[each.item.code] = {"public": cells.public, "inside": cells.inside}
        figures[each.item.code] = _Figures(table, each, crossed, counts).of(cells.inside)
    sizes = crossed.sizes(planned.inside, crossing.people)
    return ClassTable(planned, dimensions, sizes, items, figures, parts)


def _item_cells(
    nodes: Sequence[Node],
    table: ProtectedTable,
    each: ItemTable,
    crossed: Crossed,
    answered: Ints,
    planned: CellPlan,
    plan: Plan,
) -> CellPlan:
    """The classes in which one item may appear. What was asked of some only is not told by class: who was
    asked, and who was not, would be a further tree of groups."""
    if each.is_conditional:
        return CellPlan()
    level, lowest = {node.id: node.level for node in nodes}, each.item.smallest_group

    def allowed(cells: frozenset[ClassCell]) -> frozenset[ClassCell]:
        if lowest is None:
            return cells
        return frozenset(cell for cell in cells if level[cell.node] + CLASS_BELOW <= lowest)

    public, inside = (table.groups_showing(each.item.code, audience) for audience in AUDIENCES)
    k_public, k_inside = plan.thresholds.top
    beside = Beside(public, inside, k_public, k_public if each.item.distribution else k_inside)
    return fit(nodes, crossed, answered, beside, CellPlan(allowed(planned.public), allowed(planned.inside)))


class _Figures:
    """Indexes of one item by class."""

    def __init__(self, table: ProtectedTable, each: ItemTable, crossed: Crossed, counts: Ints) -> None:
        self.table, self.each, self.crossed, self.counts = table, each, crossed, counts
        self.item = each.item
        shown = table.groups_showing(each.item.code, "inside")
        self.groups = [next((node for node in path if node in shown), _NO_GROUP) for path in crossed.paths]
        self.moved, self.people = self._moved()

    def _moved(self) -> tuple[dict[int, int], dict[int, int]]:
        """By region of the groups: the index points that protection adds, and how many people it has."""
        places = sorted(set(self.groups))
        rows = np.searchsorted(places, self.groups)
        regions = np.zeros((len(places), self.counts.shape[1]), dtype=np.int64)
        np.add.at(regions, rows, self.counts)
        added = _clipped(self.item, regions) - _raw(self.item, regions)
        people = dict(zip(places, regions.sum(axis=1).tolist(), strict=True))
        return dict(zip(places, added.tolist(), strict=True)), people

    def of(self, cells: frozenset[ClassCell]) -> dict[ClassCell, int]:
        """The index of each cell: protected region by region, then kept apart from the groups' own."""
        order = sorted(cells)
        totals = self.crossed.totals(order, self.counts)
        indexes: dict[ClassCell, int] = {}
        for variable in range(self.crossed.crossing.variables):
            of_it = [cell for cell in order if cell.variable == variable]
            indexes |= self._protected(of_it)
        answered = {cell: int(totals[cell].sum()) for cell in order}
        for node, variable in sorted({(cell.node, cell.variable) for cell in order}):
            beside = {c: indexes[c] for c in order if (c.node, c.variable) == (node, variable)}
            indexes |= keep_apart(
                beside,
                answered,
                whole=self.table.stated_index(self.each.item.code, node),
                people=self._answered(node),
            )
        return indexes

    def _answered(self, node: int) -> int:
        inside = [node in path for path in self.crossed.paths]
        return int(self.counts[inside].sum())

    def _protected(self, cells: list[ClassCell]) -> dict[ClassCell, int]:
        """A class of an organisation stands below the same class of the whole, if both are shown."""
        regions: dict[ClassCell, _Region] = {}
        for atom, cell in enumerate(self._smallest(cells)):
            if cell is not None:
                regions.setdefault(cell, _Region(len(self.item.values))).add(
                    self.groups[atom], self.counts[atom]
                )
        points = {cell: self._points(region) for cell, region in regions.items()}
        unit = self.item.span * self.item.scale
        indexes = {}
        for cell in cells:
            inside = [each for each in regions if each == cell or self._is_below(each, cell)]
            size = np.array(sum(int(regions[each].counts.sum()) for each in inside))
            indexes[cell] = int(round_half_up(np.array(sum(points[e] for e in inside)), size * unit))
        return indexes

    def _smallest(self, cells: list[ClassCell]) -> list[ClassCell | None]:
        """For each atom the smallest of the cells, all of one variable, that it is in."""
        shown, variable = set(cells), cells[0].variable if cells else 0
        found: list[ClassCell | None] = []
        for path, classes in zip(self.crossed.paths, self.crossed.crossing.classes, strict=True):
            value = classes[variable]
            own = [] if value is None else [ClassCell(node, variable, value) for node in path]
            found.append(next((cell for cell in own if cell in shown), None))
        return found

    def _is_below(self, cell: ClassCell, whole: ClassCell) -> bool:
        return whole.node in self.crossed.roots and cell.node != whole.node and cell.value == whole.value

    def _points(self, region: _Region) -> int:
        """Index points of the people of a class in no smaller shown one, in the units of `clip_regions`.

        Each counts with what protection has added to their region of the groups or taken from it: else the
        same people would have two figures, and their difference would tell what protection hides. Where they
        are whole regions of the groups nothing more is done, as the groups tell the same.
        """
        moved = sum(self.moved[at] * n // self.people[at] for at, n in region.by_group.items() if n)
        points = _raw(self.item, region.counts[None, :])[0] + moved
        if all(n in (0, self.people[at]) for at, n in region.by_group.items()):
            return int(points)
        low, _high = find_bands(region.counts[None, :])
        if low[0] >= 0:
            return int(_clipped(self.item, region.counts[None, :])[0])
        n = int(region.counts.sum())
        margin, unit = max(5 * n, 50), self.item.span * self.item.scale
        return int(np.clip(points, margin * unit, (100 * n - margin) * unit))


@dataclass(slots=True)
class _Region:
    """People of one class by option and by their region of the groups."""

    options: int
    counts: Ints = field(init=False)
    by_group: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.counts = np.zeros(self.options, dtype=np.int64)

    def add(self, group: int, counts: Ints) -> None:
        self.counts += counts
        self.by_group[group] += int(counts.sum())


def _raw(item: Item, regions: Ints) -> Ints:
    """Index points as they were answered, (regions,)."""
    distance = np.array(item.values, dtype=np.int64) - item.values[0]
    points: Ints = 100 * item.scale * (regions @ distance)
    return points


def _clipped(item: Item, regions: Ints) -> Ints:
    """The same as they are told."""
    return clip_regions(item, protect_regions(item, regions), regions.sum(axis=1))


def keep_apart(
    indexes: Mapping[ClassCell, int], answered: Mapping[ClassCell, int], *, whole: int, people: int
) -> dict[ClassCell, int]:
    """The ``indexes`` of a group's classes, moved as little as is needed so that what is left of the group is
    clipped too.

    Taking the classes from the group (index ``whole``, so many ``people``) leaves those in no shown class.
    Their mean stays within [max(5, 50/n), 100 − max(5, 50/n)], as that of any region does; as long as it
    would not, every class that can moves one point.
    """
    moved, left = dict(indexes), people - sum(answered[cell] for cell in indexes)
    if left <= 0:
        return moved
    low, high = _bounds(left)

    def rest() -> int:
        return whole * people - sum(index * answered[cell] for cell, index in moved.items())

    step = -1 if rest() < low * left else 1
    while rest() < low * left if step < 0 else rest() > high * left:
        able = [cell for cell, index in moved.items() if _within(index + step, answered[cell])]
        if not able:
            break
        moved |= {cell: moved[cell] + step for cell in able}
    return moved


def _bounds(people: int) -> tuple[int, int]:
    margin = max(5, -(-50 // people))
    return margin, 100 - margin


def _within(index: int, people: int) -> bool:
    low, high = _bounds(people)
    return low <= index <= high
