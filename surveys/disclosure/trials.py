"""Random rounds taken through the whole of protection and then attacked, release documents and all.

Trees are skewed as real ones are: many small units, people who belong to the organisation alone, questions
that some skip and some are not asked. Some rounds are corrected: a group is moved to where it belongs and
the round is released once more beside the withdrawn release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from surveys.disclosure.audit import Finding, audit
from surveys.disclosure.cost import Cost, cost_of
from surveys.disclosure.documents import group_document
from surveys.disclosure.figures import Item
from surveys.disclosure.laying import Counted, Publication, lay
from surveys.disclosure.plans import Plan, Thresholds, plan
from surveys.disclosure.table import ProtectedTable, protect
from surveys.disclosure.tree import Ints, Node
from surveys.disclosure.values import AUDIENCES

Parents = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Trial:
    """One random plan. ``corrected`` is None where nothing was moved, else whether the second release was
    safe."""

    cells: int
    findings: tuple[Finding, ...]
    corrected: bool | None
    groups: Cost
    figures: Cost
    people: int
    covered: int  # people whose own group is shown


@dataclass(frozen=True, slots=True)
class _Round:
    """What was answered, by group and by nobody twice: ``answers`` (groups, items, options)."""

    parents: Parents
    levels: Mapping[int, int]
    people: Ints
    items: tuple[Item, ...]
    answers: Ints
    asked: Mapping[str, Ints] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)


def try_plans(number: int, *, seed: int = 1) -> Iterator[Trial]:
    """So many random rounds, the same ones for the same ``seed``."""
    random = np.random.default_rng(seed)
    for _ in range(number):
        yield _try(_random_round(random), random)


def _try(made: _Round, random: np.random.Generator) -> Trial:
    chosen = _plan(made, made.parents)
    if not chosen.inside:
        return Trial(0, (), None, _cost_of_groups(made, chosen), Cost(), int(made.people.sum()), 0)
    stored = _as_stored(made, chosen)
    table = _protect(stored, chosen)
    first = _publication("release 1", stored, chosen, table)
    counted = _counted(stored)
    claims = list(lay([first], counted))
    return Trial(
        cells=sum(len(claim.cells) for claim in claims),
        findings=tuple(audit(claims)),
        corrected=_correct(stored, chosen, first, random),
        groups=_cost_of_groups(made, chosen),
        figures=_cost_of_figures(stored, chosen, table),
        people=int(made.people.sum()),
        covered=int(sum(made.people[group] for group in chosen.inside)),
    )


def _correct(stored: _Round, chosen: Plan, first: Publication, random: np.random.Generator) -> bool | None:
    """Move one shown group under another of its parent's level and release again: may it be?"""
    places = [
        (group, parent)
        for group in stored.parents
        for parent in stored.parents
        if stored.parents[group] not in (None, parent)
        and stored.levels[parent] == stored.levels[stored.parents[group] or 0]
    ]
    if not places:
        return None
    group, parent = places[int(random.integers(len(places)))]
    moved = _with(stored, {**stored.parents, group: parent})
    again = _plan(moved, moved.parents)
    if again.inside != chosen.inside:
        return False
    second = _publication("release 2", moved, again, _protect(moved, again))
    return not audit(lay([first, second], _counted(moved)))


# --- The random round ---------------------------------------------------------------------------


def _random_round(random: np.random.Generator) -> _Round:
    parents, levels = _random_tree(random)
    people = np.floor(random.lognormal(np.log(random.choice([5, 9, 20])), 0.9, len(parents))).astype(np.int64)
    above = set(parents.values())
    for group, level in levels.items():
        if level < 2 or (group in above and random.random() < 0.7):
            people[group] = 0  # most people are in the smallest groups
    with_shares = bool(random.random() < 0.7)
    items = tuple(_random_items(random, with_shares=with_shares))
    answers = np.zeros((len(people), len(items), 5), dtype=np.int64)
    asked: dict[str, Ints] = {}
    for place, item in enumerate(items):
        could = people
        if random.random() < 0.3:
            could = asked[item.code] = random.binomial(people, random.choice([0.2, 0.5, 0.8]))
        answered = random.binomial(could, random.choice([0.6, 0.9, 1.0], p=[0.2, 0.6, 0.2]))
        taste = random.dirichlet(np.full(len(item.values), random.choice([0.2, 1.0, 3.0])))
        answers[:, place, : len(item.values)] = random.multinomial(answered, taste)
    k_public = int(random.choice([10, 10, 10, 12]))
    thresholds = Thresholds(k_public, int(random.choice([5, 5, 5, 7])))
    return _Round(parents, levels, people, items, answers, asked, thresholds)


def _random_tree(random: np.random.Generator) -> tuple[dict[int, int | None], dict[int, int]]:
    """The whole, regions in some rounds, organisations, and units in some organisations."""
    parents: dict[int, int | None] = {0: None}
    levels = {0: 0}

    def grow(parent: int, level: int) -> int:
        number = len(parents)
        parents[number], levels[number] = parent, level
        return number

    regions = [grow(0, 1) for _ in range(int(random.integers(0, 4)))]
    for _ in range(int(random.integers(2, 13))):
        organisation = grow(int(random.choice(regions)) if regions else 0, 2)
        for _unit in range(int(random.integers(0, 5))):
            grow(organisation, 3)
    return parents, levels


def _random_items(random: np.random.Generator, *, with_shares: bool) -> Iterator[Item]:
    """Scales with and without an index, one that stays above units, options without an order."""
    for number in range(int(random.integers(2, 6))):
        dimension = "AB"[number % 2]
        yield Item(f"{dimension}{number}", (1, 2, 3, 4, 5), dimension, distribution=with_shares)
    yield Item("C1", (1, 2, 3, 4, 5), "A", in_index=False, smallest_group=2, distribution=with_shares)
    yield Item("M1:1", (0, 1), in_index=False, mean=False)


# --- From what was answered to what is released ---------------------------------------------------


def _plan(made: _Round, parents: Parents) -> Plan:
    totals = _totals(made.people, parents)
    nodes = [Node(g, parent, made.levels[g], int(totals[g])) for g, parent in parents.items()]
    return plan(nodes, k_public=made.thresholds.k_public, k_inside=made.thresholds.k_inside)


def _as_stored(made: _Round, chosen: Plan) -> _Round:
    """Every answer with the nearest group that is shown, and those groups only."""
    nearest = {group: _nearest(made.parents, group, chosen.inside) for group in made.parents}
    parents = {
        group: None if (parent := made.parents[group]) is None else nearest[parent]
        for group in made.parents
        if group in chosen.inside
    }
    kept = [(group, home) for group, home in nearest.items() if home is not None]
    sources, homes = [group for group, _ in kept], [home for _, home in kept]

    def gathered(counts: Ints) -> Ints:
        stored = np.zeros_like(counts)
        np.add.at(stored, homes, counts[sources])
        return stored

    return _Round(
        parents,
        made.levels,
        gathered(made.people),
        made.items,
        gathered(made.answers),
        {code: gathered(asked) for code, asked in made.asked.items()},
        made.thresholds,
    )


def _with(stored: _Round, parents: Parents) -> _Round:
    return _Round(
        parents, stored.levels, stored.people, stored.items, stored.answers, stored.asked, stored.thresholds
    )


def _protect(stored: _Round, chosen: Plan) -> ProtectedTable:
    groups = list(stored.parents)
    totals = _totals(stored.people, stored.parents)
    return protect(
        [Node(g, stored.parents[g], stored.levels[g], int(totals[g])) for g in groups],
        stored.items,
        _totals(stored.answers, stored.parents)[groups],
        plan=Plan(chosen.public, chosen.inside, chosen.thresholds),
        asked={code: _totals(asked, stored.parents)[groups] for code, asked in stored.asked.items()},
    )


def _publication(name: str, stored: _Round, chosen: Plan, table: ProtectedTable) -> Publication:
    documents = [
        (group, audience, group_document(table, group, audience))
        for audience in AUDIENCES
        for group in sorted(chosen.inside if audience == "inside" else chosen.public)
    ]
    return Publication(name, stored.parents, documents)


def _counted(stored: _Round) -> Counted:
    def by_group(counts: Ints) -> dict[int, int]:
        return {group: int(counts[group]) for group in stored.parents}

    dimensions: dict[str, list[str]] = {}
    for item in stored.items:
        if item.dimension and item.in_index:
            dimensions.setdefault(item.dimension, []).append(item.code)
    return Counted(
        people=by_group(stored.people),
        answered={
            item.code: by_group(stored.answers[:, place].sum(axis=1))
            for place, item in enumerate(stored.items)
        },
        asked={code: by_group(asked) for code, asked in stored.asked.items()},
        dimensions=dimensions,
        thresholds=stored.thresholds,
    )


def _totals(counts: Ints, parents: Parents) -> Ints:
    """Each group's counts with those of the groups below it."""
    totals = counts.copy()
    for group in counts.nonzero()[0] if counts.ndim == 1 else range(len(counts)):
        above = parents.get(int(group))
        while above is not None:
            totals[above] += counts[group]
            above = parents[above]
    return totals


def _nearest(parents: Parents, group: int | None, shown: frozenset[int]) -> int | None:
    while group is not None and group not in shown:
        group = parents[group]
    return group


# --- What it cost -----------------------------------------------------------------------------------


def _cost_of_groups(made: _Round, chosen: Plan) -> Cost:
    totals = {group: int(n) for group, n in enumerate(_totals(made.people, made.parents))}
    k = made.thresholds.k_inside
    return cost_of(totals, made.parents, made.parents, k=k, shown=len(chosen.inside))


def _cost_of_figures(stored: _Round, chosen: Plan, table: ProtectedTable) -> Cost:
    """Of each item in each shown group: its mean inside, and its distribution."""
    cost, k_public, k_inside = Cost(), stored.thresholds.k_public, stored.thresholds.k_inside
    for place, item in enumerate(stored.items):
        answered = _totals(stored.answers[:, place].sum(axis=1), stored.parents)
        people = {group: int(answered[group]) for group in stored.parents}
        able = [g for g in stored.parents if (item.smallest_group or 3) >= stored.levels[g]]
        if item.mean:
            shown = table.shown("inside", "item_index", item.code)
            cost += cost_of(people, stored.parents, able, k=k_inside, shown=len(shown))
        if item.distribution:
            shown = table.shown("inside", "distribution", item.code)
            cost += cost_of(people, stored.parents, able, k=k_public, shown=len(shown))
    return cost
