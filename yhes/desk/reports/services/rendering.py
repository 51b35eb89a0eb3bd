"""The files of a submitted report: made once by a job, in their places whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from yhes.accounts.models import User
from yhes.common import jobs, papers
from yhes.common.models import Job
from yhes.desk.reports.models import FunderReport, ReportFile
from yhes.desk.reports.snapshot import Document, from_document

JOB: Final = "desk.render_report"
FOLDER: Final = "funder-reports"


def render_files(*, report_id: int, progress: papers.Progress, confirm: Callable[[], None]) -> None:
    """Make the files that are not there yet, each beside its place, then rename it; safe to repeat.

    progress: told (done, total) as files finish. confirm: called right before each rename; raises when
    another worker has taken the job over, and then nothing is touched.
    """
    report = FunderReport.objects.select_related("project").get(pk=report_id)
    document = from_document(report.snapshot)
    files = list(report.files.order_by("kind"))  # the PDF takes longest and comes last
    progress(0, len(files))
    for number, file in enumerate(files, start=1):
        if not (file.is_ready and file_path(file).is_file()):
            _make(file, _content(ReportFile.Kind(file.kind), document, report), confirm)
        progress(number, len(files))


def start_rendering(report: FunderReport, actor: User | None) -> Job:
    return jobs.start(JOB, subject=_subject(report), payload={"report": report.pk}, started_by=actor)


def make_files_again(*, report: FunderReport, actor: User | None) -> Job:
    """For files that were never made, as every attempt failed; those that are there stay as they are."""
    return start_rendering(report, actor)


def job_of(report: FunderReport) -> Job | None:
    """The newest job that makes or made the files."""
    return Job.objects.about(_subject(report)).filter(kind=JOB).first()


def file_path(file: ReportFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.path


def _subject(report: FunderReport) -> str:
    return f"desk.report:{report.pk}"


def _content(kind: ReportFile.Kind, document: Document, report: FunderReport) -> bytes:
    # WeasyPrint and python-docx take long to load, and the web process needs neither.
    from yhes.desk.reports.files import csv, docx, pdf

    make = {
        ReportFile.Kind.PDF: pdf.render,
        ReportFile.Kind.DOCX: docx.render,
        ReportFile.Kind.CSV: csv.render,
    }
    return make[kind](document, report.fingerprint)


def _make(file: ReportFile, content: bytes, confirm: Callable[[], None]) -> None:
    place = _place(file)
    papers.put_in_place(place, content, confirm=confirm)
    ReportFile.objects.filter(pk=file.pk).update(
        path=str(place.relative_to(settings.MEDIA_ROOT)),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=timezone.now(),
    )


def _place(file: ReportFile) -> Path:
    report = file.report
    name = f"{report.project.slug}-{report.first}-{report.last}-v{report.version}.{file.kind}"
    return Path(settings.MEDIA_ROOT) / FOLDER / str(report.pk) / name
