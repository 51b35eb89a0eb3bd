"""Personal links of registrations: every letter to a person carries the same one."""

from __future__ import annotations

from yhes.common import personal_links
from yhes.common.personal_links import token_hash

__all__ = ["token_for", "token_hash"]


def token_for(workshop_id: int, email: str) -> str:
    """The event and the address name the registration."""
    return personal_links.token("projects.workshops.registration", workshop_id, email)
