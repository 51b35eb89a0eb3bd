"""Rows of the lists of plans and actions, and of the files they go into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.plans.models import Action, ActionPlan, Aim, Review, SteppingStone
from projects.plans.people import Naming, Unnamed
from yhes.common.export import Cell

Column = dict[str, object]

STATE_BADGES: Final[dict[str, str]] = {
    ActionPlan.State.DRAFT: "draft",
    ActionPlan.State.PUBLISHED: "now",
    ActionPlan.State.ARCHIVED: "note",
    Action.State.PLANNED: "planned",
    Action.State.UNDER_WAY: "now",
    Action.State.DONE: "done",
    Action.State.DROPPED: "dropped",
}


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action on its plan's page."""

    action: Action
    responsible: str
    badge: str
    badge_label: str


@dataclass(frozen=True, slots=True)
class AimLines:
    aim: Aim
    actions: tuple[ActionLine, ...]
    done: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year's stepping stones; state: as a path is drawn everywhere (done | now | next | later)."""

    year: int
    stones: tuple[SteppingStone, ...]
    state: str


def action_line(action: Action, naming: Naming | Unnamed) -> ActionLine:
    badge, label = action_badge(action)
    return ActionLine(action, naming.responsible(action), badge, label)


def action_badge(action: Action) -> tuple[str, str]:
    """A late one says so, whatever its state."""
    if action.is_late:
        return "late", _("Late")
    return STATE_BADGES[action.state], capfirst(action.get_state_display())


def aim_lines(aims: Iterable[Aim], actions: Iterable[Action], naming: Naming | Unnamed) -> list[AimLines]:
    """Aims in their order, each with its actions in the order given."""
    rows = list(actions)
    found = []
    for aim in aims:
        mine = [action for action in rows if action.aim_id == aim.pk]
        done = sum(action.state == Action.State.DONE for action in mine)
        found.append(AimLines(aim, tuple(action_line(action, naming) for action in mine), done))
    return found


def years(stones: Iterable[SteppingStone]) -> list[Year]:
    """By year. A year is done when all its stones are reached; the first after today's is next."""
    by_year: dict[int, list[SteppingStone]] = {}
    for stone in stones:
        by_year.setdefault(stone.year, []).append(stone)
    this = timezone.localdate().year
    coming = [year for year in sorted(by_year) if year > this]
    return [
        Year(year, tuple(rows), _year_state(year, rows, this, coming))
        for year, rows in sorted(by_year.items())
    ]


def _year_state(year: int, stones: Iterable[SteppingStone], this: int, coming: list[int]) -> str:
    if all(stone.is_reached for stone in stones):
        return "done"
    if year <= this:
        return "now"
    return "next" if year == coming[0] else "later"


def with_counts(plans: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    """Adds `aim_count`, `action_count`, `done`, `late` and `next_due`."""
    kept = Q(aims__deleted_at__isnull=True)
    acts = kept & Q(aims__actions__deleted_at__isnull=True, aims__actions__isnull=False)
    open_ = acts & Q(aims__actions__state__in=[Action.State.PLANNED, Action.State.UNDER_WAY])
    today = timezone.localdate()
    late = open_ & Q(aims__actions__due_on__lt=today)
    return plans.select_related("project", "organisation").annotate(
        aim_count=Count("aims", filter=kept, distinct=True),
        action_count=Count("aims__actions", filter=acts, distinct=True),
        done=Count("aims__actions", filter=acts & Q(aims__actions__state="done"), distinct=True),
        late=Count("aims__actions", filter=late, distinct=True),
        next_due=Min("aims__actions__due_on", filter=open_ & Q(aims__actions__due_on__gte=today)),
    )


def plan_columns() -> list[Column]:
    return [
        {"label": _("Plan")}, {"label": _("State")}, {"label": _("Aims"), "number": True},
        {"label": _("Actions done"), "number": True}, {"label": _("Late"), "number": True},
        {"label": _("Next due")},
    ]  # fmt: skip


def plan_row(plan: Any) -> list[Column]:
    """Cells of components/table.html; of a plan from `with_counts()`."""
    url = reverse("plans:plan", args=[plan.project.slug, plan.slug])
    return [
        {"header": True, "text": plan.title, "url": url, "sub": plan.of_whom},
        {"badge_state": STATE_BADGES[plan.state], "badge_label": capfirst(plan.get_state_display())},
        {"text": plan.aim_count, "number": True},
        {"text": f"{plan.done}/{plan.action_count}", "number": True},
        {"text": plan.late, "number": True},
        {"text": date_format(plan.next_due, "SHORT_DATE_FORMAT") if plan.next_due else ""},
    ]


def plan_head() -> list[str]:
    return [
        _("Plan"), _("Whose plan"), _("State"), _("Aims"), pgettext("action plan", "Actions"),
        _("Actions done"), _("Late"), _("Next due"),
    ]  # fmt: skip


def plan_cells(plans: Iterable[Any]) -> Iterator[list[Cell]]:
    """Rows of a file; of plans from `with_counts()`."""
    for plan in plans:
        yield [
            plan.title, plan.of_whom, plan.get_state_display(), plan.aim_count, plan.action_count, plan.done,
            plan.late, plan.next_due,
        ]  # fmt: skip


def action_columns() -> list[Column]:
    return [
        {"label": pgettext("action plan", "Action")}, {"label": _("Plan")}, {"label": _("Responsible")},
        {"label": _("To be done by")}, {"label": _("State")},
    ]  # fmt: skip


def action_row(action: Action, naming: Naming) -> list[Column]:
    plan = action.plan
    url = reverse("plans:action", args=[plan.project.slug, plan.slug, action.pk])
    badge, label = action_badge(action)
    return [
        {"header": True, "text": action.title, "url": url, "sub": action.aim.title},
        {"text": plan.title, "sub": plan.of_whom},
        {"text": naming.responsible(action)},
        {"text": date_format(action.due_on, "SHORT_DATE_FORMAT") if action.due_on else ""},
        {"badge_state": badge, "badge_label": label},
    ]


def action_head() -> list[str]:
    return [
        _("Plan"), _("Whose plan"), _("Aim"), pgettext("action plan", "Action"), _("Responsible"), _("State"),
        _("To be done by"), _("Done on"), _("Note"),
    ]  # fmt: skip


def action_cells(actions: Iterable[Action], naming: Naming) -> Iterator[list[Cell]]:
    for action in actions:
        plan = action.plan
        yield [
            plan.title, plan.of_whom, action.aim.title, action.title, naming.responsible(action),
            action.get_state_display(), action.due_on, action.done_on, action.note,
        ]  # fmt: skip


def review_columns() -> list[Column]:
    return [{"label": _("Review")}, {"label": _("State")}, {"label": _("Next review of the plan")}]


def review_row(review: Review, plan: ActionPlan) -> list[Column]:
    badge = "done" if review.is_approved else "draft"
    return [
        {
            "header": True,
            "text": review.title,
            "url": reverse("plans:review", args=[plan.project.slug, plan.slug, review.pk]),
        },
        {"badge_state": badge, "badge_label": capfirst(review.get_state_display())},
        {"text": date_format(review.next_on, "SHORT_DATE_FORMAT") if review.next_on else ""},
    ]
