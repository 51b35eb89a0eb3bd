"""Rows of the lists of events, on pages and in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.workshops import calendars, wording
from projects.workshops.models import Outcome, Registration, Workshop
from projects.workshops.models.registrations import RegistrationQuerySet
from projects.workshops.models.workshops import WorkshopQuerySet
from yhes.common.export import Cell
from yhes.common.registry import FollowUp

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATE_BADGES: dict[str, str] = {
    Workshop.State.DRAFT: "draft",
    Workshop.State.PUBLISHED: "now",
    Workshop.State.CANCELLED: "late",
    Workshop.State.HELD: "done",
    Registration.State.REGISTERED: "done",
    Registration.State.WAITING: "waiting",
}
SEAT_BADGES = {"few": "now", "full": "waiting"}  # that there are seats needs no badge

KINDS: dict[str, StrOrPromise] = {
    Outcome.Kind.PROPOSAL: gettext_lazy("Proposals"),
    Outcome.Kind.AGREEMENT: gettext_lazy("Agreed actions"),
    Outcome.Kind.STEPPING_STONE: gettext_lazy("Stepping stones"),
    Outcome.Kind.CRITICAL_POINT: gettext_lazy("Critical points"),
}


@dataclass(frozen=True, slots=True)
class EventRow:
    """What the public list and the front page show of an event."""

    workshop: Workshop
    text: str
    badge: str
    badge_label: str


@dataclass(frozen=True, slots=True)
class Month:
    """ "Marraskuu 2026" and its events."""

    label: str
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome as somebody sees it who may vote; `vote_url` is "" for those who may not.

    follow_ups: actions that started from it; start_url: where whoever may do so starts one.
    """

    outcome: Outcome
    is_mine: bool = False
    vote_url: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    start_url: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """Outcomes of one kind, those with most votes first."""

    label: StrOrPromise
    rows: tuple[OutcomeRow, ...]


def by_kind(rows: Iterable[OutcomeRow]) -> list[OutcomeGroup]:
    """Ties stay in the order in which they were written down."""
    found = list(rows)
    groups = []
    for kind, label in KINDS.items():
        mine = [row for row in found if row.outcome.kind == kind]
        mine.sort(key=lambda row: -row.outcome.votes)  # type: ignore[attr-defined]
        if mine:
            groups.append(OutcomeGroup(label, tuple(mine)))
    return groups


def event_row(workshop: Workshop) -> EventRow:
    """Of a workshop from `for_listing()`."""
    if workshop.state == Workshop.State.CANCELLED:
        badge, label = "late", capfirst(workshop.get_state_display())
    else:
        seats = workshop.seats(workshop.taken)  # type: ignore[attr-defined]
        badge = SEAT_BADGES.get(seats, "")
        label = capfirst(str(wording.SEATS[seats])) if badge else ""
    kind = workshop.get_kind_display()
    example = _("example data") if workshop.is_example else ""
    parts = [wording.short_when(workshop), wording.where(workshop), kind, str(workshop.project), example]
    return EventRow(workshop, " · ".join(filter(None, parts)), badge, label)


def home_row(workshop: Workshop) -> EventRow:
    """Shorter: only when and where."""
    parts = [wording.short_when(workshop), wording.where(workshop)]
    return EventRow(workshop, " · ".join(filter(None, parts)), "", "")


def by_month(workshops: Iterable[Workshop]) -> list[Month]:
    """In the order given, which is by time."""
    grouped = groupby(workshops, key=lambda workshop: localtime(workshop.starts_at).replace(day=1).date())
    return [
        Month(capfirst(date_format(month, "F Y")), tuple(event_row(workshop) for workshop in rows))
        for month, rows in grouped
    ]


Column = dict[str, object]


def workshop_columns() -> list[Column]:
    return [
        {"label": _("Title")}, {"label": _("Kind")}, {"label": _("State")},
        {"label": _("Registered"), "number": True}, {"label": _("Waiting"), "number": True},
        {"label": _("Participants"), "number": True}, {"label": _("Outcomes"), "number": True},
    ]  # fmt: skip


def workshop_row(workshop: Workshop) -> list[Column]:
    """Cells of components/table.html; of a workshop from `with_outcomes()`."""
    url = reverse("workshops:workshop", args=[workshop.project.slug, workshop.slug])
    taken = workshop.taken  # type: ignore[attr-defined]
    seats = taken if workshop.capacity is None else f"{taken}/{workshop.capacity}"
    return [
        {"header": True, "text": workshop.title, "url": url, "sub": wording.when(workshop)},
        {"text": capfirst(workshop.get_kind_display())},
        {"badge_state": STATE_BADGES[workshop.state], "badge_label": capfirst(workshop.get_state_display())},
        {"text": seats, "number": True},
        {"text": workshop.waiting, "number": True},  # type: ignore[attr-defined]
        {"text": _participants(workshop), "number": True},
        {"text": workshop.outcome_count, "number": True},  # type: ignore[attr-defined]
    ]


def participant_columns() -> list[Column]:
    return [
        {"label": _("Name")}, {"label": _("E-mail")}, {"label": _("Organisation")},
        {"label": _("State")}, {"label": _("Registered on")},
    ]  # fmt: skip


def participant_row(row: Registration) -> list[Column]:
    return [
        {"header": True, "text": row.name},
        {"text": row.email},
        {"text": row.organisation},
        {"badge_state": STATE_BADGES[row.state], "badge_label": capfirst(row.get_state_display())},
        {"text": date_format(localtime(row.created_at), "SHORT_DATETIME_FORMAT")},
    ]


def _participants(workshop: Workshop) -> int | str:
    if workshop.state != Workshop.State.HELD:
        return ""
    return _("not counted") if workshop.participants_count is None else workshop.participants_count


def with_outcomes(workshops: WorkshopQuerySet) -> WorkshopQuerySet:
    """Adds `outcome_count`."""
    return workshops.annotate(outcome_count=Count("outcomes", distinct=True))


def workshop_head() -> list[str]:
    return [
        _("Title"), _("Kind"), _("State"), _("Starts"), _("Ends"), _("Place"), _("Organiser"),
        _("Seats"), _("Registered"), _("On the waiting list"), _("Participants"), _("Outcomes"),
        _("Permanent address"),
    ]  # fmt: skip


def workshop_cells(workshops: WorkshopQuerySet) -> Iterator[list[Cell]]:
    for workshop in with_outcomes(workshops):
        yield [
            workshop.title, workshop.get_kind_display(), workshop.get_state_display(),
            workshop.starts_at, workshop.ends_at, wording.where(workshop), str(workshop.organiser or ""),
            workshop.capacity, workshop.taken, workshop.waiting,  # type: ignore[attr-defined]
            workshop.participants_count, workshop.outcome_count,  # type: ignore[attr-defined]
            calendars.address(workshop),
        ]  # fmt: skip


def participant_head() -> list[str]:
    return [_("Number"), _("Name"), _("E-mail"), _("Organisation"), _("State"), _("Registered on")]


def participant_cells(registrations: RegistrationQuerySet) -> Iterator[list[Cell]]:
    for row in registrations.order_by("number"):
        yield [
            row.number, row.name, row.email, row.organisation, row.get_state_display(), row.created_at
        ]  # fmt: skip
