"""Writing the parts of a plan: aims, actions, stepping stones, indicators and readings.

Who is responsible stands in the trail by number: the trail is never changed, and a name goes with its
account.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.db import transaction

from projects.plans.errors import NotInBin
from projects.plans.models import Action, ActionPlan, Aim, Indicator, Reading, SteppingStone
from projects.plans.services.checks import check_part
from projects.plans.services.plans import lock, record
from projects.register.services.changes import assign, refuse_if_changed, translated
from yhes.accounts.models import User

Part = Aim | Action | SteppingStone | Indicator | Reading
AnyPart = TypeVar("AnyPart", Aim, Action, SteppingStone, Indicator, Reading)

PART_CHANGED: Final = "plans.part_changed"
FACTS: Final[dict[type, frozenset[str]]] = {
    Aim: translated("title") | {"order"},
    Action: translated("title") | {"aim", "note", "responsible_id", "role", "due_on"},
    SteppingStone: translated("title") | {"aim", "year", "is_reached"},
    Indicator: translated("title")
    | {"aim", "objective", "order", "unit", "direction", "baseline", "target", "target_to"},
    Reading: frozenset({"indicator", "read_on", "value", "source", "note", "link"}),
}


@transaction.atomic
def save_part(
    *,
    plan: ActionPlan,
    part: AnyPart,
    facts: Mapping[str, Any],
    seen: int | None = None,
    actor: User | None = None,
) -> AnyPart:
    """Save a new or a changed part. facts: columns of its model; an action's state is changed elsewhere.

    Raises what checks.check_part does, PlanArchived, PlanIsGone, NotInBin (it was deleted meanwhile),
    ChangedMeanwhile, KeyError for an unknown column.
    """
    locked = lock(plan)
    is_new = part.pk is None
    found = part if is_new else _again(part)
    if is_new and isinstance(found, Action):
        found.aim = facts["aim"]
    if is_new and isinstance(found, Reading):
        found.indicator = facts["indicator"]
    changes = assign(found, facts, FACTS[type(found)])
    check_part(locked, found)
    if not changes and not is_new:
        return found
    if not is_new:
        refuse_if_changed(found, PART_CHANGED, seen)
    found.save()
    told = {"title": (None, found.title)} if is_new else changes
    record(locked, found, "plans.part_added" if is_new else PART_CHANGED, actor, told)
    return found


def _again(part: AnyPart) -> AnyPart:
    rows = type(part)._default_manager.select_for_update(of=("self",))
    found: AnyPart | None = rows.filter(pk=part.pk).first()
    if found is None or found.deleted_at:
        raise NotInBin
    return found
