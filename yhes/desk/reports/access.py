"""Who may see and do what with reports to the funder: the project's coordinators, and administrators.

Nobody else learns that a report exists.
"""

from __future__ import annotations

from django.db.models import Q

from projects.register import access as register
from projects.register.models import Membership, Project, Role
from yhes.accounts.models import User


def visible_to(user: User) -> Q:
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR)
    return Q(project__in=mine.values("project"))


def can_report(user: User, project: Project) -> bool:
    return register.is_coordinator(user, project)
