"""What the apps' `calendar` providers know: as entries of any time, and as a strip of the next two weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.register import access
from projects.register.models import Project
from yhes.common import registry
from yhes.common.registry import CalendarEntry

DAYS: Final = 14
KINDS: Final[dict[str, Promise]] = {
    "event": _("Event"), "meeting": _("Meeting"), "deadline": _("Deadline"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A calendar entry with its own clock time in Finland, and the project it is of."""

    entry: CalendarEntry
    start: datetime
    project: Project | None = None

    @property
    def shows_time(self) -> bool:
        """A deadline is the day's, not the hour's."""
        return self.entry.kind != "deadline" and not self.entry.is_all_day

    @property
    def end(self) -> datetime | None:
        return timezone.localtime(self.entry.end) if self.entry.end and self.shows_time else None

    @property
    def first_day(self) -> date:
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The day of the last moment: what ends at midnight ends on the day before."""
        if not self.entry.end or self.entry.kind == "deadline":
            return self.first_day
        last = timezone.localtime(self.entry.end - timedelta(microseconds=1)).date()
        return max(last, self.first_day)

    @property
    def what(self) -> str:
        return self.entry.what or str(KINDS[self.entry.kind])


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_free: bool
    is_today: bool
    entries: list[Entry]


def between(user: Any, projects: Sequence[Project], first: date, last: date) -> list[Entry]:
    """Everything of these projects that the person may see from the first day to the last, in order.

    Asks each app once, whatever the number of projects.
    """
    access.remember(user)
    of = {project.pk: project for project in projects}
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    found = [
        Entry(entry, timezone.localtime(entry.start), of.get(entry.project or 0))
        for provider in registry.providers("calendar").values()
        for entry in provider(user, list(projects), begin, end)
    ]
    return sorted(found, key=lambda entry: (entry.start, entry.entry.title, entry.entry.url))


def strip(user: Any, project: Project) -> list[Day]:
    """Fourteen days from today; what is going on already stands on the first."""
    today = timezone.localdate()
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in between(user, [project], today, today + timedelta(days=DAYS - 1)):
        by_day[max(entry.first_day, today)].append(entry)
    days = [today + timedelta(days=number) for number in range(DAYS)]
    return [Day(day, day.weekday() >= 5, day == today, sorted(by_day[day], key=_order)) for day in days]


def _midnight(day: date) -> datetime:
    """When the day begins in Finland."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _order(entry: Entry) -> tuple[time, str]:
    return entry.start.time(), entry.entry.title
