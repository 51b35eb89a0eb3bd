"""The reporting plan, the protected table, and the attack on what they publish, staff groups crossed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from surveys import disclosure, instruments
from surveys.disclosure.audit import SECONDS, Claim, LaidCell, find_isolation
from surveys.disclosure.trials import try_plans
from tests.benchmarks.measuring import Row, Wanted, seconds

UNITS, STAFF_GROUPS, OPTIONS, PEOPLE = 3, 4, 5, 25

Counts = npt.NDArray[np.int64]
Atom = tuple[int, int, int]  # organisation, unit, staff group


def measure(*, quick: bool) -> list[Row]:
    organisations = 12 if quick else 76
    nodes, counts = _answered(organisations)
    items = _items()
    plan = disclosure.plan(nodes)
    planning = seconds(partial(disclosure.plan, nodes))
    protecting = seconds(partial(disclosure.protect, nodes, items, counts, plan=plan))
    what = f"{organisations} organisations × {UNITS} units"
    return [
        Row(name=f"planning which of {what} appear", value=planning, unit="s"),
        Row(name=f"protecting {len(items)} items of {what}", value=protecting, unit="s"),
        *_crossed(organisations),
        *_trials(20 if quick else 200),
    ]


def _crossed(organisations: int) -> list[Row]:
    """One claim of a release in which the tree and classes crossed with it are both shown, k as inside."""
    k = disclosure.Thresholds().k_inside
    claim = _safe(_laid(_people(organisations)), k)
    small = sum(0 < n < k for n in claim.sizes.values())
    found: list[object] = []
    auditing = seconds(lambda: found.append(find_isolation(claim)))
    vectors = [[int(atom in cell.atoms) for atom in claim.sizes] for cell in claim.cells]
    sizes, labels = list(claim.sizes.values()), [cell.plan for cell in claim.cells]
    branching = seconds(
        lambda: found.append(disclosure.attack(vectors, sizes, k=k, labels=labels, within=SECONDS))
    )
    what = f"{organisations} organisations × {UNITS} units × {STAFF_GROUPS} staff groups"
    isolated = sum(each is not None for each in found)
    note = (
        f"{len(claim.cells)} figures, {small} of the classes in units below {k} people; {isolated} isolations"
    )
    return [
        Row(
            name=f"auditing {what}, by cuts",
            value=auditing,
            unit="s",
            wanted=Wanted("value", "at most", 60),
            note=note,
        ),
        Row(
            name=f"auditing {what}, by branching",
            value=branching,
            unit="s",
            wanted=Wanted("value", "at most", 60),
        ),
    ]


def _trials(number: int) -> list[Row]:
    isolated = 0

    def attack() -> None:
        nonlocal isolated
        isolated = sum(len(trial.findings) for trial in try_plans(number))

    taken = seconds(attack)
    return [
        Row(name=f"attacking {number} random rounds", value=taken, unit="s", note=f"{isolated} isolations")
    ]


def _people(organisations: int) -> dict[Atom, int]:
    random = np.random.default_rng(3)
    people = {}
    for organisation in range(organisations):
        for unit in range(UNITS):
            n = int(random.lognormal(np.log(PEOPLE), 1.0))
            for group, count in enumerate(random.multinomial(n, [0.6, 0.2, 0.12, 0.08])):
                people[organisation, unit, group] = int(count)
    return people


def _laid(people: dict[Atom, int]) -> tuple[list[LaidCell], dict[Atom, int]]:
    """The plan of the tree, and beside it the plan of each staff group's own tree."""
    cells = [LaidCell("", "tree", node, held) for node, held in _planned(people, range(STAFF_GROUPS))]
    for group in range(STAFF_GROUPS):
        cells += [LaidCell("", "classes", (group, node), held) for node, held in _planned(people, [group])]
    return cells, people


def _planned(people: dict[Atom, int], groups: Iterable[int]) -> Iterator[tuple[int, frozenset[Atom]]]:
    """(node, people) of the groups of the best plan of those who are in these staff groups."""
    of_node: dict[tuple[int, ...], set[Atom]] = defaultdict(set)
    for atom in people:
        if atom[2] in groups:
            for depth in range(3):
                of_node[atom[:depth]].add(atom)
    number = {place: at for at, place in enumerate(of_node)}
    nodes = [
        disclosure.Node(
            number[p], number[p[:-1]] if p else None, (0, 2, 3)[len(p)], sum(people[a] for a in held)
        )
        for p, held in of_node.items()
    ]
    shown = disclosure.plan(nodes).inside
    return ((number[p], frozenset(held)) for p, held in of_node.items() if number[p] in shown)


def _safe(laid: tuple[list[LaidCell], dict[Atom, int]], k: int) -> Claim:
    """Withhold the smallest class of every combination found until none is left."""
    cells, sizes = laid
    while found := find_isolation(claim := Claim("respondents", "", k, tuple(cells), sizes)):
        used = [cell for by, cell in zip(found.combination, claim.cells, strict=True) if by]
        of_classes = [cell for cell in used if cell.plan == "classes"] or used
        cells.remove(min(of_classes, key=lambda cell: sum(sizes[atom] for atom in cell.atoms)))
    return claim


def _answered(organisations: int) -> tuple[list[disclosure.Node], Counts]:
    """Groups and the answers in each, those of its children included: (nodes, items, options)."""
    random = np.random.default_rng(3)
    n_items = len(_items())
    parents: list[int | None] = [None, *[0] * organisations]
    parents += [1 + place // UNITS for place in range(organisations * UNITS)]
    people = np.zeros(len(parents), dtype=np.int64)
    people[1 + organisations :] = random.lognormal(np.log(PEOPLE), 1.0, organisations * UNITS).astype(int)
    counts = random.multinomial(people[:, None].repeat(n_items, 1), np.full(OPTIONS, 1 / OPTIONS))
    for place in range(len(parents) - 1, 0, -1):
        above = parents[place] or 0
        people[above] += people[place]
        counts[above] += counts[place]
    levels = [0, *[2] * organisations, *[3] * (organisations * UNITS)]
    nodes = [
        disclosure.Node(place, parent, level, int(n))
        for place, (parent, level, n) in enumerate(zip(parents, levels, people, strict=True))
    ]
    return nodes, counts


def _items() -> list[disclosure.Item]:
    return [
        disclosure.Item(
            code=item.code,
            values=item.scale.values,
            dimension=dimension.code,
            in_index=item.in_index,
            smallest_group=3,
            distribution=True,
            agree_from=4,
        )
        for dimension in instruments.load("yhes_readiness").dimensions
        for item in dimension.items
    ]
