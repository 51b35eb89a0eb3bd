"""Code slips: tokens on paper. The codes exist in the page that prints them and nowhere else."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from surveys import sealing
from surveys.ballot import locks
from surveys.models import Group, Invitation, SlipBatch
from surveys.services.invitations.mailing import mint
from surveys.services.invitations.room import InvitingRefused, check_room, lock_group
from yhes.accounts.models import User
from yhes.common import audit

MOST_AT_ONCE = 500


class AlreadyVoid(InvitingRefused):
    """Somebody, or the same click twice, has taken the batch out of use before."""


@transaction.atomic
def make_slips(*, group: Group, count: int, user: User) -> list[str]:
    """That many single-use codes such as `K7QF-9M2X-04RT-ZHWB`, to be printed now or never.

    Raises InvitingRefused unless they fit into the group.
    """
    locked = lock_group(group)
    if not 1 <= count <= MOST_AT_ONCE:
        raise InvitingRefused(
            _("Between 1 and %(most)d slips can be made at a time.") % {"most": MOST_AT_ONCE}
        )
    check_room(locked, count)
    batch = SlipBatch.objects.create(group=locked, size=count)
    invitations = Invitation.objects.bulk_create(
        Invitation(round_id=locked.round_id, group=locked, channel=Invitation.Channel.SLIP, batch=batch)
        for _number in range(count)
    )
    codes = [mint(invitation, sealing.new_slip_code()) for invitation in invitations]
    audit.record(
        actor=user,
        action="surveys.slips_made",
        on=locked.round,
        project_id=locked.round.project_id,
        changes={"invitations": (None, count)},
    )
    return codes


@transaction.atomic
def void_slips(*, batch: SlipBatch, user: User) -> None:
    """Take a printed batch out of use: what has been answered with it counts, its unused codes open nothing.

    All its places are free again, used or not, so that nobody can tell how many were used; the headcount
    still limits the answers (`answering`). Raises AlreadyVoid, and InvitingRefused unless the round is open.
    """
    # After every submit under way and before any later one, so that each sees whether its slip holds.
    locks.exclude(batch.group.round_id)
    locked = lock_group(batch.group)
    if not SlipBatch.objects.filter(pk=batch.pk, is_void=False).update(is_void=True):
        raise AlreadyVoid(_("The slips were taken out of use. You can make new ones."))
    audit.record(
        actor=user,
        action="surveys.slips_voided",
        on=locked.round,
        project_id=locked.round.project_id,
        changes={"group": (None, locked), "invitations": (batch.size, None)},
    )
