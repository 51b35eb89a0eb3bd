"""Deleting, bringing back within thirty days, and forgetting after them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from projects.plans.errors import AimInUse, AimIsGone, IndicatorIsGone, NotInBin
from projects.plans.models import (
    KEPT,
    KEPT_DAYS,
    Action,
    ActionPlan,
    Aim,
    Indicator,
    Reading,
    SteppingStone,
)
from projects.plans.origins import ACTION
from projects.plans.services.checks import refuse_second_of_a_day
from projects.plans.services.parts import Part
from projects.plans.services.plans import lock, record
from yhes.accounts.models import User
from yhes.common.models import Link

PARTS: tuple[type[Part], ...] = (Reading, Indicator, Action, SteppingStone, Aim)


@transaction.atomic
def delete_plan(*, plan: ActionPlan, actor: User | None = None) -> None:
    """Into the bin, with all it holds. Doing it twice changes nothing."""
    found = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if found.deleted_at is None:
        found.deleted_at = timezone.now()
        found.save(update_fields=["deleted_at"])
        record(found, found, "plans.plan_deleted", actor)


@transaction.atomic
def restore_plan(*, plan: ActionPlan, actor: User | None = None) -> ActionPlan:
    """Raises NotInBin when it has been brought back or forgotten already."""
    found = ActionPlan.objects.select_for_update().filter(pk=plan.pk, deleted_at__isnull=False).first()
    if found is None:
        raise NotInBin
    found.deleted_at = None
    found.save(update_fields=["deleted_at"])
    record(found, found, "plans.plan_restored", actor)
    return found


@transaction.atomic
def delete_part(*, plan: ActionPlan, part: Part, actor: User | None = None) -> None:
    """Into the bin. Raises AimInUse, PlanArchived, PlanIsGone. Doing it twice changes nothing."""
    locked = lock(plan)
    found = type(part)._default_manager.get(pk=part.pk)
    if found.deleted_at:
        return
    if isinstance(found, Aim) and (found.actions.filter(KEPT).exists() or found.stones.filter(KEPT).exists()):
        raise AimInUse
    found.deleted_at = timezone.now()
    found.save(update_fields=["deleted_at"])
    record(locked, found, "plans.part_deleted", actor, {"title": (found.title, None)})


@transaction.atomic
def restore_part(*, plan: ActionPlan, part: Part, actor: User | None = None) -> None:
    """Raises NotInBin, AimIsGone, IndicatorIsGone, ReadingTwice, PlanArchived, PlanIsGone."""
    locked = lock(plan)
    found = type(part)._default_manager.filter(pk=part.pk, deleted_at__isnull=False).first()
    if found is None:
        raise NotInBin
    _require_home(found)
    found.deleted_at = None
    found.save(update_fields=["deleted_at"])
    record(locked, found, "plans.part_restored", actor, {"title": (None, found.title)})


def _require_home(part: Part) -> None:
    """What it belongs to is in use itself, and its place is free."""
    if isinstance(part, Reading):
        if part.indicator.deleted_at:
            raise IndicatorIsGone
        refuse_second_of_a_day(part)
    elif not isinstance(part, Aim) and part.aim and part.aim.deleted_at:
        raise AimIsGone


@transaction.atomic
def empty_bins(now: datetime) -> int:
    """Registered as a `tick`: what has been in the bin for thirty days is gone; returns how many rows."""
    long_ago = now - timedelta(days=KEPT_DAYS)
    count = 0
    gone_for_good = Action.objects.filter(
        Q(deleted_at__lt=long_ago) | Q(aim__deleted_at__lt=long_ago) | Q(aim__plan__deleted_at__lt=long_ago)
    )
    targets = [f"{ACTION}:{key}" for key in gone_for_good.values_list("pk", flat=True)]
    Link.objects.filter(target__in=targets).delete()
    for model in (*PARTS, ActionPlan):
        gone, _models = model._default_manager.filter(deleted_at__lt=long_ago).delete()
        count += gone
    return count
