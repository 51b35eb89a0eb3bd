"""The door between siblings: an app registers what it offers, desk, site and roadmap ask.

An app that is not installed is simply absent. Kinds and the call each provider answers:

  todo(user, project) -> Iterable[Todo]          what needs this person today
  rail(user, project) -> Iterable[RailItem]      rooms in the desk's left rail
  calendar(user, projects, first, last) -> Iterable[CalendarEntry]  of them all at once; aware moments, the
                                                 last not included
  portfolio(user, projects) -> Mapping[int, Iterable[PortfolioFact]]   by primary key, of them all at once
  evidence(project, audience) -> Sequence[Figure]
  nav() -> Iterable[NavItem]                     links in the public header
  home() -> Iterable[HomeSection]                what the public front page shows
  project_page(project) -> Iterable[NavItem]     further public pages of a public project
  timeline(project) -> Iterable[TimelineEvent]   what anybody may know of its course (yhes.common.timeline)
  indicators(user, project) -> GoalIndicators    what measures its objectives (yhes.common.goals); user None:
                                                 anybody
  overview(user, project) -> Iterable[OverviewBlock]   blocks of the desk's first page
  create(user, project) -> Iterable[NavItem]     what "Create new" in the desk offers
  demo(context) -> None                          the app's part of `load_demo` (DemoContext)
  search() -> Iterable[SearchKind]               what can be searched for, and who may find it
  report(project, first, last, user) -> Iterable[ReportSection]   what is told to the funder of these days,
                                                 both included (yhes.common.reporting), in the active language
  personal_data(user) -> dict[str, object]       data-subject export
  leaving(user) -> Iterable[str]                 what a person loses with the account, in words
  holding(user) -> Iterable[Hold]                what the person must hand over before the account can go
  account(user) -> Iterable[AccountLink]         what the page of the own account leads to
  erasing(addresses) -> None                     an account is removed: forget its e-mail addresses
  invitation(token) -> Offer | None              what an invitation link offers; None: not ours
  merging(kept, dropped) -> Iterable[str]        why two organisations cannot become one, in words
  table(file) -> ContextManager[Table]           reads an uploaded CSV or XLSX file (yhes.common.tables)
  origin(user, project, key) -> Origin | None    what an action can start from, by its key; None: not ours
  follow_ups(user, project, keys) -> FollowUps   what has been started from these, and where to start more
  partner_waiting(project) -> QuerySet           organisations that something else waits for (0086)
  bin() -> Iterable[BinKind]                     what can be deleted and brought back (yhes.common.bins)
  changeable() -> Iterable[Changeable]           whose fields can be set back (yhes.common.restoring)
  lasting() -> Mapping[str, Collection[str]]     start of an action -> fields of its events that stay when the
                                                 texts of the trail go (yhes.common.trail)
  tick(now) -> None                              called about once a minute by the clock
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from yhes.common.words import Words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = Literal[
    "todo",
    "rail",
    "calendar",
    "portfolio",
    "evidence",
    "nav",
    "home",
    "project_page",
    "timeline",
    "indicators",
    "overview",
    "create",
    "demo",
    "search",
    "report",
    "personal_data",
    "account",
    "leaving",
    "holding",
    "erasing",
    "invitation",
    "merging",
    "table",
    "origin",
    "follow_ups",
    "partner_waiting",
    "bin",
    "changeable",
    "lasting",
    "tick",
]
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
    """A link among others, sorted by `order`: in the public header, on a project's page."""

    order: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class AccountLink:
    """Something that a person chooses for themselves, with what is chosen now in words."""

    order: int
    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that needs a person. `urgency`: lower is sooner; late ones below 0 (days).

    is_confidential: letters tell the title and not the detail.
    """

    urgency: int
    title: str
    detail: str
    icon: str
    url: str
    action: str
    when: str = ""
    is_late: bool = False
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something with a day. A deadline is the day's, and so is whatever `is_all_day`: no hour is shown.

    project: its primary key. what: says what it is ("Milestone"), where the title does not.
    key: names the thing for ever ("milestone-5"), so that a calendar program finds it again.
    is_confidential: where the calendar is read without signing in, only `what` is told.
    """

    start: datetime
    title: str
    url: str
    end: datetime | None = None
    kind: Literal["event", "deadline", "meeting"] = "event"
    project: int | None = None
    what: str = ""
    key: str = ""
    is_all_day: bool = False
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class PortfolioFact:
    """What a row of the list of all one's projects tells of one of them.

    late: `count` things are late; waiting: `count` wait for somebody else's answer; running: a survey that
    is open; due: a day by which something is owed (`on`). `text` says it in words, `url` leads there.
    """

    kind: Literal["late", "waiting", "running", "due"]
    text: str
    url: str
    count: int = 1
    on: date | None = None


@dataclass(frozen=True, slots=True)
class HomeSection:
    """Something for the public front page: a template rendered with `context`."""

    slot: Literal["roadmap", "events", "results", "projects"]
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class OverviewBlock:
    """Something for the desk's first page, beside the things due: a template with `context`.

    A "lead" stands right under the things due; where nothing is due its `title`, if it has one, is the
    page's heading.
    """

    order: int
    place: Literal["lead", "main", "aside"]
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An address by its name, made in the language of whoever reads. `query` as in an address."""

    name: str
    args: tuple[str | int, ...] = ()
    query: str = ""


Audience = Literal["members", "organisation", "coordinators"]


@dataclass(frozen=True, slots=True)
class SearchItem:
    """One thing to be found (yhes/desk/search).

    pk: its row, that `SearchKind.anyone` and `.inside` know; part: which part of that row, if it has several.
    text is whatever else may be found, and is shown around what was found. Never anything
    that not everybody may read who may find the thing; never answers, invited people or e-mail addresses.
    public: the page anybody may read, if there is one; inside: the one in the desk of `project`, for
    its members, its coordinators, or ("organisation") its coordinators and `organisation`'s own people.
    """

    pk: int
    title: Words
    text: Words = field(default_factory=lambda: Words(fi="", sv="", en=""))
    part: int = 0
    public: Place | None = None
    inside: Place | None = None
    project: int | None = None
    audience: Audience = "coordinators"
    organisation: int | None = None
    is_example: bool = False


def nobody(user: Any = None) -> None:
    """For a SearchKind that has nothing public, or nothing inside."""


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A kind of things to be found, with the rule of who may find them, asked anew at every search.

    items() yields all of them. anyone() and inside(user) give the primary keys (a queryset of `values("pk")`,
    used as a subquery) of what anybody, and of what this person in the desk, may see just now; None: nothing.
    is_standing: pages that always stand, for which there is no row to ask.
    """

    name: str
    order: int
    label: StrOrPromise
    items: Callable[[], Iterable[SearchItem]]
    anyone: Callable[[], Any] = nobody
    inside: Callable[[Any], Any] = nobody
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Something found out, from which an action can start: "workshops.outcome:5".

    detail: where it was found out; url: where the person reads it, "" if nowhere.
    """

    title: Words
    detail: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An action that started from something, as the person may see it."""

    title: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class FollowUps:
    """found: key → what has been started from it. start_url: to be followed by a key; "" for who may not."""

    found: Mapping[str, tuple[FollowUp, ...]]
    start_url: str = ""


@dataclass(frozen=True, slots=True)
class DemoContext:
    """What every app's demo data stands on. A `demo` provider makes what is missing and only that:
    running it again changes nothing, and what people changed meanwhile stays.

    project: YHES, whose partners are the fictional organisations; projects: all five, by slug
    ("yhes", "parasta-palvelua", "yhdessa-parasta-ita", "vaski", "parasta-johtamista-lansi").
    organisations: by short key ("kuusi", "koivu", …, and real ones such as "lhkk").
    people: by key of yhes.accounts.demo ("coordinator", "contact", "management", "coach",
    "administrator"). say: tells what was loaded, in one line.
    """

    project: Any
    projects: dict[str, Any]
    organisations: dict[str, Any]
    people: dict[str, Any]
    say: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an account cannot go yet, in words that say what to do; `url` and `action` lead there.

    text: to the person; of_another: to the administrator who wants to close or remove the account.
    """

    text: StrOrPromise
    of_another: StrOrPromise
    url: str
    action: StrOrPromise


@dataclass(frozen=True, slots=True)
class Offer:
    """What the link of an invitation offers, and what accepting it does.

    logos: of the project's funders, for components/funders.html.
    accept(user) -> str   spends the invitation and returns the address to go to next. Raises a
    DomainError when somebody else was quicker or the time has run out.
    """

    state: Literal["open", "used", "expired"]
    email: str
    language: str
    invited_by: str
    project: str
    role: str
    organisation: str
    expires_at: datetime
    logos: Sequence[Any]
    accept: Callable[[Any], str]
