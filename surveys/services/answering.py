"""One answer into the box: an invitation is spent and an envelope dropped in one transaction."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from surveys import sealing
from surveys.ballot import collecting, locks
from surveys.models import Group, Invitation, InvitationToken, Round, SharedLink, SlipBatch
from surveys.questionnaire import Submission
from surveys.services.invitations import shared_links
from yhes.common.errors import DomainError


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

    One query for a link. Raises UnknownLink.
    """
    for candidate in (token, sealing.normalise_code(token)):
        if candidate and (found := _by_hash(candidate)):
            return found
    raise UnknownLink(_("This link or code is not known."))


def _by_hash(token: str) -> Invitation | None:
    tokens = InvitationToken.objects.select_related(
        "invitation__group__parent", "invitation__round__questionnaire", "invitation__batch"
    ).defer("invitation__round__questionnaire__document")
    wanted = sealing.token_hash(settings.SURVEY_SERVER_KEY, token)
    try:
        invitation = tokens.get(token_hash=wanted).invitation
    except InvitationToken.DoesNotExist:
        return None
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


def submit_answer(*, token: str, submission: Submission) -> None:
    """Spend the invitation and drop the sealed answer; what this acknowledges is counted.

    The token alone decides the round, whatever else the form said. Raises UnknownLink,
    AlreadyAnswered, TooLate, SlipVoid and GroupFull; then nothing has changed.
    """
    invitation = find_invitation(token)
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
    round_ = (
        Round.objects.select_related("questionnaire")
        .defer("questionnaire__document")
        .get(pk=invitation.round_id)
    )
    unspent = Invitation.objects.filter(pk=invitation.pk, is_spent=False)
    if not round_.is_accepting:
        raise TooLate(_("This survey has closed.")) if unspent.exists() else _already_answered()
    if not unspent.update(is_spent=True):
        raise _already_answered()
    _check_slip(invitation)
    if invitation.channel == Invitation.Channel.SHARED and not shared_links.spend_from(invitation.group):
        raise GroupFull(_("As many people have answered through this link as the group has."))
    collecting.drop(round_, collecting.seal(round_, invitation.group, submission))


def _check_slip(invitation: Invitation) -> None:
    """Slips that were replaced could be more than the group has people: then the headcount limits them.

    Whoever makes slips void waits for the lock that this holds, so what is read here stays true.
    """
    void = set(SlipBatch.objects.filter(group=invitation.group_id, is_void=True).values_list("pk", flat=True))
    if not void:
        return
    if invitation.batch_id in void:
        raise SlipVoid(_("This slip has been taken out of use."))
    group = Group.objects.select_for_update().get(pk=invitation.group_id)
    # The one that is being spent is among them.
    if Invitation.objects.filter(group=group, is_spent=True).count() > (group.headcount or 0):
        raise GroupFull(_("As many people have answered as the group has."))


def _already_answered() -> AlreadyAnswered:
    return AlreadyAnswered(_("This link has already been used to answer."))
