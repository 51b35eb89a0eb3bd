"""Plans as PDF: asked for, made by a job, kept for a few days (decisions 0069 and 0094)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from projects.plans import paper
from projects.plans.models import ActionPlan, PlanPaper
from yhes.accounts.models import User
from yhes.common import jobs, papers
from yhes.common.models import Job

FOLDER: Final = "plan-papers"
STYLESHEETS: Final = ("css/pdf/report.css", "css/pdf/plan.css")
KEPT: Final = timedelta(days=PlanPaper.KEPT_DAYS)
JOB: Final = "plans.render_paper"
_PHASES = 3  # the words, the layout, the file


def found(plan: ActionPlan, language: str) -> PlanPaper | None:
    """The paper of the plan as it stands today, made or being made."""
    return PlanPaper.objects.filter(key=_key(plan, language)).first()


def ready(plan: ActionPlan, language: str) -> PlanPaper | None:
    """… if its file is in its place."""
    row = found(plan, language)
    return row if row and row.is_ready and file_path(row).is_file() else None


def request_paper(*, plan: ActionPlan, language: str, user: User) -> PlanPaper:
    """The paper, made already or by a job that starts now; asked twice it is made once."""
    row, _made = PlanPaper.objects.get_or_create(
        key=_key(plan, language),
        defaults={"plan": plan, "language": language, "asked_at": timezone.now()},
    )
    if not (row.is_ready and file_path(row).is_file()):
        jobs.start(JOB, subject=_subject(row), payload={"paper": row.pk}, started_by=user)
    return row


def job_of(row: PlanPaper) -> Job | None:
    """The newest job that makes or made it."""
    return Job.objects.filter(kind=JOB, subject=_subject(row)).order_by("-created_at").first()


def file_path(row: PlanPaper) -> Path:
    return Path(settings.MEDIA_ROOT) / row.path


def render_paper(
    *, paper_id: int, progress: Callable[[int, int], None], confirm: Callable[[], None]
) -> PlanPaper:
    """Render the PDF and put it in its place; safe to repeat.

    progress: told (done, total) as phases finish; confirm: see papers.put_in_place. Raises JobFailed when
    the plan has changed or gone meanwhile.
    """
    # WeasyPrint takes long to load, and the web process only needs to know that this exists.
    from yhes.common import pdf

    row = PlanPaper.objects.select_related("plan__project", "plan__organisation").filter(pk=paper_id).first()
    progress(0, _PHASES)
    html = _html(row.plan, row.language) if row and row.plan.deleted_at is None else ""
    if row is None or _digest(html) != row.key:
        raise jobs.JobFailed(_("The plan has changed meanwhile. Ask for the PDF again."))
    progress(1, _PHASES)
    document = pdf.lay_out(html, stylesheets=STYLESHEETS)
    progress(2, _PHASES)
    content = pdf.written(document)
    place = Path(settings.MEDIA_ROOT) / FOLDER / f"{row.key}.pdf"
    papers.put_in_place(place, content, confirm=confirm)
    row.path, row.size, row.pages = f"{FOLDER}/{place.name}", len(content), len(document.pages)
    row.save(update_fields=["path", "size", "pages"])
    progress(3, _PHASES)
    return row


def forget_papers(now: datetime) -> None:
    """Registered as a `tick`: nothing is kept for more than a week."""
    old = PlanPaper.objects.filter(asked_at__lt=now - KEPT)
    if old.exists():
        old.delete()
    oldest = (now - KEPT).timestamp()
    for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _key(plan: ActionPlan, language: str) -> str:
    return _digest(_html(plan, language))


def _html(plan: ActionPlan, language: str) -> str:
    with translation.override(language):
        return paper.html(plan, language)


def _digest(html: str) -> str:
    return sha256(html.encode()).hexdigest()


def _subject(row: PlanPaper) -> str:
    return f"plans.paper:{row.pk}"
