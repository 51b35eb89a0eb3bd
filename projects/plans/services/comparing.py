"""Agreeing that an indicator is compared, and taking it back."""

from __future__ import annotations

from django.db import transaction

from projects.plans.errors import ForeignIndicator, NothingToCompare, NotTakingPart
from projects.plans.models import ComparisonAgreement, Indicator
from projects.plans.services.plans import lock, record
from projects.register.models import Partnership
from yhes.accounts.models import User


@transaction.atomic
def agree_to_compare(*, indicator: Indicator, actor: User | None = None) -> None:
    """From now on those who agreed to the same indicator see this one. Doing it twice changes nothing.

    Raises NothingToCompare for a plan of the whole project, NotTakingPart, ForeignIndicator (it was deleted
    meanwhile), PlanArchived, PlanIsGone.
    """
    plan = lock(indicator.plan)
    found = Indicator.objects.present().filter(pk=indicator.pk).first()
    if found is None:
        raise ForeignIndicator
    if plan.organisation_id is None:
        raise NothingToCompare
    part = Partnership.objects.filter(project=plan.project_id, organisation=plan.organisation_id)
    if not part.exclude(state=Partnership.State.DECLINED).exists():
        raise NotTakingPart
    row, _made = ComparisonAgreement.objects.select_for_update().get_or_create(indicator=found)
    if not row.is_agreed:
        row.is_agreed = True
        row.save()
        record(plan, found, "plans.comparing_agreed", actor)


@transaction.atomic
def stop_comparing(*, indicator: Indicator, actor: User) -> None:
    """Holds at once, whatever has become of the plan. Nothing happens if it had not been agreed."""
    row = ComparisonAgreement.objects.select_for_update().filter(indicator=indicator, is_agreed=True).first()
    if row is not None:
        row.is_agreed = False
        row.save()
        record(indicator.plan, indicator, "plans.comparing_taken_back", actor)
