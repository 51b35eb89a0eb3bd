"""What the database would refuse too, said to a person."""

from __future__ import annotations

from django.utils import timezone

from projects.plans.errors import (
    ForeignAim,
    ForeignIndicator,
    ForeignObjective,
    ForeignPerson,
    OneTargetOnly,
    PersonOrRole,
    RangeNeedsTwoEnds,
    ReadingInFuture,
    ReadingNotTyped,
    ReadingTwice,
)
from projects.plans.models import KEPT, Action, ActionPlan, Aim, Indicator, Reading, SteppingStone
from projects.plans.services.plans import require_title
from projects.register.models import Membership


def check_part(plan: ActionPlan, part: Aim | Action | SteppingStone | Indicator | Reading) -> None:
    """Raises TitleMissing, ForeignAim, ForeignPerson, PersonOrRole, RangeNeedsTwoEnds, OneTargetOnly,
    ForeignObjective, ForeignIndicator, ReadingTwice, ReadingInFuture, ReadingNotTyped.
    """
    if isinstance(part, Reading):
        _check_reading(plan, part)
        return
    require_title(part)
    aim = None if isinstance(part, Aim) else part.aim
    if aim and (aim.plan_id != plan.pk or aim.deleted_at):
        raise ForeignAim
    if isinstance(part, Action):
        _check_responsible(plan, part)
    if isinstance(part, Indicator):
        _check_target(part)
        if part.objective and part.objective.project_id != plan.project_id:
            raise ForeignObjective


def refuse_second_of_a_day(reading: Reading) -> None:
    """Raises ReadingTwice."""
    same = Reading.objects.filter(KEPT, indicator=reading.indicator_id, read_on=reading.read_on)
    if same.exclude(pk=reading.pk).exists():
        raise ReadingTwice


def _check_responsible(plan: ActionPlan, action: Action) -> None:
    if action.responsible_id is None:
        return
    if action.role:
        raise PersonOrRole
    members = Membership.objects.filter(project=plan.project_id, user=action.responsible_id)
    if not members.exists():
        raise ForeignPerson


def _check_target(indicator: Indicator) -> None:
    if indicator.direction != Indicator.Direction.BETWEEN:
        if indicator.target_to is not None:
            raise OneTargetOnly
    elif indicator.target_to is None or indicator.target_to < indicator.target:
        raise RangeNeedsTwoEnds


def _check_reading(plan: ActionPlan, reading: Reading) -> None:
    if reading.indicator.plan_id != plan.pk or reading.indicator.deleted_at:
        raise ForeignIndicator
    if reading.figure_key or reading.is_protected:
        raise ReadingNotTyped
    if reading.read_on > timezone.localdate():
        raise ReadingInFuture
    refuse_second_of_a_day(reading)
