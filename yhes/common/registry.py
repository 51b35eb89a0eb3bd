"""The door between siblings: an app registers what it offers, desk, site and roadmap ask.

An app that is not installed is simply absent. Kinds and the call each provider answers:

  todo(user, project) -> Iterable[Todo]          what needs this person today
  rail(user, project) -> Iterable[RailItem]      rooms in the desk's left rail
  calendar(user, project, first, last) -> Iterable[CalendarEntry]
  evidence(project, audience) -> Sequence[Figure]
  nav() -> Iterable[NavItem]                     links in the public header
  home() -> Iterable[HomeSection]                what the public front page shows
  personal_data(user) -> dict[str, object]       data-subject export
  tick(now) -> None                              called about once a minute by the clock
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Kind = Literal["todo", "rail", "calendar", "evidence", "nav", "home", "personal_data", "tick"]
Provider = Callable[..., Any]

_providers: dict[Kind, dict[str, Provider]] = defaultdict(dict)


def register(kind: Kind, name: str, provider: Provider) -> None:
    """Offer `provider` under `kind`; registering the same name again replaces it."""
    _providers[kind][name] = provider


def providers(kind: Kind) -> dict[str, Provider]:
    """Name → provider, in order of registration."""
    return dict(_providers[kind])


@dataclass(frozen=True, slots=True)
class RailItem:
    """A room of the desk. `order` sorts rooms: 10 overview … 100 settings; badge: things waiting."""

    order: int
    label: str
    icon: str
    url: str
    badge: int = 0


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link in the public header, sorted by `order`."""

    order: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that needs a person. `urgency`: lower is sooner; late ones below 0 (days)."""

    urgency: int
    title: str
    detail: str
    icon: str
    url: str
    action: str
    when: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    start: datetime
    title: str
    url: str
    end: datetime | None = None
    kind: Literal["event", "deadline", "meeting"] = "event"


@dataclass(frozen=True, slots=True)
class HomeSection:
    """Something for the public front page: a template rendered with `context`."""

    slot: Literal["roadmap", "events", "results", "projects"]
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    as_of: date | None = None
