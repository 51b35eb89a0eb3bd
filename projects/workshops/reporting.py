"""What events tell a report to the funder: what was held, how many came, and for how many hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register.models import Project
from projects.workshops.models import Registration, Workshop
from yhes.common.reporting import Cell, Column, ReportSection, Table, hours

_PLACE: Final = 600
FEWEST: Final = 5  # people of one organisation who are told of as a number of their own


def sections(project: Project, first: date, last: date, user: Any) -> Iterator[ReportSection]:
    """Registered as `report`. An event belongs to the period in which it began."""
    held = list(
        Workshop.objects.filter(
            project=project, state=Workshop.State.HELD, starts_at__date__range=(first, last)
        )
        .select_related("work_package", "organiser")
        .order_by("starts_at", "pk")
    )
    tables = (_events(held), _packages(held), _organisations(held)) if held else ()
    uncounted = sum(event.participants_count is None for event in held)
    yield ReportSection(
        "workshops:events",
        _PLACE,
        _("Events and participants"),
        lead=_uncounted(uncounted) if uncounted else "",
        tables=tuple(table for table in tables if table.rows),
        missing="" if held else _("No events were held in the period."),
        advice=_("Mark each event as held and write down how many came: only then is it counted."),
    )


def _uncounted(count: int) -> str:
    words = ngettext(
        "The participants of %(count)s event were not counted; it is not in the sums.",
        "The participants of %(count)s events were not counted; they are not in the sums.",
        count,
    )
    return words % {"count": count}


def _events(held: Sequence[Workshop]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            event.title,
            capfirst(event.get_kind_display()),
            timezone.localdate(event.starts_at),
            str(event.organiser) if event.organiser else None,
            event.participants_count,
            _length(event),
            _participant_hours(event),
        )
        for event in held
    ]
    rows.append((_("Together"), "", "", "", _people(held), "", _all_hours(held)))
    head = (
        Column(_("Event")),
        Column(_("Kind")),
        Column(_("Day")),
        Column(_("Organiser")),
        Column(_("Participants"), "number"),
        Column(_("Hours"), "number"),
        Column(_("Participant hours"), "number"),
    )
    note = _("Participant hours are participants × the hours of the event; breaks are not taken off.")
    return Table("events", _("Events held"), head, tuple(rows), note, is_summed=True)


def _packages(held: Sequence[Workshop]) -> Table:
    """By work package, in the order of the plan; those of none last."""
    groups: dict[tuple[int, int, str], list[Workshop]] = {}
    for event in held:
        package = event.work_package
        key = (package.order, package.pk, package.title) if package else (10**6, 0, _("No work package"))
        groups.setdefault(key, []).append(event)
    rows = [
        (title, len(events), _people(events), _all_hours(events))
        for (_order, _key, title), events in sorted(groups.items())
    ]
    head = (
        Column(_("Work package")),
        Column(_("Events"), "number"),
        Column(_("Participants"), "number"),
        Column(_("Participant hours"), "number"),
    )
    return Table("packages", _("Events by work package"), head, tuple(rows))


def _organisations(held: Iterable[Workshop]) -> Table:
    """Seats of those who registered, while the registrations are kept; small organisations together."""
    seated = Registration.objects.registered().filter(workshop__in=[event.pk for event in held])
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for written in seated.order_by("pk").values_list("organisation", flat=True):
        name = " ".join(written.split())
        names.setdefault(name.casefold(), name or _("Not stated"))
        counts[name.casefold()] += 1
    told = [(names[key], count) for key, count in counts.items() if count >= FEWEST]
    told.sort(key=lambda row: (-row[1], row[0]))
    few = sum(count for count in counts.values() if count < FEWEST)
    rows: list[tuple[Cell, ...]] = [*told]
    if few:
        rows.append((_("Others, fewer than %(count)s from each") % {"count": FEWEST}, few))
    head = (Column(_("Organisation")), Column(_("Registered"), "number"))
    note = _("Of those who registered and had a seat. Registrations are kept for 90 days after an event.")
    return Table("organisations", _("Registered by organisation"), head, tuple(rows), note)


def _length(event: Workshop) -> Decimal | None:
    """In hours; None where only the day is known."""
    if not event.has_times:
        return None
    return hours(round((event.ends_at - event.starts_at).total_seconds() / 60))


def _participant_hours(event: Workshop) -> Decimal | None:
    length = _length(event)
    return None if length is None or event.participants_count is None else event.participants_count * length


def _people(events: Iterable[Workshop]) -> int:
    return sum(event.participants_count or 0 for event in events)


def _all_hours(events: Iterable[Workshop]) -> Decimal:
    return sum((_participant_hours(event) or Decimal(0) for event in events), Decimal(0))
