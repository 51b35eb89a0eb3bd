"""The attacker finds whatever a brute-force attacker finds, on trees, two trees and arbitrary releases."""

from __future__ import annotations

from collections import Counter

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import Node, attack, tree_cells, weakest_cut
from tests.properties.disclosure_worlds import is_safe, least_isolated, regions_of, subsets, trees, tried

matrices = st.integers(1, 6).flatmap(
    lambda atoms: st.tuples(
        st.lists(st.lists(st.integers(0, 1), min_size=atoms, max_size=atoms), min_size=1, max_size=6),
        st.lists(st.integers(0, 6), min_size=atoms, max_size=atoms),
    )
)


@tried(400)
@given(matrices, st.integers(1, 10))
def test_attack_succeeds_exactly_when_brute_force_does(release: tuple, k: int) -> None:
    cells, sizes = release
    fewest = least_isolated(cells, sizes)
    found = attack(cells, sizes, k=k)
    assert (found is not None) == (fewest is not None and fewest < k)


@tried(200)
@given(matrices, st.integers(2, 10))
def test_reported_combination_leaves_exactly_the_people_it_names(release: tuple, k: int) -> None:
    cells, sizes = release
    found = attack(cells, sizes, k=k)
    if found is None:
        return
    left = [
        sum(c * cell[atom] for c, cell in zip(found.combination, cells, strict=True))
        for atom in range(len(sizes))
    ]
    touched = {atom for atom, value in enumerate(left) if value and sizes[atom]}
    assert touched == found.atoms
    assert 0 < found.people == sum(sizes[atom] for atom in touched) < k


def test_six_principals_in_one_unit_with_one_teacher() -> None:
    """Unit A, all principals, all teachers together point at the one teacher of unit A."""
    people = {("A", "principal"): 6, ("A", "teacher"): 1, ("B", "teacher"): 20}
    cells = [[1, 1, 0], [1, 0, 0], [0, 1, 1]]
    found = attack(cells, list(people.values()), k=5)
    assert found is not None
    assert (found.atoms, found.people) == (frozenset({1}), 1)
    by_region = {("A", "principal"): 6, ("A", "teacher"): 1, (None, "teacher"): 20}
    cut = weakest_cut(by_region, k=5)
    assert cut is not None
    assert cut.people == 1
    assert weakest_cut(by_region | {("A", "teacher"): 5}, k=5) is None


@st.composite
def two_plans(
    draw: st.DrawFn,
) -> tuple[list[Node], set[int], list[Node], set[int], dict[tuple[int, int], int]]:
    """Two trees over the same people, some groups of each withheld, and people per pair of nodes."""
    first, second = draw(trees(most=4)), draw(trees(most=4))
    pairs = [(a.id, b.id) for a in first for b in second]
    some = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=7, unique=True))
    people = {pair: draw(st.integers(1, 6)) for pair in some}
    shown = [{n.id for n in tree if draw(st.booleans())} for tree in (first, second)]
    return first, shown[0], second, shown[1], people


def _region_of(nodes: list[Node], published: set[int]) -> dict[int, int | None]:
    regions = regions_of(nodes, published)
    return {n.id: next((r for r, ids in regions.items() if n.id in ids), None) for n in nodes}


@tried(400)
@given(two_plans(), st.integers(1, 9))
def test_minimum_cut_agrees_with_the_attack_on_two_trees(plans: tuple, k: int) -> None:
    first, first_shown, second, second_shown, people = plans
    atoms = list(people)
    cells = []
    for tree, shown, side in ((first, first_shown, 0), (second, second_shown, 1)):
        rows, _ = tree_cells(tree, shown)
        cells += [[row[atom[side]] for atom in atoms] for row in rows]
    fewest = least_isolated(cells, list(people.values())) if cells else None
    by_region: Counter[tuple[int | None, int | None]] = Counter()
    regions = _region_of(first, first_shown), _region_of(second, second_shown)
    for (a, b), count in people.items():
        by_region[regions[0][a], regions[1][b]] += count
    cut = weakest_cut(by_region, k=k)
    assert (cut is not None) == (fewest is not None and fewest < k)
    assert (attack(cells, list(people.values()), k=k) is not None) == (cut is not None)
    if cut is not None:
        assert cut.people == fewest


@tried(150)
@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 9), min_size=1))
def test_smallest_cut_equals_networkx_on_larger_graphs(people: dict[tuple[int, int], int]) -> None:
    named = {(None if a == 0 else a, None if b == 0 else b): n for (a, b), n in people.items()}
    graph = nx.Graph()
    for (a, b), n in named.items():
        ends = ("ground" if a is None else ("a", a)), ("ground" if b is None else ("b", b))
        if ends[0] != ends[1]:
            old = graph.get_edge_data(*ends, {"weight": 0})["weight"]
            graph.add_edge(*ends, weight=old + n)
    parts = [graph.subgraph(part) for part in nx.connected_components(graph)]
    expected = min((nx.stoer_wagner(part)[0] for part in parts), default=None)
    cut = weakest_cut(named, k=10**6)
    assert (cut.people if cut else None) == expected
    if cut:
        crossing = sum(
            n
            for (a, b), n in named.items()
            if (a in cut.first and a is not None) != (b in cut.second and b is not None)
        )
        assert crossing == cut.people


def test_published_groups_alone_decide_and_hidden_ones_do_not() -> None:
    """The same tree is safe or not depending only on what is published."""
    nodes = [Node(0, None, 0, 16), Node(1, 0, 1, 12), Node(2, 0, 1, 4)]
    verdicts = {s: is_safe(nodes, s, 5) for s in subsets([0, 1, 2])}
    assert [s for s, safe in verdicts.items() if safe] == [(), (0,), (1,)]
    for published, safe in verdicts.items():
        cells, sizes = tree_cells(nodes, published)
        assert (attack(cells, sizes, k=5) is None) == safe
