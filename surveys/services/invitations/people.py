"""Who is invited by mail, and forgetting whom we invited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import ngettext

from surveys.ballot import locks
from surveys.models import Group, Invitation, Mailing, Round, SharedLink
from surveys.models.fielding import InvitationQuerySet
from surveys.services import deletions
from surveys.services.invitations.holding import held
from surveys.services.invitations.mailing import start_letters_of
from surveys.services.invitations.room import InvitingRefused, check_room, lock_group
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import Job

log = structlog.get_logger(__name__)


class InvitedElsewhere(InvitingRefused):
    """Some are invited in another group of the round already. `emails` says who."""

    def __init__(self, emails: Sequence[str]) -> None:
        self.emails = tuple(emails)
        super().__init__(
            ngettext(
                "%(count)d address has already been invited in another group of this round.",
                "%(count)d addresses have already been invited in another group of this round.",
                len(emails),
            )
            % {"count": len(emails)}
        )


@dataclass(frozen=True, slots=True)
class Person:
    """`email` in lower case; `language` is that of the letter and of the first page."""

    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Invited:
    """How many are new, how many had been invited into the same group before, and when letters leave.

    `held_until`: the time chosen for the first letters; None: they are sent now, by `job`.
    """

    new: int
    already: int
    job: Job | None
    held_until: datetime | None = None


@transaction.atomic
def invite_people(*, group: Group, people: Sequence[Person], user: User | None) -> Invited:
    """Invite by mail; all or nobody. The letters are sent by a job, now or when their time comes.

    Raises InvitingRefused (no room, a shared link, not open) or InvitedElsewhere.
    """
    locked = lock_group(group)
    new, already = _sort(locked, people)
    if not new:
        return Invited(0, already, None)
    check_room(locked, len(new))
    Invitation.objects.bulk_create(
        Invitation(
            round_id=locked.round_id,
            group=locked,
            channel=Invitation.Channel.MAIL,
            email=person.email,
            language=person.language,
        )
        for person in new
    )
    audit.record(
        actor=user,
        action="surveys.people_invited",
        on=locked.round,
        project_id=locked.round.project_id,
        changes={"invitations": (None, len(new))},
    )
    waits = held(locked.round).get(locked.pk)
    job = None if waits else start_letters_of(locked.pk, user)
    return Invited(len(new), already, job, waits.at if waits else None)


def check_people(*, group: Group, people: Sequence[Person]) -> Invited:
    """What invite_people would do, without doing it. Raises the same."""
    with transaction.atomic():
        locked = lock_group(group)
        new, already = _sort(locked, people)
        check_room(locked, len(new))
        waits = held(locked.round).get(locked.pk)
    return Invited(len(new), already, None, waits.at if waits else None)


def _sort(group: Group, people: Sequence[Person]) -> tuple[list[Person], int]:
    """Those to be invited, and the number of those who are in this group already."""
    wanted = {person.email: person for person in people}
    known = dict(
        Invitation.objects.filter(round=group.round_id, email__in=wanted).values_list("email", "group")
    )
    if elsewhere := sorted(email for email, where in known.items() if where != group.pk):
        raise InvitedElsewhere(elsewhere)
    return [person for email, person in wanted.items() if email not in known], len(known)


@transaction.atomic
def retry_failed(*, group: Group, user: User) -> Job:
    """Send the first letters that failed once more."""
    locked = lock_group(group)
    Invitation.objects.filter(group=locked, has_failed=True).update(has_failed=False)
    return start_letters_of(locked.pk, user)


@transaction.atomic
def withdraw_failed(*, group: Group, email: str) -> None:
    """Take back an invitation whose letter never left, so that its address can be corrected."""
    locked = lock_group(group)
    Invitation.objects.filter(group=locked, email=email, has_failed=True, is_spent=False).delete()


@transaction.atomic
def erase_from_group(*, group: Group, email: str, user: User) -> None:
    """Erase one person's address from a group, at their wish; says the same whether it was there or not.

    Raises InvitingRefused unless the round is open.
    """
    # A submit holds its invitation and may want the group next: this one waits before it holds either.
    locks.exclude(group.round_id)
    locked = lock_group(group)
    _erase(Invitation.objects.filter(group=locked, email=email.strip().lower()))
    audit.record(
        actor=user, action="surveys.address_erased", on=locked.round, project_id=locked.round.project_id
    )


def erase_everywhere(addresses: Iterable[str]) -> None:
    """Registered as `erasing`: no round knows the addresses of an account that goes, open or closed."""
    _erase(Invitation.objects.filter(email__in={address.lower() for address in addresses}))


def _erase(invitations: InvitationQuerySet) -> None:
    """Blank the addresses; the invitations stay, spent or not, so that nothing tells who has answered.

    They keep their place in the group, and the link in the letter keeps working: whoever has it may
    still answer, but nobody is written to any more.
    """
    invitations.update(
        channel=Invitation.Channel.ERASED, email="", language="fi", has_failed=False, reminded_on=None
    )


def forget_invitations(now: datetime) -> None:
    """Called by the clock: 30 days after a round has closed nobody is on its list any more, and the times
    of letters, with the names of those who chose them, are gone.

    A shared link stays, as the results say that there was one, but its counters go: they would keep
    the number of answers of a small group.
    """
    before = now - timedelta(days=Round.INVITATIONS_KEPT_DAYS)
    closed = Round.objects.filter(closed_at__lte=before, state__in=[Round.State.COUNTED, Round.State.PURGED])
    has_some = Q(pk__in=Invitation.objects.values("round")) | Q(pk__in=Mailing.objects.values("round"))
    for round_ in closed.filter(has_some):
        _forget_invitations(round_)
    SharedLink.objects.filter(group__round__in=closed).exclude(minted=0).update(minted=0, spent=0)


@transaction.atomic
def _forget_invitations(round_: Round) -> None:
    """How many had started from a shared link is no number of those invited: it is near how many answered."""
    invitations = Invitation.objects.filter(round=round_)
    started = invitations.filter(channel=Invitation.Channel.SHARED).count()
    personal = invitations.personal().count()
    addresses = invitations.exclude(email="").count()
    forgotten, _models = invitations.delete()
    mailings, _models = Mailing.objects.filter(round=round_).delete()
    log.info("invitations forgotten", rows=forgotten, mailings=mailings)
    deletions.record(
        round_,
        deletions.INVITATIONS,
        invitations=personal,
        addresses=addresses,
        started=deletions.few(started, round_.public_threshold),
        mailings=mailings,
    )
