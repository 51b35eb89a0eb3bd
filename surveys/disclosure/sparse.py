"""Elimination with exact fractions on vectors that are mostly nought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

Vector = dict[int, Fraction]  # place → what is not nought there


class Echelon:
    """Reduced rows by their leading place; no row has anything at another's leading place."""

    def __init__(self) -> None:
        self.rows: dict[int, Vector] = {}
        self._at: dict[int, set[int]] = defaultdict(set)  # place → leading places of the rows that have it

    @classmethod
    def of(cls, vectors: Iterable[Vector]) -> Echelon:
        echelon = cls()
        for vector in vectors:
            echelon.add(vector)
        return echelon

    def rest(self, vector: Vector) -> Vector:
        """What is left of a vector when it is reduced by the rows: nothing if it lies in their span."""
        left = dict(vector)
        for lead, factor in vector.items():
            if lead in self.rows:
                _subtract(left, self.rows[lead], factor)
        return left

    def add(self, vector: Vector) -> bool:
        """Take a vector in; False if it lies in the span already."""
        left = self.rest(vector)
        if not left:
            return False
        # The place that the fewest rows have keeps them short.
        lead = min(left, key=lambda place: (len(self._at[place]), place))
        row = {place: value / left[lead] for place, value in left.items()}
        for other in list(self._at[lead]):
            self._clear(other, row, lead)
        self.rows[lead] = row
        for place in row:
            self._at[place].add(lead)
        return True

    def _clear(self, other: int, row: Vector, lead: int) -> None:
        changed = self.rows[other]
        before = set(changed)
        _subtract(changed, row, changed[lead])
        for place in before - changed.keys():
            self._at[place].discard(other)
        for place in changed.keys() - before:
            self._at[place].add(other)


def _subtract(vector: Vector, row: Vector, factor: Fraction) -> None:
    """``vector`` minus ``factor`` times ``row``, in place."""
    for place, value in row.items():
        left = vector.get(place, Fraction(0)) - factor * value
        if left:
            vector[place] = left
        else:
            vector.pop(place, None)
