"""Families of cells of which any two are nested or apart: a tree of groups is one, seen from its people.

What can be made of the cells of such a family by adding and subtracting is exactly what can be made of its
*regions* (a cell minus the cells right inside it), and regions do not overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

People = frozenset[int]


@dataclass(slots=True)
class Family:
    """``cells`` by number, ``holder`` the smallest cell of the family around each, ``region_of`` the smallest
    cell around each class of people (none where no cell of the family holds them)."""

    cells: dict[int, People] = field(default_factory=dict)
    holder: dict[int, int | None] = field(default_factory=dict)
    region_of: dict[int, int] = field(default_factory=dict)

    def takes(self, number: int, people: People) -> bool:
        """Take a cell in, if it is inside one region; cells must come from the largest to the smallest."""
        around = {self.region_of.get(one) for one in people}
        if len(around) != 1:
            return False
        self.cells[number] = people
        self.holder[number] = around.pop()
        self.region_of.update(dict.fromkeys(people, number))
        return True

    def inside(self) -> dict[int, list[int]]:
        """For each cell the cells right inside it; its region is what they leave of it."""
        children: dict[int, list[int]] = {number: [] for number in self.cells}
        for number, holder in self.holder.items():
            if holder is not None:
                children[holder].append(number)
        return children


def families_of(cells: Mapping[int, People], labels: Sequence[object] | None = None) -> list[Family]:
    """``cells`` (of at least one person each) in as few families as are easily found.

    ``labels`` says for each number which plan its cell comes from: cells of one plan fit together as a rule,
    and plans that fit together are joined. Repeated cells belong in ``cells`` once.
    """
    by_label: dict[object, list[int]] = {}
    for number in cells:
        by_label.setdefault(labels[number] if labels else None, []).append(number)
    groups: list[list[int]] = []
    for numbers in by_label.values():
        for split in _split(cells, numbers):
            home = next((group for group in groups if len(_split(cells, [*group, *split])) == 1), None)
            if home is None:
                groups.append(split)
            else:
                home.extend(split)
    return [_families(cells, group)[0] for group in groups]


def _split(cells: Mapping[int, People], numbers: Iterable[int]) -> list[list[int]]:
    return [list(family.cells) for family in _families(cells, numbers)]


def _families(cells: Mapping[int, People], numbers: Iterable[int]) -> list[Family]:
    """First fit, from the largest cell to the smallest."""
    families: list[Family] = []
    for number in sorted(numbers, key=lambda number: -len(cells[number])):
        if not any(family.takes(number, cells[number]) for family in families):
            families.append(Family())
            families[-1].takes(number, cells[number])
    return families
