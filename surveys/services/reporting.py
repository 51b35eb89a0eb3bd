"""The reporting plan of a round: which groups may appear, decided once, by numbers of people only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from django.utils.translation import gettext as _

from surveys import disclosure
from surveys.models import Group, GroupTree, Round, reached_by_leaf
from yhes.common.errors import DomainError

log = structlog.get_logger(__name__)

Counts = Mapping[int, int]


class UnknownGroup(DomainError):
    """An answer names a group that the round does not have."""


class NoPlan(DomainError):
    """The round's groups and thresholds make no reporting plan."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What stored answers may keep of the group they were given in.

    region_of: own group → nearest group that may be shown, None where not even the whole may.
    organisation_of: the same, but never below an organisation; for open answers.
    nodes, plan: all groups by their numbers of respondents, and the plan made of them; stored nowhere.
    """

    region_of: Mapping[int, int | None]
    organisation_of: Mapping[int, int | None]
    nodes: Sequence[disclosure.Node]
    plan: disclosure.Plan


def freeze_plan(round_: Round, respondents: Counts) -> Kept:
    """Solve the plan on `respondents` (group → answers given in it) and write it into the groups.

    Of a round that was ordered nothing is public: what is safe inside is safe without its public part too.
    How many were invited is written beside it, for invitations are deleted 30 days after closing.
    Raises UnknownGroup when an answer's group is not one of the round's, and NoPlan.
    """
    groups = list(Group.objects.filter(round=round_).order_by("level", "order", "id"))
    if unknown := set(respondents) - {group.pk for group in groups}:
        raise UnknownGroup(
            _("%(count)d answers belong to a group that this round does not have.")
            % {"count": sum(respondents[pk] for pk in unknown)}
        )
    totals = _totals(groups, respondents)
    nodes = [disclosure.Node(g.pk, g.parent_id, g.level, totals[g.pk]) for g in groups]
    plan = _solve(round_, nodes)
    public = frozenset() if round_.is_internal else plan.public
    _write(groups, plan.inside, public, totals, GroupTree(groups).totals(reached_by_leaf(round_)))
    return Kept(
        region_of=_nearest(groups, plan.inside),
        organisation_of=_nearest(
            groups,
            {g.pk for g in groups if g.pk in plan.inside and g.level <= Group.Level.ORGANISATION},
        ),
        nodes=nodes,
        plan=plan,
    )


def _solve(round_: Round, nodes: Sequence[disclosure.Node]) -> disclosure.Plan:
    try:
        return disclosure.plan(nodes, k_public=round_.public_threshold, k_inside=round_.threshold)
    except disclosure.PlanError as error:
        log.error("no reporting plan", round=round_.pk, reason=str(error))
        raise NoPlan(
            _(
                "The groups of this round do not fit together, so it cannot be decided what may be shown. "
                "Nothing was counted. Ask the operator to find out what changed the database."
            )
        ) from error


def _totals(groups: Iterable[Group], respondents: Counts) -> dict[int, int]:
    """Answers per group with those of the groups below it. `groups` come parents first."""
    ordered = list(groups)
    totals = {group.pk: respondents.get(group.pk, 0) for group in ordered}
    for group in sorted(ordered, key=lambda g: g.level, reverse=True):
        if group.parent_id is not None:
            totals[group.parent_id] += totals[group.pk]
    return totals


def _write(
    groups: Iterable[Group],
    inside: frozenset[int],
    public: frozenset[int],
    totals: Counts,
    invited: Counts,
) -> None:
    """Numbers of people are stored for shown groups only: a hidden group's size is nowhere.

    In a shown group somebody answered; if nobody was invited there, its people came with a file.
    """
    shown = []
    for group in groups:
        if group.pk in inside:
            group.audience = Group.Audience.PUBLIC if group.pk in public else Group.Audience.INSIDE
            group.respondents = totals[group.pk]
            group.invited = invited[group.pk] or None
            shown.append(group)
    Group.objects.bulk_update(shown, ["audience", "respondents", "invited"], batch_size=500)


def _nearest(groups: Iterable[Group], shown: Iterable[int]) -> dict[int, int | None]:
    """Each group's nearest shown group: itself, or one above it, or none."""
    may_show = frozenset(shown)
    nearest: dict[int, int | None] = {}
    for group in sorted(groups, key=lambda g: g.level):
        above = None if group.parent_id is None else nearest[group.parent_id]
        nearest[group.pk] = group.pk if group.pk in may_show else above
    return nearest
