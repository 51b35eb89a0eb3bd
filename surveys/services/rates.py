"""Response rates while a round is open: coarse, of large groups only, and the same all day long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from surveys import disclosure
from surveys.models import GroupTree, Invitation, ResponseRate, Round, reached_by_leaf

SMALLEST: Final = 20  # people invited, of every group shown and of what is left when groups are subtracted
HOUR: Final = 6  # local time after which the day's rates are made


def refresh_due(now: datetime) -> None:
    """Called by the clock: once a day, in the morning, for every round that is open."""
    if timezone.localtime(now).hour < HOUR:
        return
    for round_ in Round.objects.accepting(now):
        if round_.rated_at is None or timezone.localdate(round_.rated_at) < timezone.localdate(now):
            refresh(round_=round_, now=now)


@transaction.atomic
def refresh(*, round_: Round, now: datetime) -> None:
    """Write the day's rates. Nobody can ask for it: a page that could be renewed would count answers."""
    tree = GroupTree.of(round_)
    invited = tree.totals(reached_by_leaf(round_))
    spent = Invitation.objects.filter(round=round_, is_spent=True)
    answered = tree.totals(spent.count_by_group())
    shown = groups_shown(tree, invited)
    ResponseRate.objects.filter(group__round=round_).delete()
    ResponseRate.objects.bulk_create(
        ResponseRate(group_id=pk, invited=invited[pk], tens=rounded(answered[pk], invited[pk]))
        for pk in sorted(shown)
    )
    Round.objects.filter(pk=round_.pk).update(rated_at=now)


def groups_shown(tree: GroupTree, invited: Mapping[int, int]) -> frozenset[int]:
    """The groups that may have a rate: whatever is subtracted from whatever, 20 invited remain."""
    nodes = [
        disclosure.Node(id=pk, parent=group.parent_id, level=group.level, n=invited[pk])
        for pk, group in tree.groups.items()
    ]
    return disclosure.choose_nodes(nodes, k=SMALLEST)


def rounded(answered: int, invited: int) -> int:
    """Tens of per cent, rounded down; 10 stands for "over 90 %", so that nobody sees that all answered."""
    tens = 10 * answered // invited
    return ResponseRate.OVER_NINETY if tens >= 9 else tens
