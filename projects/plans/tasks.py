"""The job that makes a plan's PDF."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.plans.models import PlanPaper
from projects.plans.services import papers
from yhes.common import jobs


@jobs.job(PlanPaper.JOB, label=_("Making the PDF"))
def render_paper(context: jobs.Context) -> dict[str, Any]:
    """Payload: {"paper": primary key of a PlanPaper}."""
    row = papers.render_paper(
        paper_id=context.payload["paper"], progress=context.progress, confirm=context.confirm
    )
    return {"pages": row.pages, "size": row.size}
