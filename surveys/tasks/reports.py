"""The job that makes a report in PDF."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from surveys.models import ReportFile
from surveys.services import reports
from yhes.common import jobs


@jobs.job(ReportFile.JOB, label=_("Making the PDF"))
def render_report(context: jobs.Context) -> dict[str, Any]:
    """Payload: {"report": primary key of a ReportFile}."""
    report = reports.render_report(
        report_id=context.payload["report"], progress=context.progress, confirm=context.confirm
    )
    return {"pages": report.pages, "size": report.size}
