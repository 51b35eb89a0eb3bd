"""The public plan first, the inside plan on top of it, and the same again for every item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final, TypeAlias

import numpy as np

from surveys.disclosure.solver import Measure, best_choice, regions_hold
from surveys.disclosure.tree import Bools, Ints, Node, Tree
from surveys.disclosure.values import PlanError

FLOOR_PUBLIC: Final = 10
FLOOR_INSIDE: Final = 5

Rung: TypeAlias = tuple[int, ...]
Rungs: TypeAlias = dict[Rung, Bools]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Smallest groups shown: ``k_public`` to everybody, ``k_inside`` to the project itself.

    Distributions, and both sides of a condition, use ``k_public`` for every audience. Raises PlanError
    below the floors 10 and 5 or where the inside threshold exceeds the public one.
    """

    k_public: int = FLOOR_PUBLIC
    k_inside: int = FLOOR_INSIDE

    def __post_init__(self) -> None:
        if self.k_public < FLOOR_PUBLIC or self.k_inside < FLOOR_INSIDE:
            raise PlanError(f"thresholds cannot go below {FLOOR_PUBLIC} in public and {FLOOR_INSIDE} inside")
        if self.k_inside > self.k_public:
            raise PlanError("what is public is also seen inside: its threshold cannot be the lower one")

    @property
    def top(self) -> Rung:
        return (self.k_public, self.k_inside)


@dataclass(frozen=True, slots=True)
class Plan:
    """The groups that may appear: ``public`` to everybody, ``inside`` (a superset) in the project.

    ``steps`` keeps the plans at lower thresholds on the way up (see ``climb``). A plan frozen earlier is
    restored without them.
    """

    public: frozenset[int]
    inside: frozenset[int]
    thresholds: Thresholds = Thresholds()
    steps: Mapping[Rung, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    def at(self, rung: Rung) -> frozenset[int]:
        """The plan at a step, public for (k_public,) and inside for (k_public, k_inside)."""
        return self.steps.get(rung, self.public if len(rung) == 1 else self.inside)


@dataclass(frozen=True, slots=True, eq=False)
class ItemPlan:
    """Nodes that show one item: means in ``public`` and ``inside``, distributions in ``distribution``.

    ``public`` is within ``distribution`` (where the item shows distributions at all) within ``inside``.
    """

    public: Bools
    distribution: Bools
    inside: Bools


def plan(
    nodes: Sequence[Node],
    *,
    k_public: int = FLOOR_PUBLIC,
    k_inside: int = FLOOR_INSIDE,
    allowed: Iterable[int] | None = None,
) -> Plan:
    """Which groups may appear at all, by the number of people counted in them.

    The public plan is solved first and its groups are forced into the inside plan, so that the two laid
    together are still safe. ``allowed`` is the reporting plan (default: every group). A raised threshold
    never shows a group that a lower one hides (see ``climb``). Raises PlanError for thresholds below the
    floors and for a malformed tree.
    """
    tree, thresholds = Tree.of(nodes), Thresholds(k_public, k_inside)
    candidates = np.ones(len(tree), dtype=np.bool_) if allowed is None else tree.mask(allowed)

    def choose_public(rung: Rung, left: Bools) -> Bools:
        return best_choice(tree, (_measure(tree.n, rung[0]),), forced=np.zeros_like(left), allowed=left)

    def choose_inside(rung: Rung, left: Bools) -> Bools:
        return best_choice(tree, (_measure(tree.n, rung[1]),), forced=public[rung[:1]], allowed=left)

    public = climb(thresholds, 1, candidates, choose_public)
    inside = climb(thresholds, 2, candidates, choose_inside)
    steps = {rung: tree.chosen(mask) for rung, mask in (public | inside).items()}
    return Plan(steps[thresholds.top[:1]], steps[thresholds.top], thresholds, steps)


def check_plan(tree: Tree, given: Plan) -> None:
    """Raise PlanError unless ``given`` is safe for these groups at its own thresholds."""
    thresholds = given.thresholds
    if not given.public <= given.inside:
        raise PlanError("what is public is also seen inside: the inside plan must contain the public one")
    for ids, k in ((given.public, thresholds.k_public), (given.inside, thresholds.k_inside)):
        if not regions_hold(tree, (_measure(tree.n, k),), tree.mask(ids)):
            raise PlanError("the plan would single out people: its groups or their sizes have changed")


def item_plan(
    tree: Tree,
    groups: Plan,
    *,
    answered: Ints,
    asked: Ints | None,
    distribution: bool,
    smallest_group: int | None,
    only: frozenset[int] | None = None,
) -> ItemPlan:
    """The nodes that may show one item, by the number who answered it (``answered``, (nodes,)).

    Only groups of the group plan are candidates, and none below the level ``smallest_group``. A region whose
    people all left the item unanswered is not empty, it is too small. With ``asked`` given, every region must
    hold ``k_public`` people who were asked and as many who were not. ``only`` are the groups of those who are
    asked at all, who are known by their group and not by an answer: no other group is a candidate, and none
    is in public.
    """
    level, top = tree.level, groups.thresholds.top
    candidates = np.ones(len(tree), dtype=np.bool_) if smallest_group is None else level <= smallest_group
    public = candidates
    if only is not None:
        candidates, public = candidates & tree.mask(only), np.zeros_like(candidates)
    rungs = _ItemRungs(tree, groups, answered, asked)
    rungs.public.update(climb(groups.thresholds, 1, public, rungs.choose_public))
    if distribution:
        rungs.shares.update(climb(groups.thresholds, 2, candidates, rungs.choose_shares))
    inside = climb(groups.thresholds, 2, candidates, rungs.choose_inside)
    return ItemPlan(rungs.public[top[:1]], rungs.shares_at(top), inside[top])


class _ItemRungs:
    """One item's plans on the way up: public means, then distributions, then means inside."""

    def __init__(self, tree: Tree, groups: Plan, answered: Ints, asked: Ints | None) -> None:
        self.tree = tree
        self.groups = groups
        self.answered = answered
        self.not_asked = None if asked is None else tree.n - asked
        self.public: Rungs = {}
        self.shares: Rungs = {}

    def shares_at(self, rung: Rung) -> Bools:
        return self.shares.get(rung, np.zeros(len(self.answered), dtype=np.bool_))

    def choose_public(self, rung: Rung, left: Bools) -> Bools:
        return self._best(rung, rung[0], left & self._planned(rung), np.zeros_like(left))

    def choose_shares(self, rung: Rung, left: Bools) -> Bools:
        return self._best(rung, rung[0], left & self._planned(rung), self.public[rung[:1]])

    def choose_inside(self, rung: Rung, left: Bools) -> Bools:
        """Under a distribution, and for a conditional item, the large threshold holds inside too."""
        shares = self.shares_at(rung)
        large = _under(self.tree, shares) | (self.not_asked is not None)
        forced = self.public[rung[:1]] | shares
        return self._best(rung, np.where(large, rung[0], rung[1]), left & self._planned(rung), forced)

    def _planned(self, rung: Rung) -> Bools:
        return self.tree.mask(self.groups.at(rung))

    def _best(self, rung: Rung, least: int | Ints, allowed: Bools, forced: Bools) -> Bools:
        measures = [_measure(self.answered, least), _measure(self.tree.n, 1)]
        if self.not_asked is not None:
            measures.append(_measure(self.not_asked, rung[0]))
        return best_choice(self.tree, tuple(measures), forced=forced, allowed=allowed)


def climb(
    thresholds: Thresholds, axes: int, candidates: Bools, choose: Callable[[Rung, Bools], Bools]
) -> Rungs:
    """Solve at every step (k_public,) or (k_public, k_inside) from the floor to ``thresholds``.

    At each step only what the steps just below it show may be chosen. The plain optimum at a higher k can
    contain a group that the optimum at a lower k hides (hiding one large group frees a smaller one inside
    it); taking the steps one by one makes "raising k never exposes a group" true by construction.
    """
    floors, tops = (FLOOR_PUBLIC, FLOOR_INSIDE), thresholds.top
    done: Rungs = {}
    for rung in product(*(range(floors[axis], tops[axis] + 1) for axis in range(axes))):
        if rung[-1] > rung[0]:
            continue
        left = candidates
        for axis in range(axes):
            below = tuple(k - (axis == place) for place, k in enumerate(rung))
            left = left & done.get(below, candidates)
        done[rung] = choose(rung, left)
    return done


def _measure(totals: Ints, least: int | Ints) -> Measure:
    return Measure(totals, np.broadcast_to(np.asarray(least, dtype=np.int64), totals.shape))


def _under(tree: Tree, published: Bools) -> Bools:
    """Nodes that are published or stand below a published node."""
    return published | (tree.holder(published) >= 0)
