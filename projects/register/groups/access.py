"""Who reads what of groups: coordinators all, members their own, the project's others what is shown.

A group that is not for a person looks to them as if it did not exist. Writing is for coordinators
(`projects.register.access.can_edit_project`).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from projects.register import access
from projects.register.models import (
    GroupMember,
    Meeting,
    MeetingPaper,
    Membership,
    Project,
    ProjectGroup,
    Role,
)
from projects.register.models.followup import Readers
from yhes.accounts.models import User


def _coordinated(user: User) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR).values("project")


def _joined(user: User) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(user_id=user.pk).values("project")


def groups_read_inside(user: User) -> Q:
    """Of ProjectGroup: those whose agendas, papers and unapproved minutes the person reads.

    A member needs a part in the project as well: who has left it reads nothing of it.
    """
    if user.is_superuser:
        return Q()
    mine = GroupMember.objects.filter(user_id=user.pk).on(timezone.localdate())
    return Q(project__in=_coordinated(user)) | Q(pk__in=mine.values("group"), project__in=_joined(user))


def groups_visible_to(user: User) -> Q:
    """Those, and the ones whose approved minutes are shown to the project's people."""
    if user.is_superuser:
        return Q()
    return groups_read_inside(user) | Q(shows_minutes=True, project__in=_joined(user))


def groups_read_in(user: User, project: Project) -> Q:
    """`groups_read_inside` within one project, by the roles that are known of the person: fewer tables."""
    if access.is_coordinator(user, project):
        return Q(project=project)
    if project.pk not in access.project_ids(user):
        return Q(pk__in=())
    mine = GroupMember.objects.filter(user_id=user.pk).on(timezone.localdate())
    return Q(project=project, pk__in=mine.values("group"))


def groups_visible_in(user: User, project: Project) -> Q:
    """`groups_visible_to` within one project."""
    seen = groups_read_in(user, project)
    is_inside = project.pk in access.project_ids(user)
    return seen | Q(project=project, shows_minutes=True) if is_inside else seen


def meetings_read_inside(user: User) -> Q:
    """Of Meeting."""
    if user.is_superuser:
        return Q()
    return Q(group__in=ProjectGroup.objects.filter(groups_read_inside(user)).values("pk"))


def meetings_visible_to(user: User) -> Q:
    if user.is_superuser:
        return Q()
    shown = Q(group__shows_minutes=True, approved_at__isnull=False, project__in=_joined(user))
    return meetings_read_inside(user) | shown


def reads_inside(user: User, group: ProjectGroup) -> bool:
    return ProjectGroup.objects.filter(groups_read_inside(user), pk=group.pk).exists()


def documents_visible_to(user: User, project: Project) -> Q:
    """Of Document: of those that are for the members of a group, only papers of the person's own meetings."""
    if access.is_coordinator(user, project):
        return Q()
    own = Meeting.objects.present().filter(meetings_read_inside(user), project=project)
    papers = MeetingPaper.objects.filter(document=OuterRef("pk"), meeting__in=own.values("pk"))
    return ~Q(visibility=Readers.GROUP) | Q(Exists(papers))
