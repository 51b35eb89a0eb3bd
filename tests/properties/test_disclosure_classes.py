"""Classes beside groups: nobody can be singled out, whatever the plan, who skipped and what is raised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import (
    SUPPRESSED,
    ClassCell,
    ClassTable,
    Crossing,
    Item,
    Node,
    Plan,
    ProtectedTable,
    plan,
    protect,
    protect_classes,
    weakest_cut,
)
from surveys.disclosure.cell_plans import CellPlan, plan_classes
from surveys.disclosure.class_figures import keep_apart
from surveys.disclosure.connectivity import is_held_together
from surveys.disclosure.crossing import Crossed
from tests.properties.disclosure_worlds import inside_of, least_isolated, tree_of, tried

LEVELS = (0, 2, 2, 3, 3, 3)
ITEM = Item("Q1", (1, 2, 3, 4, 5), dimension="D", distribution=False)


@dataclass(frozen=True)
class Divided:
    """A round whose people are in groups and classes; ``answers`` are those to ITEM, (atoms, options)."""

    nodes: list[Node]
    crossing: Crossing
    answers: np.ndarray

    def cell(self, cell: ClassCell) -> list[int]:
        inside = inside_of(self.nodes, cell.node)
        return [
            int(group in inside and classes[cell.variable] == cell.value)
            for group, classes in zip(self.crossing.groups, self.crossing.classes, strict=True)
        ]

    def group(self, node: int) -> list[int]:
        inside = inside_of(self.nodes, node)
        return [int(group in inside) for group in self.crossing.groups]

    def fewest(self, groups: Iterable[int], cells: Iterable[ClassCell], counted: np.ndarray) -> int | None:
        laid = [self.group(node) for node in groups] + [self.cell(cell) for cell in cells]
        return least_isolated(laid, counted.tolist()) if laid else None


def divided(
    parents: Sequence[int | None], levels: Sequence[int], atoms: dict, answers: np.ndarray | None = None
) -> Divided:
    own = Counter[int]()
    for (group, _classes), people in atoms.items():
        own[group] += people
    flat = tree_of(parents, [own[node] for node in range(len(parents))])
    nodes = [Node(n.id, n.parent, level, n.n) for n, level in zip(flat, levels, strict=True)]
    groups, classes = zip(*atoms, strict=True)
    crossing = Crossing(groups, classes, np.array(list(atoms.values()), dtype=np.int64))
    if answers is None:
        answers = np.zeros((len(atoms), 5), dtype=np.int64)
        answers[:, 2] = crossing.people
    return Divided(nodes, crossing, answers)


@st.composite
def rounds(draw: st.DrawFn, *, variables: int | None = None, most: int = 6) -> Divided:
    """The whole, two organisations, up to three units; a few clumps of people in up to three variables."""
    units = draw(st.integers(0, 3))
    parents = [None, 0, 0, *(draw(st.sampled_from((1, 2))) for _ in range(units))]
    leaves = [i for i in range(1, len(parents)) if i not in parents]
    number = variables or draw(st.integers(1, 3))
    value = st.sampled_from((1, 1, 2, 2, 3, None))
    places = st.tuples(st.sampled_from(leaves), st.tuples(*[value] * number))
    some = draw(st.lists(places, min_size=2, max_size=most, unique=True))
    atoms = {place: draw(st.sampled_from((1, 1, 2, 4, 5, 6, 9, 10, 12, 15, 30))) for place in some}
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    people = np.array(list(atoms.values()))
    answered = rng.binomial(people, rng.choice((0.0, 0.7, 0.9, 1.0, 1.0, 1.0), size=len(people)))
    taste = [rng.dirichlet(np.full(5, rng.choice((0.05, 0.5, 2.0)))) for _ in answered]
    answers = np.array([rng.multinomial(n, t) for n, t in zip(answered, taste, strict=True)])
    return divided(parents, [*LEVELS[:3], *[3] * units], atoms, answers)


def protected(
    world: Divided, *, k_public: int = 10, k_inside: int = 5, item: Item = ITEM
) -> tuple[Plan, ProtectedTable, ClassTable]:
    groups = plan(world.nodes, k_public=k_public, k_inside=k_inside)
    counts = np.array(
        [[(np.array(world.group(node.id))[:, None] * world.answers).sum(axis=0)] for node in world.nodes]
    )
    table = protect(world.nodes, [item], counts, plan=groups)
    by_class = protect_classes(world.nodes, table, world.crossing, lambda _code: world.answers, plan=groups)
    return groups, table, by_class


def told(table: ProtectedTable, by_class: ClassTable, audience: str) -> tuple[set[int], set[ClassCell]]:
    """The groups and the classes in which an audience reads an index of ITEM."""
    cells = {c for c in by_class.plan.inside if by_class.index(c, audience, "D") is not SUPPRESSED}  # type: ignore[arg-type]
    return set(table.groups_showing("Q1", audience)), cells  # type: ignore[arg-type]


@tried(300)
@given(
    st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 9)), st.integers(1, 12)
)
def test_the_fast_verdict_is_that_of_the_smallest_cut(people: dict, k: int) -> None:
    named = {(a or None, ("class", b) if b else None): n for (a, b), n in people.items()}
    assert is_held_together(named, k=k) == (weakest_cut(named, k=k) is None)


@tried(200)
@given(rounds(), st.sampled_from(((10, 5), (10, 8), (12, 5))))
def test_numbers_of_people_single_out_nobody(world: Divided, thresholds: tuple[int, int]) -> None:
    """Public figures alone at the public threshold, and with what is told inside at the one inside."""
    k_public, k_inside = thresholds
    groups, _table, by_class = protected(world, k_public=k_public, k_inside=k_inside)
    assert by_class.plan.public <= by_class.plan.inside
    people = world.crossing.people
    public = world.fewest(groups.public, by_class.plan.public, people)
    assert public is None or public >= k_public
    inside = world.fewest(groups.inside, by_class.plan.inside, people)
    assert inside is None or inside >= k_inside


@tried(200)
@given(rounds(), st.booleans())
def test_an_index_singles_out_nobody_among_those_who_answered(world: Divided, shares: bool) -> None:
    """With distributions the public threshold holds for everybody. Who skipped counts as somebody too:
    a combination of nobody's answers would tell that all of them skipped."""
    item = Item("Q1", (1, 2, 3, 4, 5), dimension="D", distribution=shares)
    _groups, table, by_class = protected(world, item=item)
    answered = world.answers.sum(axis=1)
    for audience, k in (("public", 10), ("inside", 10 if shares else 5)):
        groups, cells = told(table, by_class, audience)
        if not cells:
            continue
        fewest = world.fewest(groups, cells, answered)
        assert fewest is not None
        assert fewest >= k or not _touches_classes(world, groups, cells, answered, k)
        assert _rank(world, groups, cells, world.crossing.people) == _rank(world, groups, cells, answered)


def _touches_classes(
    world: Divided, groups: set[int], cells: set[ClassCell], counted: np.ndarray, k: int
) -> bool:
    """Whether it takes classes to single out fewer than ``k``: groups alone are held to less inside."""
    alone = world.fewest(groups, (), counted)
    return alone is None or alone >= k


def _rank(world: Divided, groups: set[int], cells: set[ClassCell], counted: np.ndarray) -> int:
    laid = np.array([world.group(g) for g in groups] + [world.cell(c) for c in cells])
    return int(np.linalg.matrix_rank(laid[:, counted > 0])) if laid.size else 0


@tried(60)
@given(rounds(), st.integers(10, 14), st.integers(5, 8), st.integers(0, 3), st.integers(0, 3))
def test_a_raised_threshold_shows_no_further_class(
    world: Divided, k_public: int, k_inside: int, more_public: int, more_inside: int
) -> None:
    lower, higher = (
        plan_classes(
            world.nodes,
            Crossed(world.nodes, world.crossing),
            plan(world.nodes, k_public=public, k_inside=inside),
        )
        for public, inside in ((k_public, k_inside), (k_public + more_public, k_inside + more_inside))
    )
    assert higher.public <= lower.public
    assert higher.inside <= lower.inside


@tried(60)
@given(rounds(), st.integers(0, 10**6))
def test_the_order_in_which_people_are_counted_changes_nothing(world: Divided, seed: int) -> None:
    order = list(range(len(world.crossing.people)))
    Random(seed).shuffle(order)
    mixed = Divided(
        list(reversed(world.nodes)),
        Crossing(
            tuple(world.crossing.groups[at] for at in order),
            tuple(world.crossing.classes[at] for at in order),
            world.crossing.people[order],
        ),
        world.answers[order],
    )
    assert _all(world) == _all(mixed)


def _all(world: Divided) -> list[dict]:
    _groups, _table, by_class = protected(world)
    variables = [(f"B{at}", (1, 2, 3)) for at in range(world.crossing.variables)]
    audiences = ("public", "inside")
    return [by_class.document(node, audience, variables) for node in (0, 1, 2) for audience in audiences]


def test_six_principals_in_one_unit_with_one_teacher() -> None:
    """Unit A, all principals and all teachers together point at the one teacher of unit A."""
    principal, teacher = 1, 2
    atoms = {(3, (principal,)): 6, (3, (teacher,)): 1, (4, (teacher,)): 20, (2, (teacher,)): 30}
    world = divided((None, 0, 0, 1, 1), (0, 2, 2, 3, 3), atoms)
    groups, _table, by_class = protected(world)
    assert {0, 3} <= groups.inside
    assert not {ClassCell(0, 0, principal), ClassCell(0, 0, teacher)} <= by_class.plan.inside
    atoms[3, (teacher,)] = 5
    world = divided((None, 0, 0, 1, 1), (0, 2, 2, 3, 3), atoms)
    _groups, _table, by_class = protected(world)
    assert {ClassCell(0, 0, principal), ClassCell(0, 0, teacher)} <= by_class.plan.inside


def test_classes_of_a_large_round_are_shown_where_one_principal_leads_each_organisation() -> None:
    """Small crossings do not hide a class of the whole: sixty principals hide behind each other."""
    parents = [None, *[0] * 60]
    atoms = {(node, (value,)): people for node in range(1, 61) for value, people in ((1, 1), (2, 20))}
    world = divided(parents, (0, *[2] * 60), atoms)
    _groups, _table, by_class = protected(world)
    assert {ClassCell(0, 0, 1), ClassCell(0, 0, 2)} <= by_class.plan.public
    assert {cell.node for cell in by_class.plan.inside if cell.value == 1} == {0}


def test_a_second_variable_is_told_of_the_whole_only() -> None:
    atoms = {(node, (role, age)): 12 for node in (1, 2) for role in (1, 2) for age in (1, 2)}
    world = divided((None, 0, 0), (0, 2, 2), atoms)
    _groups, _table, by_class = protected(world)
    assert by_class.plan.public == {ClassCell(node, 0, role) for node in (0, 1, 2) for role in (1, 2)} | {
        ClassCell(0, 1, age) for age in (1, 2)
    }


def test_what_is_left_of_a_group_keeps_from_the_ends_of_the_scale() -> None:
    """Ten teachers at 50 in a group of fifteen at 33: the other five would be at nought."""
    teachers = ClassCell(0, 0, 1)
    moved = keep_apart({teachers: 50}, {teachers: 10}, whole=33, people=15)
    left = (33 * 15 - moved[teachers] * 10) / 5
    assert 10 <= left <= 90
    assert moved[teachers] == 44


def test_a_class_does_not_tell_what_is_hidden_of_a_nearly_unanimous_unit() -> None:
    """All thirty of an organisation are teachers, and the six of its unit chose the highest option."""
    atoms = {(3, (1,)): 6, (4, (1,)): 24, (2, (1,)): 20, (2, (2,)): 20}
    answers = np.array([[0, 0, 0, 0, 6], [5, 5, 4, 5, 5], [4, 4, 4, 4, 4], [4, 4, 4, 4, 4]])
    world = divided((None, 0, 0, 1, 1), (0, 2, 2, 3, 3), atoms, answers)
    _groups, table, by_class = protected(world)
    teachers = by_class.index(ClassCell(1, 0, 1), "inside", "D")
    assert teachers == table.stated_index("Q1", 1) == 58, "60 would be, and would tell of the unit, 100"
    assert by_class.index(ClassCell(0, 0, 1), "inside", "D") == round((58 * 30 + 50 * 20) / 50)


@tried(100)
@given(rounds())
def test_people_who_are_a_class_and_a_group_have_one_figure(world: Divided) -> None:
    """To within a point, by which a class moves where what is left of its group would come too near an end."""
    _groups, table, by_class = protected(world)
    answered = world.answers.sum(axis=1)
    for cell in by_class.shown("inside"):
        index = by_class.index(cell, "inside", "D")
        for node in table.groups_showing("Q1", "inside") if isinstance(index, int) else ():
            if np.array_equal(np.array(world.group(node)) * answered, np.array(world.cell(cell)) * answered):
                assert abs(index - table.stated_index("Q1", node)) <= 1


@pytest.mark.parametrize(("size", "shown"), [(None, True), (3, True), (2, False)])
def test_a_class_of_an_organisation_is_smaller_than_the_organisation(size: int | None, shown: bool) -> None:
    atoms = {(node, (role,)): 30 for node in (1, 2) for role in (1, 2)}
    world = divided((None, 0, 0), (0, 2, 2), atoms)
    item = Item("Q1", (1, 2, 3, 4, 5), dimension="D", smallest_group=size)
    _groups, _table, by_class = protected(world, item=item)
    assert (by_class.index(ClassCell(1, 0, 1), "inside", "D") is not SUPPRESSED) == shown
    assert by_class.index(ClassCell(0, 0, 1), "inside", "D") is not SUPPRESSED


def test_nobody_chose_it_and_protected_look_alike() -> None:
    atoms = {(1, (1,)): 40, (2, (2,)): 3, (2, (None,)): 40}
    world = divided((None, 0, 0), (0, 2, 2), atoms)
    _groups, _table, by_class = protected(world)
    document = by_class.document(0, "inside", [("B", (1, 2, 3))])["B"]
    assert document["2"] == document["3"] == {"n": None, "indexes": {"D": None}}
    assert by_class.plan != CellPlan()
