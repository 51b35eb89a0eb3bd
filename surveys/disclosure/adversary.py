"""The attacker: can published figures be added and subtracted until fewer than k people are left?

Works on any release, trees or not, with exact rational arithmetic. Structure is used first: people in the
same cells are one class, cells of a tree are replaced by its regions, and classes of k or more, which no
success can touch, are taken out of the search at its root. What is left is a search for a sparse vector,
slow in the worst case; so it verifies and audits, within a time if one is given, and it does not plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic

import numpy as np

from surveys.disclosure.laminar import Family, People, families_of
from surveys.disclosure.sparse import Echelon, Vector
from surveys.disclosure.tree import Node, Tree


class NotProven(Exception):
    """The time is up and neither a combination nor its impossibility has been found: take it as unsafe."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """A successful attack: ``combination`` (one factor per cell) leaves only ``atoms``, ``people`` in all."""

    atoms: frozenset[int]
    people: int
    combination: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Classes:
    """People in exactly the same cells, whom no combination can tell apart, and each different cell once.

    ``members`` and ``sizes`` go by class; ``cells`` has the classes in each cell by the cell's number.
    """

    members: tuple[frozenset[int], ...]
    sizes: tuple[int, ...]
    cells: Mapping[int, People]


def attack(
    cells: Sequence[Sequence[int]],
    sizes: Sequence[int],
    *,
    k: int,
    labels: Sequence[object] | None = None,
    within: float | None = None,
) -> Isolation | None:
    """Find a combination of ``cells`` that is not zero and touches fewer than ``k`` people.

    ``cells`` are indicator vectors (0/1) over atoms, ``sizes`` the people in each atom; lay all releases and
    formats of the same answers together. ``labels`` may say which plan each cell is of (see ``families_of``).
    Returns None when there is no such combination; raises NotProven after ``within`` seconds without an
    answer.
    """
    held = [frozenset(atom for atom, is_in in enumerate(cell) if is_in) for cell in cells]
    classes = merge(held, dict(enumerate(sizes)))
    families = families_of(classes.cells, labels)
    found = search(classes, families, k=k, until=None if within is None else monotonic() + within)
    return isolation(classes, found, len(cells)) if found else None


def tree_cells(nodes: Sequence[Node], published: Iterable[int]) -> tuple[list[list[int]], list[int]]:
    """The published groups of a tree as ``attack`` wants them; atom i is the own people of ``nodes[i]``."""
    tree = Tree.of(nodes)
    place = np.argsort(tree.rows)
    ends = [(at, int(tree.end[at])) for at in map(tree.ids.index, sorted(published))]
    cells = [((start <= place) & (place < end)).astype(int).tolist() for start, end in ends]
    return cells, tree.own(tree.n)[place].tolist()


def merge(cells: Sequence[frozenset[int]], sizes: Mapping[int, int]) -> Classes:
    """Atoms of nobody and in no cell left out, atoms of the same cells together, equal cells once."""
    held: dict[int, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        for atom in cell:
            if sizes[atom] > 0:
                held[atom].append(number)
    together: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for atom in sorted(held):
        together[tuple(held[atom])].append(atom)
    people: dict[int, list[int]] = defaultdict(list)
    for one, numbers in enumerate(together):
        for number in numbers:
            people[number].append(one)
    first: dict[People, int] = {}
    for number in sorted(people):
        first.setdefault(frozenset(people[number]), number)
    return Classes(
        members=tuple(map(frozenset, together.values())),
        sizes=tuple(sum(sizes[atom] for atom in atoms) for atoms in together.values()),
        cells={number: inside for inside, number in first.items()},
    )


def search(
    classes: Classes, families: Sequence[Family], *, k: int, until: float | None = None
) -> dict[int, Fraction] | None:
    """Factors by cell number of a combination that leaves fewer than ``k`` people; None if there is none.

    Raises NotProven when it is later than ``until`` by the monotonic clock.
    """
    columns = _columns(len(classes.sizes), families)
    large = Echelon.of(columns[one] for one in _by_size(classes.sizes) if classes.sizes[one] >= k)
    rest = {
        one: left
        for one in _by_size(classes.sizes)
        if classes.sizes[one] < k and (left := large.rest(columns[one]))
    }
    for part in _parts(rest):
        found = _Branching(part, classes.sizes, k, until).search(frozenset(), 0, frozenset())
        if found is not None:
            return _factors(columns, families, found)
    return None


def isolation(classes: Classes, factors: Mapping[int, Fraction], n_cells: int) -> Isolation:
    """Whom a combination leaves, worked out once more from the cells themselves."""
    left = [Fraction(0)] * len(classes.sizes)
    for number, factor in factors.items():
        for one in classes.cells[number]:
            left[one] += factor
    hit = [one for one, value in enumerate(left) if value]
    return Isolation(
        atoms=frozenset().union(*(classes.members[one] for one in hit)),
        people=sum(classes.sizes[one] for one in hit),
        combination=tuple(factors.get(number, Fraction(0)) for number in range(n_cells)),
    )


class _Branching:
    """Branching on a column basis. A set S of classes carries a combination exactly when the columns outside
    S have a smaller rank than all columns. If they do not, every larger S that does must take in one class
    of any basis of the columns outside S: so only those are tried."""

    def __init__(
        self, columns: Mapping[int, Vector], sizes: Sequence[int], k: int, until: float | None
    ) -> None:
        self.columns = columns
        self.sizes = sizes
        self.k = k
        self.until = until
        self.rank = len(Echelon.of(columns.values()).rows)

    def search(self, inside: frozenset[int], weight: int, barred: frozenset[int]) -> frozenset[int] | None:
        """``barred`` classes stay outside: sets that contain them were tried by an earlier branch."""
        if self.until is not None and monotonic() > self.until:
            raise NotProven
        basis = self._basis(inside, barred)
        if len(basis) < self.rank:
            return inside
        for one in basis:
            if one in barred or weight + self.sizes[one] >= self.k:
                continue
            found = self.search(inside | {one}, weight + self.sizes[one], barred)
            if found is not None:
                return found
            barred |= {one}
        return None

    def _basis(self, inside: frozenset[int], barred: frozenset[int]) -> list[int]:
        """Classes whose columns are a basis outside ``inside``, those that cannot be taken in first."""
        echelon = Echelon()
        free = (one for one in self.columns if one not in inside)
        order = sorted(free, key=lambda one: one not in barred)
        basis: list[int] = []
        for one in order:
            if len(basis) == self.rank:
                break
            if echelon.add(self.columns[one]):
                basis.append(one)
        return basis


def _by_size(sizes: Sequence[int]) -> list[int]:
    return sorted(range(len(sizes)), key=lambda one: -sizes[one])


def _columns(n_classes: int, families: Sequence[Family]) -> list[Vector]:
    """For each class the regions it is in, one at most of each family."""
    columns: list[Vector] = [{} for _ in range(n_classes)]
    for family in families:
        for one, region in family.region_of.items():
            columns[one][region] = Fraction(1)
    return columns


def _parts(columns: Mapping[int, Vector]) -> Iterator[dict[int, Vector]]:
    """Classes that share no place have nothing to do with each other and are searched apart."""
    at: dict[int, list[int]] = defaultdict(list)
    for one, column in columns.items():
        for place in column:
            at[place].append(one)
    seen: set[int] = set()
    for start in columns:
        if start in seen:
            continue
        part, stack = {start}, [start]
        while stack:
            near = {other for place in columns[stack.pop()] for other in at[place]} - part
            part |= near
            stack.extend(near)
        seen |= part
        yield {one: column for one, column in columns.items() if one in part}


def _factors(
    columns: Sequence[Vector], families: Sequence[Family], inside: frozenset[int]
) -> dict[int, Fraction]:
    """A combination that vanishes on every class outside ``inside`` but not on all within, by cell."""
    outside = Echelon.of(column for one, column in enumerate(columns) if one not in inside)
    rests = (outside.rest(columns[one]) for one in sorted(inside))
    place = next(min(rest) for rest in rests if rest)
    by_region = {place: Fraction(1)} | {
        lead: -row[place] for lead, row in outside.rows.items() if place in row
    }
    factors: dict[int, Fraction] = defaultdict(Fraction)
    for family in families:
        for region, inner in family.inside().items():
            if region in by_region:
                factors[region] += by_region[region]
                for number in inner:
                    factors[number] -= by_region[region]
    return {number: factor for number, factor in factors.items() if factor}
