"""Rows of the list of reports, on the page and in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yhes.common.export import Cell
from yhes.desk.reports.models import FunderReport

Column = dict[str, object]


def columns() -> list[Column]:
    return [
        {"label": _("Report")}, {"label": _("State")}, {"label": _("Version"), "number": True},
        {"label": _("Due to the funder")}, {"label": _("Submitted")}, {"label": _("Language")},
    ]  # fmt: skip


def row(report: FunderReport) -> list[Column]:
    """Cells of components/table.html."""
    badge, label = badge_of(report)
    return [
        {
            "header": True,
            "text": report.title,
            "url": reverse("reports:report", args=[report.project.slug, report.pk]),
            "sub": period(report),
        },
        {"badge_state": badge, "badge_label": label},
        {"text": report.version, "number": True},
        {"text": date_format(report.due_on, "SHORT_DATE_FORMAT") if report.due_on else ""},
        {"text": _day(report)},
        {"text": report.get_language_display()},
    ]


def badge_of(report: FunderReport) -> tuple[str, str]:
    """A late draft says so."""
    if report.is_late:
        return "late", _("Late")
    return ("done" if report.is_submitted else "draft"), capfirst(report.get_state_display())


def period(report: FunderReport) -> str:
    """ "1.1.2026–30.6.2026"."""
    return "–".join(date_format(day, "SHORT_DATE_FORMAT") for day in (report.first, report.last))


def head() -> list[str]:
    return [
        _("Report"), _("Period from"), _("Period to"), _("State"), _("Version"), _("Due to the funder"),
        _("Submitted"), _("Language"), _("Fingerprint of the report"),
    ]  # fmt: skip


def cells(reports: Iterable[FunderReport]) -> Iterator[list[Cell]]:
    for report in reports:
        yield [
            report.title, report.first, report.last, report.get_state_display(), report.version,
            report.due_on, report.submitted_at, report.get_language_display(), report.fingerprint,
        ]  # fmt: skip


def _day(report: FunderReport) -> str:
    return date_format(localdate(report.submitted_at), "SHORT_DATE_FORMAT") if report.submitted_at else ""
