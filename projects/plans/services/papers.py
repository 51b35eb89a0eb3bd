"""Plans as PDF: asked for, made by a job, kept for a few days (decisions 0069 and 0094)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from projects.plans import paper
from projects.plans.models import ActionPlan, PlanPaper
from yhes.accounts.models import User
from yhes.common import jobs, papers

STYLESHEETS: Final = ("css/pdf/report.css", "css/pdf/plan.css")
_CHANGED: Final = _("The plan has changed meanwhile. Ask for the PDF again.")


def found(plan: ActionPlan, language: str) -> PlanPaper | None:
    """The paper of the plan as it stands today, made or being made."""
    return PlanPaper.objects.filter(key=_key(plan, language)).first()


def request_paper(*, plan: ActionPlan, language: str, user: User) -> PlanPaper:
    """The paper, made already or by a job that starts now; asked twice it is made once."""
    return papers.request(PlanPaper, _key(plan, language), user=user, plan=plan, language=language)


def render_paper(*, paper_id: int, progress: papers.Progress, confirm: Callable[[], None]) -> PlanPaper:
    """See papers.make. Raises JobFailed when the plan has changed or gone meanwhile."""
    row = PlanPaper.objects.select_related("plan__project", "plan__organisation").filter(pk=paper_id).first()
    if row is None:
        raise jobs.JobFailed(_CHANGED)
    return papers.make(
        row,
        lambda: _unchanged(row),
        stylesheets=STYLESHEETS,
        gone=_CHANGED,
        progress=progress,
        confirm=confirm,
    )


def forget_papers(now: datetime) -> None:
    """Registered as a `tick`: nothing is kept for more than a week."""
    papers.forget(PlanPaper, now)


def _unchanged(row: PlanPaper) -> str:
    """What is printed. Raises JobFailed when it is not what was asked for."""
    html = _html(row.plan, row.language) if row.plan.deleted_at is None else ""
    if _digest(html) != row.key:
        raise jobs.JobFailed(_CHANGED)
    return html


def _key(plan: ActionPlan, language: str) -> str:
    return _digest(_html(plan, language))


def _html(plan: ActionPlan, language: str) -> str:
    with translation.override(language):
        return paper.html(plan, language)


def _digest(html: str) -> str:
    return sha256(html.encode()).hexdigest()
