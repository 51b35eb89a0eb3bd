"""What plans remind of beside actions: the day of the next review, and indicators that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.plans import access, listing
from projects.plans.models import KEPT, ActionPlan, Indicator, Reading, Review
from projects.register.models import Project
from yhes.common.registry import CalendarEntry, OverviewBlock, Todo

SOON: Final = timedelta(days=14)  # before its day a review stands among the things to do
IN_OVERVIEW: Final = 4


def todo(user: Any, project: Project) -> Iterator[Todo]:
    """To those who keep a plan: its review, and indicators without any reading."""
    plans = _kept(user, project)
    if plans is None:
        return
    due = with_next_review(plans).filter(next_review__lte=timezone.localdate() + SOON)
    for plan in due.order_by("next_review", "pk"):
        yield _review(plan)
    yield from _unread(project, plans)


def calendar(plans: QuerySet[ActionPlan], first: date, last: date) -> Iterator[CalendarEntry]:
    """Reviews that have been agreed on, of the plans in use given; both days included."""
    agreed = with_next_review(plans.exclude(state=ActionPlan.State.ARCHIVED))
    for plan in agreed.filter(next_review__range=(first, last)):
        yield CalendarEntry(
            timezone.make_aware(datetime.combine(plan.next_review, time.min)),
            _("Review of the plan: %(plan)s") % {"plan": plan.title},
            _reviews_url(plan),
            kind="meeting",
            is_all_day=True,
            project=plan.project_id,
            what=_("Review of a plan"),
            key=f"plan-review-{plan.pk}",
        )


def overview(user: Any, project: Project) -> Iterator[OverviewBlock]:
    """How far the plans are that the person keeps."""
    plans = _kept(user, project)
    if plans is None:
        return
    rows = list(listing.with_counts(plans).order_by("-late", "next_due", "pk")[:IN_OVERVIEW])
    if rows:
        yield OverviewBlock(40, "main", "plans/overview_plans.html", {"project": project, "plans": rows})


def with_next_review(plans: QuerySet[ActionPlan]) -> QuerySet[Any]:
    """Adds `next_review`: the day agreed on at the newest review; None when none was."""
    newest = Review.objects.present().filter(plan=OuterRef("pk")).order_by("-held_on", "-pk")
    day = Subquery(newest.values("next_on")[:1])
    found: QuerySet[Any] = plans.select_related("project", "organisation").annotate(next_review=day)
    return found


def _kept(user: Any, project: Project) -> QuerySet[ActionPlan] | None:
    """Plans in use that the person keeps."""
    kept = access.kept_by(user, project)
    if kept is None:
        return None
    found: QuerySet[ActionPlan] = ActionPlan.objects.filter(KEPT)
    return found.filter(kept, project=project).exclude(state=ActionPlan.State.ARCHIVED)


def _review(plan: Any) -> Todo:
    days = (plan.next_review - timezone.localdate()).days
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    over = ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
    day = date_format(plan.next_review, "SHORT_DATE_FORMAT")
    return Todo(
        urgency=days,
        title=_("Review the plan: %(plan)s") % {"plan": plan.title},
        detail=_("%(of_whom)s. The review was agreed for %(day)s.") % {"of_whom": plan.of_whom, "day": day},
        icon="check",
        url=_reviews_url(plan),
        action=_("Open the reviews"),
        when=over if days < 0 else left,
        is_late=days < 0,
    )


def _unread(project: Project, plans: QuerySet[ActionPlan]) -> Iterator[Todo]:
    """One thing for all published plans with indicators that have no reading at all."""
    published = plans.filter(state=ActionPlan.State.PUBLISHED)
    readings = Reading.objects.filter(KEPT, indicator=OuterRef("pk"))
    unread = Indicator.objects.filter(KEPT, ~Exists(readings), plan__in=published)
    found = unread.aggregate(count=Count("pk"), plans=Count("plan", distinct=True))
    if not found["count"]:
        return
    title = ngettext(
        "%(count)s indicator has no reading yet", "%(count)s indicators have no reading yet", found["count"]
    )
    first = published.filter(pk__in=unread.values("plan")).order_by("pk").first()
    assert first is not None
    yield Todo(
        urgency=20,
        title=title % {"count": found["count"]},
        detail=first.title
        if found["plans"] == 1
        else _("%(plan)s and %(count)s more") % {"plan": first.title, "count": found["plans"] - 1},
        icon="check",
        url=reverse("plans:scorecard", args=[project.slug, first.slug]),
        action=_("Open the scorecard"),
    )


def _reviews_url(plan: Any) -> str:
    return reverse("plans:review_list", args=[plan.project.slug, plan.slug])
