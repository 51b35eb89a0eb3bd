"""Released documents laid together: whatever singles somebody out is found, with or without structure."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import Node, PlanError, attack, choose_nodes
from surveys.disclosure.adversary import NotProven
from surveys.disclosure.audit import Claim, LaidCell, audit, find_isolation
from surveys.disclosure.cost import cost_of
from surveys.disclosure.laying import Counted, Publication, lay
from surveys.disclosure.trials import try_plans
from tests.properties.disclosure_worlds import (
    inside_of,
    is_safe,
    least_isolated,
    own_people,
    trees,
    tried,
)

people = st.lists(st.integers(0, 6), min_size=1, max_size=7)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Cells of one to four plans; those of a plan need not even fit together."""
    sizes = dict(enumerate(draw(people)))
    of_people = st.frozensets(st.sampled_from(sorted(sizes)), min_size=1)
    plans = draw(st.integers(1, 4))
    cells = draw(st.lists(st.tuples(st.integers(1, plans), of_people), min_size=1, max_size=8))
    laid = tuple(LaidCell("release", f"plan {plan}", place, held) for place, (plan, held) in enumerate(cells))
    return Claim("everything", "LU1", draw(st.integers(1, 10)), laid, sizes)


@tried(250)
@given(claims())
def test_the_audit_succeeds_exactly_when_trying_every_group_of_people_does(claim: Claim) -> None:
    vectors = [[int(atom in cell.atoms) for atom in claim.sizes] for cell in claim.cells]
    sizes = list(claim.sizes.values())
    fewest = least_isolated(vectors, sizes)
    found = find_isolation(claim)
    assert (found is not None) == (fewest is not None and fewest < claim.k)
    assert (attack(vectors, sizes, k=claim.k) is not None) == (found is not None)
    if found is None:
        assert audit([claim]) == []
        return
    [finding] = audit([claim])
    left = [
        sum((by for by, cell in finding.combination if atom in cell.atoms), Fraction(0))
        for atom in claim.sizes
    ]
    touched = [size for value, size in zip(left, sizes, strict=True) if value]
    assert 0 < sum(touched) == finding.people < claim.k


def test_what_is_not_proven_in_time_counts_as_found() -> None:
    """Three plans that cross each other: only a search can tell, and it is given no time."""
    sizes = {(a, b, c): 1 for a in range(3) for b in range(3) for c in range(3)}
    cells = tuple(
        LaidCell("release", f"plan {axis}", (axis, value), frozenset(p for p in sizes if p[axis] == value))
        for axis in range(3)
        for value in range(3)
    )
    claim = Claim("everything", "LU1", 5, cells, sizes)
    assert audit([claim]) == []
    [finding] = audit([claim], within=-1)
    assert not finding.is_proven
    vectors = [[int(person in cell.atoms) for person in sizes] for cell in cells]
    with pytest.raises(NotProven):
        attack(vectors, list(sizes.values()), k=5, labels=[cell.plan for cell in cells], within=-1)


# --- What documents say ---------------------------------------------------------------------------

OF_PEOPLE = {0: 20, 1: 14, 2: 6}
ABOVE = {0: None, 1: 0, 2: 0}
ANSWERED = {"LU1": {0: 18, 1: 12, 2: 4}, "LU2": {0: 20, 1: 14, 2: 6}}
COUNTED = Counted(OF_PEOPLE, ANSWERED, dimensions={"LU": ["LU1", "LU2"]})


def document(**items: dict) -> dict:
    return {"n": 1, "indexes": {}, "items": items}


def found(counted: Counted, *documents: tuple[int, str, dict]) -> set[tuple[str, str, int]]:
    release = Publication("release 1", ABOVE, documents)  # type: ignore[arg-type]
    return {(f.claim.statistic, f.claim.key, f.people) for f in audit(lay([release], counted))}


def test_four_who_answered_are_found_though_six_were_asked() -> None:
    shown = document(LU1={"index": 60, "shares": None})
    assert found(COUNTED, (0, "inside", shown), (2, "inside", shown)) == {("everything", "LU1", 4)}
    hidden = document(LU1={"index": None, "shares": None})
    assert found(COUNTED, (0, "inside", shown), (2, "inside", hidden)) == set()


def test_six_people_are_too_few_in_public_under_a_distribution_and_behind_a_condition() -> None:
    six = (2, "inside", document(LU2={"index": 60}))
    assert found(COUNTED, six) == set()
    assert found(COUNTED, (2, "public", document(LU2={"index": 60}))) == {
        ("public", "", 6),
        ("public", "LU2", 6),
    }
    whole = (0, "inside", document(LU2={"index": 60, "shares": [20] * 5}))
    assert found(COUNTED, six, whole) == {("below", "LU2", 6)}
    banded = (2, "inside", document(LU2={"index": {"band": [4, 5]}}))
    assert found(COUNTED, banded) == {("distribution", "LU2", 6), ("below", "LU2", 6)}
    conditional = replace(COUNTED, asked={"LU2": {0: 20, 1: 14, 2: 0}})
    assert found(conditional, (0, "inside", document(LU2={"index": 60}))) == {("not_asked", "LU2", 6)}


def test_an_index_beside_a_hidden_item_is_laid_as_that_item() -> None:
    """Four of the six answered LU1: an index of the two items would tell of them."""
    index = {"n": 6, "indexes": {"LU": 60}, "items": {"LU2": {"index": 60}, "LU1": {"index": None}}}
    assert ("everything", "LU1", 4) in found(COUNTED, (2, "inside", index))


def test_what_nobody_counted_is_no_silent_pass() -> None:
    for documents in (
        [(0, "inside", document(OTHER={"index": 60}))],
        [(0, "inside", {"n": 1, "indexes": {"OTHER": 60}, "items": {}})],
        [(9, "inside", document())],
    ):
        with pytest.raises(PlanError):
            found(COUNTED, *documents)


# --- Whole rounds ---------------------------------------------------------------------------------


def test_random_rounds_isolate_nobody_where_a_threshold_alone_would() -> None:
    """A thousand of them: `manage.py attack_release --plans 1000` (docs/anonymity.md)."""
    trials = list(try_plans(40, seed=7))
    assert [trial.findings for trial in trials if trial.findings] == []
    assert sum(trial.groups.isolating for trial in trials) > 40
    assert sum(trial.figures.isolating for trial in trials) > 40
    assert {trial.corrected for trial in trials} == {True, False, None}


@tried(150)
@given(trees(most=7), st.integers(1, 9))
def test_the_cost_counts_the_remainders_that_a_threshold_alone_gives_away(nodes: list[Node], k: int) -> None:
    totals = {n.id: n.n for n in nodes}
    above = {n.id: n.parent for n in nodes}
    alone = [pk for pk, n in totals.items() if n >= k]
    shown = len(choose_nodes(nodes, k=k))
    cost = cost_of(totals, above, totals, k=k, shown=shown)
    assert (cost.alone, cost.shown, cost.withheld) == (len(alone), shown, len(alone) - shown)
    assert (cost.isolating == 0) == is_safe(nodes, alone, k)
    own = own_people(nodes)
    cells = [[int(i in inside_of(nodes, pk)) for i in own] for pk in alone]
    assert (cost.isolating > 0) == (attack(cells, list(own.values()), k=k) is not None if cells else False)
