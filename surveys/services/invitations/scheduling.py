"""Letters at a chosen time: planned by a person, started by the clock, each once.

The clock marks a mailing as started in the transaction that makes its job, so a time that was missed is
made good once. The jobs are those that a person's button starts: a reminder goes through everybody
invited, whoever has answered.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.models import Group, GroupTree, Mailing, Round
from surveys.services.invitations import mailing as sending
from surveys.services.invitations.holding import held, leaves_of
from surveys.services.invitations.room import InvitingRefused
from yhes.accounts.models import User
from yhes.common import audit

log = structlog.get_logger(__name__)

MOST_WAITING: Final = 20  # in a round
_BEFORE_CLOSING: Final = (Round.State.DRAFT, Round.State.OPENING, Round.State.OPEN)


@transaction.atomic
def schedule(*, round_: Round, group: Group | None, kind: str, at: datetime, user: User) -> Mailing:
    """Plan letters to a group, or to everybody (None), also before the round is opened.

    Raises InvitingRefused for a time that is past or after closing, for a second plan of first letters
    to the same people, for a second reminder on the same day, and for one not after the first letters.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    _check(locked, group, kind, at)
    if Mailing.objects.filter(round=locked).waiting().count() >= MOST_WAITING:
        raise InvitingRefused(_("That is more letters than people want to read. Cancel some first."))
    made = Mailing.objects.create(round=locked, group=group, kind=kind, at=at, created_by=user)
    _record(made, user, "surveys.mailing_scheduled", (None, at))
    return made


@transaction.atomic
def move(*, mailing: Mailing, at: datetime, user: User) -> None:
    """Another time for what has not left yet. Raises InvitingRefused as `schedule` does."""
    round_ = Round.objects.select_for_update().get(pk=mailing.round_id)
    locked = _waiting(mailing)
    _check(round_, locked.group, locked.kind, at, instead_of=locked)
    before, locked.at = locked.at, at
    locked.save(update_fields=["at"])
    _record(locked, user, "surveys.mailing_moved", (before, at))


@transaction.atomic
def cancel(*, mailing: Mailing, user: User) -> None:
    """Give up what has not left yet; first letters that waited for it leave at the next tick."""
    locked = _waiting(mailing)
    _record(locked, user, "surveys.mailing_cancelled", (locked.at, None))
    locked.delete()


def send_due(now: datetime) -> None:
    """Called by the clock: start what is due, each mailing once, however late."""
    for pk in list(Mailing.objects.due(now).values_list("pk", flat=True)):
        with transaction.atomic():
            due = Mailing.objects.due(now).select_related("round")
            if mailing := due.select_for_update(of=("self",)).filter(pk=pk).first():
                _start(mailing, now)


def _start(mailing: Mailing, now: datetime) -> None:
    mailing.started_at = now
    mailing.save(update_fields=["started_at"])
    # A time before the round was open was meant for people who were not invited then.
    is_early = mailing.at <= (mailing.round.opened_at or now)
    start = _start_first if mailing.kind == Mailing.Kind.FIRST else _start_reminder
    if is_early or not start(mailing):
        mailing.had_nobody = True
        mailing.save(update_fields=["had_nobody"])
    log.info("mailing started", round=mailing.round_id, kind=mailing.kind, nobody=mailing.had_nobody)


def _start_first(mailing: Mailing) -> bool:
    """A job for every group in which a letter waits, unless the group waits for a time of its own."""
    waiting = held(mailing.round)
    leaves = leaves_of(GroupTree.of(mailing.round), mailing)
    groups = [pk for pk in sending.groups_waiting(mailing.round) if pk in leaves and pk not in waiting]
    for group_id in groups:
        sending.start_letters_of(group_id, mailing.created_by)
    return bool(groups)


def _start_reminder(mailing: Mailing) -> bool:
    tree = GroupTree.of(mailing.round)
    group = tree.groups[mailing.group_id] if mailing.group_id else tree.root
    if group is None:
        return False
    try:
        sending.request_reminder(group=group, user=mailing.created_by)
    except InvitingRefused:  # nobody is invited by mail, or a person has sent a reminder today
        return False
    return True


def _waiting(mailing: Mailing) -> Mailing:
    """Its row, locked. Raises InvitingRefused once the letters are on their way, or it is gone."""
    if not (locked := Mailing.objects.waiting().select_for_update().filter(pk=mailing.pk).first()):
        raise InvitingRefused(_("These letters have been sent or cancelled already."))
    return locked


def _check(
    round_: Round, group: Group | None, kind: str, at: datetime, *, instead_of: Mailing | None = None
) -> None:
    if kind not in Mailing.Kind.values:
        raise InvitingRefused(_("Choose the letter."))
    if round_.state not in _BEFORE_CLOSING:
        raise InvitingRefused(_("The round has closed, and no letters are sent any more."))
    if at <= timezone.now():
        raise InvitingRefused(_("Choose a time that is still to come."))
    if at >= round_.closes_at:
        raise InvitingRefused(_("The round has closed by then. Choose an earlier time."))
    waiting = Mailing.objects.filter(round=round_).waiting()
    others = list(waiting.exclude(pk=instead_of.pk) if instead_of else waiting)
    _check_beside(kind, at, [other for other in others if other.group_id == (group and group.pk)])
    _check_order(kind, at, [other for other in others if group is None or other.group_id in (None, group.pk)])


def _check_beside(kind: str, at: datetime, others: list[Mailing]) -> None:
    same = [other for other in others if other.kind == kind]
    if kind == Mailing.Kind.FIRST and same:
        raise InvitingRefused(_("The first letters have a time already. Move it instead."))
    if any(timezone.localdate(other.at) == timezone.localdate(at) for other in same):
        raise InvitingRefused(_("A reminder is sent on that day already."))


def _check_order(kind: str, at: datetime, others: list[Mailing]) -> None:
    """Nobody is reminded on the day of the first letter or before it."""
    day = timezone.localdate(at)
    days = [timezone.localdate(other.at) for other in others if other.kind != kind]
    if kind == Mailing.Kind.FIRST and any(other <= day for other in days):
        raise InvitingRefused(
            _("A reminder would leave before the first letters or with them. Move it first.")
        )
    if kind == Mailing.Kind.REMINDER and any(other >= day for other in days):
        raise InvitingRefused(_("The first letters leave on that day or later. Choose a later day."))


def _record(mailing: Mailing, user: User, action: str, at: tuple[datetime | None, datetime | None]) -> None:
    round_ = mailing.round
    audit.record(
        actor=user,
        action=action,
        on=round_,
        project_id=round_.project_id,
        changes={"letter": (None, mailing.kind), "mailing_at": at}
        | ({"group": (None, mailing.group)} if mailing.group else {}),
    )
