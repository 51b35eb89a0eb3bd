"""Inviting people to roles. A link is sent once and only its hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from projects.register import funders
from projects.register.errors import RegisterError
from projects.register.models import Invitation, Membership, Organisation, Partnership, Project, Role
from projects.register.services.changes import lock_partners
from projects.register.services.partnerships import record_joining
from yhes.accounts.models import User
from yhes.accounts.services import find_account
from yhes.common import audit
from yhes.common.mail import letters
from yhes.common.registry import Offer

TOKEN_BYTES: Final = 20  # 160 random bits
VALID_FOR: Final = timedelta(days=14)
KEPT_AFTER_END: Final = timedelta(days=30)  # then the address of someone who never came is erased
FOR_AN_ORGANISATION: Final = (Role.CONTACT, Role.MANAGEMENT)


class OrganisationMissing(RegisterError):
    message = _("Choose the organisation: a contact and management always act for one.")
    field = "organisation"


class NotAPartner(RegisterError):
    message = _("%(organisation)s is not a partner of this project.")
    field = "organisation"


class HasRoleAlready(RegisterError):
    message = _("This person already has the role.")
    field = "email"


class InvitationSpent(RegisterError):
    message = _("The invitation has already been used.")


class InvitationExpired(RegisterError):
    message = _("The time of the invitation has run out. Ask for a new one.")


class InvitationGone(RegisterError):
    message = _("The invitation has been withdrawn or replaced by a newer one.")


class NotYourInvitation(RegisterError):
    message = _("The invitation was sent to another address.")


@transaction.atomic
def invite(
    *,
    project: Project,
    role: str,
    email: str,
    language: str,
    invited_by: User | None,
    organisation: Organisation | None = None,
) -> Invitation:
    """Send a letter with a link to a role in the project; an earlier open link to the same stops working.

    language: of the letter and its page; whoever has an account already is written to in their own.
    Raises OrganisationMissing, NotAPartner, HasRoleAlready.
    """
    lock_partners(project)
    address = User.objects.normalize_email(email.strip()).lower()
    person = find_account(address)
    _check(project, role, person, organisation)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    facts = {
        "token_hash": _hash(token),
        "language": person.language if person else language,
        "invited_by": invited_by,
        "created_at": timezone.now(),
        "expires_at": timezone.now() + VALID_FOR,
    }
    same: dict[str, Any] = {"project": project, "organisation": organisation, "role": role, "email": address}
    invitation, _is_new = Invitation.objects.update_or_create(**same, accepted_at=None, defaults=facts)
    _record(invitation, "register.member_invited", invited_by, (None, role))
    _send(invitation, token)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: User | None) -> None:
    """The link stops working. Raises InvitationSpent when the person has come already."""
    deleted, _rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).delete()
    if not deleted:
        raise InvitationSpent
    _record(invitation, "register.invitation_withdrawn", actor, (invitation.role, None))


def offer(token: str) -> Offer | None:
    """What the link with this token offers, in the active language; None for an unknown token.

    Registered as the `invitation` provider: yhes.accounts shows it and makes the account.
    """
    found = (
        Invitation.objects.filter(token_hash=_hash(token))
        .select_related("project", "organisation", "invited_by")
        .first()
    )
    if found is None:
        return None
    return Offer(
        state=found.state,
        email=found.email,
        language=found.language,
        invited_by=str(found.invited_by or ""),
        project=found.project.name,
        role=found.get_role_display(),
        organisation=str(found.organisation or ""),
        expires_at=found.expires_at,
        logos=funders.logos(found.project),
        accept=lambda user: accept(invitation_id=found.pk, user=user),
    )


@transaction.atomic
def accept(*, invitation_id: int, user: User) -> str:
    """Give the person the role, once; returns the address to go to next.

    A contact goes on to confirm the organisation's details, others to the project's desk.

    A contact's coming is the organisation's answer: its partnership has joined.
    Raises InvitationGone, InvitationSpent, InvitationExpired, NotYourInvitation.
    """
    invitation = _take(invitation_id, user)
    Membership.objects.get_or_create(
        user=user, project=invitation.project, organisation=invitation.organisation, role=invitation.role
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    _record(invitation, "register.member_joined", user, (None, invitation.role))
    if invitation.role == Role.CONTACT and invitation.organisation is not None:
        record_joining(project=invitation.project, organisation=invitation.organisation, actor=user)
    with override(user.language):
        if invitation.role == Role.CONTACT and invitation.organisation is not None:
            return reverse("register:confirm", args=[invitation.project.slug, invitation.organisation.slug])
        return reverse("desk:project", args=[invitation.project.slug])


def forget_ended_invitations(now: datetime) -> None:
    """Erase invitations a month after they were used or ran out; registered as a `tick`."""
    Invitation.objects.filter(expires_at__lt=now - KEPT_AFTER_END).delete()


def _hash(token: str) -> bytes:
    return salted_hmac("projects.register.invitation", token, algorithm="sha256").digest()


def _check(project: Project, role: str, person: User | None, organisation: Organisation | None) -> None:
    if organisation is None and role in FOR_AN_ORGANISATION:
        raise OrganisationMissing
    partners = Partnership.objects.filter(project=project, organisation=organisation)
    if organisation is not None and not partners.exists():
        raise NotAPartner(organisation=organisation)
    roles = Membership.objects.filter(user=person, project=project, role=role, organisation=organisation)
    if person is not None and roles.exists():
        raise HasRoleAlready


def _take(invitation_id: int, user: User) -> Invitation:
    """The invitation, locked, when this person may still use it."""
    known = Invitation.objects.select_related("project").filter(pk=invitation_id).first()
    if known is None:
        raise InvitationGone
    lock_partners(known.project)
    found = Invitation.objects.select_for_update(of=("self",)).select_related("project", "organisation")
    invitation = found.filter(pk=invitation_id).first()
    if invitation is None:
        raise InvitationGone
    if invitation.state == "used":
        raise InvitationSpent
    if invitation.state == "expired":
        raise InvitationExpired
    owner = find_account(invitation.email)
    if owner is None or owner.pk != user.pk:
        raise NotYourInvitation
    return invitation


def _send(invitation: Invitation, token: str) -> None:
    with override(invitation.language):
        link = settings.SITE_URL + reverse("accounts:invitation", args=[token])
        letters.queue(
            "invitation",
            to=invitation.email,
            language=invitation.language,
            context={
                "project": str(invitation.project),
                "project_name": invitation.project.name,
                "role": invitation.get_role_display(),
                "organisation": str(invitation.organisation or ""),
                "invited_by": invitation.invited_by.name if invitation.invited_by else "",
                "expires_at": invitation.expires_at,
                "link": link,
            },
        )


def _record(
    invitation: Invitation, action: str, actor: User | None, change: tuple[str | None, str | None]
) -> None:
    """On the organisation or the project, without the address: the trail outlives the invitation."""
    audit.record(
        actor=actor,
        action=action,
        on=invitation.organisation or invitation.project,
        project_id=invitation.project_id,
        changes={"role": change},
    )
