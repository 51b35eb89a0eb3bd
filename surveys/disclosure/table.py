"""Counts in, protected table out: the only way from answers to published cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.disclosure.figures import Item, ItemFigures, band_index, item_figures, round_half_up
from surveys.disclosure.plans import ItemPlan, Plan, check_plan, item_plan
from surveys.disclosure.tree import Bools, Ints, Node, Tree
from surveys.disclosure.values import (
    AUDIENCES,
    SUPPRESSED,
    Audience,
    Band,
    Cell,
    Kind,
    PlanError,
    Value,
    count_band,
)


@dataclass(frozen=True, slots=True, eq=False)
class ItemTable:
    """One item: where it may appear and what it says there.

    ``banded`` (nodes,) marks the groups that show a band; bands are statements about a distribution and
    appear where distributions may. ``stated`` (nodes,) is the index a reader sees: the group's own, or the
    one its band stands for.
    """

    item: Item
    plan: ItemPlan
    figures: ItemFigures
    banded: Bools
    stated: Ints
    is_conditional: bool = False

    def is_told(self, node: int, audience: Audience) -> bool:
        """Whether the group was asked at all, so that the audience learns of the item there, if only that it
        is protected."""
        only = self.item.only
        return only is None or (audience == "inside" and node in only)

    def means(self, audience: Audience) -> Bools:
        return self.plan.public if audience == "public" else self.plan.inside

    def value(self, at: int, audience: Audience, kind: Kind) -> Value:
        """The figure at one node position; a band, where there is one, is all that is said."""
        is_mean = kind == "item_index"
        if not self.means(audience)[at] or not (self.item.mean if is_mean else self.plan.distribution[at]):
            return SUPPRESSED
        if self.banded[at]:
            values = self.item.values
            return Band(values[self.figures.low[at]], values[self.figures.high[at]])
        if is_mean:
            return int(self.stated[at])
        shares = tuple(self.figures.shares[at].tolist())
        return shares if kind == "distribution" else self._agreeing(shares)

    def _agreeing(self, shares: tuple[int, ...]) -> int:
        if self.item.agree_from is None:
            raise KeyError(f"item {self.item.code} does not say which options agree")
        pairs = zip(self.item.values, shares, strict=True)
        return sum(share for value, share in pairs if value >= self.item.agree_from)


@dataclass(frozen=True, slots=True, eq=False)
class ProtectedTable:
    """Everything that may be published of one round, and nothing else.

    ``plan`` says which groups appear at all; a figure that does not appear is SUPPRESSED.
    """

    plan: Plan
    _tree: Tree
    _place: Mapping[int, int]
    _groups: Mapping[Audience, Bools]
    _items: Mapping[str, ItemTable]
    _indexes: Mapping[str, Mapping[Audience, Ints]]

    def value(self, node: int, audience: Audience, kind: Kind, key: str = "") -> Value:
        """One figure. Raises KeyError for a group, item or dimension that is not part of the round."""
        at = self._place[node]
        if kind == "n":
            return self._size(at, audience)
        if kind == "index":
            index = int(self._indexes[key][audience][at])
            return index if index >= 0 else SUPPRESSED
        return self._items[key].value(at, audience, kind)

    def cells(self, audience: Audience | None = None) -> Iterator[Cell]:
        """Every figure of every group, the hidden ones included, statistic by statistic."""
        for each in AUDIENCES if audience is None else (audience,):
            for kind, key in self.statistics():
                for node, value in zip(self._tree.ids, self._column(each, kind, key), strict=True):
                    yield Cell(node, each, kind, key, value)

    def statistics(self) -> Iterator[tuple[Kind, str]]:
        """What each group could show: (kind, key)."""
        yield ("n", "")
        for dimension in self._indexes:
            yield ("index", dimension)
        for code, table in self._items.items():
            if table.item.mean:
                yield ("item_index", code)
            if table.item.distribution:
                yield ("distribution", code)
                if table.item.agree_from is not None:
                    yield ("share_agree", code)

    def statistics_of(self, node: int, audience: Audience) -> Iterator[tuple[Kind, str]]:
        """What this group could show to the audience: nothing of what it was never asked."""
        for kind, key in self.statistics():
            of_it = () if kind == "n" else self.parts_of(key) if kind == "index" else (self._items[key],)
            if all(table.is_told(node, audience) for table in of_it):
                yield kind, key

    def shown(self, audience: Audience, kind: Kind, key: str = "") -> frozenset[int]:
        """The groups in which a statistic is not suppressed."""
        column = self._column(audience, kind, key)
        return frozenset(
            node for node, value in zip(self._tree.ids, column, strict=True) if value is not SUPPRESSED
        )

    def figures_of_level(self, level: int, audience: Audience, kind: Kind, key: str) -> tuple[int, ...]:
        """Published indexes of one level's groups for medians and quartiles; a band as what it stands for."""
        if kind == "index":
            indexes = self._indexes[key][audience]
            keep = (self._tree.level == level) & (indexes >= 0)
        elif kind == "item_index":
            indexes = self._items[key].stated
            keep = (self._tree.level == level) & self._items[key].means(audience) & self._items[key].item.mean
        else:
            raise KeyError(f"no medians of {kind}")
        return tuple(indexes[keep].tolist())

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that have an index."""
        return tuple(self._indexes)

    @property
    def shared_dimensions(self) -> tuple[str, ...]:
        """Those of them that everybody was asked."""
        return tuple(d for d in self._indexes if all(part.item.only is None for part in self.parts_of(d)))

    def parts_of(self, dimension: str) -> tuple[ItemTable, ...]:
        """The items that make up a dimension's index."""
        return tuple(table for table in self._items.values() if _counts_into(table, dimension))

    def groups_showing(self, code: str, audience: Audience) -> frozenset[int]:
        """The groups that tell an audience anything of an item."""
        return self._tree.chosen(self._items[code].means(audience))

    def stated_index(self, code: str, node: int) -> int:
        """The index of an item as a reader sees it in a group that shows it."""
        return int(self._items[code].stated[self._place[node]])

    def _column(self, audience: Audience, kind: Kind, key: str) -> list[Value]:
        places = range(len(self._tree))
        if kind == "n":
            return [self._size(at, audience) for at in places]
        if kind == "index":
            return [i if i >= 0 else SUPPRESSED for i in self._indexes[key][audience].tolist()]
        return [self._items[key].value(at, audience, kind) for at in places]

    def _size(self, at: int, audience: Audience) -> Value:
        if not self._groups[audience][at]:
            return SUPPRESSED
        n = int(self._tree.n[at])
        return count_band(n) if audience == "public" else n


def protect(
    nodes: Sequence[Node],
    items: Sequence[Item],
    counts: npt.NDArray[Any],
    *,
    plan: Plan,
    asked: Mapping[str, npt.NDArray[Any]] | None = None,
) -> ProtectedTable:
    """What may be published of one round, within its ``plan`` of groups.

    ``counts`` (nodes, items, options) are the valid answers of everybody in the node, its children's
    included, rows as in ``nodes``, options as in ``Item.values`` (shorter items padded with 0); people who
    skipped the item or could not say are in no option. ``asked`` gives for each conditional item how many
    of the node were asked it, (nodes,). Raises PlanError for counts that contradict each other or the tree,
    and for a plan that is not safe for these groups.
    """
    tree = Tree.of(nodes)
    answers = np.asarray(counts, dtype=np.int64)[tree.rows]
    asked_rows = {code: np.asarray(n, dtype=np.int64)[tree.rows] for code, n in (asked or {}).items()}
    _check(tree, items, answers, asked_rows)
    check_plan(tree, plan)
    tables = {}
    for at, item in enumerate(items):
        counted = answers[:, at, : len(item.values)]
        tables[item.code] = _item_table(tree, plan, item, counted, asked_rows.get(item.code))
    return ProtectedTable(
        plan=plan,
        _tree=tree,
        _place={node: at for at, node in enumerate(tree.ids)},
        _groups={"public": tree.mask(plan.public), "inside": tree.mask(plan.inside)},
        _items=tables,
        _indexes=_indexes(tables.values()),
    )


def _item_table(tree: Tree, groups: Plan, item: Item, counts: Ints, asked: Ints | None) -> ItemTable:
    plan = item_plan(
        tree,
        groups,
        answered=counts.sum(axis=1),
        asked=asked,
        distribution=item.distribution,
        smallest_group=item.smallest_group,
        only=item.only,
    )
    figures = item_figures(tree, item, counts, plan.inside if item.mean else plan.distribution)
    banded = plan.distribution & (figures.low >= 0)
    stated = figures.index.copy()
    for at in np.flatnonzero(banded).tolist():
        stated[at] = band_index(item, int(figures.low[at]), int(figures.high[at]))
    return ItemTable(item, plan, figures, banded, stated, is_conditional=asked is not None)


def _counts_into(table: ItemTable, dimension: str) -> bool:
    return table.item.dimension == dimension and table.item.in_index


def _indexes(tables: Iterable[ItemTable]) -> dict[str, dict[Audience, Ints]]:
    """Each dimension's index: the mean of the stated item figures, half up; -1 where one is withheld."""
    parts: dict[str, list[ItemTable]] = {}
    for table in tables:
        if table.item.dimension and _counts_into(table, table.item.dimension):
            parts.setdefault(table.item.dimension, []).append(table)
    indexes: dict[str, dict[Audience, Ints]] = {}
    for dimension, of_it in parts.items():
        total = np.sum([part.stated for part in of_it], axis=0)
        mean = round_half_up(total, np.full_like(total, len(of_it)))
        indexes[dimension] = {
            audience: np.where(np.all([part.means(audience) for part in of_it], axis=0), mean, -1)
            for audience in AUDIENCES
        }
    return indexes


def _check(tree: Tree, items: Sequence[Item], answers: Ints, asked: Mapping[str, Ints]) -> None:
    """Refuse counts that cannot be true, node by node and in what each node holds of its own."""
    widest = max((len(item.values) for item in items), default=0)
    if answers.ndim != 3 or answers.shape[:2] != (len(tree), len(items)) or answers.shape[2] < widest:
        raise PlanError(f"counts must be (groups, items, options), not {answers.shape}")
    codes = [item.code for item in items]
    if len(set(codes)) != len(codes) or set(asked) - set(codes):
        raise PlanError("two items have the same code, or `asked` names an item that is not given")
    people, own = tree.own(tree.n), tree.own(answers)
    for at, item in enumerate(items):
        if answers[:, at, len(item.values) :].any():
            raise PlanError(f"item {item.code} has answers outside its options")
        could = tree.own(asked[item.code]) if item.code in asked else people
        if np.any(own[:, at].sum(axis=1) > could) or np.any(could > people):
            raise PlanError(f"item {item.code} has more answers than people who could answer it")
