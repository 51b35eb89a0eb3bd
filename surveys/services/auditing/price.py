"""What protecting a release cost, beside the rule that only looks at each group's own size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from surveys import aggregation
from surveys.disclosure.cost import Cost, cost_of
from surveys.disclosure.laying import Counted
from surveys.models import Answer, Group, Release

_LEVELS: Final = {"project": 0, "region": 1, "organisation": 2, "unit": 3}


@dataclass(frozen=True, slots=True)
class Price:
    """What protection cost beside a threshold alone, in groups that may be shown at all.

    figures: item figures of shown groups, means inside and distributions. hidden: groups of the round that
    are not shown; how many answered in each is stored nowhere, so only `at_most` is known, the most of them
    that could have reached the threshold. answers: all that are stored; own: those stored with the very group
    they were given in.
    """

    figures: Cost
    shown: int
    hidden: int
    at_most: int
    answers: int
    own: int


def price_of(release: Release, counts: aggregation.RoundCounts, counted: Counted) -> Price:
    groups = list(Group.objects.filter(round=release.round_id))
    hidden = [group for group in groups if not group.audience]
    k = release.round.threshold
    stored = Answer.objects.filter(round=release.round_id)
    inner = {group.parent_id for group in groups}
    leaves = [group.pk for group in groups if group.pk not in inner]
    return Price(
        figures=_figures(release, counts, counted),
        shown=len(counts.groups),
        hidden=len(hidden),
        at_most=_could_reach(groups, counted.people, k),
        answers=stored.count(),
        own=stored.filter(group__in=leaves).count(),
    )


def _could_reach(groups: Iterable[Group], people: Mapping[int, int], k: int) -> int:
    """The most hidden groups that can have had `k` answers each: they share what is stored above them."""
    by_id = {group.pk: group for group in groups}
    inner = {group.parent_id for group in by_id.values()}
    room: Counter[int] = Counter()
    above_leaves = 0
    for group in by_id.values():
        if group.audience:
            continue
        if group.pk in inner:
            above_leaves += 1
        elif group.headcount is None or group.headcount >= k:
            room[_shown_above(by_id, group)] += 1
    return above_leaves + sum(min(number, people.get(pk, 0) // k) for pk, number in room.items())


def _shown_above(by_id: Mapping[int, Group], group: Group) -> int:
    while not group.audience and group.parent_id is not None:
        group = by_id[group.parent_id]
    return group.pk


def _figures(release: Release, counts: aggregation.RoundCounts, counted: Counted) -> Cost:
    """Item figures inside: what a threshold alone would show in the groups that are shown, and what is."""
    above, cost = counts.nearest, Cost()
    documents = [row.document["items"] for row in release.groups.filter(audience="inside")]
    levels = {group.pk: group.level for group in counts.groups}
    columns = {
        column.key: place for place, column in enumerate(release.round.questionnaire.questionnaire.columns)
    }
    for column in release.round.asked.columns:
        totals = counts.options[:, columns[column.key]].sum(axis=1)
        answered = {pk: int(n) for pk, n in zip(levels, totals, strict=True)}
        least = _LEVELS[column.question.smallest_group]
        able = [pk for pk, level in levels.items() if level <= least]
        for kind, k in (("index", counted.thresholds.k_inside), ("shares", counted.thresholds.k_public)):
            told = [items[column.key].get(kind) is not None for items in documents if column.key in items]
            has_it = any(kind in items.get(column.key, {}) for items in documents)
            if has_it:
                cost += cost_of(answered, above, able, k=k, shown=sum(told))
    return cost
