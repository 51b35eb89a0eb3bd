"""Coming to a workshop, changing one's mind, coming back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from projects.workshops import links
from projects.workshops.errors import RegistrationClosed, TooLateToChange, UnknownRegistration
from projects.workshops.models import Registration, Workshop
from projects.workshops.services import mailing, seats

QUIET: Final = timedelta(minutes=2)  # a second press of the button sends no second letter


@transaction.atomic
def register(
    *, workshop: Workshop, name: str, email: str, language: str, organisation: str = ""
) -> Registration:
    """A seat or a place in the queue, and a letter that tells which. Raises RegistrationClosed.

    An address that is registered already only gets its letter again: what stands in the registration
    may be changed by the personal link alone, so that nobody can change it for somebody else.
    """
    locked = seats.lock(workshop.pk)
    if not locked.takes_registrations:
        raise RegistrationClosed
    address = email.strip().lower()
    found = Registration.objects.filter(workshop=locked, email=address).first()
    if found is None or found.state == Registration.State.CANCELLED:
        registration = found or Registration(workshop=locked, email=address)
        registration.token_hash = links.token_hash(links.token_for(locked.pk, address))
        registration.name, registration.organisation = name.strip(), organisation.strip()
        registration.language, registration.confirmation_sent_at = language, None
        found = seats.enter(locked, registration)
    if found.confirmation_sent_at is None or found.confirmation_sent_at < timezone.now() - QUIET:
        mailing.confirm(found)
    return found


def find_registration(token: str) -> Registration:
    """The registration that a personal link opens, with its workshop. Raises UnknownRegistration."""
    found = (
        Registration.objects.filter(token_hash=links.token_hash(token))
        .select_related("workshop__project", "workshop__organiser")
        .first()
    )
    if found is None:
        raise UnknownRegistration
    return found


@transaction.atomic
def change_registration(*, registration: Registration, name: str, organisation: str) -> Registration:
    """Raises TooLateToChange, UnknownRegistration (when it was erased meanwhile)."""
    found = _locked(registration)
    found.name, found.organisation = name.strip(), organisation.strip()
    found.save(update_fields=["name", "organisation"])
    return found


@transaction.atomic
def cancel_registration(*, registration: Registration) -> Registration:
    """Give the seat back; the first in the queue gets it in the same transaction.

    Doing it twice changes nothing. Raises TooLateToChange, UnknownRegistration.
    """
    found = _locked(registration)
    if found.state != Registration.State.CANCELLED:
        found.state, found.owes = Registration.State.CANCELLED, ""
        found.save(update_fields=["state", "owes"])
        seats.fill(found.workshop)
    return found


@transaction.atomic
def restore_registration(*, registration: Registration) -> Registration:
    """Undo the cancelling: a seat if there still is one, otherwise the end of the queue.

    Doing it twice changes nothing. Raises TooLateToChange, UnknownRegistration.
    """
    found = _locked(registration)
    if found.state == Registration.State.CANCELLED:
        seats.enter(found.workshop, found)
        mailing.confirm(found)
    return found


def _locked(registration: Registration) -> Registration:
    """The registration as it is now, under the lock of its workshop and before that begins."""
    workshop = seats.lock(registration.workshop_id)
    if not workshop.is_coming:
        raise TooLateToChange
    found = Registration.objects.filter(pk=registration.pk).first()
    if found is None:
        raise UnknownRegistration
    found.workshop = workshop
    return found
