"""What of a report's draft can be set back, field by field (see yhes.common.restoring)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from projects.register.models import Project
from yhes.common.history import Change
from yhes.common.models import AuditEvent
from yhes.common.restoring import Changeable
from yhes.desk.reports import access, history, services
from yhes.desk.reports.models import FunderReport, ReportText
from yhes.desk.reports.services import drafting


def kinds() -> Iterator[Changeable]:
    yield Changeable(
        model=FunderReport,
        action=drafting.CHANGED,
        fields=drafting.FACTS,
        find=_report,
        change=lambda row, **how: services.update_report(report=row, **how),
        where=lambda row, project: reverse("reports:report", args=[project.slug, row.pk]),
        told=_told,
        together=(frozenset({"first", "last"}),),
    )
    yield Changeable(
        model=ReportText,
        action=drafting.TEXT_CHANGED,
        fields=drafting.TEXTS,
        find=_text,
        change=lambda row, **how: services.write_text(text=row, **how),
        where=lambda row, project: reverse("reports:report", args=[project.slug, row.report_id]),
        told=_told,
    )


def _told(_request: Any, event: AuditEvent) -> tuple[Change, ...]:
    return history.changes_of(event)


def _report(user: Any, project: Project, key: int) -> FunderReport | None:
    """Once it is submitted, the service says why it stays as it is."""
    rows = FunderReport.objects.present().filter(project=project, pk=key)
    found: FunderReport | None = rows.first()
    return found if access.can_report(user, project) else None


def _text(user: Any, project: Project, key: int) -> ReportText | None:
    rows = ReportText.objects.filter(report__project=project, report__deleted_at__isnull=True, pk=key)
    found = rows.select_related("report").first()
    return found if access.can_report(user, project) else None
