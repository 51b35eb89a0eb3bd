"""Groups and their members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from projects.register.errors import (
    AlreadyInGroup,
    ChairTaken,
    DaysOutOfOrder,
    NothingToRestore,
    PersonMissing,
    SteeringGroupExists,
    TitleMissing,
)
from projects.register.models import GroupMember, Membership, Project, ProjectGroup
from projects.register.services.changes import Changes, assign, refuse_if_changed, translated
from projects.register.services.followup import remove_followed_up, restore_followed_up
from projects.register.services.groups import telling
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import LANGUAGES

GROUP_CHANGED: Final = "register.projectgroup_changed"
MEMBER_CHANGED: Final = "register.group_member_changed"
GROUP_FACTS: Final = translated("title", "description") | {"kind", "shows_minutes"}
# What the trail, which is never changed, may keep of a person's place.
TOLD_OF_MEMBERS: Final = frozenset({"part", "organisation", "since", "until"})
_MEMBER = TOLD_OF_MEMBERS | {"user", "name", "email", "language", "position", "deputy_of"}
_ONE_EACH = (GroupMember.Part.CHAIR, GroupMember.Part.SECRETARY)


@transaction.atomic
def save_group(
    *, group: ProjectGroup, facts: Mapping[str, Any], seen: int | None = None, actor: User | None = None
) -> ProjectGroup:
    """Save a new group (of a project) or a changed one.

    Raises ChangedMeanwhile, TitleMissing, SteeringGroupExists, KeyError for an unknown column.
    """
    Project.objects.select_for_update().get(pk=group.project_id)
    is_new = group.pk is None
    if not is_new:
        group = ProjectGroup.objects.select_for_update().get(pk=group.pk)
    changes = assign(group, facts, GROUP_FACTS)
    if changes and not is_new:
        refuse_if_changed(group, GROUP_CHANGED, seen)
    if not any(getattr(group, f"title_{code}") for code in LANGUAGES):
        raise TitleMissing
    _one_steering_group(group)
    group.save()
    if changes:
        action = "register.projectgroup_added" if is_new else GROUP_CHANGED
        _record(group, action, actor, {"title": (None, group), **changes})
    return group


@transaction.atomic
def remove_group(*, group: ProjectGroup, actor: User | None = None) -> None:
    """Into the bin, with its members and meetings; those who would come to one are told."""
    found = ProjectGroup.objects.select_for_update().get(pk=group.pk)
    if found.deleted_at is None:
        remove_followed_up(item=found, actor=actor)
        telling.owe_news_of_group(found, telling.News.CANCELLED, actor)


@transaction.atomic
def restore_group(*, item: ProjectGroup, actor: User | None = None) -> None:
    """Raises NothingToRestore, and SteeringGroupExists when the project has another meanwhile."""
    Project.objects.select_for_update().get(pk=item.project_id)
    found = ProjectGroup.objects.select_for_update().filter(pk=item.pk).first()
    if found is None:
        raise NothingToRestore
    was_gone = found.deleted_at is not None
    _one_steering_group(found)
    restore_followed_up(item=found, actor=actor)
    if was_gone:
        telling.owe_news_of_group(found, telling.News.RESTORED, actor)


def _one_steering_group(group: ProjectGroup) -> None:
    if group.kind != ProjectGroup.Kind.STEERING:
        return
    others = ProjectGroup.objects.present().filter(project=group.project_id, kind=group.kind)
    if others.exclude(pk=group.pk).exists():
        raise SteeringGroupExists


@transaction.atomic
def save_group_member(
    *, member: GroupMember, facts: Mapping[str, Any], seen: int | None = None, actor: User | None = None
) -> GroupMember:
    """Save a new place in a group or a changed one. The trail learns the part, never who has it.

    Raises ChangedMeanwhile, PersonMissing, AlreadyInGroup, DaysOutOfOrder, ChairTaken.
    """
    group = ProjectGroup.objects.select_for_update().get(pk=member.group_id)
    is_new = member.pk is None
    if not is_new:
        member = GroupMember.objects.select_for_update().get(pk=member.pk)
    changes = assign(member, _of_one_kind(member, facts), _MEMBER)
    if changes and not is_new:
        refuse_if_changed(member, MEMBER_CHANGED, seen)
    _check(member, group)
    member.save()
    if changes:
        told: Changes = {name: pair for name, pair in changes.items() if name in TOLD_OF_MEMBERS}
        action = "register.group_member_added" if is_new else MEMBER_CHANGED
        audit.record(
            actor=actor,
            action=action,
            on=member,
            project_id=group.project_id,
            changes={"group": (None, group), "part": (None, member.part), **told},
            label="",
        )
    return member


@transaction.atomic
def remove_group_member(*, member: GroupMember, actor: User | None = None) -> None:
    """The person's data goes at once, without a bin; attendance keeps the part and the organisation."""
    audit.record(
        actor=actor,
        action="register.group_member_removed",
        on=member,
        project_id=member.group.project_id,
        changes={"group": (None, member.group), "part": (member.part, None)},
        label="",
    )
    member.delete()


def _of_one_kind(member: GroupMember, facts: Mapping[str, Any]) -> dict[str, Any]:
    """An account has its own name and address; only a deputy is somebody's deputy."""
    found = dict(facts)
    if found.get("user"):
        found |= {"name": "", "email": ""}
    elif "email" in found:
        found["email"] = found["email"].strip().lower()
    if found.get("part", member.part) != GroupMember.Part.DEPUTY:
        found["deputy_of"] = None
    return found


def _check(member: GroupMember, group: ProjectGroup) -> None:
    if member.user is None and not (member.name.strip() and member.email):
        raise PersonMissing
    has_part = Membership.objects.filter(user=member.user_id, project=group.project_id).exists()
    if member.user is not None and not has_part:
        raise PersonMissing
    if member.since and member.until and member.until < member.since:
        raise DaysOutOfOrder
    others = GroupMember.objects.filter(group=group).exclude(pk=member.pk)
    same = Q(user=member.user) if member.user else Q(user__isnull=True, email=member.email)
    if others.filter(same).exists():
        raise AlreadyInGroup
    if member.part in _ONE_EACH and _at_the_same_time(member, others):
        raise ChairTaken


def _at_the_same_time(member: GroupMember, others: Any) -> bool:
    """Whether somebody else has the same part on a day when this one has it too."""
    overlapping = others.filter(part=member.part)
    if member.until:
        overlapping = overlapping.filter(Q(since__isnull=True) | Q(since__lte=member.until))
    if member.since:
        overlapping = overlapping.filter(Q(until__isnull=True) | Q(until__gte=member.since))
    return bool(overlapping.exists())


def _record(group: ProjectGroup, action: str, actor: User | None, changes: Changes) -> None:
    audit.record(actor=actor, action=action, on=group, project_id=group.project_id, changes=changes)
