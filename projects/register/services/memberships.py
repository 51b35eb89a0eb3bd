"""Taking a role back. Roles are given by invitation (see invitations.py)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from projects.register.errors import LastCoordinator
from projects.register.models import Membership, Project, Role
from yhes.accounts.models import User
from yhes.common import audit


@transaction.atomic
def coordinated_alone(user: User) -> list[Project]:
    """Projects that would be left without a coordinator who can sign in.

    They stay locked until the caller's transaction ends: of two coordinators who leave at once, one stays.
    """
    own = Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR)
    projects = list(Project.objects.select_for_update().filter(pk__in=own.values("project")).order_by("slug"))
    others = Membership.objects.filter(role=Role.COORDINATOR, project__in=projects, user__is_active=True)
    kept = set(others.exclude(user_id=user.pk).values_list("project_id", flat=True))
    return [project for project in projects if project.pk not in kept]


def refuse_without_coordinator(project: Project, leaving: QuerySet[Membership]) -> None:
    """Raises LastCoordinator when nobody who can sign in would coordinate the project, which is locked."""
    if not leaving.filter(role=Role.COORDINATOR).exists():
        return
    staying = Membership.objects.filter(project=project, role=Role.COORDINATOR, user__is_active=True)
    if not staying.exclude(pk__in=leaving.values("pk")).exists():
        raise LastCoordinator


@transaction.atomic
def remove_member(*, membership: Membership, actor: User | None = None) -> None:
    """Take the role away; the account stays. Raises LastCoordinator."""
    project = Project.objects.select_for_update().get(pk=membership.project_id)
    refuse_without_coordinator(project, Membership.objects.filter(pk=membership.pk))
    audit.record(
        actor=actor,
        action="register.member_removed",
        on=membership.organisation or project,
        project_id=project.pk,
        changes={"role": (membership.role, None)},
    )
    membership.delete()
