"""Response rates of an open round as tiles, for those who may see them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from surveys import access
from surveys.models import Group, GroupTree, ResponseRate, Round, reached_by_leaf
from surveys.services.rates import SMALLEST, groups_shown
from yhes.accounts.models import User

_LOW = 5  # tens of per cent


def tiles_of(user: User, round_: Round) -> list[dict[str, Any]]:
    """The whole, regions and organisations, each with the day's rate or why there is none.

    Each is the variables of components/rate_tile.html.
    """
    tree = GroupTree.of(round_)
    invited = tree.totals(reached_by_leaf(round_))
    rates = {rate.group_id: rate for rate in ResponseRate.objects.filter(group__round=round_)}
    seen = set(Group.objects.filter(access.groups_visible_to(user, round_)).values_list("pk", flat=True))
    tomorrow = groups_shown(tree, invited)
    return [
        _tile(group, rates.get(group.pk), invited[group.pk], is_near=group.pk in tomorrow)
        for group in tree.in_order()
        if group.pk in seen and group.level <= Group.Level.ORGANISATION
    ]


def _tile(group: Group, rate: ResponseRate | None, invited: int, *, is_near: bool) -> dict[str, Any]:
    """The variables of components/rate_tile.html. is_near: enough are invited by now to show it tomorrow."""
    if rate:
        return {"name": str(group), "invited": rate.invited, "tens": rate.tens, "low": rate.tens < _LOW}
    why = ""
    if is_near:
        why = _("Shown from tomorrow on")
    elif invited >= SMALLEST:
        why = _("Not shown: a group of under 20 could be worked out from the difference")
    return {"name": str(group), "invited": invited, "tens": None, "why": why}
