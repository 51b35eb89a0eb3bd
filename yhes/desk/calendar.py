"""The next two weeks as a strip of days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from projects.register.models import Project
from yhes.common import registry
from yhes.common.registry import CalendarEntry

DAYS = 14


@dataclass(frozen=True, slots=True)
class Entry:
    """A calendar entry with its own clock time in Finland; a deadline is the day's, not the hour's."""

    entry: CalendarEntry
    start: datetime

    @property
    def shows_time(self) -> bool:
        return self.entry.kind != "deadline"


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_free: bool
    is_today: bool
    entries: list[Entry]


def strip(user: Any, project: Project) -> list[Day]:
    """Fourteen days from today, with what the apps' `calendar` providers know of them."""
    today = timezone.localdate()
    first, last = _midnight(today), _midnight(today + timedelta(days=DAYS))
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for provider in registry.providers("calendar").values():
        for entry in provider(user, project, first, last):
            start = timezone.localtime(entry.start)
            by_day[max(start.date(), today)].append(Entry(entry, start))
    days = [today + timedelta(days=number) for number in range(DAYS)]
    return [Day(day, day.weekday() >= 5, day == today, sorted(by_day[day], key=_order)) for day in days]


def _midnight(day: date) -> datetime:
    """When the day begins in Finland."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _order(entry: Entry) -> tuple[time, str]:
    return entry.start.time(), entry.entry.title
