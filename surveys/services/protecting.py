"""The protected table of a counted round: counts and the plan frozen at closing in, figures out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from surveys import aggregation, disclosure
from surveys.models import Group, Round
from surveys.questionnaire import Column, Item

_LEVELS = {"project": 0, "region": 1, "organisation": 2, "unit": 3}


def protected_table(round_: Round, counts: aggregation.RoundCounts) -> disclosure.ProtectedTable:
    """Everything that may be told of the round's groups. Raises disclosure.PlanError where that is unsafe."""
    asked, places = _asked_columns(round_)
    only = _only_asked_in(round_, counts.groups)
    return disclosure.protect(
        _nodes(counts),
        [
            replace(
                _statistic(code, column, has_distribution=round_.shows_distributions),
                only=only.get(column.question.code),
            )
            for code, column in asked
        ],
        counts.options[:, places],
        plan=_frozen_plan(round_, counts.groups),
        asked=counts.asked,
    )


def _nodes(counts: aggregation.RoundCounts) -> list[disclosure.Node]:
    return [
        disclosure.Node(
            group.pk,
            None if above is None else counts.groups[above].pk,
            group.level,
            group.respondents or 0,
        )
        for group, above in zip(counts.groups, counts.above, strict=True)
    ]


def _frozen_plan(round_: Round, groups: Iterable[Group]) -> disclosure.Plan:
    """The plan as it was solved when the round was counted."""
    shown = list(groups)
    return disclosure.Plan(
        public=frozenset(g.pk for g in shown if g.audience == Group.Audience.PUBLIC),
        inside=frozenset(g.pk for g in shown),
        thresholds=disclosure.Thresholds(round_.public_threshold, round_.threshold),
    )


def _only_asked_in(round_: Round, groups: Iterable[Group]) -> dict[str, frozenset[int]]:
    """For each question of one organisation's own, the shown groups of that organisation."""
    own, shown = round_.own_parts, list(groups)
    of_organisation = {
        organisation: frozenset(group.pk for group in shown if group.organisation_id == organisation)
        for organisation in set(own.values())
    }
    return {code: of_organisation[organisation] for code, organisation in own.items()}


def _asked_columns(round_: Round) -> tuple[list[tuple[str, Column]], list[int]]:
    """(dimension, column) for what was asked, and each column's place in the packed answers."""
    version = round_.questionnaire.questionnaire
    place = {column.key: number for number, column in enumerate(version.columns)}
    asked = round_.asked
    dimension_of = {part.code: dimension.code for dimension in asked.dimensions for part in dimension.parts}
    columns = [(dimension_of[column.question.code], column) for column in asked.columns]
    return columns, [place[column.key] for _code, column in columns]


def _statistic(dimension: str, column: Column, *, has_distribution: bool) -> disclosure.Item:
    """The column as the disclosure engine sees it. Agreeing is the upper two of a five-point scale.

    The index of an item with two options is its distribution, so it is protected as one. What has no
    order (things to choose from, an option of a multiple choice) has a distribution and no index.
    """
    item = column.question
    smallest_group = _LEVELS[item.smallest_group]
    if not isinstance(item, Item):
        return disclosure.Item(column.key, (0, 1), in_index=False, smallest_group=smallest_group, mean=False)
    values = item.scale.values
    return disclosure.Item(
        code=column.key,
        values=values,
        dimension=dimension,
        in_index=item.in_index,
        smallest_group=smallest_group,
        distribution=has_distribution or column.tells_shares,
        agree_from=values[-2] if len(values) == 5 and item.ordered else None,
        mean=item.ordered,
    )
