"""The job of reports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yhes.common import jobs
from yhes.desk.reports import services
from yhes.desk.reports.services.rendering import JOB


@jobs.job(JOB, label=_("Making the report's files"))
def render_report(context: jobs.Context) -> dict[str, Any]:
    """Payload: {"report": primary key}."""
    services.render_files(
        report_id=context.payload["report"], progress=context.progress, confirm=context.confirm
    )
    return {}
