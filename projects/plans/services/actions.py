"""From planned to done: each step is named, allowed or not, and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.plans.errors import NotFromThisState
from projects.plans.models import Action, Aim
from projects.plans.origins import ACTION, STARTED
from projects.plans.services.parts import save_part
from projects.plans.services.plans import lock, record
from yhes.accounts.models import User
from yhes.common.models import Link


@transaction.atomic
def start_action(*, aim: Aim, facts: Mapping[str, Any], origin: str, actor: User | None = None) -> Action:
    """A new action of what was found out elsewhere, linked with it. facts: columns but for the aim.

    origin: its key ("workshops.outcome:5", a figure's key). Raises what save_part does.
    """
    action = save_part(plan=aim.plan, part=Action(), facts={**facts, "aim": aim}, actor=actor)
    Link.objects.create(source=origin, target=f"{ACTION}:{action.pk}", relation=STARTED)
    return action


@transaction.atomic
def set_action_state(*, action: Action, state: str, actor: User | None = None) -> Action:
    """Raises NotFromThisState, PlanArchived, PlanIsGone; the same state again changes nothing."""
    plan = lock(action.plan)
    in_use = Action.objects.in_use().select_for_update(of=("self",))
    found: Action | None = in_use.filter(pk=action.pk).first()
    if found is None:
        raise NotFromThisState
    if found.state == state:
        return found
    if state not in found.next_states:
        raise NotFromThisState
    changes = {"state": (found.state, state)}
    found.state = state
    found.done_on = timezone.localdate() if state == Action.State.DONE else None
    found.save()
    record(plan, found, "plans.action_moved", actor, changes)
    return found
