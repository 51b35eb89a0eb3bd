"""What the room's own pages and the desk read of everything that is followed up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from projects.register.models import Decision, Deliverable, Milestone, Project, Risk
from projects.register.models.followup import Progress

AHEAD = 8
GREATEST = 5
LATEST = 5


def overview(project: Project, *, confidential: bool) -> dict[str, Any]:
    """ahead: milestones and deliverables that are not done, the late ones first; risks; decisions."""
    undone = [Progress.PLANNED, Progress.UNDERWAY]
    ahead: list[Any] = []
    for model, kind in ((Milestone, "milestones"), (Deliverable, "deliverables")):
        found = model.objects.present().filter(project=project, state__in=undone, due_on__isnull=False)
        ahead += [{"item": item, "kind": kind} for item in found.order_by("due_on", "pk")[:AHEAD]]
    ahead.sort(key=lambda row: row["item"].due_on)
    risks = Risk.objects.present().filter(project=project, state=Risk.State.OPEN)
    return {
        "ahead": ahead[:AHEAD],
        "risks": risks[:GREATEST] if confidential else (),
        "decisions": Decision.objects.present().filter(project=project)[:LATEST],
    }


def late(project: Project) -> list[Any]:
    """Milestones and deliverables whose day has passed, the oldest first."""
    found = [item for rows in _late(project) for item in rows]
    return sorted(found, key=lambda item: item.due_on)


def waiting(project: Project) -> int:
    """How many milestones and deliverables are late and risks are due to be reviewed, in one query."""
    first, *others = (rows.order_by().values("pk") for rows in (*_late(project), reviews(project)))
    count: int = first.union(*others, all=True).count()
    return count


def _late(project: Project) -> list[Any]:
    return [model.objects.late().filter(project=project) for model in (Milestone, Deliverable)]


def reviews(project: Project, until: date | None = None) -> Any:
    """Open risks whose review is due by the day (today unless told), the oldest first."""
    day = until or timezone.localdate()
    risks = Risk.objects.present().filter(project=project, state=Risk.State.OPEN, review_on__lte=day)
    return risks.order_by("review_on", "pk")
