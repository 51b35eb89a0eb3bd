"""What the follow-up room offers to the desk: its place in the rail, what is late, and the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register import access
from projects.register.followup import room
from projects.register.models import Deliverable, Milestone, Project, Risk
from yhes.common.registry import CalendarEntry, Kind, PortfolioFact, Provider, RailItem, Todo


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    waiting = room.waiting(project) if access.is_coordinator(user, project) else 0
    yield RailItem(85, _("Follow-up"), "clock", _address("followup", project), badge=waiting)


def todo(user: Any, project: Project) -> Iterator[Todo]:
    """One thing for all milestones that are late, one for deliverables, one for risks to review."""
    if not access.is_coordinator(user, project):
        return
    found = room.late(project)
    yield from _late(project, [item for item in found if isinstance(item, Milestone)], "milestones")
    yield from _late(project, [item for item in found if isinstance(item, Deliverable)], "deliverables")
    yield from _reviews(project)


def _late(project: Project, items: list[Any], kind: str) -> Iterator[Todo]:
    if not items:
        return
    days = (timezone.localdate() - items[0].due_on).days
    count = len(items)
    title = _late_words(kind, count)
    detail = _("%(title)s was to be done by %(day)s.")
    late = ngettext("%(count)s day late", "%(count)s days late", days)
    yield Todo(
        urgency=-days,
        title=title % {"count": count},
        detail=detail % {"title": items[0], "day": date_format(items[0].due_on, "SHORT_DATE_FORMAT")},
        icon="check",
        url=f"{_address('followup_list', project, kind)}?state=late",
        action=_("See what is late"),
        when=late % {"count": days},
        is_late=True,
    )


def _reviews(project: Project) -> Iterator[Todo]:
    risks = list(room.reviews(project))
    if not risks:
        return
    title = ngettext("Review %(count)s risk", "Review %(count)s risks", len(risks))
    yield Todo(
        urgency=6,
        title=title % {"count": len(risks)},
        detail=str(risks[0]),
        icon="warning",
        url=f"{_address('followup_list', project, 'risks')}?state=open&sort=review",
        action=_("Review the risks"),
        when=date_format(risks[0].review_on, "SHORT_DATE_FORMAT"),
        is_confidential=True,
    )


def calendar(
    user: Any, projects: Sequence[Project], first: datetime, last: datetime
) -> Iterator[CalendarEntry]:
    """Days of milestones and deliverables that are not done yet; for coordinators those of reviews too."""
    days = (timezone.localdate(first), timezone.localdate(last))
    milestones = (Milestone, "milestones", _("Milestone"), "milestone")
    deliverables = (Deliverable, "deliverables", _("Deliverable"), "deliverable")
    for model, kind, what, name in (milestones, deliverables):
        items = model.objects.present().filter(project__in=projects, due_on__gte=days[0], due_on__lt=days[1])
        for item in items.exclude(state__in=["done", "dropped"]).select_related("project"):
            yield _deadline(item, item.due_on, kind, what, f"{name}-{item.pk}")
    mine = [project for project in projects if access.is_coordinator(user, project)]
    risks = Risk.objects.present().filter(
        project__in=mine, state=Risk.State.OPEN, review_on__gte=days[0], review_on__lt=days[1]
    )
    for risk in risks.select_related("project"):
        title = _("Review the risk: %(title)s") % {"title": risk}
        yield _deadline(risk, risk.review_on, "risks", _("Review of a risk"), f"risk-{risk.pk}", title)


def _deadline(item: Any, day: date, kind: str, what: str, key: str, title: str = "") -> CalendarEntry:
    """Risks are the coordinators' own matter."""
    address = _address("followup_list", item.project, kind)
    return CalendarEntry(
        *(_midnight(day), title or str(item), address),
        kind="deadline",
        project=item.project_id,
        what=what,
        key=key,
        is_confidential=isinstance(item, Risk),
    )


def portfolio(user: Any, projects: Sequence[Project]) -> dict[int, list[PortfolioFact]]:
    """Milestones and deliverables that are late, in projects that the person coordinates."""
    mine = {project.pk: project for project in projects if access.is_coordinator(user, project)}
    found: dict[int, list[PortfolioFact]] = {}
    for model, kind in ((Milestone, "milestones"), (Deliverable, "deliverables")):
        late = model.objects.late().filter(project__in=mine)
        for pk, count in late.order_by().values_list("project").annotate(count=Count("pk")):
            url = f"{_address('followup_list', mine[pk], kind)}?state=late"
            fact = PortfolioFact("late", _late_words(kind, count) % {"count": count}, url, count)
            found.setdefault(pk, []).append(fact)
    return found


def _late_words(kind: str, count: int) -> str:
    if kind == "milestones":
        return ngettext("%(count)s milestone is late", "%(count)s milestones are late", count)
    return ngettext("%(count)s deliverable is late", "%(count)s deliverables are late", count)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _address(name: str, project: Project, *args: str) -> str:
    return reverse(f"register:{name}", args=[project.slug, *args])


PROVIDERS: dict[Kind, Provider] = {"rail": rail, "todo": todo, "calendar": calendar, "portfolio": portfolio}
