"""What the register tells a report to the funder: facts, states, decisions, work packages, what is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.register.models import Deliverable, Meeting, Milestone, Partnership, Project
from projects.register.models.followup import Dated, Progress
from projects.register.services.states import STATE_CHANGED
from yhes.common.models import AuditEvent
from yhes.common.reporting import Cell, Column, ReportSection, Table

_PLACE: Final = 100
_PACKAGES: Final = 200
_PLAN: Final = 400
_MILESTONES: Final = 450


def sections(project: Project, first: date, last: date, user: Any) -> Iterator[ReportSection]:
    """Registered as `report`. What is late is late on the last day, or today if that day is still to come."""
    full = Project.objects.select_related("programme", "funder").get(pk=project.pk)
    yield _facts(full, first, last)
    yield from _packages(full, first, last)
    yield _objectives(full)
    yield _milestones(full, first, last)


# --- The project --------------------------------------------------------------------------------------


def _facts(project: Project, first: date, last: date) -> ReportSection:
    tables = [_known(project), _figures(project), *_changes(project, first, last)]
    return ReportSection(
        "register:project",
        _PLACE,
        _("The project"),
        tables=tuple(table for table in tables if table.rows),
        advice=_("Facts are changed in the project's settings; decisions and meetings in their own rooms."),
    )


def _known(project: Project) -> Table:
    coordinator = project.partnerships.filter(role=Partnership.Role.COORDINATOR).first()
    rows: list[tuple[str, Any]] = [
        (_("Funder"), project.funder),
        (_("Programme"), project.programme),
        (_("Call for applications"), project.call),
        (_("Decision number"), project.decision_number),
        (_("Coordinator"), coordinator and coordinator.organisation),
        (_("Duration"), _duration(project)),
        (_("State"), capfirst(project.get_state_display()) if project.state else ""),
    ]
    head = (Column(_("Fact")), Column(_("As in the register")))
    return Table(
        "facts", _("Facts of the project"), head, tuple((label, str(value)) for label, value in rows if value)
    )


def _duration(project: Project) -> str:
    days = [
        date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (project.starts_on, project.ends_on)
    ]
    span = "–".join(days) if any(days) else ""
    stated = "" if project.ends_on else str(project.stated_duration)
    return f"{span} ({stated})" if span and stated else span or stated


def _figures(project: Project) -> Table:
    joined = Q(state=Partnership.State.JOINED)
    counts = project.partnerships.aggregate(
        partners=Count("pk", filter=joined),
        regions=Count("organisation__region", filter=joined, distinct=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (_("Partners that have joined"), counts["partners"]),
        (_("Regions with a partner"), counts["regions"]),
    ]
    rows += [(label, value) for label, value in _sums(project) if value is not None]
    head = (Column(_("Figure")), Column(_("Amount"), "number"))
    return Table("figures", _("The project in figures"), head, tuple(rows))


def _sums(project: Project) -> Iterator[tuple[str, Decimal | None]]:
    """A total says more than its parts only where they are all known, as on the public page."""
    yield _("Granted sum, euros"), project.granted
    yield _("Own share, euros"), project.own_share
    yield _("Other funding, euros"), project.other_funding
    if project.total_costs is not None or None not in (project.granted, project.own_share):
        yield _("Total, euros"), project.total


def _changes(project: Project, first: date, last: date) -> Iterator[Table]:
    """Changes of state, decisions and meetings of groups in the period."""
    head = (Column(_("Day")), Column(_("Before")), Column(_("After")), Column(_("Why")))
    yield Table("states", _("Changes of the project's state"), head, tuple(_states(project, first, last)))
    decisions = project.decisions.present().filter(decided_on__range=(first, last))
    head = (Column(_("What was decided")), Column(_("Day")), Column(_("Decided by")), Column(_("Recorded")))
    rows = [
        (row.title, row.decided_on, capfirst(row.get_decided_by_display()), row.reference or None)
        for row in decisions.order_by("decided_on", "pk")
    ]
    yield Table("decisions", _("Decisions"), head, tuple(rows))
    yield _meetings(project, first, last)


def _states(project: Project, first: date, last: date) -> Iterator[tuple[Cell, ...]]:
    names = {value: capfirst(str(label)) for value, label in Project.State.choices}
    events = AuditEvent.objects.filter(project_id=project.pk, action=STATE_CHANGED).order_by("pk")
    for event in events:
        day = date.fromisoformat(event.changes["on"][1])
        if first <= day <= last:
            before, after = event.changes["state"]
            yield (day, names.get(before), names.get(after), str(event.changes["reason"][1] or ""))


def _meetings(project: Project, first: date, last: date) -> Table:
    held = Meeting.objects.present().filter(
        project=project,
        group__deleted_at__isnull=True,
        starts_at__date__range=(first, last),
        ends_at__lte=timezone.now(),
    )
    counted = held.select_related("group").annotate(
        listed=Count("attendances"),
        present_count=Count("attendances", filter=Q(attendances__is_present=True)),
    )
    rows = [
        (
            f"{meeting.group} {meeting.year_number}",
            timezone.localdate(meeting.starts_at),
            meeting.present_count if meeting.listed else None,
        )
        for meeting in counted.order_by("starts_at", "pk")
    ]
    head = (Column(_("Meeting")), Column(_("Day")), Column(_("Members present"), "number"))
    return Table("meetings", _("Meetings of groups"), head, tuple(rows))


# --- Work packages, objectives, milestones ------------------------------------------------------------


def _packages(project: Project, first: date, last: date) -> Iterator[ReportSection]:
    packages = list(project.work_packages.prefetch_related("co_implementers"))
    items = list(Deliverable.objects.present().filter(project=project))
    for number, package in enumerate(packages, start=1):
        mine = [item for item in items if item.work_package_id == package.pk]
        table = _followed("deliverables", _("Deliverables"), mine, first, last)
        yield ReportSection(
            f"register:package-{package.pk}",
            _PACKAGES + number,
            _("Work package %(number)s: %(title)s") % {"number": number, "title": package.title},
            lead=_co_implementers(package),
            tables=(table,) if table.rows else (),
            missing="" if table.rows else _("No deliverable was due or done in the period."),
            advice=_("Write what was done. Deliverables come from Follow-up, by their work package."),
            asks_deviation=True,
        )
    if not packages:
        yield ReportSection(
            "register:packages",
            _PACKAGES,
            _("Work packages"),
            missing=_("The register has no work packages of the project."),
            advice=_("Add the work packages in the project's settings, under the plan."),
        )
    elif loose := [item for item in items if item.work_package_id is None]:
        table = _followed("deliverables", _("Deliverables"), loose, first, last)
        if table.rows:
            yield ReportSection(
                "register:deliverables", _PLAN - 1, _("Deliverables of the whole project"), tables=(table,)
            )


def _co_implementers(package: Any) -> str:
    names = sorted(str(organisation) for organisation in package.co_implementers.all())
    return _("Co-implementers: %(names)s.") % {"names": ", ".join(names)} if names else ""


def _objectives(project: Project) -> ReportSection:
    rows = tuple(
        (objective.title, _listed(objective.measures.all()), _listed(objective.results.all()))
        for objective in project.objectives.prefetch_related("measures", "results")
    )
    head = (Column(_("Objective")), Column(_("Measures")), Column(_("Results so far")))
    return ReportSection(
        "register:objectives",
        _PLAN,
        _("Objectives, measures and results"),
        tables=(Table("objectives", _("Objectives"), head, rows),) if rows else (),
        missing="" if rows else _("The register has no objectives of the project."),
        advice=_("Objectives, measures and results are kept in the project's settings, under the plan."),
    )


def _listed(items: Iterable[Any]) -> str | None:
    return "; ".join(str(item).rstrip(".") for item in items) or None


def _milestones(project: Project, first: date, last: date) -> ReportSection:
    items = Milestone.objects.present().filter(project=project)
    table = _followed("milestones", _("Milestones"), items, first, last)
    return ReportSection(
        "register:milestones",
        _MILESTONES,
        _("Milestones"),
        tables=(table,) if table.rows else (),
        missing="" if table.rows else _("No milestone was due or done in the period."),
        advice=_("Milestones come from Follow-up. Write why one is late and what is done about it."),
    )


def _followed(key: str, title: str, items: Iterable[Dated], first: date, last: date) -> Table:
    """What was to be done, or was done, in the period, and whatever was late in it."""
    until = min(last, timezone.localdate())
    rows = [_row(item, until) for item in items if _concerns(item, first, last)]
    head = (
        Column(_("What")),
        Column(_("Due")),
        Column(_("State")),
        Column(_("Done on")),
        Column(_("Days late"), "number"),
    )
    return Table(key, title, head, tuple(rows), note=_late_note(rows, until))


def _concerns(item: Dated, first: date, last: date) -> bool:
    if item.done_on is not None and item.done_on <= last:
        return item.done_on >= first or (item.due_on is not None and first <= item.due_on <= last)
    if item.due_on is None or item.due_on > last:
        return False
    return item.due_on >= first or item.state != Progress.DROPPED


def _row(item: Dated, until: date) -> tuple[Cell, ...]:
    is_done = item.done_on is not None and item.done_on <= until
    if item.state == Progress.DROPPED:
        return (str(item), item.due_on, capfirst(str(Progress.DROPPED.label)), None, None)
    end = item.done_on if is_done and item.done_on else until
    late = max((end - item.due_on).days, 0) if item.due_on else None
    words = str(Progress.DONE.label) if is_done else (_("late") if late else _underway(item))
    return (str(item), item.due_on, capfirst(words), item.done_on if is_done else None, late)


def _underway(item: Dated) -> str:
    """The item's own state; what was done after the last day was still under way on it."""
    return str(Progress.UNDERWAY.label if item.state == Progress.DONE else Progress(item.state).label)


def _late_note(rows: Sequence[tuple[Cell, ...]], until: date) -> str:
    if not any(row[4] for row in rows):
        return ""
    day = date_format(until, "SHORT_DATE_FORMAT")
    return _("Lateness is counted to the day of completion, or to %(day)s.") % {"day": day}
