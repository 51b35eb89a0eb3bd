"""Events as an iCalendar file (RFC 5545), which every calendar program reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import icalendar

Method = Literal["PUBLISH", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `uid` never changes and `sequence` grows with each change, so that a calendar
    replaces what it has. Dates instead of moments: a whole day (`end` is the day after the last).
    """

    uid: str
    sequence: int
    changed_at: datetime
    start: datetime | date
    end: datetime | date
    title: str
    text: str
    place: str
    url: str
    is_cancelled: bool = False


def calendar_file(entries: Iterable[Entry], *, name: str, method: Method = "PUBLISH") -> bytes:
    """The entries as one calendar, UTF-8; `name` is what the calendar is called where it is followed."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//YHES//events//FI")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("summary", entry.title)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.text:
        event.add("description", entry.text)
    if entry.place:
        event.add("location", entry.place)
    return event
