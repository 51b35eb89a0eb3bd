"""A link or QR poster for a whole group: whoever starts from it gets an invitation of their own."""

from __future__ import annotations

import secrets
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from projects.register.models import Membership, Role
from surveys.models import Group, Invitation, Round, SharedLink
from surveys.sealing.tokens import SLIP_ALPHABET
from surveys.services.invitations.mailing import mint
from surveys.services.invitations.room import InvitingRefused, lock_group
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.mail import letters
from yhes.common.words import in_language, of_field

STARTS_PER_PERSON: Final = 3  # people begin, are interrupted and begin again
_CODE_LENGTH = 10


@transaction.atomic
def share_link(*, group: Group, user: User) -> SharedLink:
    """The group's shared link, made now unless there is one.

    Raises InvitingRefused where people have personal invitations: they could answer twice.
    """
    locked = lock_group(group)
    if Invitation.objects.filter(round=locked.round_id, group=locked).personal().exists():
        raise InvitingRefused(
            _("People of this group have personal invitations. A shared link would let them answer twice.")
        )
    code = "".join(secrets.choice(SLIP_ALPHABET) for _number in range(_CODE_LENGTH)).lower()
    link, is_new = SharedLink.objects.get_or_create(group=locked, defaults={"code": code})
    if is_new:
        audit.record(
            actor=user,
            action="surveys.link_shared",
            on=locked.round,
            project_id=locked.round.project_id,
            changes={"group": (None, locked)},
        )
    return link


def address_of(link: SharedLink, stage: str = "") -> str:
    """What the poster leads to; it names no language. With a stage the form comes with that one chosen."""
    return f"{settings.SITE_URL}/k/{link.code}" + (f"/{stage}" if stage else "")


def tablet_address_of(link: SharedLink) -> str:
    """The same for a tablet that stands where the group works: nothing of one person remains for the next."""
    return f"{address_of(link)}/tablet"


def mint_from(link: SharedLink) -> str | None:
    """A token for one more person who starts; None when the group is full. In the caller's transaction."""
    headcount = link.group.headcount or 0
    minted = SharedLink.objects.filter(
        pk=link.pk, minted__lt=STARTS_PER_PERSON * headcount, spent__lt=headcount
    ).update(minted=F("minted") + 1)
    if not minted:
        return None
    invitation = Invitation.objects.create(
        round_id=link.group.round_id, group=link.group, channel=Invitation.Channel.SHARED
    )
    return mint(invitation)


def spend_from(group: Group) -> bool:
    """Count one more answer through the group's link; False when all its people have answered.

    The row is locked by the update, so concurrent answers cannot pass the headcount together.
    """
    links = SharedLink.objects.filter(group=group, spent__lt=group.headcount or 0)
    return bool(links.update(spent=F("spent") + 1))


@transaction.atomic
def tell_full(group: Group) -> None:
    """Once: tell the organisation's contacts, else the coordinators, that people are turned away."""
    if not SharedLink.objects.filter(group=group, is_full_notified=False).update(is_full_notified=True):
        return
    round_ = Round.objects.select_related("project").get(pk=group.round_id)
    members = Membership.objects.filter(project=round_.project).select_related("user")
    contacts = members.filter(role=Role.CONTACT, organisation=group.organisation_id)
    for user in {m.user for m in contacts or members.filter(role=Role.COORDINATOR)}:
        with translation.override(user.language):
            path = reverse("surveys:group_invitations", args=[round_.project.slug, round_.pk, group.pk])
        letters.queue(
            "survey_full",
            to=user.email,
            language=user.language,
            context={
                "title": in_language(of_field(round_, "title"), user.language),
                "group": in_language(group.label, user.language),
                "headcount": group.headcount,
                "url": f"{settings.SITE_URL}{path}",
            },
        )
