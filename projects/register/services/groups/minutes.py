"""Minutes: who was there, what was said of each item, what was decided; approving locks them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.register.errors import (
    ApprovedTooEarly,
    CorrectionReasonMissing,
    MinutesEmpty,
    MinutesOpen,
    NotHeldYet,
)
from projects.register.models import AgendaItem, Attendance, Decision, GroupMember, Meeting, ProjectGroup
from projects.register.services.changes import refuse_if_changed
from projects.register.services.followup import save_followed_up
from projects.register.services.groups.meetings import record, unlocked
from yhes.accounts.models import User

MINUTES_CHANGED: Final = "register.minutes_changed"
MINUTES_CORRECTED: Final = "register.minutes_corrected"


@transaction.atomic
def save_minutes(
    *,
    meeting: Meeting,
    present: Collection[int],
    guests: str,
    records: Mapping[int, str],
    seen: int | None = None,
    actor: User | None = None,
) -> None:
    """present: keys of the members who were there; records: agenda item's key → what the minutes say.

    Raises NotHeldYet, MinutesLocked, ChangedMeanwhile.
    """
    found = unlocked(meeting)
    if not found.has_begun:
        raise NotHeldYet
    changes = _write_records(found, records)
    if _write_attendance(found, present, guests):
        changes["attendance"] = (None, found.attendances.filter(is_present=True).count())
    if changes:
        refuse_if_changed(found, MINUTES_CHANGED, seen)
        record(found, MINUTES_CHANGED, actor, changes)


def _write_records(meeting: Meeting, records: Mapping[int, str]) -> dict[str, tuple[Any, Any]]:
    changes: dict[str, tuple[Any, Any]] = {}
    for number, item in enumerate(meeting.items.all(), 1):
        text = records.get(item.pk, item.record).replace("\r\n", "\n").strip()
        if text != item.record:
            changes[f"{number}"] = (item.record, text)
            item.record = text
            item.save(update_fields=["record"])
    return changes


def _write_attendance(meeting: Meeting, present: Collection[int], guests: str) -> bool:
    """Whether it changed. Rows of members whose name has been deleted stay as they are."""
    members = GroupMember.objects.filter(group=meeting.group_id).on(timezone.localdate(meeting.starts_at))
    known = {row.member_id: row for row in meeting.attendances.filter(member__isnull=False)}
    differs = guests.strip() != meeting.guests
    for member in members:
        row = known.get(member.pk)
        is_present = member.pk in present
        if row is None or row.is_present != is_present:
            Attendance.objects.update_or_create(
                meeting=meeting,
                member=member,
                defaults={
                    "is_present": is_present,
                    "part": member.part,
                    "organisation": member.organisation,
                },
            )
            differs = True
    meeting.guests = guests.strip()
    meeting.save(update_fields=["guests", "changed_at"])
    return differs


@transaction.atomic
def add_decision(*, item: AgendaItem, title: str, reason: str = "", actor: User | None = None) -> Decision:
    """A decision of the project's follow-up that knows the item of the minutes it was made in.

    Raises NotHeldYet, MinutesLocked, TitleMissing.
    """
    meeting = unlocked(item.meeting)
    if not meeting.has_begun:
        raise NotHeldYet
    is_steering = meeting.group.kind == ProjectGroup.Kind.STEERING
    number = [row.pk for row in meeting.items.all()].index(item.pk) + 1
    where = _("%(group)s, minutes %(number)s, item %(item)s")
    facts = {
        "decided_on": timezone.localdate(meeting.starts_at),
        "decided_by": Decision.Maker.STEERING if is_steering else Decision.Maker.THEME,
        "title": title,
        "reason": reason,
        "reference": where % {"group": meeting.group, "number": meeting.year_number, "item": number},
    }
    made = save_followed_up(item=Decision(project_id=meeting.project_id, item=item), facts=facts, actor=actor)
    assert isinstance(made, Decision)
    return made


@transaction.atomic
def approve_minutes(*, meeting: Meeting, approved_on: date, actor: User | None = None) -> None:
    """From now on agenda, attendance and minutes are locked; a correction says why and is recorded.

    Raises NotHeldYet, MinutesLocked, MinutesEmpty, ApprovedTooEarly.
    """
    found = unlocked(meeting)
    if not found.has_begun:
        raise NotHeldYet
    if not found.items.exclude(record="").exists():
        raise MinutesEmpty
    if approved_on < timezone.localdate(found.starts_at):
        raise ApprovedTooEarly
    found.approved_on, found.approved_at = approved_on, timezone.now()
    found.save(update_fields=["approved_on", "approved_at", "changed_at"])
    record(found, "register.minutes_approved", actor, {"approved_on": (None, approved_on)})


@transaction.atomic
def correct_minutes(
    *, item: AgendaItem, text: str, reason: str, seen: int | None = None, actor: User | None = None
) -> None:
    """Approved minutes changed, with what stood there before, why, when and by whom in the trail.

    Raises MinutesOpen before the approval, CorrectionReasonMissing, ChangedMeanwhile.
    """
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if not meeting.is_locked:
        raise MinutesOpen
    if not reason.strip():
        raise CorrectionReasonMissing
    row = AgendaItem.objects.select_for_update().get(pk=item.pk)
    new = text.replace("\r\n", "\n").strip()
    if new == row.record:
        return
    refuse_if_changed(meeting, MINUTES_CORRECTED, seen)
    changes = {"item": (None, row.title), "record": (row.record, new), "reason": (None, reason.strip())}
    row.record = new
    row.save(update_fields=["record"])
    record(meeting, MINUTES_CORRECTED, actor, changes)
