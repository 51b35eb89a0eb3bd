"""Who may see and do what in a project. Deny by default; outsiders do not learn it exists."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.register.models import Organisation, Project
from projects.register.models.people import Membership, Role
from yhes.accounts.models import User


def projects_in_desk(user: User) -> Q:
    """Projects whose desk the person may open: any role there, or an administrator."""
    if user.is_superuser:
        return Q()
    return Q(pk__in=Membership.objects.filter(user_id=user.pk).values("project"))


def partnerships_in_desk(user: User, project: Project) -> Q:
    """Partners of the project whose inside matters the person may see."""
    partners = Q(project=project)
    if is_coordinator(user, project):
        return partners
    mine = Membership.objects.filter(
        user_id=user.pk, project=project, role__in=[Role.CONTACT, Role.MANAGEMENT]
    )
    return partners & Q(organisation__in=mine.values("organisation"))


def has_role(user: User, project: Project, *roles: str, organisation: Organisation | None = None) -> bool:
    """Whether the person has one of the roles, for that organisation when one is named."""
    memberships = Membership.objects.filter(user_id=user.pk, project=project, role__in=roles)
    if organisation is not None:
        memberships = memberships.filter(organisation=organisation)
    return memberships.exists()


def is_coordinator(user: User, project: Project) -> bool:
    return bool(user.is_superuser) or has_role(user, project, Role.COORDINATOR)


def can_edit_project(user: User, project: Project) -> bool:
    return is_coordinator(user, project)


def can_edit_organisation(user: User, project: Project, organisation: Organisation) -> bool:
    """The coordinator, and the organisation's own contact; management only reads."""
    return is_coordinator(user, project) or has_role(user, project, Role.CONTACT, organisation=organisation)


def is_privileged(user: User) -> bool:
    """Whether the person must always use a second factor: coordinators and administrators."""
    if user.is_superuser or user.is_staff:
        return True
    return Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR).exists()


def role_text(user: User, project_slug: str | None) -> str:
    """The person's roles in the project in words; "" outside a project and for outsiders."""
    roles = Membership.objects.filter(user_id=user.pk, project__slug=project_slug).values_list(
        "role", flat=True
    )
    words = [str(Role(role).label) for role in Role.values if role in set(roles)]
    if user.is_superuser:
        words.append(str(_("administrator")))
    return ", ".join(words).capitalize()
