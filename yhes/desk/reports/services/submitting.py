"""Submitting: the draft is frozen as it was seen, and its files are made of what was frozen."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from yhes.accounts.models import User
from yhes.desk.reports.errors import ChangedSinceSeen, DeviationsMissing, FiguresMoved
from yhes.desk.reports.gathering import draft_of, gather
from yhes.desk.reports.models import FunderReport, ReportFile
from yhes.desk.reports.services.drafting import lock, record
from yhes.desk.reports.services.rendering import start_rendering
from yhes.desk.reports.snapshot import Document, fingerprint, to_document


@transaction.atomic
def submit_report(*, report: FunderReport, seal: str, actor: User | None = None) -> FunderReport:
    """Freeze the draft and start the making of its files.

    seal: `seal_of` the report the person looked at. Raises ChangedSinceSeen when it is another one now,
    FiguresMoved when the apps would tell something else, DeviationsMissing, AlreadySubmitted, ReportIsGone.
    """
    found = lock(report)
    if seal != seal_of(draft_of(found)):
        raise ChangedSinceSeen
    if missing := missing_deviations(draft_of(found)):
        raise DeviationsMissing(missing)
    if gather(found, actor) != found.figures:
        raise FiguresMoved
    now = timezone.now()
    document = draft_of(found, submitted_on=timezone.localdate(now).isoformat())
    parts = tuple(replace(part, section=replace(part.section, advice="")) for part in document.parts)
    whole = replace(document, parts=tuple(part for part in parts if not part.is_blank))
    found.snapshot = to_document(whole)
    found.fingerprint = fingerprint(found.snapshot)
    found.state, found.submitted_at, found.submitted_by = FunderReport.State.SUBMITTED, now, actor
    found.save()
    ReportFile.objects.bulk_create(ReportFile(report=found, kind=kind) for kind in ReportFile.Kind)
    record(found, "desk.report_submitted", actor)
    start_rendering(found, actor)
    return found


def seal_of(document: Document) -> str:
    """What tells whether two people look at the same draft: SHA-256 (hex) over all that it shows."""
    return fingerprint(to_document(document))


def missing_deviations(document: Document) -> list[str]:
    """Titles of the work packages of whose deviations nothing has been written."""
    return [
        part.section.title
        for part in document.parts
        if part.section.asks_deviation and not part.deviation.strip()
    ]
