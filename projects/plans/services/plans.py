"""Making a plan, changing its own words, and its way from draft to published and into the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import models, transaction

from projects.plans.errors import (
    ForeignOrganisation,
    NotFromThisState,
    PlanArchived,
    PlanIsGone,
    TitleMissing,
    VisionMissing,
)
from projects.plans.models import KEPT, ActionPlan
from projects.register.models import Organisation, Project
from projects.register.services.changes import Changes, assign, refuse_if_changed, translated, unique_slug
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import LANGUAGES

PLAN_CHANGED: Final = "plans.plan_changed"
FACTS: Final = translated("title", "vision") | {"is_example"}
State = ActionPlan.State
# (from, to) → what is recorded. A plan comes back from the archive as a draft: it is looked over first.
_STEPS: Final[dict[tuple[str, str], str]] = {
    (State.DRAFT, State.PUBLISHED): "plans.plan_published",
    (State.PUBLISHED, State.DRAFT): "plans.plan_withdrawn",
    (State.DRAFT, State.ARCHIVED): "plans.plan_archived",
    (State.PUBLISHED, State.ARCHIVED): "plans.plan_archived",
    (State.ARCHIVED, State.DRAFT): "plans.plan_unarchived",
}


@transaction.atomic
def create_plan(
    *,
    project: Project,
    organisation: Organisation | None,
    facts: Mapping[str, Any],
    slug: str = "",
    actor: User | None = None,
) -> ActionPlan:
    """A draft. facts: columns of ActionPlan ("title_fi", …); slug: made of the title unless given.

    Raises TitleMissing, ForeignOrganisation, KeyError for an unknown column.
    """
    if organisation and not project.partnerships.filter(organisation=organisation).exists():
        raise ForeignOrganisation
    plan = ActionPlan(project=project, organisation=organisation)
    assign(plan, facts, FACTS)
    require_title(plan)
    plan.slug = slug or unique_slug(ActionPlan, plan.title)
    plan.save()
    record(plan, plan, "plans.plan_created", actor, {"title": (None, plan.title)})
    return plan


@transaction.atomic
def update_plan(
    *, plan: ActionPlan, facts: Mapping[str, Any], seen: int | None = None, actor: User | None = None
) -> ActionPlan:
    """Change the words in `facts`; nothing changed: nothing is recorded.

    Raises TitleMissing, PlanArchived, PlanIsGone, ChangedMeanwhile, KeyError for an unknown column.
    """
    found = lock(plan)
    changes = assign(found, facts, FACTS)
    if not changes:
        return found
    refuse_if_changed(found, PLAN_CHANGED, seen)
    require_title(found)
    found.save()
    record(found, found, PLAN_CHANGED, actor, changes)
    return found


@transaction.atomic
def set_plan_state(*, plan: ActionPlan, state: str, actor: User | None = None) -> ActionPlan:
    """Publish, withdraw, archive or take back. Raises NotFromThisState, VisionMissing, PlanIsGone."""
    found = lock(plan, even_archived=True)
    action = _STEPS.get((found.state, state))
    if action is None:
        raise NotFromThisState
    if state == State.PUBLISHED and not (_has_vision(found) and found.aims.filter(KEPT).exists()):
        raise VisionMissing
    changes = {"state": (found.state, state)}
    found.state = state
    found.save()
    record(found, found, action, actor, changes)
    return found


def lock(plan: ActionPlan, *, even_archived: bool = False) -> ActionPlan:
    """The plan as it is now, locked until the transaction ends. Raises PlanIsGone, PlanArchived."""
    found = ActionPlan.objects.select_for_update().filter(pk=plan.pk).first()
    if found is None or found.deleted_at:
        raise PlanIsGone
    if found.is_archived and not even_archived:
        raise PlanArchived
    return found


def require_title(row: models.Model) -> None:
    """Raises TitleMissing when the title exists in no language."""
    if not any(getattr(row, f"title_{code}") for code in LANGUAGES):
        raise TitleMissing


def record(
    plan: ActionPlan, on: models.Model, action: str, actor: User | None, changes: Changes | None = None
) -> None:
    audit.record(actor=actor, action=action, on=on, project_id=plan.project_id, changes=changes)


def _has_vision(plan: ActionPlan) -> bool:
    return any(getattr(plan, f"vision_{code}") for code in LANGUAGES)
