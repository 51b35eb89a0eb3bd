"""What of groups and meetings can be set back, field by field (see yhes.common.restoring).

An agenda and minutes are not: one event tells of several items, by their titles only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from projects.register import access, history
from projects.register.models import GroupMember, Meeting, Project, ProjectGroup
from projects.register.services import groups as services
from projects.register.services.groups import meetings, people
from yhes.common.history import Change
from yhes.common.models import AuditEvent
from yhes.common.restoring import Changeable


def kinds() -> Iterator[Changeable]:
    yield Changeable(
        model=ProjectGroup,
        action=services.GROUP_CHANGED,
        fields=people.GROUP_FACTS,
        find=_group,
        change=lambda row, **how: services.save_group(group=row, **how),
        where=lambda row, project: reverse("register:group", args=[project.slug, row.pk]),
        told=_told,
    )
    yield Changeable(
        model=GroupMember,
        action=services.MEMBER_CHANGED,
        fields=people.TOLD_OF_MEMBERS,
        find=_member,
        change=lambda row, **how: services.save_group_member(member=row, **how),
        where=lambda row, project: reverse("register:group", args=[project.slug, row.group_id]),
        told=_told,
        together=(frozenset({"since", "until"}),),
    )
    yield Changeable(
        model=Meeting,
        action=services.MEETING_CHANGED,
        fields=meetings.FACTS,
        find=_meeting,
        change=lambda row, **how: services.save_meeting(meeting=row, **how),
        where=lambda row, project: reverse("register:meeting", args=[project.slug, row.pk]),
        told=_told,
        title=lambda row: row.title,
        together=(frozenset({"starts_at", "ends_at"}),),
    )


def _told(_request: Any, event: AuditEvent) -> tuple[Change, ...]:
    return history.changes_of(event)


def _group(user: Any, project: Project, key: int) -> ProjectGroup | None:
    rows = ProjectGroup.objects.present().filter(project=project, pk=key).select_related("project")
    found: ProjectGroup | None = rows.first()
    return found if access.can_edit_project(user, project) else None


def _member(user: Any, project: Project, key: int) -> GroupMember | None:
    rows = GroupMember.objects.filter(group__project=project, group__deleted_at__isnull=True, pk=key)
    found = rows.select_related("group").first()
    return found if access.can_edit_project(user, project) else None


def _meeting(user: Any, project: Project, key: int) -> Meeting | None:
    """Once its minutes are approved, the service says why it stays as it is."""
    rows = Meeting.objects.present().filter(project=project, group__deleted_at__isnull=True, pk=key)
    found: Meeting | None = rows.select_related("project", "group").first()
    return found if access.can_edit_project(user, project) else None
