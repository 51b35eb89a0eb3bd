"""What measures a project's objectives, as rooms above the register hand it to the register's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GoalIndicator:
    """An indicator with its newest reading, in words of the active language.

    objective: primary key of the register's objective it belongs to, None for none.
    newest: "" before the first reading, and when it `is_protected`. badge, badge_label: the light as a state
    of components/badge.html and in words. url: where the person reads it, "" for none. source: whose it is.
    """

    objective: int | None
    title: str
    newest: str
    read_on: date | None
    baseline: str
    target: str
    badge: str
    badge_label: str
    source: str
    url: str = ""
    is_protected: bool = False
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class GoalIndicators:
    """rule: the template that says how the light is decided; add_url: where the person writes a new one."""

    rows: tuple[GoalIndicator, ...] = ()
    rule: str = ""
    add_url: str = ""
