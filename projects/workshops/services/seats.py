"""The one place where seats are given. Whoever calls holds the lock of the workshop's row.

On PostgreSQL that is `SELECT … FOR UPDATE`: a foreign key alone would not make an insert wait for a
locked parent. On SQLite the transaction is IMMEDIATE and nobody else writes meanwhile.
"""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from projects.workshops.models import Registration, Workshop
from projects.workshops.services import mailing


def lock(workshop_id: int) -> Workshop:
    """The workshop as it is now, locked until the transaction ends."""
    return Workshop.objects.select_for_update().get(pk=workshop_id)


def enter(workshop: Workshop, registration: Registration) -> Registration:
    """Give the registration a seat, or the last place in the queue; a new number either way."""
    taken = workshop.registrations.registered().count()
    last = workshop.registrations.aggregate(last=Max("number"))["last"] or 0
    is_seat = workshop.capacity is None or taken < workshop.capacity
    state = Registration.State.REGISTERED if is_seat else Registration.State.WAITING
    registration.number, registration.state = last + 1, state
    registration.seated_at = timezone.now() if is_seat else None
    registration.reminded_at, registration.owes = None, ""
    registration.save()
    return registration


def fill(workshop: Workshop) -> int:
    """Give every free seat to the first in the queue and owe them the letter; returns how many.

    Nobody is called in once the event has begun.
    """
    if not workshop.is_coming:
        return 0
    waiting = workshop.registrations.waiting()
    if workshop.capacity is not None:
        taken = workshop.registrations.registered().count()
        waiting = waiting[: max(0, workshop.capacity - taken)]
    lucky = list(waiting.values_list("pk", flat=True))
    if lucky:
        promoted = Registration.objects.filter(pk__in=lucky)
        promoted.update(state=Registration.State.REGISTERED, seated_at=timezone.now())
        mailing.owe(workshop, promoted, Registration.Letter.SEAT)
    return len(lucky)
