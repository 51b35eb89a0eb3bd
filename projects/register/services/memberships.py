"""Taking a role back. Roles are given by invitation (see invitations.py)."""

from __future__ import annotations

from django.db import transaction

from projects.register.errors import LastCoordinator
from projects.register.models import Membership, Project, Role
from yhes.accounts.models import User
from yhes.common import audit


@transaction.atomic
def remove_member(*, membership: Membership, actor: User | None = None) -> None:
    """Take the role away; the account stays. Raises LastCoordinator."""
    project = Project.objects.select_for_update().get(pk=membership.project_id)
    if membership.role == Role.COORDINATOR:
        others = Membership.objects.filter(project=project, role=Role.COORDINATOR)
        if not others.exclude(pk=membership.pk).exists():
            raise LastCoordinator
    audit.record(
        actor=actor,
        action="register.member_removed",
        on=membership.organisation or project,
        project_id=project.pk,
        changes={"role": (membership.role, None)},
    )
    membership.delete()
