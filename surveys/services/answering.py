"""One answer into the box: an invitation is spent and an envelope dropped in one transaction."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from projects.register import funders
from surveys import sealing
from surveys.ballot import collecting, locks
from surveys.models import Group, Invitation, InvitationToken, Round, SharedLink, SlipBatch
from surveys.questionnaire import Submission
from surveys.services import frozen
from surveys.services.invitations import shared_links
from yhes.common.errors import DomainError
from yhes.common.prepared import Prepared, PreparedUpdate


class AnsweringRefused(DomainError):
    """Nothing has been stored; the message says why."""


class UnknownLink(AnsweringRefused):
    """No invitation has this token: mistyped, cut in two by a mail program, or forgotten long since."""


class AlreadyAnswered(AnsweringRefused):
    """The invitation is spent. The first answer is in the box and stays there."""


class TooLate(AnsweringRefused):
    """The round is not open any more."""


class SlipVoid(AnsweringRefused):
    """The slip was taken out of use before anybody answered with it."""


class GroupFull(AnsweringRefused):
    """As many have answered, or started, through the group's shared link as may."""


def find_invitation(token: str) -> Invitation:
    """The invitation that a link or typed code leads to, with its group, round and questionnaire.

    One query for a link; the round's state and closing time are of this moment, what is frozen in a
    round comes from the process's memory. Raises UnknownLink.
    """
    if found := _by_hash(token):
        return found
    if (code := sealing.normalise_code(token)) and (found := _by_hash(code)):
        return found
    raise UnknownLink(_("This link or code is not known."))


_OF_INVITATION = ("id", "round_id", "group_id", "channel", "batch_id", "language", "is_spent")
_OF_THE_MOMENT = ("round__opened_at", "round__state", "round__closes_at")
_LOOK_UP = Prepared(
    InvitationToken.objects.values_list(
        *(f"invitation__{name}" for name in (*_OF_INVITATION, *_OF_THE_MOMENT)),
        funders.mark("invitation__round__project"),
    ),
    by="token_hash",
)
_LOOK_AGAIN = Prepared(
    Group.objects.order_by().values_list(
        "round__state",
        "round__closes_at",
        "round__public_key",
        Exists(SlipBatch.objects.filter(group=OuterRef("pk"), is_void=True).order_by()),
    ),
    by="id",
)
_UNSPENT = Invitation.objects.filter(is_spent=False)
_SPEND = PreparedUpdate(_UNSPENT, by="id", is_spent=True)


def _by_hash(token: str) -> Invitation | None:
    wanted = sealing.token_hash(settings.SURVEY_SERVER_KEY, token)
    if not (row := _LOOK_UP.get(wanted)):
        return None
    *columns, opened_at, state, closes_at, logos_as_of = row
    invitation = Invitation.from_db(None, _OF_INVITATION, columns)
    invitation.round = frozen.round_as_opened(invitation.round_id, opened_at)
    invitation.round.state, invitation.round.closes_at = state, closes_at
    invitation.logos_as_of = logos_as_of
    invitation.group = frozen.group_as_opened(invitation.group_id, opened_at)
    invitation.group.round = invitation.round
    return invitation


def find_shared_link(code: str) -> SharedLink:
    """The shared link of a poster, with its group and round. Raises UnknownLink."""
    links = SharedLink.objects.select_related("group__round__questionnaire", "group__round__project")
    # No database is asked about characters that no code has: PostgreSQL refuses some of them.
    found = links.filter(code=code.lower()).first() if code.isalnum() else None
    if not found:
        raise UnknownLink(_("This link or code is not known."))
    return found


def start_from_link(*, link: SharedLink) -> str:
    """A token of one's own for somebody who starts from a shared link. Raises TooLate, GroupFull."""
    with transaction.atomic():
        if not Round.objects.accepting().filter(pk=link.group.round_id).exists():
            raise TooLate(_("This survey has closed."))
        token = shared_links.mint_from(link)
    if token is None:
        shared_links.tell_full(link.group)
        raise GroupFull(_("As many people have answered through this link as the group has."))
    return token


def submit_answer(*, invitation: Invitation, submission: Submission) -> None:
    """Spend the invitation and drop the sealed answer; what this acknowledges is counted.

    `invitation` as `find_invitation` gave it for the form's token, which alone decides the round.
    Raises AlreadyAnswered, TooLate, SlipVoid and GroupFull; then nothing has changed.
    """
    try:
        with transaction.atomic():
            _submit(invitation, submission)
    except GroupFull:
        shared_links.tell_full(invitation.group)
        raise


def _submit(invitation: Invitation, submission: Submission) -> None:
    # The lock first, and only then a look at the round: whoever closes it waits for those who hold
    # the lock, and those who come after see that it is closed.
    locks.share(invitation.round_id)
    round_, has_void_slips = _look_again(invitation)
    if not round_.is_accepting:
        unspent = _UNSPENT.filter(pk=invitation.pk).exists()
        raise TooLate(_("This survey has closed.")) if unspent else _already_answered()
    if not _SPEND.change(invitation.pk):
        raise _already_answered()
    if has_void_slips:
        _check_slip(invitation)
    if invitation.channel == Invitation.Channel.SHARED and not shared_links.spend_from(invitation.group):
        raise GroupFull(_("As many people have answered through this link as the group has."))
    collecting.drop(round_, collecting.seal(round_, invitation.group, submission))


def _look_again(invitation: Invitation) -> tuple[Round, bool]:
    """The round with what may have changed since it opened, and whether slips of the group are void.

    Whoever makes slips void waits for the lock that the caller holds, so what is read here stays true.
    """
    if not (now := _LOOK_AGAIN.get(invitation.group_id)):
        raise TooLate(_("This survey has closed."))  # the round is gone, and the invitation with it
    round_ = invitation.round
    round_.state, round_.closes_at, round_.public_key, has_void_slips = now
    return round_, has_void_slips


def _check_slip(invitation: Invitation) -> None:
    """Slips that were replaced could be more than the group has people: then the headcount limits them."""
    if invitation.batch_id and SlipBatch.objects.filter(pk=invitation.batch_id, is_void=True).exists():
        raise SlipVoid(_("This slip has been taken out of use."))
    group = Group.objects.select_for_update().get(pk=invitation.group_id)
    # The one that is being spent is among them.
    if Invitation.objects.filter(group=group, is_spent=True).count() > (group.headcount or 0):
        raise GroupFull(_("As many people have answered as the group has."))


def _already_answered() -> AlreadyAnswered:
    return AlreadyAnswered(_("This link has already been used to answer."))
