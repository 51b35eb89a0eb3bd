"""What groups offer to the desk: the rail, what is due of their meetings, the next one, and the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register import access as register
from projects.register.groups import access
from projects.register.models import AgendaItem, Meeting, MeetingLetter, Project, ProjectGroup
from yhes.common.registry import CalendarEntry, Kind, OverviewBlock, Provider, RailItem, Todo

PAPERS_DAYS: Final = 14  # so long before a meeting its papers are due
IN_TIME: Final = 7  # the papers should be with the members by then
MINUTES_LATE: Final = 14  # days after a meeting


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    """For whoever has something to read there; coordinators make the first group."""
    visible = ProjectGroup.objects.present().filter(access.groups_visible_to(user), project=project)
    if register.is_coordinator(user, project) or visible.exists():
        waiting = sum(1 for _todo in todo(user, project))
        yield RailItem(
            86, _("Groups"), "users", reverse("register:group_list", args=[project.slug]), badge=waiting
        )


def todo(user: Any, project: Project) -> Iterator[Todo]:
    """Coordinators: papers to be sent, minutes to be written. Members: papers to be read."""
    if register.is_coordinator(user, project):
        yield from _to_send(project)
        yield from _to_write(project)
    else:
        yield from _to_read(user, project)


def _soon(project: Project) -> Any:
    until = timezone.now() + timedelta(days=PAPERS_DAYS)
    meetings = Meeting.objects.coming().filter(project=project, starts_at__lte=until)
    return meetings.select_related("group", "project")


def _to_send(project: Project) -> Iterator[Todo]:
    for meeting in _soon(project).exclude(pk__in=MeetingLetter.objects.values("meeting")):
        days = (timezone.localdate(meeting.starts_at) - timezone.localdate()).days
        left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
        yield Todo(
            urgency=days - IN_TIME,
            title=_("Send the papers: %(meeting)s") % {"meeting": meeting.title},
            detail=_("The meeting is on %(day)s. The members have no agenda yet.") % {"day": _day(meeting)},
            icon="send",
            url=_address(meeting),
            action=_("Open the meeting"),
            when=left,
            is_late=days < IN_TIME,
        )


def _to_write(project: Project) -> Iterator[Todo]:
    written = AgendaItem.objects.filter(meeting=OuterRef("pk")).exclude(record="")
    over = Meeting.objects.present().filter(
        ~Exists(written), project=project, group__deleted_at__isnull=True, ends_at__lt=timezone.now()
    )
    recent = over.filter(approved_at__isnull=True).order_by("ends_at", "pk")
    for meeting in recent.select_related("group", "project")[:3]:
        days = (timezone.localdate() - timezone.localdate(meeting.ends_at)).days
        yield Todo(
            urgency=MINUTES_LATE - days,
            title=_("Write the minutes: %(meeting)s") % {"meeting": meeting.title},
            detail=_("The meeting was on %(day)s.") % {"day": _day(meeting)},
            icon="comment",
            url=_address(meeting),
            action=_("Open the meeting"),
            is_late=days > MINUTES_LATE,
        )


def _to_read(user: Any, project: Project) -> Iterator[Todo]:
    mine = _soon(project).filter(access.meetings_read_inside(user), letters__member__user=user)
    for meeting in mine.distinct():
        days = (timezone.localdate(meeting.starts_at) - timezone.localdate()).days
        yield Todo(
            urgency=days,
            title=_("Read the papers: %(meeting)s") % {"meeting": meeting.title},
            detail=_("The meeting is on %(day)s.") % {"day": _day(meeting)},
            icon="mail",
            url=_address(meeting),
            action=_("Open the meeting"),
        )


def overview(user: Any, project: Project) -> Iterator[OverviewBlock]:
    """The next meeting of the steering group, or of another group if it has none coming."""
    coming = Meeting.objects.coming().filter(access.meetings_read_inside(user), project=project)
    found = list(coming.select_related("group", "project")[:10])
    if found:
        first = next((m for m in found if m.group.kind == ProjectGroup.Kind.STEERING), found[0])
        context = {"project": project, "meeting": first}
        yield OverviewBlock(15, "aside", "register/groups/overview_next.html", context)


def calendar(
    user: Any, projects: Sequence[Project], first: datetime, last: datetime
) -> Iterator[CalendarEntry]:
    found = Meeting.objects.present().filter(
        access.meetings_visible_to(user), project__in=projects, group__deleted_at__isnull=True
    )
    touching = found.filter(starts_at__lt=last, ends_at__gt=first).order_by("starts_at", "pk")
    for meeting in touching.select_related("group", "project"):
        yield CalendarEntry(
            meeting.starts_at,
            meeting.title,
            _address(meeting),
            meeting.ends_at,
            kind="meeting",
            project=meeting.project_id,
            what=_("Meeting"),
            key=f"meeting-{meeting.pk}",
        )


def _day(meeting: Meeting) -> str:
    return date_format(timezone.localtime(meeting.starts_at), "SHORT_DATE_FORMAT")


def _address(meeting: Meeting) -> str:
    return reverse("register:meeting", args=[meeting.project.slug, meeting.pk])


PROVIDERS: Final[dict[Kind, Provider]] = {
    "rail": rail,
    "todo": todo,
    "overview": overview,
    "calendar": calendar,
}
