"""What a shown figure says: made of protected regions only, so that nothing can be worked backwards."""

from __future__ import annotations

import copy
import csv
import json
import pickle
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.disclosure import (
    AUDIENCES,
    SUPPRESSED,
    Band,
    Change,
    CountBand,
    Item,
    Kind,
    Node,
    ProtectedTable,
    Spread,
    change,
    exact_means,
    plan,
    protect,
    spread,
)
from surveys.disclosure.figures import band_index, find_bands, whole_shares
from surveys.disclosure.values import count_band
from tests.properties.disclosure_worlds import SCALE, World, regions_of, tree_of, tried, worlds

ITEM = Item("A", SCALE, "D", agree_from=4)
OTHER = Item("B", SCALE, "D")
MEANS_ONLY = Item("M", SCALE, "E", distribution=False)


def release(world: World) -> ProtectedTable:
    return protect(world.nodes, world.items, world.counts, plan=plan(world.nodes))


def one_group(*answers: int, item: Item = ITEM) -> ProtectedTable:
    nodes = tree_of([None], [sum(answers)])
    return protect(nodes, [item], np.array([[answers]]), plan=plan(nodes))


def plain_index(answers: npt.NDArray[np.int64]) -> Fraction:
    total = sum((value - 1) * int(n) for value, n in zip(SCALE, answers, strict=True))
    return Fraction(25 * total, int(answers.sum()))


# --- attack 7: clip and 90 % undone by parent and siblings ---


@tried(150)
@given(worlds(items=(ITEM, OTHER, MEANS_ONLY)), st.integers(0, 2**32 - 1))
def test_no_cell_anywhere_depends_on_what_a_band_hides(world: World, seed: int) -> None:
    """Answers inside each banded region are redrawn within the same band: every cell stays the same."""
    table = release(world)
    changed = world.own.copy()
    rng = np.random.default_rng(seed)
    for at, item in enumerate(world.items):
        shown = table.shown("inside", "item_index", item.code)
        for ids in regions_of(world.nodes, shown).values():
            redraw(changed[:, at], sorted(ids), rng)
    assume((changed != world.own).any())
    assert list(release(World(world.nodes, world.items, changed, {})).cells()) == list(table.cells())


def redraw(own: npt.NDArray[np.int64], ids: list[int], rng: np.random.Generator) -> None:
    """Other answers from the same people with the same band, for all of a region's nodes."""
    band = [int(b[0]) for b in find_bands(own[ids].sum(axis=0, keepdims=True))]
    if band[0] < 0:
        return
    for _ in range(20):
        tried = own.copy()
        for node in ids:
            weights = np.full(own.shape[1], 0.04)
            weights[band[0] : band[1] + 1] = rng.dirichlet(np.ones(band[1] - band[0] + 1))
            tried[node] = rng.multinomial(own[node].sum(), weights / weights.sum())
        if [int(b[0]) for b in find_bands(tried[ids].sum(axis=0, keepdims=True))] == band:
            own[:] = tried
            return


def test_parent_minus_sibling_does_not_give_back_a_banded_unit() -> None:
    """Two rounds that differ only inside the band of unit 1 publish the same; naive figures would not."""
    nodes = tree_of([None, 0, 0], [0, 20, 20])
    sibling = np.array([4, 4, 4, 4, 4])
    tables, naive = [], []
    for banded in (np.array([0, 0, 0, 17, 3]), np.array([2, 0, 0, 1, 17])):
        counts = np.stack([banded + sibling, banded, sibling])[:, None, :]
        tables.append(list(protect(nodes, [ITEM], counts, plan=plan(nodes)).cells()))
        naive.append(plain_index(banded + sibling))
    assert tables[0] == tables[1]
    assert naive[0] != naive[1]
    values = {(c.node, c.kind): c.value for c in tables[0] if c.audience == "inside"}
    assert values[1, "item_index"] == values[1, "distribution"] == values[1, "share_agree"] == Band(4, 5)
    assert values[2, "distribution"] == (20, 20, 20, 20, 20)


def test_clipped_unit_cannot_be_told_from_a_more_extreme_one_not_even_by_its_parent() -> None:
    """0-10, means only: units of seven with means 95.7 and 97.1 are both shown as 100 - 50/7."""
    item = Item("P", tuple(range(11)), "P", distribution=False)
    nodes = tree_of([None, 0], [6, 7])
    whole = np.array([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    tables = []
    for nines, tens in ((1, 5), (0, 6)):
        unit = np.array([0] * 8 + [1, nines, tens])
        counts = np.stack([whole + unit, unit])[:, None, :]
        tables.append(protect(nodes, [item], counts, plan=plan(nodes)))
    assert list(tables[0].cells()) == list(tables[1].cells())
    assert tables[0].value(1, "inside", "item_index", "P") == 93
    assert tables[0].value(0, "inside", "item_index", "P") == round((6 * 25 + 7 * 100 - 50) / 13)


@tried(150)
@given(worlds(items=(ITEM,)))
def test_no_band_is_missed_in_a_group_that_is_one_region(world: World) -> None:
    table = release(world)
    shown = table.shown("inside", "distribution", "A")
    for node, ids in regions_of(world.nodes, shown).items():
        answers = world.counts[node, 0]
        if ids and not np.any(answers - world.own[sorted(ids), 0].sum(axis=0)):
            pairs = answers[1:] + answers[:-1]
            nearly_all = 10 * max(pairs.max(), answers.max()) >= 9 * answers.sum()
            assert isinstance(table.value(node, "inside", "item_index", "A"), Band) == nearly_all
            if not nearly_all:
                assert table.value(node, "inside", "item_index", "A") == int(
                    plain_index(answers) + Fraction(1, 2)
                )


# --- attack 2: a dimension's mean with one person who skipped an item ---


@tried(150)
@given(worlds(items=(ITEM, OTHER, Item("C", SCALE, "D"))))
def test_dimension_follows_from_the_published_item_figures_alone(world: World) -> None:
    table = release(world)
    for audience in AUDIENCES:
        for node in world.nodes:
            parts: list[int] = []
            for item in world.items:
                value = table.value(node.id, audience, "item_index", item.code)
                if isinstance(value, Band):
                    value = band_index(item, SCALE.index(value.low), SCALE.index(value.high))
                if isinstance(value, int):
                    parts.append(value)
            index = table.value(node.id, audience, "index", "D")
            if len(parts) < 3:
                assert index is SUPPRESSED
            else:
                assert index == int(Fraction(sum(parts), 3) + Fraction(1, 2))


def test_one_skipper_in_twelve_leaves_no_trace_in_the_dimension() -> None:
    """Whatever the skipper's other answer was, the dimension repeats the two published figures."""
    nodes = tree_of([None], [12])
    for skipper in range(5):
        first = np.array([2, 2, 3, 2, 2])
        first[skipper] += 1
        counts = np.stack([first, np.array([3, 2, 1, 2, 3])])[None]
        table = protect(nodes, [ITEM, OTHER], counts, plan=plan(nodes))
        a, b = (table.value(0, "inside", "item_index", code) for code in "AB")
        assert isinstance(a, int)
        assert isinstance(b, int)
        assert table.value(0, "inside", "index", "D") == (a + b + 1) // 2


# --- whole numbers, bands, sizes ---


@tried(300)
@given(st.lists(st.integers(0, 400), min_size=2, max_size=11).filter(any))
def test_whole_percentages_add_up_and_every_cumulated_share_is_right(counts: list[int]) -> None:
    shares = whole_shares(np.array([counts]))[0].tolist()
    assert sum(shares) == 100
    for at in range(1, len(counts) + 1):
        exact = Fraction(100 * sum(counts[:at]), sum(counts))
        assert sum(shares[:at]) == int(exact + Fraction(1, 2))
    assert all(
        share >= 0 and abs(share - Fraction(100 * n, sum(counts))) < 1
        for share, n in zip(shares, counts, strict=True)
    )
    assert all(share == 0 for share, n in zip(shares, counts, strict=True) if n == 0)


@tried(150)
@given(worlds(items=(ITEM,)))
def test_share_agreeing_is_the_sum_of_the_options_shown(world: World) -> None:
    table = release(world)
    for node in table.shown("inside", "distribution", "A"):
        shares = table.value(node, "inside", "distribution", "A")
        agree = table.value(node, "inside", "share_agree", "A")
        assert agree == (sum(shares[3:]) if isinstance(shares, tuple) else shares)


@tried(100)
@given(worlds(items=(ITEM, MEANS_ONLY)))
def test_a_group_says_the_same_in_public_and_inside(world: World) -> None:
    table = release(world)
    for cell in table.cells("public"):
        if cell.kind != "n" and cell.value is not SUPPRESSED:
            assert table.value(cell.node, "inside", cell.kind, cell.key) == cell.value


def test_bands_by_hand() -> None:
    assert one_group(0, 0, 0, 1, 9).value(0, "public", "item_index", "A") == Band(5, 5)
    assert one_group(1, 0, 0, 5, 4).value(0, "public", "distribution", "A") == Band(4, 5)
    assert one_group(1, 0, 0, 4, 4, item=MEANS_ONLY).value(0, "inside", "item_index", "M") == 78
    assert one_group(2, 0, 0, 4, 4).value(0, "public", "item_index", "A") == 70
    assert one_group(0, 9, 1, 0, 0).value(0, "public", "index", "D") == band_index(ITEM, 1, 1)
    assert one_group(0, 0, 1, 8, 1).value(0, "public", "item_index", "A") == Band(3, 4)
    yes_no = Item("Y", (0, 1))
    assert one_group(8, 12, item=yes_no).value(0, "public", "distribution", "Y") == (40, 60)
    assert one_group(1, 19, item=yes_no).value(0, "public", "distribution", "Y") == Band(1, 1)


def test_small_region_without_distributions_gets_a_number_and_never_a_band() -> None:
    """Seven people, all on 4 or 5: a band would be a distribution of seven, so it stays unsaid."""
    nodes = tree_of([None, 0], [20, 7])
    unit = np.array([0, 0, 0, 3, 4])
    counts = np.stack([unit + 4, unit])[:, None, :]
    value = protect(nodes, [MEANS_ONLY], counts, plan=plan(nodes)).value(1, "inside", "item_index", "M")
    assert value == band_index(MEANS_ONLY, 3, 4)
    assert value != int(plain_index(unit) + Fraction(1, 2))


def test_public_size_is_a_band_and_inside_the_number() -> None:
    table = one_group(9, 9, 9, 9, 9)
    assert table.value(0, "public", "n") == CountBand(20, 49)
    assert table.value(0, "inside", "n") == 45
    bands = [count_band(n) for n in (9, 10, 19, 20, 49, 50, 99, 100, 199, 200, 5000)]
    lows = [b.low if isinstance(b, CountBand) else None for b in bands]
    assert lows == [None, 10, 10, 20, 20, 50, 50, 100, 100, 200, 200]


@tried(100)
@given(worlds(items=(ITEM, MEANS_ONLY)))
def test_indexes_stay_away_from_the_ends(world: World) -> None:
    for cell in release(world).cells():
        if cell.kind in {"index", "item_index"} and isinstance(cell.value, int):
            assert 5 <= cell.value <= 95


def test_unknown_cells_are_errors_not_values() -> None:
    table = one_group(2, 2, 2, 2, 2)
    missing: list[tuple[int, Kind, str]] = [
        (7, "n", ""),
        (0, "index", "X"),
        (0, "item_index", "X"),
        (0, "index", ""),
    ]
    for node, kind, key in missing:
        with pytest.raises(KeyError):
            table.value(node, "inside", kind, key)
    with pytest.raises(KeyError):
        one_group(2, 2, 2, 2, 2, item=OTHER).value(0, "inside", "share_agree", "B")


# --- the one face of hidden ---


@pytest.mark.parametrize(
    "use",
    [
        bool, int, float, str, abs, round, len, list, sum,
        lambda s: f"{s}", lambda s: f"{s:d}", "{}".format, lambda s: s + 1, lambda s: 1 + s,
        lambda s: s - 1, lambda s: 2 * s, lambda s: s / 2, lambda s: -s, lambda s: s < 1, lambda s: s >= 1,
        lambda s: max(s, 3), lambda s: sorted([s, 1]), lambda s: sum([1, s]), lambda s: 3 in s,
        range, lambda s: "x" if s else "y", lambda s: s or 0, lambda s: json.dumps([s]),
    ],
)  # fmt: skip
def test_suppressed_refuses_to_be_used_as_a_value(use: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        use(SUPPRESSED)


def test_suppressed_is_one_thing_and_equals_nothing_else() -> None:
    others: tuple[object, ...] = (0, None, "", False, (), 5)
    assert all(other != SUPPRESSED for other in others)
    assert (
        type(SUPPRESSED)()
        is copy.deepcopy(SUPPRESSED)
        is pickle.loads(pickle.dumps(SUPPRESSED))
        is SUPPRESSED
    )
    assert repr(SUPPRESSED) == "SUPPRESSED"


# --- figures of figures ---


def test_medians_need_five_published_groups() -> None:
    assert spread([50, 60, 70, 80]) is SUPPRESSED
    assert spread([50, 60, 70, 80, 95]) == Spread(lower=60, median=70, upper=80, groups=5)
    assert spread([50, 51, 60, 61, 70, 71]) == Spread(lower=53, median=61, upper=68, groups=6)


def test_medians_are_taken_over_published_figures_of_one_level() -> None:
    sizes = [12, 15, 20, 3, 11, 30, 14]
    nodes = tree_of([None, *[0] * 7], [0, *sizes])
    own = np.array([[n // 5 + (at < n % 5) for at in range(5)] for n in sizes])
    counts = np.concatenate([own.sum(axis=0, keepdims=True), own])[:, None, :]
    table = protect(nodes, [ITEM], counts, plan=plan(nodes))
    shown = table.shown("public", "item_index", "A") - {0}
    figures = table.figures_of_level(1, "public", "item_index", "A")
    assert list(figures) == [table.value(i, "public", "item_index", "A") for i in sorted(shown)]
    assert figures == table.figures_of_level(1, "public", "index", "D")


def test_change_states_the_largest_uncertainty_there_could_be() -> None:
    assert change(60, 67, n_before=40, n_after=50) == Change(difference=7, margin=21)
    assert change(60, 67, n_before=CountBand(20, 49), n_after=50) == Change(difference=7, margin=26)
    assert not Change(7, 21).is_clear
    assert Change(-22, 21).is_clear
    assert change(SUPPRESSED, 67, n_before=40, n_after=50) is SUPPRESSED
    assert change(60, Band(4, 5), n_before=40, n_after=50) is SUPPRESSED
    assert change(60, 67, n_before=SUPPRESSED, n_after=50) is SUPPRESSED


# --- before protection: figures that can be checked against other sources ---


def test_exact_means_by_hand() -> None:
    counts = np.array([[[1, 0, 0, 0, 1], [0, 0, 0, 0, 0]], [[0, 1, 2, 0, 0], [2, 1, 1, 0, 0]]])
    means = exact_means(counts, [ITEM, Item("L", (0, 1, 2, 3))])
    assert means[0, 0] == 3
    assert np.isnan(means[0, 1])
    assert means[1].tolist() == pytest.approx([8 / 3, 0.75])


LQ2002 = Path(__file__).parents[3] / "shared" / "data" / "results" / "lq2002.csv"


@pytest.mark.skipif(not LQ2002.exists(), reason="the lq2002 data set is not on this machine")
def test_group_means_of_real_answers_equal_the_published_ones() -> None:
    """2,042 answers in 49 groups: scale means per group as the data set's authors computed them."""
    with LQ2002.open(newline="") as file:
        rows = list(csv.DictReader(file))
    groups = sorted({int(row["COMPID"]) for row in rows})
    for scale, codes in (
        ("LEAD", [f"LEAD{i:02}" for i in range(1, 12)]),
        ("TSIG", ["TSIG01", "TSIG02", "TSIG03"]),
    ):
        counts = np.zeros((len(groups) + 1, len(codes), 5), dtype=int)
        expected = {}
        for row in rows:
            place = groups.index(int(row["COMPID"])) + 1
            expected[place] = float(row["G" + scale])
            for at, code in enumerate(codes):
                counts[[0, place], at, int(row[code]) - 1] += 1
        items = [Item(code, SCALE, scale) for code in codes]
        means = exact_means(counts, items).mean(axis=1)
        assert all(abs(means[place] - value) < 1e-6 for place, value in expected.items())
        nodes = [Node(0, None, 0, len(rows))]
        nodes += [Node(at, 0, 1, int(counts[at, 0].sum())) for at in range(1, len(groups) + 1)]
        table = protect(nodes, items, counts, plan=plan(nodes))
        shown = table.shown("public", "index", scale)
        assert len(shown) == 50
        for node in shown:
            index = table.value(node, "public", "index", scale)
            assert isinstance(index, int)
            assert abs(index - (means[node] - 1) * 25) < 5
