"""A public project's course: its own days here, and those of every room through the registry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register.models import Deliverable, Milestone, Project
from projects.register.models.followup import Progress, Visibility
from projects.register.services.states import STATE_CHANGED
from yhes.common import audit, registry
from yhes.common.charts import Mark
from yhes.common.timeline import TimelineEvent

State = Project.State
# What is told of a public project's states: not how funding was applied for and refused.
TOLD: Final = (State.GRANTED, State.RUNNING, State.INTERRUPTED, State.REPORTING, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Row:
    """An event as the page shows it. when: its day or days in words; is_coming: after today."""

    event: TimelineEvent
    when: str
    is_coming: bool


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Course:
    """years: the events by year, the earliest first; marks: the same for the drawn line."""

    years: list[Year]
    marks: list[Mark]
    summary: str


def events(project: Project) -> Iterator[TimelineEvent]:
    """Registered as `timeline`: start, end, states, and the milestones and deliverables everyone may see."""
    if project.starts_on:
        yield TimelineEvent(project.starts_on, _("Project"), _("The project begins"), is_frame=True)
    if project.ends_on:
        yield TimelineEvent(project.ends_on, _("Project"), _("The project ends"), is_frame=True)
    yield from _states(project)
    public: dict[str, Any] = {"project": project, "visibility": Visibility.PUBLIC}
    for item in Milestone.objects.present().filter(**public).exclude(state=Progress.DROPPED):
        yield _dated(project, item, _("Milestone"))
    days = Deliverable.objects.present().filter(**public).exclude(state=Progress.DROPPED)
    for item in days.exclude(due_on__isnull=True, done_on__isnull=True):
        yield _dated(project, item, _("Deliverable"), item.address)


def course(project: Project) -> Course:
    """Everything that anybody may know, in the order of the days; each room is asked once."""
    today = timezone.localdate()
    found = [event for offer in registry.providers("timeline").values() for event in offer(project)]
    found.sort(key=lambda event: (event.on, not event.is_frame))
    rows = [Row(event, _days(event), event.on > today) for event in found]
    years = [Year(year, list(group)) for year, group in groupby(rows, key=lambda row: row.event.on.year)]
    marks = [Mark(row.event.on, row.event.is_frame) for row in rows]
    return Course(years, marks, _summary(rows))


def _states(project: Project) -> Iterator[TimelineEvent]:
    labels = dict(State.choices)
    for event in audit.history(project).filter(action=STATE_CHANGED).order_by("pk"):
        state, day = event.changes["state"][1], event.changes["on"][1]
        if state in TOLD:
            title = capfirst(str(labels[state]))
            yield TimelineEvent(date.fromisoformat(day), _("State of the project"), title)


def _dated(project: Project, item: Any, what: str, url: str = "") -> TimelineEvent:
    """On the day it was done, else on the day it is due."""
    is_done = item.state == Progress.DONE
    note = _("done") if is_done else _("not done yet") if item.is_late else ""
    return TimelineEvent(
        item.done_on or item.due_on,
        what,
        item.title,
        url=url,
        note=note,
        is_example=project.has_example_data,
    )


def _days(event: TimelineEvent) -> str:
    first = date_format(event.on, "SHORT_DATE_FORMAT")
    if event.until is None or event.until == event.on:
        return first
    return f"{first}–{date_format(event.until, 'SHORT_DATE_FORMAT')}"


def _summary(rows: Sequence[Row]) -> str:
    """In two or three sentences what the line shows, for whoever does not see it."""
    if not rows:
        return ""
    coming = [row for row in rows if row.is_coming]
    behind = len(rows) - len(coming)
    sentences = [
        _("From %(first)s to %(last)s.") % {"first": rows[0].when, "last": rows[-1].when},
        ngettext("%(count)s event so far.", "%(count)s events so far.", behind) % {"count": behind},
    ]
    if coming:
        words = ngettext("%(count)s is to come.", "%(count)s are to come.", len(coming))
        sentences.append(words % {"count": len(coming)})
        following = coming[0]
        words = _("The next one: %(title)s, %(day)s.")
        sentences.append(words % {"title": following.event.title, "day": following.when})
    return " ".join(sentences)
