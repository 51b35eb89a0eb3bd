"""What reports offer to the desk: a room, what is due, its days in the calendar, and the bin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.register.models import Project
from yhes.common.bins import BinKind, forgetting
from yhes.common.registry import CalendarEntry, Kind, NavItem, PortfolioFact, Provider, RailItem, Todo
from yhes.desk.reports import access, listing, services
from yhes.desk.reports.models import FunderReport

SOON_DAYS: Final = 30  # a report takes longer than an evening


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    if access.can_report(user, project):
        url = reverse("reports:list", args=[project.slug])
        yield RailItem(88, _("Reports"), "table", url, badge=_due(project).count())


def create(user: Any, project: Project) -> Iterator[NavItem]:
    if access.can_report(user, project):
        yield NavItem(90, _("Report to the funder"), reverse("reports:create", args=[project.slug]))


def todo(user: Any, project: Project) -> Iterator[Todo]:
    if access.can_report(user, project):
        for report in _due(project):
            yield _todo(report)


def calendar(
    user: Any, projects: Sequence[Project], first: datetime, last: datetime
) -> Iterator[CalendarEntry]:
    """The days by which the funder wants the reports that are drafts still."""
    days = (timezone.localdate(first), timezone.localdate(last - timedelta(microseconds=1)))
    for report in _drafts(user, projects).filter(due_on__range=days):
        yield CalendarEntry(
            timezone.make_aware(datetime.combine(report.due_on, time.min)),
            _("Due to the funder: %(title)s") % {"title": report.title},
            _address(report, report.project),
            kind="deadline",
            project=report.project_id,
            what=_("Report to the funder"),
            key=f"report-{report.pk}",
        )


def portfolio(user: Any, projects: Sequence[Project]) -> dict[int, list[PortfolioFact]]:
    """The drafts that the funder waits for, each with its day."""
    found: dict[int, list[PortfolioFact]] = {}
    for report in _drafts(user, projects).filter(due_on__isnull=False).order_by("due_on", "pk"):
        fact = PortfolioFact("due", report.title, _address(report, report.project), on=report.due_on)
        found.setdefault(report.project_id, []).append(fact)
    return found


def _drafts(user: Any, projects: Sequence[Project]) -> Any:
    mine = [project for project in projects if access.can_report(user, project)]
    return FunderReport.objects.drafts().filter(project__in=mine).select_related("project")


def bin_kinds() -> Iterator[BinKind]:
    yield BinKind(
        name="report",
        label=gettext_lazy("report to the funder"),
        waiting=_waiting,
        restore=services.restore_report,
        where=lambda report: reverse("reports:report", args=[report.project.slug, report.pk]),
        forget=forgetting(FunderReport),
        note=listing.period,
    )


def _waiting(user: Any, project: Project) -> Any:
    if not access.can_report(user, project):
        return None
    return FunderReport.objects.in_bin().filter(project=project).select_related("project")


def _due(project: Project) -> Any:
    soon = timezone.localdate() + timedelta(days=SOON_DAYS)
    return FunderReport.objects.drafts().filter(project=project, due_on__lte=soon).select_related("project")


def _todo(report: FunderReport) -> Todo:
    assert report.due_on is not None
    days = (report.due_on - timezone.localdate()).days
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    over = ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
    day = date_format(report.due_on, "SHORT_DATE_FORMAT")
    return Todo(
        urgency=days,
        title=_("Report to the funder: %(title)s") % {"title": report.title},
        detail=_("Period %(period)s, due on %(day)s.") % {"period": listing.period(report), "day": day},
        icon="table",
        url=_address(report, report.project),
        action=_("Open the report"),
        when=over if days < 0 else left,
        is_late=days < 0,
    )


def _address(report: FunderReport, project: Project) -> str:
    return reverse("reports:report", args=[project.slug, report.pk])


PROVIDERS: dict[Kind, Provider] = {
    "rail": rail,
    "create": create,
    "todo": todo,
    "calendar": calendar,
    "portfolio": portfolio,
    "bin": bin_kinds,
}
