"""The job that sends letters which many are owed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.workshops import services
from projects.workshops.services.mailing import JOB
from yhes.common import jobs


@jobs.job(JOB, label=_("Writing to those who have registered"))
def send_owed(context: jobs.Context) -> dict[str, Any]:
    """Payload: {"workshop": primary key}."""
    return {"sent": services.send_owed(workshop_id=context.payload["workshop"], report=context.progress)}
