"""The reporting plan, the protected table and the attack on what it publishes."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from surveys import disclosure, instruments
from tests.benchmarks.measuring import Row, Wanted, seconds

UNITS, OPTIONS, PEOPLE = 3, 5, 25

Counts = npt.NDArray[np.int64]


def measure(*, quick: bool) -> list[Row]:
    organisations = 12 if quick else 76
    nodes, counts = _answered(organisations)
    items = _items()
    plan, floors = disclosure.plan(nodes), disclosure.Thresholds()
    planning = seconds(partial(disclosure.plan, nodes))
    protecting = seconds(partial(disclosure.protect, nodes, items, counts, plan=plan))
    inside, public = (disclosure.tree_cells(nodes, shown) for shown in (plan.inside, plan.public))
    found: list[disclosure.Isolation | None] = []
    auditing = seconds(lambda: found.append(disclosure.attack(*inside, k=floors.k_inside)))
    auditing += seconds(lambda: found.append(disclosure.attack(*public, k=floors.k_public)))
    what = f"{organisations} organisations × {UNITS} units (without staff groups)"
    isolated = sum(each is not None for each in found)
    return [
        Row(name=f"planning which of {what} appear", value=planning, unit="s"),
        Row(name=f"protecting {len(items)} items of {what}", value=protecting, unit="s"),
        Row(
            name=f"auditing {what}",
            value=auditing,
            unit="s",
            wanted=Wanted("value", "at most", 60),
            note=f"{len(plan.inside)} of {len(nodes)} groups inside, {len(plan.public)} public; {isolated} isolations",
        ),
    ]


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
