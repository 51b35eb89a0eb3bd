"""What may be computed from published figures alone: medians over organisations, change between rounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Final

from surveys.disclosure.values import SUPPRESSED, CountBand, Suppressed, Value

_LEAST_GROUPS: Final = 5
_LARGEST_DEVIATION: Final = 50.0  # half of the people at 0, half at 100
_NORMAL_95: Final = 1.96


@dataclass(frozen=True, slots=True)
class Spread:
    """Lower quartile, median and upper quartile of published figures, whole numbers, of ``groups`` groups."""

    lower: int
    median: int
    upper: int
    groups: int


@dataclass(frozen=True, slots=True)
class Change:
    """``difference`` of two published figures and the half-width of its 95 % interval, in index points."""

    difference: int
    margin: int

    @property
    def is_clear(self) -> bool:
        return abs(self.difference) > self.margin


def spread(figures: Sequence[int]) -> Spread | Suppressed:
    """Quartiles of published group figures (inclusive method, halves up); of at least five groups."""
    if len(figures) < _LEAST_GROUPS:
        return SUPPRESSED
    lower, median, upper = (math.floor(q + 0.5) for q in quantiles(figures, n=4, method="inclusive"))
    return Spread(lower, median, upper, len(figures))


def change(before: Value, after: Value, *, n_before: Value, n_after: Value) -> Change | Suppressed:
    """How much an index or a share moved between two releases, from published cells only.

    Sizes are the published ones; a public band counts as its smallest size. The margin takes the two rounds
    as independent and the largest variance the 0–100 scale allows (2,500), and is rounded up, so that
    it says nothing about how people differed. SUPPRESSED unless both figures and both sizes are published.
    """
    sizes = [_smallest(n) for n in (n_before, n_after)]
    if not isinstance(before, int) or not isinstance(after, int) or min(sizes) < 1:
        return SUPPRESSED
    deviation = _LARGEST_DEVIATION * math.sqrt(sum(1 / n for n in sizes))
    return Change(after - before, math.ceil(_NORMAL_95 * deviation))


def _smallest(n: Value) -> int:
    if isinstance(n, CountBand):
        return n.low
    return n if isinstance(n, int) else 0
