"""An agenda and minutes as they are read, printed and laid out: what all three show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import get_language

from projects.register.models import AgendaItem, Attendance, Decision, Meeting, MeetingPaper, MeetingPdf
from projects.register.services.groups.minutes import MINUTES_CORRECTED
from yhes.common import audit


@dataclass(frozen=True, slots=True)
class Line:
    """One item. begins: when it is to; None once an item before it has no time."""

    number: int
    item: AgendaItem
    begins: datetime | None
    papers: Sequence[MeetingPaper]
    decisions: Sequence[Decision]


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of approved minutes."""

    at: datetime
    item: str
    reason: str


def lines(meeting: Meeting) -> list[Line]:
    """The agenda in order, in three queries."""
    items = meeting.items.prefetch_related(
        Prefetch("papers", MeetingPaper.objects.select_related("document").filter(document__deleted_at=None)),
        Prefetch("decisions", Decision.objects.present().order_by("pk"), to_attr="standing"),
    )
    found, begins = [], meeting.starts_at
    clock: datetime | None = begins
    for number, item in enumerate(items, 1):
        found.append(Line(number, item, clock, list(item.papers.all()), item.standing))
        clock = clock + timedelta(minutes=item.minutes) if clock and item.minutes else None
    return found


def other_papers(meeting: Meeting) -> list[MeetingPaper]:
    """Papers of the meeting that belong to no item."""
    papers = meeting.papers.filter(item__isnull=True, document__deleted_at__isnull=True)
    return list(papers.select_related("document"))


def lasting() -> dict[str, set[str]]:
    """Registered as `lasting`: that and why approved minutes were corrected stands at their end."""
    return {MINUTES_CORRECTED: {"item", "reason"}}


def corrections(meeting: Meeting) -> list[Correction]:
    """The oldest first."""
    events = audit.history(meeting).filter(action=MINUTES_CORRECTED).order_by("pk")
    return [Correction(e.at, e.changes["item"][1], e.changes["reason"][1]) for e in events]


def attendance(meeting: Meeting) -> dict[str, list[Attendance]]:
    rows = meeting.attendances.select_related("member__user")
    there: dict[str, list[Attendance]] = {"present": [], "absent": []}
    for row in rows:
        there["present" if row.is_present else "absent"].append(row)
    return there


def paper_context(meeting: Meeting, what: str, *, names_people: bool) -> dict[str, Any]:
    """For the print view and the PDF, in the active language. what: "agenda" or "minutes".

    names_people: whether the reader may see names; otherwise parts and organisations stand in their place.
    """
    is_minutes = what == MeetingPdf.What.MINUTES
    return {
        "meeting": meeting,
        "group": meeting.group,
        "project": meeting.project,
        "language": get_language(),
        "what": MeetingPdf.What(what),
        "is_minutes": is_minutes,
        "names_people": names_people,
        "lines": lines(meeting),
        "other_papers": other_papers(meeting),
        "attendance": attendance(meeting) if is_minutes else None,
        "corrections": corrections(meeting) if is_minutes else (),
    }
