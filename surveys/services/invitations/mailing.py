"""First letters and reminders: each carries a token that exists in the letter and nowhere else."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from secrets import SystemRandom
from time import monotonic, sleep

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys import sealing
from surveys.models import Group, GroupTree, Invitation, InvitationToken, Round
from surveys.models.fielding import InvitationQuerySet
from surveys.services.invitations import wording
from surveys.services.invitations.holding import held
from surveys.services.invitations.room import InvitingRefused
from yhes.accounts.models import User
from yhes.common import audit, jobs
from yhes.common.mail import letters
from yhes.common.models import Job

log = structlog.get_logger(__name__)

Report = Callable[[int, int, str], None]
Confirm = Callable[[], None]

_TRY_AGAIN_AFTER = timedelta(minutes=15)
_PACE = 0.05  # seconds that a reminder takes at least, needed or not


def mint(invitation: Invitation, token: str = "") -> str:
    """A new way to this invitation, `token` or a new one; only the hash of what is returned is stored."""
    token = token or sealing.new_token()
    InvitationToken.objects.create(
        token_hash=sealing.token_hash(settings.SURVEY_SERVER_KEY, token), invitation=invitation
    )
    return token


def address_of(token: str) -> str:
    """What a letter, a slip or a QR code leads to; it names no language."""
    return f"{settings.SITE_URL}/v/{token}"


# --- First letters ---------------------------------------------------------------------------


def start_letters_of(group_id: int, user: User | None) -> Job:
    """The job that sends the first letters waiting in a group."""
    return jobs.start(
        "surveys.mail_invitations",
        subject=group_subject(group_id),
        payload={"group": group_id},
        started_by=user,
    )


def group_subject(group_id: int) -> str:
    """What jobs call a group."""
    return f"surveys.group:{group_id}"


def start_letters(round_: Round) -> None:
    """A job for every group of the round in which a first letter waits."""
    for group_id in _groups_to_write_to(round_):
        start_letters_of(group_id, None)


def resume_letters(now: datetime) -> None:
    """Called by the clock: first letters that a job left behind, at most every quarter of an hour."""
    for round_ in Round.objects.accepting(now):
        for group_id in _groups_to_write_to(round_):
            recent = Job.objects.about(group_subject(group_id)).filter(
                kind="surveys.mail_invitations", created_at__gt=now - _TRY_AGAIN_AFTER
            )
            if not recent.exists():
                start_letters_of(group_id, None)


def _groups_to_write_to(round_: Round) -> list[int]:
    """Those whose letters wait for no chosen time."""
    waiting = held(round_)
    return [pk for pk in groups_waiting(round_) if pk not in waiting]


def groups_waiting(round_: Round) -> list[int]:
    """Groups in which somebody is invited whose first letter has not left."""
    waiting = Invitation.objects.filter(round=round_).to_be_mailed()
    return list(waiting.order_by().values_list("group", flat=True).distinct())


def mail_invitations(*, group_id: int, report: Report, confirm: Confirm) -> int:
    """Send the first letters of a group, for the job; the number sent.

    None while they wait for a chosen time. Raises JobFailed when the mail server takes nothing; what is
    left is sent later.
    """
    group = Group.objects.select_related("round__project").get(pk=group_id)
    if group_id in held(group.round):
        return 0
    everyone = Invitation.objects.filter(group=group, channel=Invitation.Channel.MAIL)
    waiting = list(everyone.to_be_mailed().values_list("pk", flat=True))
    total, sent = everyone.count(), 0
    for number, pk in enumerate(waiting, start=total - len(waiting) + 1):
        if not group.round.is_accepting:
            break
        confirm()
        # Read only now: an address that was erased meanwhile gets no letter.
        if not (invitation := everyone.to_be_mailed().filter(pk=pk).first()):
            continue
        went = _send(wording.FIRST, invitation, group.round)
        everyone.filter(pk=invitation.pk).update(is_mailed=went, has_failed=not went)
        sent += went
        report(number, total, "")
    return sent


# --- Reminders -------------------------------------------------------------------------------


@transaction.atomic
def request_reminder(*, group: Group, user: User | None) -> Job:
    """Remind those in the group and under it who have not answered; nobody learns who or how many.

    Raises InvitingRefused when nobody has been invited by mail, or everybody was reminded today.
    """
    today = timezone.localdate()
    round_ = Round.objects.get(pk=group.round_id)
    if not round_.is_accepting:
        raise InvitingRefused(_("Reminders can be sent only while the round is open."))
    invited = invited_by_mail(group)
    if not invited.exists():
        raise InvitingRefused(_("Nobody has been invited by e-mail here, so there is nobody to remind."))
    if not invited.exclude(reminded_on=today).exists():
        raise InvitingRefused(_("A reminder has already been sent today. The next one can go out tomorrow."))
    audit.record(actor=user, action="surveys.reminder_sent", on=round_, project_id=round_.project_id)
    return jobs.start(
        "surveys.remind",
        subject=group_subject(group.pk),
        payload={"group": group.pk, "on": today.isoformat()},
        started_by=user,
    )


def remind(*, group_id: int, on: date, report: Report, confirm: Confirm) -> None:
    """Go through everybody invited, in an order that says nothing, for the job.

    An invitation that needs no letter takes as long as one that does, so that neither the count nor
    the pace tells how many have answered. Failures are shown for the first mailing only; that the mail
    server is away shows at whichever invitation comes next, needed or not. Raises JobFailed then.
    """
    group = Group.objects.select_related("round__project").get(pk=group_id)
    invited = invited_by_mail(group)
    total = invited.count()
    waiting = list(invited.exclude(reminded_on=on).values_list("pk", flat=True))
    SystemRandom().shuffle(waiting)
    pace = _PACE
    for number, pk in enumerate(waiting, start=total - len(waiting) + 1):
        if not group.round.is_accepting:
            break
        confirm()
        began = monotonic()
        with _server_there():
            letters.reach_server()
        invitation = invited.filter(pk=pk).first()  # none: its address was erased meanwhile
        if invitation and not invitation.is_spent:
            _remind_one(invitation, group.round)
            pace = max(_PACE, monotonic() - began)
        invited.filter(pk=pk).update(reminded_on=on)
        sleep(max(0.0, pace - (monotonic() - began)))
        report(number, total, "")


def _remind_one(invitation: Invitation, round_: Round) -> None:
    """A server that answers and takes no letter stops nothing: only where one was needed could it stop."""
    with suppress(jobs.JobFailed):
        _send(wording.REMINDER, invitation, round_)


def invited_by_mail(group: Group) -> InvitationQuerySet:
    """Everybody in the group and under it whose first letter has left."""
    tree = GroupTree.of(group.round)
    leaves = tree.leaves(tree.groups[group.pk])
    return Invitation.objects.filter(round=group.round_id, group__in=leaves).mailed()


# --- One letter --------------------------------------------------------------------------------


def _send(template: str, invitation: Invitation, round_: Round) -> bool:
    """Commit the hash of a new token, then hand the letter over; False if this address is refused.

    Raises JobFailed when the mail server is away: then it is not this person's address that is wrong.
    """
    language = invitation.language
    context = wording.context_of(template, round_, language, link=address_of(mint(invitation)))
    try:
        with _server_there():
            letters.send_unstored(template, to=invitation.email, language=language, context=context)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError):
        return False
    return True


@contextmanager
def _server_there() -> Iterator[None]:
    """Raises JobFailed when the mail server is away; what is wrong with one address goes through."""
    try:
        yield
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError):
        raise
    except (smtplib.SMTPException, OSError) as error:
        log.warning("mail server away", error=type(error).__name__)
        raise jobs.JobFailed(
            _("The mail server takes no letters at the moment. Those left are sent later by themselves.")
        ) from None
