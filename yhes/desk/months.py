"""A month of the calendar: its weeks for wide screens and its days for phones."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects.register.models import Project
from yhes.desk.calendar import Entry

OFFERED: Final = range(-12, 25)  # months from this one that can be chosen; the arrows lead further
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid; those of the months beside it are empty."""

    date: date
    is_inside: bool
    is_free: bool
    is_today: bool
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    days: Sequence[Day]


@dataclass(frozen=True, slots=True)
class Month:
    """first: its first day. listed: what touches it, each once, with the day on which it is told."""

    first: date
    weeks: Sequence[Week]
    listed: Sequence[tuple[date, Entry]]

    @property
    def last(self) -> date:
        return _moved(self.first, 1) - timedelta(days=1)

    @property
    def is_now(self) -> bool:
        return self.first <= timezone.localdate() <= self.last

    @property
    def earlier(self) -> str:
        return _name(_moved(self.first, -1)) if self.first > date(FIRST_YEAR, 1, 1) else ""

    @property
    def later(self) -> str:
        return _name(_moved(self.first, 1)) if self.last < date(LAST_YEAR, 12, 31) else ""


def month_of(first: date, entries: Iterable[Entry]) -> Month:
    """Of the month that begins on `first`; an entry of several days stands on each of them in the grid."""
    listed = [(max(entry.first_day, first), entry) for entry in entries]
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for begins, entry in listed:
        for number in range((min(entry.last_day, _moved(first, 1)) - begins).days + 1):
            by_day[begins + timedelta(days=number)].append(entry)
    today = timezone.localdate()
    weeks = [
        Week(
            week[0].isocalendar().week,
            [
                Day(day, inside, day.weekday() >= 5, day == today, by_day[day] if inside else [])
                for day in week
                for inside in [day.month == first.month]
            ],
        )
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(first, weeks, listed)


def weekdays() -> list[tuple[str, str]]:
    """Short and whole names, Monday first, in the active language."""
    return [(str(WEEKDAYS_ABBR[number]), str(WEEKDAYS[number])) for number in range(7)]


def asked_month(asked: str) -> date:
    """The first day of the month asked for ("2026-11"), or of this one."""
    year, _dash, month = asked.partition("-")
    is_plain = asked.isascii() and year.isdecimal() and month.isdecimal() and len(asked) == 7
    if is_plain and FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return timezone.localdate().replace(day=1)


class CalendarForm(forms.Form):
    """Narrows the calendar; what is not understood narrows nothing."""

    month = forms.ChoiceField(label=_("Month"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, data: dict[str, str], *, month: date, projects: Sequence[Project]) -> None:
        super().__init__({**data, "month": _name(month)})
        self._choices("month", _offered(month))
        self._choices("kind", [("", _("All kinds")), *((kind, label) for kind, label in _KINDS)])
        if len(projects) > 1:
            named = ((project.slug, str(project)) for project in projects)
            self._choices("project", [("", _("All projects")), *named])
        else:
            del self.fields["project"]

    def _choices(self, name: str, choices: Iterable[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, str(label)) for value, label in choices]

    def chosen(self, name: str) -> str:
        """ "" for nothing, and for what cannot be chosen."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


_KINDS: Final = (("event", _("Events")), ("meeting", _("Meetings")), ("deadline", _("Deadlines")))


def _offered(month: date) -> Iterator[tuple[str, str]]:
    this = timezone.localdate().replace(day=1)
    for day in sorted({month, *(_moved(this, number) for number in OFFERED)}):
        yield _name(day), capfirst(date_format(day, "YEAR_MONTH_FORMAT"))


def _moved(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _name(first: date) -> str:
    return f"{first:%Y-%m}"
