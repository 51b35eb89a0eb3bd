"""Which groups may be published: the exact answer for one tree, by dynamic programming.

The span of published groups of a tree equals the span of its *regions* (a published group minus its
published children), and regions are disjoint; so no combination of figures singles out fewer than k people
exactly when every region is empty or holds at least k. The solver walks the tree once from the leaves,
keeping for each node "what is left over in it, capped at k" and the best weight that leaves it: O(N k²).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TypeAlias

import numpy as np

from surveys.disclosure.tree import Bools, Ints, Node, Tree
from surveys.disclosure.values import PlanError

Picks: TypeAlias = "int | tuple[Picks, Picks] | None"
Entries: TypeAlias = dict[int, tuple[int, Picks]]
Table: TypeAlias = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A count every region must reach: ``totals`` and ``least`` per node, both (nodes,).

    A region is empty when *all* its measures are 0; otherwise each must reach the ``least`` of its node.
    """

    totals: Ints
    least: Ints

    @property
    def cap(self) -> int:
        return int(self.least.max(initial=1))


def choose_nodes(
    nodes: Sequence[Node],
    *,
    k: int,
    forced: Iterable[int] = frozenset(),
    allowed: Iterable[int] | None = None,
) -> frozenset[int]:
    """The best set of groups whose every region is empty or has at least ``k`` respondents.

    Best by fixed priority (see ``priorities``); ``forced`` groups are in it; others only if ``allowed``
    (all by default). A group of nobody has no figure and is never chosen. Raises PlanError for a
    malformed tree and when the forced groups cannot all be published.
    """
    if k < 1:
        raise PlanError("the threshold must be at least 1")
    tree = Tree.of(nodes)
    measure = Measure(tree.n, np.full(len(tree), k, dtype=np.int64))
    candidates = np.ones(len(tree), dtype=np.bool_) if allowed is None else tree.mask(allowed)
    return tree.chosen(best_choice(tree, (measure,), forced=tree.mask(forced), allowed=candidates))


def best_choice(tree: Tree, measures: tuple[Measure, ...], *, forced: Bools, allowed: Bools) -> Bools:
    """``choose_nodes`` on masks, for any number of measures; weights come from the first one."""
    able = allowed & (measures[0].totals > 0)
    for measure in measures:
        able = able & (measure.totals >= measure.least)
    if np.any(forced & ~able):
        worst = tree.ids[int(np.flatnonzero(forced & ~able)[0])]
        raise PlanError(f"group {worst} must be published but is too small or not among the groups allowed")
    if regions_hold(tree, measures, able):
        return able
    return _walk(tree, measures, forced, able)


def regions_hold(tree: Tree, measures: tuple[Measure, ...], published: Bools) -> bool:
    """Is every region of ``published`` empty or large enough by every measure?"""
    regions = np.stack([tree.region_totals(m.totals, published) for m in measures])
    least = np.stack([m.least for m in measures])
    fine = np.all(regions >= least, axis=0) | np.all(regions == 0, axis=0)
    return bool(np.all(fine | ~published))


def priorities(level: Sequence[int], size: Sequence[int]) -> list[int]:
    """Integer weights that make "level, then size" an exact order of priority.

    The sum of the weights of a set compares as the sequence, from the highest level down, of (people in the
    set's groups of that level, number of those groups): no amount on a lower level outweighs one person on
    a higher one. Python integers, so nothing is rounded. Sets equal in all of that are told apart by id.
    """
    weights = [0] * len(level)
    rows_of: dict[int, list[int]] = {}
    for row, of_level in enumerate(level):
        rows_of.setdefault(of_level, []).append(row)
    unit = 1
    for of_level in sorted(rows_of, reverse=True):
        rows = rows_of[of_level]
        per_person = len(rows) + 1
        for row in rows:
            weights[row] = (size[row] * per_person + 1) * unit
        unit *= (sum(size[row] for row in rows) + 1) * per_person
    return weights


def _walk(tree: Tree, measures: tuple[Measure, ...], forced: Bools, able: Bools) -> Bools:
    """From the leaves up; each node hands its parent {what is left over: (best weight, picks)}."""
    radices = tuple(m.cap + 1 for m in measures)
    join = _join_table(radices)
    weights = priorities(tree.level.tolist(), measures[0].totals.tolist())
    least = list(zip(*(m.least.tolist() for m in measures), strict=True))
    pending: list[Entries] = [{state: (0, None)} for state in _states(tree, measures, radices)]
    parents, must, may = tree.parent.tolist(), forced.tolist(), able.tolist()
    picks: Picks = None
    for node in range(len(tree) - 1, -1, -1):
        entries, pending[node] = pending[node], {}
        if may[node]:
            published = _publish(entries, _sound_states(radices, least[node]), node, weights[node])
            if must[node] and not published:
                raise PlanError(f"group {tree.ids[node]} must be published, but that would single out people")
            entries = published if must[node] else {**entries, **published}
        if parents[node] >= 0:
            pending[parents[node]] = _join(pending[parents[node]], entries, join)
        else:
            picks = _both(picks, max(entries.values(), key=lambda entry: entry[0])[1])
    return _unfold(picks, len(tree))


def _publish(entries: Entries, sound: frozenset[int], node: int, weight: int) -> Entries:
    """Publishing leaves nothing over; possible when what is left over so far may be a region."""
    best: tuple[int, Picks] | None = None
    for state, entry in entries.items():
        if state in sound and (best is None or entry[0] > best[0]):
            best = entry
    return {} if best is None else {0: (best[0] + weight, _both(best[1], node))}


def _join(left: Entries, right: Entries, table: Table) -> Entries:
    """Best weight for every sum of what is left over in two disjoint parts."""
    joined: Entries = {}
    for state, (weight, picks) in left.items():
        row = table[state]
        for other, (other_weight, other_picks) in right.items():
            total, both = row[other], weight + other_weight
            known = joined.get(total)
            if known is None or both > known[0]:
                joined[total] = (both, _both(picks, other_picks))
    return joined


def _both(left: Picks, right: Picks) -> Picks:
    if left is None or right is None:
        return right if left is None else left
    return (left, right)


def _unfold(picks: Picks, size: int) -> Bools:
    mask = np.zeros(size, dtype=np.bool_)
    stack = [picks]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            stack.extend(top)
        elif top is not None:
            mask[top] = True
    return mask


def _states(tree: Tree, measures: tuple[Measure, ...], radices: tuple[int, ...]) -> list[int]:
    """Each node's own people, capped per measure, as one number in mixed radix."""
    state = np.zeros(len(tree), dtype=np.int64)
    for measure, radix in zip(measures, radices, strict=True):
        state = state * radix + np.minimum(tree.own(measure.totals), radix - 1)
    return [int(s) for s in state]


@lru_cache(maxsize=32)
def _join_table(radices: tuple[int, ...]) -> Table:
    digits = list(product(*map(range, radices)))
    number = {digit: place for place, digit in enumerate(digits)}
    return tuple(
        tuple(
            number[tuple(min(a + b, r - 1) for a, b, r in zip(left, right, radices, strict=True))]
            for right in digits
        )
        for left in digits
    )


@lru_cache(maxsize=256)
def _sound_states(radices: tuple[int, ...], least: tuple[int, ...]) -> frozenset[int]:
    """The states that may be a region: nothing at all, or enough by every measure."""
    digits = product(*map(range, radices))
    return frozenset(
        state
        for state, digit in enumerate(digits)
        if not any(digit) or all(d >= need for d, need in zip(digit, least, strict=True))
    )
