"""Where an item may be shown: by its own non-response, for every audience and statistic laid together."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import (
    AUDIENCES,
    SUPPRESSED,
    Item,
    Node,
    Plan,
    PlanError,
    ProtectedTable,
    attack,
    plan,
    protect,
    tree_cells,
)
from tests.properties.disclosure_worlds import (
    SCALE,
    World,
    inside_of,
    is_safe,
    least_isolated,
    own_people,
    regions_of,
    spare_rank,
    subsets,
    tree_of,
    tried,
    worlds,
)

ITEMS = (
    Item("LU1", SCALE, "LU", agree_from=4),
    Item("LU2", SCALE, "LU", distribution=False),
    Item("JO1", SCALE, "JO", in_index=False, smallest_group=1, distribution=False),
    Item("JO2", (0, 1, 2, 3), "JO", agree_from=2),
)


def release(world: World, k_public: int = 10, k_inside: int = 5) -> ProtectedTable:
    made = plan(world.nodes, k_public=k_public, k_inside=k_inside)
    return protect(world.nodes, world.items, world.counts, plan=made, asked=world.asked)


@tried(120)
@given(worlds(items=ITEMS))
def test_every_item_is_safe_on_its_own_answers_public_and_inside_together(world: World) -> None:
    table = release(world)
    for at, item in enumerate(world.items):
        answered = world.answered(at)
        public, inside = (table.shown(audience, "item_index", item.code) for audience in AUDIENCES)
        assert public <= inside <= table.plan.inside
        assert public <= table.plan.public
        cells = [tree_cells(answered, shown)[0] for shown in (public, inside)]
        sizes = tree_cells(answered, ())[1]
        assert attack(cells[0], sizes, k=10) is None
        assert attack(cells[0] + cells[1], sizes, k=5) is None


@tried(120)
@given(worlds(items=ITEMS))
def test_distributions_leave_no_remainder_below_ten_and_no_small_group_beneath(world: World) -> None:
    table = release(world)
    for at, item in enumerate(world.items):
        answered = world.answered(at)
        shares = table.shown("inside", "distribution", item.code)
        means = table.shown("inside", "item_index", item.code)
        assert shares <= means
        assert table.shown("public", "distribution", item.code) <= shares
        assert is_safe(answered, shares, 10)
        beneath = {i for node in shares for i in inside_of(world.nodes, node)}
        own = own_people(answered)
        for node, ids in regions_of(world.nodes, means).items():
            if node in beneath:
                assert sum(own[i] for i in ids) >= 10 or not sum(own_people(world.nodes)[i] for i in ids)
        if not item.distribution:
            assert not shares


@tried(60)
@given(worlds(items=ITEMS[:1], most=5))
def test_distributions_and_means_together_tell_nothing_new_about_nine_people(world: World) -> None:
    """Cells over (people x options): for any people fewer than ten, distributions add no combination."""
    table = release(world)
    own = {i: n for i, n in own_people(world.answered(0)).items() if n}
    members = {node: inside_of(world.nodes, node) for node in own_people(world.nodes)}
    means = [(node, None) for node in table.shown("inside", "item_index", "LU1")]
    shares = list(product(table.shown("inside", "distribution", "LU1"), range(len(SCALE))))

    def columns(cells: list) -> dict[int, list[list[int]]]:
        return {
            atom: [
                [
                    (atom in members[node]) * (value if option is None else int(option == place))
                    for node, option in cells
                ]
                for place, value in enumerate(SCALE)
            ]
            for atom in own
        }

    for held in subsets(list(own)):
        if sum(own[i] for i in held) < 10:
            assert spare_rank(columns(means + shares), held) == spare_rank(columns(means), held)


@tried(120)
@given(worlds(items=ITEMS))
def test_equal_figures_never_tell_that_a_whole_remainder_skipped_an_item(world: World) -> None:
    table = release(world)
    people = own_people(world.nodes)
    for at, item in enumerate(world.items):
        own = own_people(world.answered(at))
        for ids in regions_of(world.nodes, table.shown("inside", "item_index", item.code)).values():
            if sum(people[i] for i in ids):
                assert sum(own[i] for i in ids) >= 5


@tried(120)
@given(worlds(items=ITEMS[:2], asked=("LU1", "LU2")))
def test_conditional_item_needs_ten_asked_and_ten_not_asked_in_every_region(world: World) -> None:
    table = release(world)
    people = own_people(world.nodes)
    for item in world.items:
        asked = world.own_asked[item.code]
        for audience in AUDIENCES:
            shown = table.shown(audience, "item_index", item.code)
            for ids in regions_of(world.nodes, shown).values():
                was = int(sum(asked[i] for i in ids))
                was_not = sum(people[i] for i in ids) - was
                assert (was >= 10 and was_not >= 10) or was == was_not == 0


@tried(100)
@given(worlds(items=ITEMS))
def test_marked_item_is_never_shown_below_its_level_and_the_index_is_not_touched_by_it(world: World) -> None:
    table = release(world)
    level = {n.id: n.level for n in world.nodes}
    assert all(level[i] <= 1 for i in table.shown("inside", "item_index", "JO1"))
    for audience in AUDIENCES:
        assert table.shown(audience, "index", "JO") == table.shown(audience, "item_index", "JO2")


@tried(60)
@given(worlds(items=ITEMS, asked=("JO2",), most=7), st.data())
def test_raising_a_threshold_never_exposes_any_cell(world: World, data: st.DataObject) -> None:
    k_public = data.draw(st.integers(10, 13))
    k_inside = data.draw(st.integers(5, 9))
    low = release(world, k_public=k_public, k_inside=k_inside)
    higher = data.draw(st.integers(k_public, 15))
    high = release(world, k_public=higher, k_inside=data.draw(st.integers(k_inside, higher)))
    for audience, (kind, key) in product(AUDIENCES, low.statistics()):
        assert high.shown(audience, kind, key) <= low.shown(audience, kind, key)


def test_items_follow_the_groups_on_every_step_up() -> None:
    """A case where an item planned within the final groups alone would show two groups anew."""
    nodes = tree_of([None, 0, 1, 0, 0], [5, 0, 15, 15, 6])
    answered = tree_of([None, 0, 1, 0, 0], [3, 0, 12, 15, 6])
    counts = np.zeros((5, 1, 5), dtype=np.int64)
    counts[:, 0, 2] = [n.n for n in answered]

    def shown(k_public: int, k_inside: int) -> frozenset[int]:
        made = plan(nodes, k_public=k_public, k_inside=k_inside)
        return protect(nodes, ITEMS[:1], counts, plan=made).shown("public", "item_index", "LU1")

    assert shown(12, 12) <= shown(11, 9)
    final = plan(nodes, k_public=12, k_inside=12)
    restored = Plan(final.public, final.inside, final.thresholds)
    table = protect(nodes, ITEMS[:1], counts, plan=restored)
    assert not table.shown("public", "item_index", "LU1") <= shown(11, 9)
    assert is_safe(answered, table.shown("inside", "item_index", "LU1"), 12)


@tried(100)
@given(worlds(items=ITEMS), st.randoms(use_true_random=False))
def test_order_and_names_of_groups_change_no_figure(world: World, random: Random) -> None:
    expected = {(c.node, c.audience, c.kind, c.key): c.value for c in release(world).cells()}
    order = random.sample(range(len(world.nodes)), len(world.nodes))
    renamed = [
        Node(3 * n.id + 5, None if n.parent is None else 3 * n.parent + 5, n.level, n.n)
        for n in (world.nodes[i] for i in order)
    ]
    again = protect(renamed, world.items, world.counts[order], plan=plan(renamed))
    assert {((c.node - 5) // 3, c.audience, c.kind, c.key): c.value for c in again.cells()} == expected


def small_and_large(distribution: bool) -> ProtectedTable:
    """An organisation of 31 with units of 12, 12 and 7, everybody answering with spread-out options."""
    nodes = tree_of([None, 0, 0, 0], [0, 12, 12, 7])
    own = np.array([[0] * 5, [3, 2, 2, 2, 3], [3, 2, 2, 2, 3], [2, 1, 1, 1, 2]])
    counts = np.concatenate([own.sum(axis=0, keepdims=True), own[1:]])[:, None, :]
    return protect(nodes, [Item("A", SCALE, "D", distribution=distribution)], counts, plan=plan(nodes))


def test_means_only_items_serve_groups_of_five_inside_and_ten_in_public() -> None:
    table = small_and_large(distribution=False)
    assert table.shown("inside", "item_index", "A") == {0, 1, 2, 3}
    assert table.shown("inside", "distribution", "A") == frozenset()
    assert table.shown("public", "item_index", "A") == {0, 1} or table.shown("public", "item_index", "A") == {
        0,
        2,
    }


INDEXES_ONLY = tuple(replace(item, distribution=False) for item in ITEMS)


@tried(150)
@given(worlds(items=INDEXES_ONLY, most=6))
def test_without_distributions_trying_every_group_of_people_singles_out_nobody_below_five(
    world: World,
) -> None:
    """Public and inside laid together, each item on who answered it, against an attacker who tries all."""
    table = release(world)
    for at, item in enumerate(world.items):
        answered = world.answered(at)
        public, inside = (table.shown(audience, "item_index", item.code) for audience in AUDIENCES)
        assert table.shown("inside", "distribution", item.code) == frozenset()
        sizes = tree_cells(answered, ())[1]
        for cells, k in (
            (tree_cells(answered, public)[0], 10),
            (tree_cells(answered, public)[0] + tree_cells(answered, inside)[0], 5),
        ):
            assert not cells or (least_isolated(cells, sizes) or k) >= k


@tried(150)
@given(worlds(items=INDEXES_ONLY, most=6))
def test_without_distributions_nothing_is_lost_and_groups_of_five_to_nine_can_be_shown(
    world: World,
) -> None:
    spread = release(World(world.nodes, list(ITEMS), world.own, world.own_asked))
    indexes = release(world)
    for item in world.items:
        assert spread.shown("public", "item_index", item.code) == indexes.shown(
            "public", "item_index", item.code
        )
    for at, item in enumerate(world.items):
        answered = world.answered(at)
        if all(node.n == world.nodes[node.id].n for node in answered) and item.smallest_group is None:
            assert indexes.shown("inside", "item_index", item.code) == indexes.plan.inside


def test_remainder_of_seven_is_shown_by_no_statistic_under_a_distribution() -> None:
    """12 + 12 + 7: with all three distributions or means, the seven would be the rest of the whole."""
    table = small_and_large(distribution=True)
    assert table.plan.inside == {0, 1, 2, 3}
    for kind in ("item_index", "distribution"):
        assert table.shown("inside", kind, "A") == {0, 1}
    assert table.value(3, "inside", "n") == 7


def test_conditional_item_where_three_were_not_asked_is_hidden_although_seventeen_answered() -> None:
    nodes = tree_of([None], [20])
    counts = np.array([[[5, 3, 1, 3, 5]]])
    item = Item("C", SCALE, "D")
    shown = protect(nodes, [item], counts, plan=plan(nodes), asked={"C": np.array([17])})
    assert shown.value(0, "inside", "item_index", "C") is SUPPRESSED
    plain = protect(nodes, [item], counts, plan=plan(nodes))
    assert plain.value(0, "inside", "item_index", "C") == 50
    nodes = tree_of([None], [27])
    enough = protect(nodes, [item], counts, plan=plan(nodes), asked={"C": np.array([17])})
    assert enough.value(0, "inside", "item_index", "C") == 50


def test_a_frozen_plan_is_obeyed_and_an_unsafe_one_refused() -> None:
    nodes = tree_of([None, 0, 0], [0, 20, 30])
    counts = np.array([[[10, 10, 10, 10, 10]], [[4, 4, 4, 4, 4]], [[6, 6, 6, 6, 6]]])
    item = Item("A", SCALE, "D")
    frozen = Plan(public=frozenset({0}), inside=frozenset({0, 1}))
    table = protect(nodes, [item], counts, plan=frozen)
    assert table.shown("public", "item_index", "A") == {0}
    assert table.shown("inside", "item_index", "A") == {0, 1}
    with pytest.raises(PlanError, match="must contain the public one"):
        protect(nodes, [item], counts, plan=Plan(public=frozenset({0, 1}), inside=frozenset({0})))
    smaller = tree_of([None, 0, 0], [0, 47, 3])
    with pytest.raises(PlanError, match="single out"):
        protect(smaller, [item], counts * 0, plan=Plan(frozenset(), frozenset({0, 1})))


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        (np.zeros((2, 1, 4), dtype=int), "counts must be"),
        (np.array([[[9, 9, 9, 0, 0]], [[0, 0, 0, 0, 0]]]), "more answers than people"),
        (np.array([[[1, 0, 0, 0, 0]], [[2, 0, 0, 0, 0]]]), "hold more answers"),
        (np.array([[[1, 0, 0, 0, 0, 1]], [[0, 0, 0, 0, 0, 0]]]), "outside its options"),
    ],
)
def test_counts_that_cannot_be_true_are_refused(counts: np.ndarray, message: str) -> None:
    nodes = tree_of([None, 0], [5, 20])
    with pytest.raises(PlanError, match=message):
        protect(nodes, [Item("A", SCALE, "D")], counts, plan=plan(nodes))


def test_asked_is_checked_against_people_and_answers() -> None:
    nodes = tree_of([None], [20])
    counts = np.array([[[5, 5, 5, 0, 0]]])
    for asked in ({"A": np.array([21])}, {"A": np.array([14])}, {"B": np.array([20])}):
        with pytest.raises(PlanError):
            protect(nodes, [Item("A", SCALE, "D")], counts, plan=plan(nodes), asked=asked)
