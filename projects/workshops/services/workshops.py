"""Making and changing workshops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from projects.register.models import Project
from projects.register.services.changes import Changes, assign, translated, unique_slug
from projects.workshops.errors import (
    ClosesAfterStart,
    EndsBeforeStart,
    ForeignWorkPackage,
    NothingChangesAfterwards,
    PlaceMissing,
    TitleMissing,
)
from projects.workshops.models import Registration, Workshop
from projects.workshops.services import mailing, seats
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import LANGUAGES

_FACTS: Final = translated("title", "summary", "place", "description") | {
    "kind", "is_online", "online_link", "starts_at", "ends_at", "has_times", "capacity",
    "registration_closes_at", "organiser", "work_package", "is_example",
}  # fmt: skip
# What people have in their calendars; the texts may be polished without writing to everybody.
_IN_CALENDARS: Final = frozenset(
    {"starts_at", "ends_at", "has_times", "is_online", "online_link", *translated("place")}
)


@transaction.atomic
def create_workshop(
    *, project: Project, facts: Mapping[str, Any], slug: str = "", actor: User | None = None
) -> Workshop:
    """A draft. facts: columns of Workshop ("title_fi", "starts_at", …); slug: made of the title unless given.

    Raises TitleMissing, EndsBeforeStart, ClosesAfterStart, ForeignWorkPackage, KeyError for an unknown
    column.
    """
    workshop = Workshop(project=project)
    changes = assign(workshop, facts, _FACTS)
    _check(workshop)
    workshop.slug = slug or unique_slug(Workshop, workshop.title)
    workshop.save()
    record(workshop, "workshops.created", actor, {"title": (None, workshop.title)} if changes else {})
    return workshop


@transaction.atomic
def update_workshop(*, workshop: Workshop, facts: Mapping[str, Any], actor: User | None = None) -> Workshop:
    """Change what is in `facts`. Seats that this frees go to the queue at once; who has registered is
    told of a new time or place. Nothing changed: nothing is recorded.

    Raises what `create_workshop` does, PlaceMissing once published, NothingChangesAfterwards.
    """
    found = seats.lock(workshop.pk)
    if found.state == Workshop.State.CANCELLED:
        raise NothingChangesAfterwards
    changes = assign(found, facts, _FACTS)
    _check(found)
    if found.state != Workshop.State.DRAFT:
        require_place(found)
    moved = found.state == Workshop.State.PUBLISHED and bool(_IN_CALENDARS & changes.keys())
    if not changes:
        return found
    found.revision += moved
    found.save()
    record(found, "workshops.changed", actor, changes)
    if moved:
        _tell_of_change(found, changes, actor)
    seats.fill(found)
    return found


def require_place(workshop: Workshop) -> None:
    """Raises PlaceMissing when nobody could know where to go."""
    if not workshop.is_online and not any(getattr(workshop, f"place_{code}") for code in LANGUAGES):
        raise PlaceMissing


def record(workshop: Workshop, action: str, actor: User | None, changes: Changes | None = None) -> None:
    audit.record(actor=actor, action=action, on=workshop, project_id=workshop.project_id, changes=changes)


def _tell_of_change(workshop: Workshop, changes: Changes, actor: User | None) -> None:
    active = workshop.registrations.active()
    if "starts_at" in changes:
        active.update(reminded_at=None)
    mailing.owe(workshop, active, Registration.Letter.CHANGED, actor)


def _check(workshop: Workshop) -> None:
    """What the database would refuse too, said to a person."""
    if not any(getattr(workshop, f"title_{code}") for code in LANGUAGES):
        raise TitleMissing
    if workshop.ends_at <= workshop.starts_at:
        raise EndsBeforeStart
    if workshop.registration_closes_at and workshop.registration_closes_at > workshop.starts_at:
        raise ClosesAfterStart
    if workshop.work_package and workshop.work_package.project_id != workshop.project_id:
        raise ForeignWorkPackage
    workshop.is_online = workshop.is_online or bool(workshop.online_link)
