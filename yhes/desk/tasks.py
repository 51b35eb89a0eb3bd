"""The job that sends the weekly letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yhes.common import jobs
from yhes.desk import weekly


@jobs.job(weekly.JOB, label=_("Writing the weekly letters"))
def send_weekly_letters(context: jobs.Context) -> dict[str, Any]:
    """Payload: {"week": its Monday}."""
    week = date.fromisoformat(context.payload["week"])
    return {"sent": weekly.send_owed(week=week, report=context.progress)}
