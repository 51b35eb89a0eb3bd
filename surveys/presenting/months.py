"""A project's rounds by month: those that were, are open and are coming, and the repetitions foreseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from surveys.models import Round
from surveys.services import repeating

FORESEEN: Final = timedelta(days=366)  # how far ahead repetitions are shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A round, or one that a repetition foresees (`nth` > 0). A draft has only its last day."""

    round: Round
    begins: date
    ends: date
    label: str
    nth: int = 0

    @property
    def url(self) -> str:
        return reverse("surveys:round", args=[self.round.project.slug, self.round.pk])

    @property
    def is_one_day(self) -> bool:
        return self.begins == self.ends


@dataclass(frozen=True, slots=True)
class Month:
    """`first` is the month's first day."""

    first: date
    entries: list[Entry]
    is_now: bool


def entries_of(rounds: Iterable[Round], *, foresee: bool) -> list[Entry]:
    """In the order of their days. `foresee`: with the rounds that repetitions would bring within a year."""
    found = [entry for round_ in rounds for entry in _entries(round_, foresee=foresee)]
    return sorted(found, key=lambda entry: (entry.begins, entry.ends, entry.round.pk, entry.nth))


def months_of(entries: Iterable[Entry], year: int) -> list[Month]:
    """Months of the year in which a round begins, is open or ends; this month is there in any case."""
    today, listed = timezone.localdate(), list(entries)
    months = []
    for number in range(1, 13):
        first = date(year, number, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        inside = [entry for entry in listed if entry.begins <= last and entry.ends >= first]
        is_now = first <= today <= last
        if inside or is_now:
            months.append(Month(first, inside, is_now))
    return months


def calendar_file(entries: Iterable[Entry], *, name: str) -> bytes:
    """The entries as whole days of an iCalendar file (RFC 5545), UTF-8."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//YHES//surveys//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = icalendar.Event()
        event.add("uid", f"survey-round-{entry.round.pk}-{entry.nth}@{settings.SITE_URL.partition('//')[2]}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", entry.begins)
        event.add("dtend", entry.ends + timedelta(days=1))  # the day after the last
        event.add("summary", f"{entry.round.title} ({entry.label})")
        event.add("url", f"{settings.SITE_URL}{entry.url}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _entries(round_: Round, *, foresee: bool) -> Iterator[Entry]:
    ends = timezone.localdate(round_.closed_at or round_.closes_at)
    begins = timezone.localdate(round_.opened_at) if round_.opened_at else ends
    yield Entry(round_, min(begins, ends), ends, capfirst(round_.get_state_display()))
    for nth, day in enumerate(_foreseen(round_) if foresee else (), start=1):
        yield Entry(round_, day, day + (ends - begins), _("Foreseen"), nth)


def _foreseen(round_: Round) -> Iterator[date]:
    """When its next rounds would begin; one whose day has passed is due today."""
    upcoming, times, last = repeating.next_begins(round_), 1, timezone.localdate() - timedelta(days=1)
    while upcoming and timezone.localdate(upcoming) <= timezone.localdate() + FORESEEN:
        day = max(timezone.localdate(upcoming), timezone.localdate())
        if day > last:
            yield day
        last, times = day, times + 1
        upcoming = repeating.later(round_, times)
