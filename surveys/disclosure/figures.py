"""From counts to figures. Every figure is made of protected regions, so nothing can be worked backwards.

1. The counts of each region are protected first. Where one option, or two adjacent ones, hold 90 % of a
   region, its counts are replaced by a *stand-in* that depends on that band and nothing else.
2. The mean of each region is clipped away from the ends of the scale.
3. A group is the sum of its protected regions; only then are whole numbers made.

All of it is exact integer arithmetic: counts carry the factor ``scale`` of their item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.disclosure.tree import Bools, Ints, Tree
from surveys.disclosure.values import PlanError


@dataclass(frozen=True, slots=True)
class Item:
    """A scale item as the plan sees it.

    ``values`` are the option values in ascending order, without "cannot say". ``smallest_group`` is the
    level below which the item is never shown. With ``distribution`` off only means are shown, which lets
    groups of ``k_inside`` show them; with ``mean`` off (options without an order) only distributions are.
    ``agree_from`` is the smallest value that counts as agreeing. With ``only`` given, nobody outside these
    groups was asked: the item is shown in none of the others, and never in public.
    """

    code: str
    values: tuple[int, ...]
    dimension: str = ""
    in_index: bool = True
    smallest_group: int | None = None
    distribution: bool = True
    agree_from: int | None = None
    mean: bool = True
    only: frozenset[int] | None = None

    def __post_init__(self) -> None:
        if len(self.values) < 2 or list(self.values) != sorted(set(self.values)):
            raise PlanError(f"item {self.code} needs two or more different options in ascending order")
        if not self.mean and (self.in_index or not self.distribution):
            raise PlanError(f"item {self.code} has no mean: it can only be shown as a distribution")

    @property
    def span(self) -> int:
        return self.values[-1] - self.values[0]

    @property
    def scale(self) -> int:
        """The factor by which counts are multiplied so that every stand-in is a whole number."""
        return 40 * (len(self.values) - 1) * max(len(self.values) - 2, 1)


@dataclass(frozen=True, slots=True, eq=False)
class ItemFigures:
    """One item in every node: ``index`` (nodes,) 0–100, ``shares`` (nodes, options) whole per cent,
    ``low`` and ``high`` (nodes,) the option places of the band, -1 where there is none."""

    index: Ints
    shares: Ints
    low: Ints
    high: Ints


def item_figures(tree: Tree, item: Item, counts: Ints, published: Bools) -> ItemFigures:
    """Figures of the ``published`` nodes from ``counts`` (nodes, options), rows of the others 0.

    ``published`` must be *all* nodes that show the item to anybody: its regions are what is protected.
    """
    regions = tree.region_totals(counts, published)
    protected = protect_regions(item, regions)
    people = regions.sum(axis=1)
    total = tree.subtree_totals(protected) * published[:, None]
    points = tree.subtree_totals(clip_regions(item, protected, people)) * published
    size = tree.subtree_totals(people) * published
    low, high = find_bands(total)
    return ItemFigures(
        index=round_half_up(points, size * item.span * item.scale),
        shares=whole_shares(total),
        low=low,
        high=high,
    )


def protect_regions(item: Item, regions: Ints) -> Ints:
    """Counts of regions (regions, options) times ``scale``, with stand-ins where nearly all agree."""
    low, high = find_bands(regions)
    protected = regions * item.scale
    for place, top in {(int(a), int(b)) for a, b in zip(low, high, strict=True) if a >= 0}:
        rows = (low == place) & (high == top)
        protected[rows] = regions[rows].sum(axis=1)[:, None] * stand_in(item, place, top)
    return protected


def stand_in(item: Item, low: int, high: int) -> Ints:
    """What one person of a banded region counts for, (options,), adding up to ``scale``.

    19/20 evenly over the band (the middle of the 90–100 % it stands for), 1/20 evenly over the rest.
    """
    options, width = len(item.values), high - low + 1
    person = np.full(options, item.scale // 20 // max(options - width, 1), dtype=np.int64)
    person[low : high + 1] = item.scale * 19 // (20 * width)
    return person


def clip_regions(item: Item, protected: Ints, people: Ints) -> Ints:
    """Sum of index points per region, the region's mean clipped to [max(5, 50/n), 100 - max(5, 50/n)].

    In units of 1 / (span * scale); a mean of m over n people is n * m points.
    """
    distance = np.array(item.values, dtype=np.int64) - item.values[0]
    points = 100 * (protected @ distance)
    unit = item.span * item.scale
    margin = np.maximum(5 * people, np.where(people > 0, 50, 0))
    clipped: Ints = np.clip(points, margin * unit, (100 * people - margin) * unit)
    return clipped


def find_bands(counts: Ints) -> tuple[Ints, Ints]:
    """The one option, else the two adjacent ones, holding 90 % or more of each row; -1, -1 where none do.

    Of several pairs the fullest, then the lowest. Two options of two hold everything and say nothing, so
    a scale of two has single bands only.
    """
    size = counts.sum(axis=1)
    low = np.full(len(counts), -1, dtype=np.int64)
    high = low.copy()
    for width in (2, 1):
        if counts.shape[1] <= width:
            continue
        runs = counts if width == 1 else counts[:, 1:] + counts[:, :-1]
        best = runs.argmax(axis=1)
        full = (size > 0) & (10 * runs.max(axis=1) >= 9 * size)
        low[full] = best[full]
        high[full] = best[full] + width - 1
    return low, high


def whole_shares(counts: Ints) -> Ints:
    """Whole percentages (rows, options) adding up to 100: each cumulated share is rounded half up and an
    option gets the difference, so "this much or more" is as exact as a whole number can be."""
    running = np.cumsum(counts, axis=1)
    return np.diff(round_half_up(100 * running, running[:, -1:]), axis=1, prepend=0)


def round_half_up(numerator: Ints, denominator: Ints) -> Ints:
    """numerator / denominator to the nearest whole number, halves up; 0 where the denominator is 0."""
    rounded: Ints = (2 * numerator + denominator) // np.maximum(2 * denominator, 1)
    return rounded


@lru_cache(maxsize=1024)
def band_index(item: Item, low: int, high: int) -> int:
    """The index that stands for a band of option places: known to every reader of the band."""
    enough = np.array([10], dtype=np.int64)
    points = clip_regions(item, stand_in(item, low, high)[None, :] * enough, enough)
    return int(round_half_up(points, enough * item.span * item.scale)[0])


def exact_means(counts: npt.NDArray[Any], items: Sequence[Item]) -> npt.NDArray[np.float64]:
    """Unrounded, unprotected means on the answer scale, (nodes, items); NaN where nobody answered.

    For checking an import against figures known from elsewhere. Never publish these.
    """
    means = np.full(counts.shape[:2], np.nan)
    for place, item in enumerate(items):
        answers = counts[:, place, : len(item.values)]
        size = answers.sum(axis=1)
        total = answers @ np.array(item.values)
        np.divide(total, size, out=means[:, place], where=size > 0)
    return means
