"""What groups offer to the desk: the rail, what is due of their meetings, the next one, and the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register import access as register
from projects.register.groups import access
from projects.register.models import AgendaItem, Meeting, MeetingLetter, Project, ProjectGroup
from projects.register.models.meetings import MeetingQuerySet
from yhes.common.registry import CalendarEntry, Kind, OverviewBlock, Provider, RailItem, Todo

PAPERS_DAYS: Final = 14  # so long before a meeting its papers are due
IN_TIME: Final = 7  # the papers should be with the members by then
MINUTES_LATE: Final = 14  # days after a meeting
MOST_UNWRITTEN: Final = 3  # minutes asked for at once, the oldest first


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    """For whoever has something to read there; coordinators make the first group."""
    visible = ProjectGroup.objects.present().filter(access.groups_visible_in(user, project))
    if register.is_coordinator(user, project) or visible.exists():
        url = reverse("register:group_list", args=[project.slug])
        yield RailItem(86, _("Groups"), "users", url, badge=_waiting(user, project))


def todo(user: Any, project: Project) -> Iterator[Todo]:
    """Coordinators: papers to be sent, minutes to be written. Members: papers to be read."""
    if register.is_coordinator(user, project):
        of_group = _meetings(project).select_related("group", "project")
        for meeting in of_group.filter(_unsent()).order_by("starts_at", "pk"):
            yield _to_send(meeting)
        for meeting in of_group.filter(_unwritten()).order_by("ends_at", "pk")[:MOST_UNWRITTEN]:
            yield _to_write(meeting)
    else:
        for meeting in _unread(user, project).select_related("group", "project").order_by("starts_at", "pk"):
            yield _to_read(meeting)


def _waiting(user: Any, project: Project) -> int:
    """How many things `todo` tells of, in one query."""
    if not register.is_coordinator(user, project):
        return _unread(user, project).count()
    counts: dict[str, int] = _meetings(project).aggregate(
        unsent=Count("pk", filter=_unsent()), unwritten=Count("pk", filter=_unwritten())
    )
    return counts["unsent"] + min(MOST_UNWRITTEN, counts["unwritten"])


def _meetings(project: Project) -> MeetingQuerySet:
    found: MeetingQuerySet = Meeting.objects.present().filter(project=project, group__deleted_at__isnull=True)
    return found.order_by()


def _soon() -> Q:
    now = timezone.now()
    return Q(ends_at__gte=now, starts_at__lte=now + timedelta(days=PAPERS_DAYS))


def _unsent() -> Q:
    return _soon() & Q(~Exists(MeetingLetter.objects.filter(meeting=OuterRef("pk"))))


def _unwritten() -> Q:
    written = AgendaItem.objects.filter(meeting=OuterRef("pk")).exclude(record="")
    return Q(~Exists(written), ends_at__lt=timezone.now(), approved_at__isnull=True)


def _unread(user: Any, project: Project) -> MeetingQuerySet:
    """Meetings soon whose papers have come to the person, of groups that they still read."""
    letters = MeetingLetter.objects.filter(meeting=OuterRef("pk"), member__user=user)
    groups = ProjectGroup.objects.filter(access.groups_read_in(user, project)).values("pk")
    return _meetings(project).filter(_soon(), Exists(letters), group__in=groups)


def _to_send(meeting: Meeting) -> Todo:
    days = (timezone.localdate(meeting.starts_at) - timezone.localdate()).days
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return Todo(
        urgency=days - IN_TIME,
        title=_("Send the papers: %(meeting)s") % {"meeting": meeting.title},
        detail=_("The meeting is on %(day)s. The members have no agenda yet.") % {"day": _day(meeting)},
        icon="send",
        url=_address(meeting),
        action=_("Open the meeting"),
        when=left,
        is_late=days < IN_TIME,
    )


def _to_write(meeting: Meeting) -> Todo:
    days = (timezone.localdate() - timezone.localdate(meeting.ends_at)).days
    return Todo(
        urgency=MINUTES_LATE - days,
        title=_("Write the minutes: %(meeting)s") % {"meeting": meeting.title},
        detail=_("The meeting was on %(day)s.") % {"day": _day(meeting)},
        icon="comment",
        url=_address(meeting),
        action=_("Open the meeting"),
        is_late=days > MINUTES_LATE,
    )


def _to_read(meeting: Meeting) -> Todo:
    return Todo(
        urgency=(timezone.localdate(meeting.starts_at) - timezone.localdate()).days,
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
