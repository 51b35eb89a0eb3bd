"""The attacker: can published figures be added and subtracted until fewer than k people are left?

Works on any release, trees or not, with exact rational arithmetic. Slow in the worst case (the problem is a
search for a sparse vector), so it verifies and audits; it does not plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from surveys.disclosure.tree import Node, Tree

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Isolation:
    """A successful attack: ``combination`` (one factor per cell) leaves only ``atoms``, ``people`` in all."""

    atoms: frozenset[int]
    people: int
    combination: Vector


@dataclass(frozen=True, slots=True)
class _Atom:
    """People in exactly the same published cells: no combination can tell them apart."""

    members: frozenset[int]
    size: int
    column: Vector


def attack(cells: Sequence[Sequence[int]], sizes: Sequence[int], *, k: int) -> Isolation | None:
    """Find a combination of ``cells`` that is not zero and touches fewer than ``k`` people.

    ``cells`` are indicator vectors (0/1) over atoms, ``sizes`` the people in each atom; lay all releases and
    formats of the same answers together. Returns None when there is no such combination.
    """
    return _Attack(_merge(cells, sizes), k).search(frozenset(), 0, frozenset())


def tree_cells(nodes: Sequence[Node], published: Iterable[int]) -> tuple[list[list[int]], list[int]]:
    """The published groups of a tree as ``attack`` wants them; atom i is the own people of ``nodes[i]``."""
    tree = Tree.of(nodes)
    place = np.argsort(tree.rows)
    ends = [(at, int(tree.end[at])) for at in map(tree.ids.index, sorted(published))]
    cells = [((start <= place) & (place < end)).astype(int).tolist() for start, end in ends]
    return cells, tree.own(tree.n)[place].tolist()


class _Attack:
    """Branching on a column basis. A set S of atoms carries a combination exactly when the columns outside
    S have a smaller rank than all columns. If they do not, every larger S that does must take in one atom
    of any basis of the columns outside S: so only those are tried."""

    def __init__(self, atoms: list[_Atom], k: int) -> None:
        self.atoms = sorted(atoms, key=lambda atom: -atom.size)
        self.k = k
        self.rank = len(self._echelon(range(len(atoms)))[0])

    def search(self, inside: frozenset[int], weight: int, barred: frozenset[int]) -> Isolation | None:
        """``barred`` atoms stay outside: sets that contain them were tried by an earlier branch."""
        if weight >= self.k:
            return None
        free = [a for a in range(len(self.atoms)) if a not in inside]
        basis, rows = self._echelon(sorted(free, key=lambda a: a not in barred))
        if len(basis) < self.rank:
            return self._report(inside, rows)
        for atom in (a for a in basis if a not in barred):
            found = self.search(inside | {atom}, weight + self.atoms[atom].size, barred)
            if found:
                return found
            barred |= {atom}
        return None

    def _echelon(self, order: Iterable[int]) -> tuple[list[int], dict[int, Vector]]:
        """A basis among the columns taken in ``order``, and its reduced rows by their leading place."""
        basis: list[int] = []
        rows: dict[int, Vector] = {}
        for atom in order:
            rest = _reduce(self.atoms[atom].column, rows)
            lead = next((place for place, value in enumerate(rest) if value), None)
            if lead is None:
                continue
            basis.append(atom)
            row = tuple(value / rest[lead] for value in rest)
            rows = {place: _clear(other, row, lead) for place, other in rows.items()}
            rows[lead] = row
        return basis, rows

    def _report(self, inside: frozenset[int], rows: dict[int, Vector]) -> Isolation:
        """A combination that vanishes on every column outside ``inside`` but not on all within."""
        rests = (_reduce(self.atoms[atom].column, rows) for atom in sorted(inside))
        place = next(i for rest in rests for i, value in enumerate(rest) if value)
        combination = tuple(
            Fraction(int(i == place)) - (rows[i][place] if i in rows else 0)
            for i in range(len(self.atoms[0].column))
        )
        hit = [a for a in self.atoms if sum(c * v for c, v in zip(combination, a.column, strict=True))]
        members = frozenset().union(*(atom.members for atom in hit))
        return Isolation(members, sum(atom.size for atom in hit), combination)


def _merge(cells: Sequence[Sequence[int]], sizes: Sequence[int]) -> list[_Atom]:
    members: dict[Vector, set[int]] = {}
    for atom, size in enumerate(sizes):
        column = tuple(Fraction(cell[atom]) for cell in cells)
        if size > 0 and any(column):
            members.setdefault(column, set()).add(atom)
    return [
        _Atom(frozenset(group), sum(sizes[atom] for atom in group), column)
        for column, group in members.items()
    ]


def _reduce(vector: Vector, rows: dict[int, Vector]) -> Vector:
    for lead, row in rows.items():
        vector = _clear(vector, row, lead)
    return vector


def _clear(vector: Vector, row: Vector, lead: int) -> Vector:
    """``vector`` minus the multiple of ``row`` that makes it 0 at ``lead``."""
    factor = vector[lead]
    return tuple(v - factor * r for v, r in zip(vector, row, strict=True)) if factor else vector
