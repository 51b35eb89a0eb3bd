"""What may be computed from published figures alone: medians over organisations, change between rounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Final, Literal

from surveys.disclosure.values import SUPPRESSED, CountBand, Suppressed, Value

_LEAST_GROUPS: Final = 5
_LARGEST_DEVIATION: Final = 50.0  # half of the people at 0, half at 100
_NORMAL_95: Final = 1.96
_NORMAL_80: Final = 1.2816

Movement = Literal["risen", "perhaps risen", "uncertain", "perhaps fallen", "fallen"]


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

    @property
    def is_likely(self) -> bool:
        """Outside the 80 % interval, whose half-width is made of the margin and rounded up again."""
        return abs(self.difference) > math.ceil(self.margin * _NORMAL_80 / _NORMAL_95)

    @property
    def movement(self) -> Movement:
        """What is said in words: "clearly" is outside the 95 % interval, "perhaps" outside the 80 % one."""
        if not self.is_likely:
            return "uncertain"
        if self.difference > 0:
            return "risen" if self.is_clear else "perhaps risen"
        return "fallen" if self.is_clear else "perhaps fallen"


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


def movement(
    before: tuple[int, int], after: tuple[int, int], *, n_before: Value, n_after: Value
) -> Movement | Suppressed:
    """What is said of two figures of which only ranges are known, such as those behind a band.

    Judged by the smallest difference that both ranges allow, so it is never more certain than `change`
    would be for any two figures in them; ranges that meet are "uncertain".
    """
    rise, fall = after[0] - before[1], after[1] - before[0]
    least = rise if rise > 0 else min(fall, 0)
    found = change(0, least, n_before=n_before, n_after=n_after)
    return found.movement if isinstance(found, Change) else SUPPRESSED


def _smallest(n: Value) -> int:
    if isinstance(n, CountBand):
        return n.low
    return n if isinstance(n, int) else 0
