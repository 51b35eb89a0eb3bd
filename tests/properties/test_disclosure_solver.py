"""The solver finds the best safe set of groups, whatever they are called and in whatever order they come."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import Node, PlanError, attack, choose_nodes, tree_cells
from surveys.disclosure.solver import Measure, best_choice, priorities
from surveys.disclosure.tree import Tree
from tests.properties.disclosure_worlds import (
    best_by_trying_all,
    is_safe,
    least_isolated,
    own_people,
    priority,
    regions_of,
    subsets,
    tree_of,
    trees,
    tried,
)


@tried(400)
@given(trees(), st.integers(1, 12), st.data())
def test_choice_is_safe_and_as_good_as_trying_every_set(
    nodes: list[Node], k: int, data: st.DataObject
) -> None:
    ids = [n.id for n in nodes]
    allowed = frozenset(data.draw(st.one_of(st.just(ids), st.sets(st.sampled_from(ids)))))
    forced = frozenset(data.draw(st.one_of(st.just(set()), st.sets(st.sampled_from(ids), max_size=2))))
    best = best_by_trying_all(nodes, k, forced, allowed)
    if best is None:
        with pytest.raises(PlanError):
            choose_nodes(nodes, k=k, forced=forced, allowed=allowed)
        return
    chosen = choose_nodes(nodes, k=k, forced=forced, allowed=allowed)
    assert forced <= chosen <= allowed
    assert is_safe(nodes, chosen, k)
    assert priority(nodes, chosen) == best


@tried(120)
@given(trees(most=7), st.integers(2, 12))
def test_no_combination_of_chosen_groups_singles_out_fewer_than_k(nodes: list[Node], k: int) -> None:
    cells, sizes = tree_cells(nodes, choose_nodes(nodes, k=k))
    fewest = least_isolated(cells, sizes)
    assert fewest is None or fewest >= k
    assert attack(cells, sizes, k=k) is None


@tried(120)
@given(trees(most=7), st.integers(2, 12), st.data())
def test_regions_tell_exactly_what_the_attacker_can_do(
    nodes: list[Node], k: int, data: st.DataObject
) -> None:
    published = data.draw(st.sets(st.sampled_from([n.id for n in nodes])))
    cells, sizes = tree_cells(nodes, published)
    assert (attack(cells, sizes, k=k) is None) == is_safe(nodes, published, k)


@tried(200)
@given(trees(), st.integers(2, 12), st.randoms(use_true_random=False))
def test_order_and_names_of_groups_change_nothing(nodes: list[Node], k: int, random: Random) -> None:
    chosen = choose_nodes(nodes, k=k)
    shuffled = random.sample(nodes, len(nodes))
    assert choose_nodes(shuffled, k=k) == chosen

    def renamed(new: dict[int, int]) -> list[Node]:
        return [Node(new[n.id], None if n.parent is None else new[n.parent], n.level, n.n) for n in shuffled]

    spread_out = {n.id: 10 * n.id + 7 for n in nodes}
    assert choose_nodes(renamed(spread_out), k=k) == {spread_out[i] for i in chosen}
    names = dict(zip(spread_out, random.sample(range(1000), len(nodes)), strict=True))
    anything = renamed(names)
    assert priority(anything, choose_nodes(anything, k=k)) == priority(nodes, chosen)


@tried(200)
@given(trees(most=7), st.data())
def test_two_measures_are_both_kept_and_the_choice_is_still_the_best(
    nodes: list[Node], data: st.DataObject
) -> None:
    tree = Tree.of(nodes)
    own = own_people(nodes)
    other_own = np.array([data.draw(st.integers(0, own[i])) for i in tree.ids])
    other = tree.subtree_totals(other_own)
    least, other_least = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 5))
    measures = (
        Measure(tree.n, np.full(len(tree), least)),
        Measure(other, np.full(len(tree), other_least)),
    )
    nothing, everything = np.zeros(len(tree), dtype=bool), np.ones(len(tree), dtype=bool)
    chosen = tree.chosen(best_choice(tree, measures, forced=nothing, allowed=everything))

    def holds(published: frozenset[int]) -> bool:
        for ids in regions_of(nodes, published).values():
            n, m = (
                sum(count[i] for i in ids) for count in (own, dict(zip(tree.ids, other_own, strict=True)))
            )
            if (n or m) and (n < least or m < other_least):
                return False
        return True

    both = zip(tree.ids, tree.n, other, strict=True)
    able = [i for i, n, m in both if n >= least and m >= other_least]
    assert holds(chosen)
    assert priority(nodes, chosen) == max(priority(nodes, s) for s in subsets(able) if holds(frozenset(s)))


def test_higher_level_comes_first_then_size_then_lower_id() -> None:
    siblings = tree_of([None, 0, 0, 0], [3, 8, 8, 12])
    assert choose_nodes(siblings, k=5) == {0, 1, 3}
    two_small_or_one_large = tree_of([None, 0, 0, 0], [0, 6, 7, 20])
    weights = priorities([n.level for n in two_small_or_one_large], [n.n for n in two_small_or_one_large])
    assert weights[3] > weights[1] + weights[2]
    assert weights[0] > sum(weights[1:])


def test_neither_the_unit_of_four_nor_the_difference_is_published() -> None:
    organisation = tree_of([None, 0, 0], [0, 12, 4])
    assert choose_nodes(organisation, k=5) == {0}


def test_group_equal_to_its_only_child_and_group_of_nobody() -> None:
    nodes = tree_of([None, 0, 1, 0], [0, 0, 7, 0])
    assert choose_nodes(nodes, k=5) == {0, 1, 2}


def test_deep_and_wide_trees_are_solved_without_recursion() -> None:
    chain = tree_of([None, *range(4000)], [2] * 4001)
    assert len(choose_nodes(chain, k=10)) == 4001 * 2 // 10
    random = np.random.default_rng(2)
    own = [0] * 1001 + random.integers(1, 20, 21_000).tolist()
    wide = tree_of([None, *[0] * 1000, *(1 + i % 1000 for i in range(21_000))], own)
    chosen = choose_nodes(wide, k=10)
    assert is_safe_by_sums(wide, chosen, 10)
    assert len(chosen) > 9000


def is_safe_by_sums(nodes: list[Node], published: frozenset[int], k: int) -> bool:
    """``is_safe`` for many nodes: subtract each published group from the nearest one above."""
    left = {n.id: n.n for n in nodes if n.id in published}
    parent = {n.id: n.parent for n in nodes}
    size = {n.id: n.n for n in nodes}
    for node in published:
        up = parent[node]
        while up is not None and up not in published:
            up = parent[up]
        if up is not None:
            left[up] -= size[node]
    return all(rest == 0 or rest >= k for rest in left.values())


@pytest.mark.parametrize(
    ("nodes", "forced", "message"),
    [
        (tree_of([None, 0], [0, 12]), {9}, "no such group"),
        (tree_of([None, 0, 0], [0, 12, 4]), {2}, "group 2 must be published"),
        (tree_of([None, 0, 0], [0, 12, 4]), {0, 1}, "single out"),
        ([Node(1, None, 0, 5), Node(1, None, 0, 5)], set(), "same id"),
        ([Node(1, 7, 1, 5)], set(), "not given"),
        ([Node(1, 2, 1, 5), Node(2, 1, 1, 5)], set(), "circle"),
        ([Node(1, None, 0, 5), Node(2, 1, 1, 6)], set(), "children of group 1"),
        ([Node(1, None, 2, 5), Node(2, 1, 1, 5)], set(), "higher level"),
    ],
)
def test_impossible_input_is_refused_with_its_reason(
    nodes: list[Node], forced: set[int], message: str
) -> None:
    with pytest.raises(PlanError, match=message):
        choose_nodes(nodes, k=5, forced=forced)
