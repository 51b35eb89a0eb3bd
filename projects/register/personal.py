"""What the register holds of a person, for the export of own data, before leaving, and against leaving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register import services
from projects.register.models import EmployerPartnership, Invitation, Membership, Project, Role
from yhes.accounts.models import User
from yhes.common.registry import Hold


def personal_data(user: User) -> dict[str, Any]:
    """Registered as `personal_data`; texts in the active language."""
    return {
        "roles": [
            {
                "project": membership.project.name,
                "organisation": str(membership.organisation or ""),
                "role": membership.role,
                "since": membership.created_at,
                "asked_to_confirm_at": _asked_at(membership),
            }
            for membership in _memberships(user)
        ],
        "invitations": list(
            Invitation.objects.filter(email__iexact=user.email)
            .order_by("created_at")
            .values("role", "project__slug", "language", "created_at", "expires_at", "accepted_at")
        ),
        "employer_partnerships": [
            {"partnership": str(row), "project": row.project.name, "as": part}
            for part in ("owner", "deputy")
            for row in EmployerPartnership.objects.filter(**{part: user.pk})
            .select_related("project", "school", "workplace")
            .order_by("pk")
        ],
        "public_contact_of": [
            str(project) for project in Project.objects.filter(contact_email__iexact=user.email).by_name()
        ],
    }


def erase(addresses: Iterable[str]) -> None:
    """Registered as `erasing`: an account's addresses are no project's public contact any more."""
    for address in addresses:
        Project.objects.filter(contact_email__iexact=address).update(contact_email="")


def leaving(user: User) -> Iterator[str]:
    """Registered as `leaving`: one line a role."""
    for membership in _memberships(user):
        values = {"role": membership.get_role_display(), "project": membership.project.name}
        yield _("Your role in the project %(project)s: %(role)s") % values


def holding(user: User) -> Iterator[Hold]:
    """Registered as `holding`: a project is not left without a coordinator."""
    for project in services.coordinated_alone(user):
        yield Hold(
            text=_(
                "You are the only coordinator of the project %(project)s. Invite another coordinator first. "
                "Once they have accepted the invitation, you can remove your account."
            )
            % {"project": project.name},
            of_another=_(
                "Nobody else coordinates the project %(project)s. Invite another coordinator first. "
                "Once they have accepted the invitation, you can close or remove this account."
            )
            % {"project": project.name},
            url=f"{reverse('register:member_invite', args=[project.slug])}?role={Role.COORDINATOR}",
            action=_("Invite a coordinator"),
        )


def _asked_at(membership: Membership) -> datetime | None:
    """When the last letter with the role's own link was sent, while the link is kept."""
    link = getattr(membership, "contact_link", None)
    return link.sent_at if link else None


def _memberships(user: User) -> list[Membership]:
    found = Membership.objects.filter(user_id=user.pk).select_related(
        "project", "organisation", "contact_link"
    )
    return list(found.order_by("project__slug", "pk"))
