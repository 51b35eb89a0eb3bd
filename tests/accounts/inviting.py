"""What the stories about invitations share: an invitation, and what a new person writes into its form."""

from __future__ import annotations

from typing import Any

from projects.register.models import Invitation, Role
from projects.register.services import invite
from tests.cast import PASSWORD, Cast

EMAIL = "uusi@example.org"


def send(cast: Cast, **changes: Any) -> Invitation:
    """Aino invites a new coach, unless `changes` say otherwise."""
    values = {"project": cast.project, "role": Role.COACH, "email": EMAIL, "language": "fi"}
    return invite(**{**values, "invited_by": cast.aino, "organisation": None, **changes})


def join_form(**changes: str) -> dict[str, str]:
    """A new person who chooses a password."""
    return {"name": "Uuno Uusi", "method": "password", "password": PASSWORD, **changes}
