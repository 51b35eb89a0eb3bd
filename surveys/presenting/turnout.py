"""How many answered, of how many who were invited: for those inside the project only."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.models import Group


@dataclass(frozen=True, slots=True)
class Turnout:
    """`invited` and `percent` (whole, rounded down) are None where nobody was invited through the portal."""

    answered: int
    invited: int | None
    percent: int | None


def turnout(group: Group) -> Turnout | None:
    """The group's numbers as they were frozen when the round was counted; None: protected."""
    if group.respondents is None:
        return None
    if not group.invited:
        return Turnout(group.respondents, None, None)
    return Turnout(group.respondents, group.invited, 100 * group.respondents // group.invited)
