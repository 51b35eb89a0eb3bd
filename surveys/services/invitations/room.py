"""How many people may be invited into a group, and in which way."""

from __future__ import annotations

from django.utils.translation import gettext as _

from surveys.models import Group, Invitation, SharedLink
from yhes.common.errors import DomainError


class InvitingRefused(DomainError):
    """These people cannot be invited like that; the message says why."""


def lock_group(group: Group) -> Group:
    """The leaf's row, locked until the transaction ends, so that its headcount is never exceeded.

    Raises InvitingRefused unless its round is open and people are invited into this very group.
    """
    locked = Group.objects.select_for_update(of=("self",)).select_related("round").get(pk=group.pk)
    if not locked.round.is_accepting:
        raise InvitingRefused(_("People can be invited only while the round is open."))
    if locked.headcount is None:
        raise InvitingRefused(_("People are invited into the units of this group, not into the group."))
    return locked


def check_room(group: Group, count: int) -> None:
    """Raises InvitingRefused if `count` more personal invitations do not fit into the locked group."""
    if SharedLink.objects.filter(group=group).exists():
        raise InvitingRefused(
            _("This group has a shared link. A personal invitation as well would let a person answer twice.")
        )
    room = room_in(group)
    if count > room:
        raise InvitingRefused(
            _("The group has %(headcount)d people, so %(room)d more can be invited, not %(count)d.")
            % {"headcount": group.headcount, "room": room, "count": count}
        )


def room_in(group: Group) -> int:
    """How many more can be invited personally; tells nothing about who has answered."""
    taken = Invitation.objects.filter(round=group.round_id, group=group).standing().count()
    return max(0, (group.headcount or 0) - taken)
