"""What plans offer to the desk (see apps.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from projects.plans import access, origins, reminding
from projects.plans.models import KEPT, Action, ActionPlan
from projects.plans.models.actions import ActionQuerySet
from projects.register import access as register
from projects.register.models import Project
from yhes.common.registry import (
    CalendarEntry,
    FollowUp,
    FollowUps,
    Kind,
    NavItem,
    PortfolioFact,
    Provider,
    RailItem,
    Todo,
)

SOON_DAYS: Final = 14  # before its day an action stands among the things to do


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    """For those who keep a plan or have one to read."""
    if access.can_create(user, project) or _visible(user, project).exists():
        url = reverse("plans:plan_list", args=[project.slug])
        yield RailItem(50, pgettext("rail", "Action plans"), "check", url, badge=_mine(user, project).count())


def create(user: Any, project: Project) -> Iterator[NavItem]:
    if access.can_create(user, project):
        yield NavItem(50, _("Action plan"), reverse("plans:plan_add", args=[project.slug]))


def todo(user: Any, project: Project) -> Iterator[Todo]:
    """One's own actions that are late or due soon; to coordinators also those late that nobody is told of."""
    for action in _mine(user, project):
        yield _own(action)
    if register.is_coordinator(user, project):
        yield from _without_anybody(project)
    yield from reminding.todo(user, project)


def calendar(
    user: Any, projects: Sequence[Project], first: datetime, last: datetime
) -> Iterator[CalendarEntry]:
    """The days by which open actions of the plans that the person sees are to be done."""
    days = (timezone.localdate(first), timezone.localdate(last - timedelta(microseconds=1)))
    plans = ActionPlan.objects.filter(KEPT).filter(access.visible_to(user), project__in=projects)
    actions = Action.objects.in_use().filter(aim__plan__in=plans, due_on__range=days)
    for action in actions.exclude(aim__plan__state=ActionPlan.State.ARCHIVED).open().for_listing():
        yield CalendarEntry(
            timezone.make_aware(datetime.combine(action.due_on or days[0], time.min)),
            action.title,
            _address(action),
            kind="deadline",
            project=action.plan.project_id,
            what=_("Action"),
            key=f"action-{action.pk}",
        )
    yield from reminding.calendar(plans, *days)


def portfolio(user: Any, projects: Sequence[Project]) -> dict[int, list[PortfolioFact]]:
    """Late actions: all of a project to its coordinators, their own to the others."""
    plans = ActionPlan.objects.filter(KEPT).filter(access.visible_to(user), project__in=projects)
    in_use = Action.objects.in_use().filter(aim__plan__in=plans)
    late = in_use.exclude(aim__plan__state=ActionPlan.State.ARCHIVED).late(timezone.localdate())
    mine = [project.pk for project in projects if register.is_coordinator(user, project)]
    told = late.filter(Q(aim__plan__project__in=mine) | Q(responsible_id=user.pk)).order_by()
    slugs = {project.pk: project.slug for project in projects}
    counts = told.values_list("aim__plan__project").annotate(count=Count("pk"))
    return {pk: [_late(slugs[pk], count)] for pk, count in counts}


def _late(slug: str, count: int) -> PortfolioFact:
    text = ngettext("%(count)s action is late", "%(count)s actions are late", count) % {"count": count}
    return PortfolioFact("late", text, f"{reverse('plans:action_list', args=[slug])}?late=1", count)


def follow_ups(user: Any, project: Project, keys: Sequence[str]) -> FollowUps:
    """Actions that started from these, in the plans that the person sees."""
    visible = _in_use(project).filter(aim__plan__in=_visible(user, project))
    found = origins.started_from(keys, visible)
    start = reverse("plans:start_action", args=[project.slug])
    return FollowUps(
        {key: tuple(_follow_up(action) for action in actions) for key, actions in found.items()},
        f"{start}?from=" if access.can_create(user, project) else "",
    )


def _follow_up(action: Action) -> FollowUp:
    return FollowUp(action.title, str(action.get_state_display()), _address(action))


def _visible(user: Any, project: Project) -> Any:
    return ActionPlan.objects.filter(KEPT).filter(access.visible_in(user, project))


def _in_use(project: Project) -> ActionQuerySet:
    """Actions of plans that are not archived."""
    found: ActionQuerySet = Action.objects.in_use().filter(aim__plan__project=project)
    return found.exclude(aim__plan__state=ActionPlan.State.ARCHIVED)


def _mine(user: Any, project: Project) -> ActionQuerySet:
    soon = timezone.localdate() + timedelta(days=SOON_DAYS)
    plans = _visible(user, project)
    own = _in_use(project).open().filter(responsible_id=user.pk, due_on__lte=soon, aim__plan__in=plans)
    return own.for_listing()


def _own(action: Action) -> Todo:
    assert action.due_on is not None
    days = (action.due_on - timezone.localdate()).days
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    over = ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
    day = date_format(action.due_on, "SHORT_DATE_FORMAT")
    return Todo(
        urgency=days,
        title=_("Your action: %(title)s") % {"title": action.title},
        detail=_("%(plan)s. To be done by %(day)s.") % {"plan": action.plan.title, "day": day},
        icon="check",
        url=_address(action),
        action=_("Open the action"),
        when=over if days < 0 else left,
        is_late=days < 0,
    )


def _without_anybody(project: Project) -> Iterator[Todo]:
    late = _in_use(project).late(timezone.localdate()).filter(responsible__isnull=True).count()
    if not late:
        return
    title = ngettext(
        "%(count)s late action has no responsible person with an account",
        "%(count)s late actions have no responsible person with an account",
        late,
    )
    yield Todo(
        urgency=5,
        title=title % {"count": late},
        detail=_("Nobody is reminded of them. Agree on a new day, or on who answers for them."),
        icon="check",
        url=f"{reverse('plans:action_list', args=[project.slug])}?late=1",
        action=_("Open the late actions"),
    )


def _address(action: Action) -> str:
    plan = action.plan
    return reverse("plans:action", args=[plan.project.slug, plan.slug, action.pk])


PROVIDERS: dict[Kind, Provider] = {
    "rail": rail,
    "create": create,
    "todo": todo,
    "calendar": calendar,
    "portfolio": portfolio,
    "overview": reminding.overview,
    "follow_ups": follow_ups,
}
