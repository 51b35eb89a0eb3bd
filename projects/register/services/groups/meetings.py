"""Meetings: their time and place, removing and restoring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from projects.register.errors import MinutesLocked, TimesOutOfOrder
from projects.register.models import Meeting, ProjectGroup
from projects.register.services.changes import assign, refuse_if_changed
from projects.register.services.followup import remove_followed_up, restore_followed_up
from projects.register.services.groups import telling
from yhes.accounts.models import User
from yhes.common import audit

MEETING_CHANGED: Final = "register.meeting_changed"
FACTS: Final = frozenset({"starts_at", "ends_at", "place", "link"})


@transaction.atomic
def save_meeting(
    *, meeting: Meeting, facts: Mapping[str, Any], seen: int | None = None, actor: User | None = None
) -> Meeting:
    """Save a new meeting (of a group) or a changed one; a new one gets the group's next number of its year.
    Those who have had the papers of a coming one are told of a change.

    Raises ChangedMeanwhile, MinutesLocked, TimesOutOfOrder, KeyError for an unknown column.
    """
    group = ProjectGroup.objects.select_for_update().get(pk=meeting.group_id)
    is_new = meeting.pk is None
    if not is_new:
        meeting = unlocked(meeting)
    was_coming = not is_new and telling.is_coming(meeting)
    changes = assign(meeting, facts, FACTS)
    if changes and not is_new:
        refuse_if_changed(meeting, MEETING_CHANGED, seen)
        meeting.revision += 1
    if meeting.ends_at <= meeting.starts_at:
        raise TimesOutOfOrder
    if is_new:
        _number(meeting, group)
    meeting.save()
    if changes:
        record(meeting, "register.meeting_added" if is_new else MEETING_CHANGED, actor, changes)
    if changes and not is_new and (was_coming or telling.is_coming(meeting)):
        telling.owe_news(meeting, telling.News.CHANGED, actor)
    return meeting


def unlocked(meeting: Meeting) -> Meeting:
    """The meeting's row, locked for this transaction. Raises MinutesLocked once its minutes are approved."""
    found: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if found.is_locked:
        raise MinutesLocked
    return found


@transaction.atomic
def remove_meeting(*, meeting: Meeting, actor: User | None = None) -> None:
    """Into the bin, and those who would come are told. Raises MinutesLocked: approved minutes stay."""
    found = unlocked(meeting)
    if found.deleted_at is None:
        remove_followed_up(item=found, actor=actor)
        _tell(found, telling.News.CANCELLED, actor)


@transaction.atomic
def restore_meeting(*, item: Meeting, actor: User | None = None) -> None:
    """As it was; whoever was told that it is called off is told again. Raises NothingToRestore."""
    found = Meeting.objects.select_for_update().filter(pk=item.pk).first() or item
    was_gone = found.deleted_at is not None
    restore_followed_up(item=found, actor=actor)
    if was_gone:
        _tell(found, telling.News.RESTORED, actor)


def _tell(meeting: Meeting, news: str, actor: User | None) -> None:
    if telling.is_coming(meeting):
        telling.count_up(meeting)
        telling.owe_news(meeting, news, actor)


def record(meeting: Meeting, action: str, actor: User | None, changes: Mapping[str, Any]) -> None:
    """On the meeting itself: its events are its version, and its history."""
    audit.record(
        actor=actor,
        action=action,
        on=meeting,
        project_id=meeting.project_id,
        changes={"title": (None, meeting), **changes},
    )


def _number(meeting: Meeting, group: ProjectGroup) -> None:
    """The group's row is locked; the bin counts too, so that no number comes twice."""
    meeting.project_id = group.project_id
    meeting.year = timezone.localdate(meeting.starts_at).year
    before = Meeting.objects.filter(group=group, year=meeting.year).aggregate(last=Max("number"))["last"]
    meeting.number = (before or 0) + 1
