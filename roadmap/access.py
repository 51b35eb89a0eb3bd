"""Who may see and change a roadmap. Editions are public; the draft is the coordinator's alone."""

from __future__ import annotations

from django.db.models import Q

from projects.register.access import is_coordinator
from projects.register.models import Project
from projects.register.models.people import Membership, Role
from yhes.accounts.models import User


def editions_visible() -> Q:
    """Editions that anyone may read: all of them, of projects on the public list."""
    return Q(roadmap__project__is_public=True)


def projects_to_draft(user: User) -> Q:
    """Projects whose roadmap draft the person may see and edit; for others it does not exist."""
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR)
    return Q(pk__in=mine.values("project"))


def can_choose_main(user: User) -> bool:
    """Which project's roadmap is the portal's is for administrators to say."""
    return bool(user.is_superuser)


def can_edit(user: User, project: Project) -> bool:
    return is_coordinator(user, project)
