"""Who may see and do what with workshops.

Coordinators run them. Contacts, management and coaches of the project read; drafts are the
coordinators' alone. Everybody else sees what is public and does not learn of the rest.
"""

from __future__ import annotations

from django.db.models import Q

from projects.register import access as register
from projects.register.models import Membership, Project, Role
from projects.workshops.models import Workshop
from yhes.accounts.models import User


def visible_to(user: User) -> Q:
    """Workshops for the desk's lists and pages."""
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk)
    coordinated = mine.filter(role=Role.COORDINATOR).values("project")
    return Q(project__in=coordinated) | (
        Q(project__in=mine.values("project")) & ~Q(state=Workshop.State.DRAFT)
    )


def can_create(user: User, project: Project) -> bool:
    return register.is_coordinator(user, project)


def can_edit(user: User, workshop: Workshop) -> bool:
    return register.is_coordinator(user, workshop.project)


def can_see_participants(user: User, workshop: Workshop) -> bool:
    """Coordinators, and the contact of the organisation that arranges it (with a second factor)."""
    if register.is_coordinator(user, workshop.project):
        return True
    return workshop.organiser is not None and register.has_role(
        user, workshop.project, Role.CONTACT, organisation=workshop.organiser
    )


def can_vote(user: User, workshop: Workshop) -> bool:
    """Whoever has a part in the project; participants without an account vote by their personal link."""
    return Membership.objects.filter(user_id=user.pk, project=workshop.project).exists()
