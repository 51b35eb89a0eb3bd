"""The reporting plan, the protected table, and the attack on what they publish, staff groups crossed in.

The round is one of 76 organisations × 3 units × 4 staff groups. What is audited is what the portal would
release of it: every figure of every question by group, and beside each the figures by staff group.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from surveys import disclosure, instruments
from surveys.disclosure.audit import SECONDS, Claim, LaidCell, audit, find_isolation
from surveys.disclosure.documents import group_document
from surveys.disclosure.laying import Counted, Publication, lay
from surveys.disclosure.trials import try_plans
from tests.benchmarks.measuring import Row, Wanted, seconds

UNITS, STAFF_GROUPS, OPTIONS, PEOPLE = 3, 4, 5, 25

Counts = npt.NDArray[np.int64]
Atom = tuple[int, int, int]  # organisation, unit, staff group


@dataclass(frozen=True, slots=True)
class _Round:
    """`counts` (nodes, items, options), those of a group's children included; `answers` (atoms, items, options)."""

    nodes: list[disclosure.Node]
    counts: Counts
    atoms: list[Atom]
    crossing: disclosure.Crossing
    answers: Counts


def measure(*, quick: bool) -> list[Row]:
    organisations = 12 if quick else 76
    made, items = _answered(organisations), _items()
    plan = disclosure.plan(made.nodes)
    planning = seconds(partial(disclosure.plan, made.nodes))
    protect = partial(disclosure.protect, made.nodes, items, made.counts, plan=plan)
    protecting, table = seconds(protect), protect()
    classes: list[disclosure.ClassTable] = []
    dividing = seconds(lambda: classes.append(_by_class(made, table, plan)))
    claims = [*_claims_of_groups(made, table, plan), *_claims_of_classes(made, table, classes[0], plan)]
    findings: list[object] = []
    auditing = seconds(lambda: findings.extend(audit(claims)))
    what = f"{organisations} organisations × {UNITS} units"
    crossed = f"{what} × {STAFF_GROUPS} staff groups"
    figures = sum(len(claim.cells) for claim in claims)
    note = f"{len(claims)} claims of {figures:,} figures; {len(findings)} isolations or not proven"
    return [
        Row(name=f"planning which of {what} appear", value=planning, unit="s"),
        Row(name=f"protecting {len(items)} items of {what}", value=protecting, unit="s"),
        Row(name=f"the same by class, {crossed}", value=dividing, unit="s"),
        Row(
            name=f"auditing all that is released of {crossed}",
            value=auditing,
            unit="s",
            wanted=Wanted("value", "at most", 60),
            note=note,
        ),
        *_crossed(organisations),
        *_trials(20 if quick else 200),
    ]


# --- What the portal would release ---------------------------------------------------------------


def _by_class(made: _Round, table: disclosure.ProtectedTable, plan: disclosure.Plan) -> disclosure.ClassTable:
    place = {item.code: at for at, item in enumerate(_items())}
    return disclosure.protect_classes(
        made.nodes, table, made.crossing, lambda code: made.answers[:, place[code]], plan=plan
    )


def _claims_of_groups(
    made: _Round, table: disclosure.ProtectedTable, plan: disclosure.Plan
) -> Iterator[Claim]:
    """As the portal lays a release before it is written."""
    above = {node.id: node.parent for node in made.nodes}

    def nearest(node: int | None) -> int | None:
        return node if node is None or node in plan.inside else nearest(above[node])

    def stored(counts: npt.NDArray[np.int64]) -> dict[int, int]:
        held = Counter(dict.fromkeys(plan.inside, 0))
        for group, number in zip(made.crossing.groups, counts.tolist(), strict=True):
            if (home := nearest(group)) is not None:
                held[home] += number
        return dict(held)

    documents = [
        (group, audience, group_document(table, group, audience))
        for audience in disclosure.AUDIENCES
        for group in sorted(plan.inside if audience == "inside" else plan.public)
    ]
    dimensions: dict[str, list[str]] = defaultdict(list)
    for item in _items():
        if item.in_index:
            dimensions[item.dimension].append(item.code)
    counted = Counted(
        people=stored(made.crossing.people),
        answered={item.code: stored(made.answers[:, at].sum(axis=1)) for at, item in enumerate(_items())},
        dimensions=dimensions,
    )
    release = Publication("release", {group: nearest(above[group]) for group in plan.inside}, documents)
    return lay([release], counted)


def _claims_of_classes(
    made: _Round, table: disclosure.ProtectedTable, classes: disclosure.ClassTable, plan: disclosure.Plan
) -> Iterator[Claim]:
    """Numbers of people, and each item's figures, by group and by class at once."""
    k = plan.thresholds.k_inside
    groups = {node: _atoms_in(made, node) for node in plan.inside}

    def cells(shown: Iterable[int], of_classes: Iterable[disclosure.ClassCell]) -> tuple[LaidCell, ...]:
        by_group = [LaidCell("", "tree", node, groups[node]) for node in sorted(shown)]
        by_class = [
            LaidCell("", "classes", cell, frozenset(a for a in groups[cell.node] if a[2] == cell.value))
            for cell in sorted(of_classes)
        ]
        return (*by_group, *by_class)

    def sizes(counts: npt.NDArray[np.int64]) -> dict[Atom, int]:
        return dict(zip(made.atoms, counts.tolist(), strict=True))

    yield Claim(
        "respondents", "", k, cells(plan.inside, classes.shown("inside")), sizes(made.crossing.people)
    )
    for at, item in enumerate(_items()):
        told = [
            cell
            for cell in classes.shown("inside")
            if classes.index(cell, "inside", item.dimension) is not disclosure.SUPPRESSED
        ]
        shown = table.groups_showing(item.code, "inside")
        yield Claim("everything", item.code, k, cells(shown, told), sizes(made.answers[:, at].sum(axis=1)))


def _atoms_in(made: _Round, node: int) -> frozenset[Atom]:
    above = {each.id: each.parent for each in made.nodes}
    return frozenset(
        atom
        for atom, group in zip(made.atoms, made.crossing.groups, strict=True)
        if node in (group, above[group], 0)
    )


# --- One claim, attacked in two ways -------------------------------------------------------------


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


def _answered(organisations: int) -> _Round:
    """Each unit's people in staff groups, and what they answered."""
    random = np.random.default_rng(3)
    held = _people(organisations)
    atoms, people = list(held), np.array(list(held.values()), dtype=np.int64)
    parents: list[int | None] = [None, *[0] * organisations]
    parents += [1 + place // UNITS for place in range(organisations * UNITS)]
    units = [1 + organisations + organisation * UNITS + unit for organisation, unit, _group in atoms]
    answers = random.multinomial(people[:, None].repeat(len(_items()), 1), np.full(OPTIONS, 1 / OPTIONS))
    totals = np.zeros(len(parents), dtype=np.int64)
    counts = np.zeros((len(parents), *answers.shape[1:]), dtype=np.int64)
    np.add.at(totals, units, people)
    np.add.at(counts, units, answers)
    for place in range(len(parents) - 1, 0, -1):
        above = parents[place] or 0
        totals[above] += totals[place]
        counts[above] += counts[place]
    levels = [0, *[2] * organisations, *[3] * (organisations * UNITS)]
    nodes = [
        disclosure.Node(place, parent, level, int(n))
        for place, (parent, level, n) in enumerate(zip(parents, levels, totals, strict=True))
    ]
    crossing = disclosure.Crossing(tuple(units), tuple((group,) for _o, _u, group in atoms), people)
    return _Round(nodes, counts, atoms, crossing, answers)


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
