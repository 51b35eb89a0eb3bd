"""What of a round would be told if so many answered: the real plan on headcounts, before anybody is asked.

Everybody who answers is taken to answer every question; who skips some can only hide more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

import numpy as np

from surveys import disclosure
from surveys.disclosure.crossing import Classes
from surveys.language import shown
from surveys.models import Group, GroupTree, Round
from surveys.questionnaire import Item

RATES: Final = (80, 60, 50)  # per cent
_QUESTION, _MIDDLE = disclosure.Item("Q", (1, 2, 3, 4, 5), dimension="D"), 2

# Per cent of people by variable and class; what is missing of a hundred did not say.
Shares: TypeAlias = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class SimulatedGroup:
    """A group (``within`` another than the whole), and for each rate whether it would have results inside."""

    group: Group
    within: Group | None
    headcount: int
    is_shown: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where results of one class would be shown at one rate."""

    in_whole: bool
    organisations: int


@dataclass(frozen=True, slots=True)
class SimulatedClass:
    """A class of a background variable, in how many per cent of people, and its reach for each rate."""

    variable: Item
    value: int
    share: int
    reach: tuple[Reach, ...]

    @property
    def question(self) -> str:
        return shown(self.variable.text)

    @property
    def label(self) -> str:
        return next(shown(o.label) for o in self.variable.scale.options if o.value == self.value)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What would be shown at each of the ``rates``."""

    rates: tuple[int, ...]
    groups: tuple[SimulatedGroup, ...]
    classes: tuple[SimulatedClass, ...]

    @property
    def hidden(self) -> tuple[SimulatedGroup, ...]:
        """The groups that would have no results at some rate."""
        return tuple(each for each in self.groups if not all(each.is_shown))

    @property
    def counts(self) -> tuple[tuple[int, int], ...]:
        """For each rate, it and how many groups would have no results."""
        hidden = (sum(not each.is_shown[at] for each in self.groups) for at in range(len(self.rates)))
        return tuple(zip(self.rates, hidden, strict=True))

    @property
    def organisations(self) -> int:
        return sum(each.group.level == Group.Level.ORGANISATION for each in self.groups)


def simulate(round_: Round, shares: Shares) -> Simulation | None:
    """What would be shown of a draft; None until its groups are chosen.

    `shares` of the background variables; those that are not given are divided evenly.
    """
    tree = GroupTree.of(round_)
    if tree.root is None:
        return None
    variables = round_.asked.background
    assumed = {item.code: shares.get(item.code) or even_shares(item) for item in variables}
    headcounts = tree.headcounts()
    outcomes = [_at_rate(round_, tree, variables, assumed, rate) for rate in RATES]
    return Simulation(
        rates=RATES,
        groups=tuple(
            SimulatedGroup(
                group,
                _within(tree, group),
                headcounts[group.pk],
                tuple(group.pk in groups for groups, _cells in outcomes),
            )
            for group in tree.in_order()
        ),
        classes=tuple(
            SimulatedClass(
                item,
                value,
                assumed[item.code].get(value, 0),
                tuple(_reach(tree, cells, at, value) for _groups, cells in outcomes),
            )
            for at, item in enumerate(variables)
            for value in item.scale.values
        ),
    )


def _within(tree: GroupTree, group: Group) -> Group | None:
    above = tree.groups.get(group.parent_id or 0)
    return above if above and above.level != Group.Level.PROJECT else None


def even_shares(variable: Item) -> dict[int, int]:
    """The same share for every class, a hundred per cent in all."""
    values = variable.scale.values
    return {value: 100 // len(values) + (at < 100 % len(values)) for at, value in enumerate(values)}


def _at_rate(
    round_: Round, tree: GroupTree, variables: Sequence[Item], shares: Shares, rate: int
) -> tuple[frozenset[int], frozenset[disclosure.ClassCell]]:
    """The groups and the classes that would have results inside the project."""
    people = {
        group.pk: (group.headcount or 0) * rate // 100
        for group in tree.groups.values()
        if tree.is_leaf(group)
    }
    totals = tree.totals(people)
    nodes = [disclosure.Node(g.pk, g.parent_id, g.level, totals[g.pk]) for g in tree.groups.values()]
    plan = disclosure.plan(nodes, k_public=round_.public_threshold, k_inside=round_.threshold)
    question = _QUESTION if round_.shows_distributions else _without_distribution(_QUESTION)
    counts = np.zeros((len(nodes), 1, len(question.values)), dtype=np.int64)
    counts[:, 0, _MIDDLE] = [node.n for node in nodes]
    table = disclosure.protect(nodes, [question], counts, plan=plan)
    groups = table.shown("inside", "index", question.dimension)
    if not variables:
        return groups, frozenset()
    crossing = _crossing(people, variables, shares)
    answers = np.zeros((len(crossing.people), len(question.values)), dtype=np.int64)
    answers[:, _MIDDLE] = crossing.people
    by_class = disclosure.protect_classes(nodes, table, crossing, lambda _code: answers, plan=plan)
    told = (cell for cell in by_class.shown("inside") if _is_told(by_class, cell, question))
    return groups, frozenset(told)


def _is_told(table: disclosure.ClassTable, cell: disclosure.ClassCell, question: disclosure.Item) -> bool:
    return table.index(cell, "inside", question.dimension) is not disclosure.SUPPRESSED


def _without_distribution(item: disclosure.Item) -> disclosure.Item:
    return disclosure.Item(item.code, item.values, dimension=item.dimension, distribution=False)


def _crossing(people: Mapping[int, int], variables: Sequence[Item], shares: Shares) -> disclosure.Crossing:
    """People divided into classes, each variable for itself.

    What rounding leaves over in a group goes to the classes that have fallen behind most, so that shares hold
    for the whole though groups are small.
    """
    expected = _expected([shares[item.code] for item in variables])
    behind = dict.fromkeys(expected, 0.0)
    atoms: Counter[tuple[int, Classes]] = Counter()
    for group, number in people.items():
        given = {classes: int(number * share) for classes, share in expected.items()}
        for classes, share in expected.items():
            behind[classes] += number * share - given[classes]
        for _person in range(number - sum(given.values())):
            last = max(behind, key=behind.__getitem__)
            given[last] += 1
            behind[last] -= 1
        atoms.update({(group, classes): count for classes, count in given.items() if count})
    return disclosure.Crossing(
        tuple(group for group, _classes in atoms),
        tuple(classes for _group, classes in atoms),
        np.array(list(atoms.values()), dtype=np.int64),
    )


def _expected(shares: Sequence[Mapping[int, int]]) -> dict[Classes, float]:
    """The part of people in each combination of classes, None among them for those who did not say."""
    of_variables: list[list[tuple[int | None, int]]] = [
        [*each.items(), (None, 100 - sum(each.values()))] for each in shares
    ]
    expected: dict[Classes, float] = {}
    for combination in product(*of_variables):
        part = float(np.prod([share / 100 for _value, share in combination]))
        if part:
            expected[tuple(value for value, _share in combination)] = part
    return expected


def _reach(tree: GroupTree, cells: frozenset[disclosure.ClassCell], variable: int, value: int) -> Reach:
    levels = Counter(
        tree.groups[cell.node].level for cell in cells if (cell.variable, cell.value) == (variable, value)
    )
    return Reach(bool(levels[Group.Level.PROJECT]), levels[Group.Level.ORGANISATION])
