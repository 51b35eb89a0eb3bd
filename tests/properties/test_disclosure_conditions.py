"""Questions asked of some only, and options without an order: what of them may be shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from surveys.disclosure import (
    AUDIENCES,
    SUPPRESSED,
    Item,
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
    least_isolated,
    own_people,
    tree_of,
    tried,
    worlds,
)

MEANS = Item("LU1", SCALE, "LU", agree_from=4)
MEANS_ONLY = Item("LU2", SCALE, "LU", distribution=False)
OPTION = Item("Q5:1", (0, 1), in_index=False, mean=False)
NOMINAL = Item("Q6", (1, 2, 3, 4), in_index=False, mean=False)
ITEMS = (MEANS, MEANS_ONLY, OPTION, NOMINAL)
CONDITIONAL = tuple(item.code for item in ITEMS)
KINDS = ("item_index", "distribution")


def release(world: World) -> ProtectedTable:
    return protect(world.nodes, world.items, world.counts, plan=plan(world.nodes), asked=world.asked)


def shown_somewhere(table: ProtectedTable, item: Item) -> set[int]:
    return {
        node for audience in AUDIENCES for kind in KINDS for node in table.shown(audience, kind, item.code)
    }


@tried(200)
@given(worlds(items=ITEMS, asked=CONDITIONAL, most=4))
def test_trying_every_group_of_people_singles_out_nobody_by_having_been_asked(world: World) -> None:
    """The adversary knows of every group that shows the item how many were asked it and how many not."""
    table = release(world)
    people = own_people(world.nodes)
    for item in world.items:
        asked = world.own_asked[item.code]
        sizes = [int(asked[node]) for node in people] + [n - int(asked[node]) for node, n in people.items()]
        members = [inside_of(world.nodes, node) for node in shown_somewhere(table, item)]
        sides = [[int(node in within) for node in people] for within in members]
        nobody = [0] * len(people)
        cells = [side + nobody for side in sides] + [nobody + side for side in sides]
        assert not cells or (least_isolated(cells, sizes) or 10) >= 10
        assert attack(cells, sizes, k=10) is None


@tried(150)
@given(worlds(items=ITEMS, asked=CONDITIONAL))
def test_figures_of_a_conditional_item_are_of_ten_who_answered_inside_too(world: World) -> None:
    table = release(world)
    for at, item in enumerate(world.items):
        answered = world.answered(at)
        cells, sizes = tree_cells(answered, shown_somewhere(table, item))
        assert attack(cells, sizes, k=10) is None


@tried(100)
@given(worlds(items=ITEMS))
def test_without_an_order_there_is_a_distribution_and_never_a_mean(world: World) -> None:
    table = release(world)
    statistics = set(table.statistics())
    with_means = [replace(item, mean=True) for item in world.items]
    other = protect(world.nodes, with_means, world.counts, plan=plan(world.nodes))
    for item in (OPTION, NOMINAL):
        assert ("distribution", item.code) in statistics
        assert ("item_index", item.code) not in statistics
        for audience in AUDIENCES:
            assert table.shown(audience, "item_index", item.code) == frozenset()
            shown = table.shown(audience, "distribution", item.code)
            assert shown == other.shown(audience, "distribution", item.code)
        assert table.figures_of_level(0, "inside", "item_index", item.code) == ()


def test_what_has_neither_a_mean_nor_a_distribution_cannot_be_asked_for() -> None:
    with pytest.raises(PlanError, match="no mean"):
        replace(NOMINAL, distribution=False)
    with pytest.raises(PlanError, match="no mean"):
        replace(NOMINAL, in_index=True)


@pytest.mark.parametrize(
    ("asked", "is_shown"), [(9, False), (10, True), (30, True), (31, False), (40, False)]
)
def test_ten_must_have_been_asked_and_ten_not(asked: int, is_shown: bool) -> None:
    """Forty people, `asked` of them asked and answering, well spread over two options."""
    nodes = tree_of([None], [40])
    counts = np.array([[[asked - asked // 2, asked // 2]]])
    table = protect(nodes, [OPTION], counts, plan=plan(nodes), asked={OPTION.code: np.array([asked])})
    assert (table.value(0, "inside", "distribution", OPTION.code) is not SUPPRESSED) == is_shown
    assert (table.value(0, "public", "distribution", OPTION.code) is not SUPPRESSED) == is_shown
