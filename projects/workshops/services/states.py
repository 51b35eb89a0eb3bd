"""From draft to published, and on to held or cancelled."""

from __future__ import annotations

from django.db import transaction

from projects.workshops.errors import NotADraft, NotOverYet, NotPublished, StartIsPast
from projects.workshops.models import Registration, Workshop
from projects.workshops.services import mailing, seats
from projects.workshops.services.workshops import record, require_place
from yhes.accounts.models import User

State = Workshop.State


@transaction.atomic
def publish_workshop(*, workshop: Workshop, actor: User | None = None) -> Workshop:
    """Anyone may read of it and register. Raises NotADraft, StartIsPast, PlaceMissing."""
    found = seats.lock(workshop.pk)
    if found.state != State.DRAFT:
        raise NotADraft
    if found.has_begun:
        raise StartIsPast
    require_place(found)
    return _set(found, State.PUBLISHED, "workshops.published", actor)


@transaction.atomic
def cancel_workshop(*, workshop: Workshop, note: str = "", actor: User | None = None) -> Workshop:
    """Call it off and write to everybody who has a seat or waits for one. Raises NotPublished."""
    found = seats.lock(workshop.pk)
    if found.state != State.PUBLISHED:
        raise NotPublished
    found.cancellation_note = note.strip()
    found.revision += 1
    _set(found, State.CANCELLED, "workshops.cancelled", actor)
    mailing.owe(found, found.registrations.active(), Registration.Letter.CANCELLED, actor)
    return found


@transaction.atomic
def mark_held(
    *,
    workshop: Workshop,
    participants_count: int | None = None,
    counts_are_complete: bool | None = None,
    actor: User | None = None,
) -> Workshop:
    """It took place; may be said again to correct the count. A draft of the past may be recorded so too.

    counts_are_complete: every outcome is written down, None: as before. Raises NotOverYet, NotPublished.
    """
    found = seats.lock(workshop.pk)
    if found.state == State.CANCELLED:
        raise NotPublished
    if not found.has_begun:
        raise NotOverYet
    changes = {"participants_count": (found.participants_count, participants_count)}
    found.participants_count = participants_count
    if counts_are_complete is not None:
        changes["counts_are_complete"] = (found.counts_are_complete, counts_are_complete)
        found.counts_are_complete = counts_are_complete
    found.state = State.HELD
    found.save()
    told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    record(found, "workshops.held", actor, told)
    return found


@transaction.atomic
def delete_draft(*, workshop: Workshop, actor: User | None = None) -> None:
    """Raises NotADraft: what has been public stays to be found."""
    found = seats.lock(workshop.pk)
    if found.state != State.DRAFT:
        raise NotADraft
    record(found, "workshops.deleted", actor)
    found.delete()


def _set(workshop: Workshop, state: str, action: str, actor: User | None) -> Workshop:
    changes = {"state": (workshop.state, state)}
    workshop.state = state
    workshop.save()
    record(workshop, action, actor, changes)
    return workshop
