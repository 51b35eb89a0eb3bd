"""Public and inside plans: safe alone, safe together, and monotone in their thresholds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import (
    Node,
    Plan,
    PlanError,
    Thresholds,
    attack,
    choose_nodes,
    plan,
    tree_cells,
    weakest_cut,
)
from tests.properties.disclosure_worlds import (
    best_by_trying_all,
    inside_of,
    is_safe,
    least_isolated,
    own_people,
    priority,
    tree_of,
    trees,
    tried,
)

larger = trees(most=7, people=(0, 0, 1, 3, 5, 6, 8, 9, 10, 12, 15, 21))


@tried(120)
@given(larger)
def test_public_and_inside_plans_laid_together_are_safe(nodes: list[Node]) -> None:
    both = plan(nodes)
    public, sizes = tree_cells(nodes, both.public)
    inside, _ = tree_cells(nodes, both.inside)
    assert both.public <= both.inside
    assert attack(public, sizes, k=10) is None
    assert attack(public + inside, sizes, k=5) is None
    fewest = least_isolated(public + inside, sizes)
    assert fewest is None or fewest >= 5


@tried(200)
@given(larger)
def test_each_plan_is_the_best_there_is(nodes: list[Node]) -> None:
    both = plan(nodes)
    everything = frozenset(n.id for n in nodes)
    assert priority(nodes, both.public) == best_by_trying_all(nodes, 10, frozenset(), everything)
    assert priority(nodes, both.inside) == best_by_trying_all(nodes, 5, both.public, everything)


def test_plans_made_apart_would_leak() -> None:
    """Why the inside plan builds on the public one: solved alone, the two single out four people."""
    nodes = tree_of([None, 0, 1, 1, 0], [7, 0, 12, 4, 30])
    apart = choose_nodes(nodes, k=10) | choose_nodes(nodes, k=5)
    cells, sizes = tree_cells(nodes, apart)
    found = attack(cells, sizes, k=5)
    assert found is not None
    assert found.people == 4
    together, _ = tree_cells(nodes, plan(nodes).inside)
    assert attack(together, sizes, k=5) is None


@tried(100)
@given(larger, st.data())
def test_raising_a_threshold_never_exposes_a_group(nodes: list[Node], data: st.DataObject) -> None:
    k_public = data.draw(st.integers(10, 18))
    k_inside = data.draw(st.integers(5, k_public))
    higher_public = data.draw(st.integers(k_public, 20))
    higher_inside = data.draw(st.integers(k_inside, higher_public))
    low = plan(nodes, k_public=k_public, k_inside=k_inside)
    high = plan(nodes, k_public=higher_public, k_inside=higher_inside)
    assert high.public <= low.public
    assert high.inside <= low.inside
    assert is_safe(nodes, high.public, higher_public)
    assert is_safe(nodes, high.inside, higher_inside)


def test_the_plain_optimum_would_expose_a_group_at_a_higher_threshold() -> None:
    """Why raised thresholds climb step by step: hiding P frees A, which P had kept hidden."""
    nodes = tree_of([None, 0, 1, 1, 0], [7, 0, 12, 4, 30])
    assert choose_nodes(nodes, k=5) == {0, 1, 4}
    assert choose_nodes(nodes, k=10) == {0, 2, 4}
    twice = tree_of([None, 0, 1, 1, 0], [14, 0, 24, 8, 60])
    assert choose_nodes(twice, k=10) == {0, 1, 4}
    assert choose_nodes(twice, k=20) == {0, 2, 4}
    assert plan(twice, k_public=20, k_inside=20).public == {0, 4}


@tried(150)
@given(larger, st.data())
def test_only_groups_of_the_reporting_plan_appear(nodes: list[Node], data: st.DataObject) -> None:
    allowed = data.draw(st.sets(st.sampled_from([n.id for n in nodes])))
    both = plan(nodes, allowed=allowed)
    assert both.inside <= allowed
    assert is_safe(nodes, both.inside, 5)


def test_benchmark_does_not_reveal_the_one_hidden_organisation() -> None:
    """Project minus the shown organisations must leave nobody or enough people."""
    project = tree_of([None, 0, 0, 0], [0, 40, 25, 4])
    both = plan(project)
    assert both.inside == {0, 1}
    assert 3 not in both.inside
    hidden = sum(own_people(project)[i] for i in inside_of(project, 0) - {1})
    assert hidden == 29


@pytest.mark.parametrize(("k_public", "k_inside"), [(9, 5), (10, 4), (10, 11), (0, 0)])
def test_thresholds_cannot_be_lowered_or_crossed(k_public: int, k_inside: int) -> None:
    with pytest.raises(PlanError):
        plan(tree_of([None], [50]), k_public=k_public, k_inside=k_inside)
    with pytest.raises(PlanError):
        Thresholds(k_public, k_inside)


def test_a_correction_that_moves_one_person_is_found_by_the_audit() -> None:
    """Old and new membership laid together: the difference is the person who moved."""
    moved = {("A", "A"): 12, ("B", "B"): 14, ("A", "B"): 1}
    cells = [[1, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 1]]
    found = attack(cells, list(moved.values()), k=5)
    assert found is not None
    assert found.people == 1
    cut = weakest_cut(moved, k=5)
    assert cut is not None
    assert cut.people == 1
    assert weakest_cut(moved | {("A", "B"): 5}, k=5) is None


def test_a_restored_plan_equals_the_one_that_was_frozen() -> None:
    nodes = tree_of([None, 0, 0], [5, 12, 30])
    made = plan(nodes, k_public=12)
    assert Plan(made.public, made.inside, made.thresholds) == made
