"""Deleting, bringing back, and forgetting what nobody brought back (see yhes.common.bins)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from projects.plans.errors import AimInUse, AimIsGone, IndicatorIsGone, NotInBin
from projects.plans.models import (
    KEPT,
    Action,
    ActionPlan,
    Aim,
    Reading,
)
from projects.plans.origins import ACTION
from projects.plans.services.checks import refuse_second_of_a_day
from projects.plans.services.parts import Part
from projects.plans.services.plans import lock, record
from yhes.accounts.models import User
from yhes.common import bins
from yhes.common.models import Link


@transaction.atomic
def delete_plan(*, plan: ActionPlan, actor: User | None = None) -> None:
    """Into the bin, with all it holds. Doing it twice changes nothing."""
    found = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if bins.put_in(found):
        record(found, found, "plans.plan_deleted", actor)


@transaction.atomic
def restore_plan(*, plan: ActionPlan, actor: User | None = None) -> ActionPlan:
    """Raises NotInBin when it has been brought back or forgotten already."""
    found = ActionPlan.objects.select_for_update().filter(pk=plan.pk).first()
    if found is None or not bins.take_out(found):
        raise NotInBin
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
    bins.put_in(found)
    record(locked, found, "plans.part_deleted", actor, {"title": (found.title, None)})


@transaction.atomic
def restore_part(*, plan: ActionPlan, part: Part, actor: User | None = None) -> None:
    """Raises NotInBin, AimIsGone, IndicatorIsGone, ReadingTwice, PlanArchived, PlanIsGone."""
    locked = lock(plan)
    found = type(part)._default_manager.filter(pk=part.pk, deleted_at__isnull=False).first()
    if found is None:
        raise NotInBin
    _require_home(found)
    bins.take_out(found)
    record(locked, found, "plans.part_restored", actor, {"title": (None, found.title)})


def _require_home(part: Part) -> None:
    """What it belongs to is in use itself, and its place is free."""
    if isinstance(part, Reading):
        if part.indicator.deleted_at:
            raise IndicatorIsGone
        refuse_second_of_a_day(part)
    elif not isinstance(part, Aim) and part.aim and part.aim.deleted_at:
        raise AimIsGone


def forget_actions(long_ago: datetime) -> None:
    """Actions deleted before then are gone for good, with the links to what they started from."""
    _forget_actions(Q(deleted_at__lt=long_ago) | Q(aim__deleted_at__lt=long_ago))


def forget_plans(long_ago: datetime) -> None:
    """Plans deleted before then are gone for good, with all they hold."""
    _forget_actions(Q(aim__plan__deleted_at__lt=long_ago))
    ActionPlan.objects.filter(deleted_at__lt=long_ago).delete()


@transaction.atomic
def _forget_actions(which: Q) -> None:
    gone = Action.objects.filter(which)
    targets = [f"{ACTION}:{key}" for key in gone.values_list("pk", flat=True)]
    Link.objects.filter(target__in=targets).delete()
    gone.delete()
