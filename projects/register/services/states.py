"""Changing a project's state: along the table in projects/register/states.py, with who, when and why."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from projects.register.errors import ReasonMissing, StateMovedMeanwhile, StateNotNext
from projects.register.models import Project
from projects.register.states import TRANSITIONS
from yhes.accounts.models import User
from yhes.common import audit

STATE_CHANGED = "register.project_state_changed"


@transaction.atomic
def change_state(
    *,
    project: Project,
    state: str,
    reason: str,
    on: date,
    seen: str | None = None,
    actor: User | None = None,
) -> Project:
    """Give the project its next state. on: the day of the decision or event; reason: why, in one's own words.

    seen: the state the person had before the eyes; None asks nothing. A form sent twice changes once.
    Raises StateMovedMeanwhile, StateNotNext, ReasonMissing.
    """
    found = Project.objects.select_for_update().get(pk=project.pk)
    if seen is not None and found.state != seen:
        if found.state == state:
            return found
        raise StateMovedMeanwhile(state=_words(found.state))
    if state not in TRANSITIONS[found.state]:
        raise StateNotNext(before=_words(found.state), after=_words(state))
    if not reason.strip():
        raise ReasonMissing
    changes = {"on": (None, on), "state": (found.state, state), "reason": (None, reason.strip())}
    found.state = state
    found.save(update_fields=["state"])
    audit.record(actor=actor, action=STATE_CHANGED, on=found, project_id=found.pk, changes=changes)
    return found


def _words(state: str) -> str:
    return str(dict(Project.State.choices).get(state, "–"))
