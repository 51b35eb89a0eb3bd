"""The states of a project from application to closed, and which change of state is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from projects.register.models import Project

State = Project.State

# From → to. A project whose state nobody has stated yet ("") may be given any. What has ended or was not
# funded is opened again only to the state before it, for a mistake or an appeal.
TRANSITIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "": tuple(State.values),
    State.APPLICATION: (State.GRANTED, State.REJECTED, State.WITHDRAWN),
    State.GRANTED: (State.RUNNING, State.WITHDRAWN),
    State.REJECTED: (State.APPLICATION,),
    State.WITHDRAWN: (State.APPLICATION,),
    State.RUNNING: (State.REPORTING, State.INTERRUPTED, State.CLOSED),
    State.INTERRUPTED: (State.RUNNING, State.REPORTING, State.CLOSED),
    State.REPORTING: (State.CLOSED, State.RUNNING),
    State.CLOSED: (State.REPORTING, State.RUNNING),
}


def following(state: str) -> list[State]:
    """The states that may come next, in the order of the table."""
    return [State(value) for value in TRANSITIONS[state]]
