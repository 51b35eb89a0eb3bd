"""Letters to those who come. One that concerns many is owed first and sent by a job afterwards.

`Registration.owes` is set in the transaction of what the letter tells; the job takes each off in the
transaction that queues it. So nobody gets a letter about what did not happen, and nobody gets it twice,
whatever becomes of the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from projects.workshops import calendars, links, wording
from projects.workshops.models import Registration, Workshop
from projects.workshops.models.registrations import RegistrationQuerySet
from yhes.common import jobs
from yhes.common.ical import Method, calendar_file
from yhes.common.mail import letters

Report = Callable[[int, int], None]
Letter = Registration.Letter

JOB: Final = "workshops.send_owed"
CONFIRMATION: Final = "workshops/confirmation"
# Which letters are written over by which: whoever gets a seat must learn of that first.
_GIVES_WAY: Final = {
    Letter.SEAT: Q(),
    Letter.CHANGED: ~Q(owes=Letter.SEAT),
    Letter.CANCELLED: Q(),
    Letter.REMINDER: Q(owes=""),
}


def letters_subject(workshop_id: int) -> str:
    """What the job that sends a workshop's letters is about."""
    return f"workshops.workshop:{workshop_id}"


def owe(workshop: Workshop, to: RegistrationQuerySet, letter: str, actor: Any = None) -> None:
    """Promise the letter to each of these registrations of the workshop."""
    if to.filter(_GIVES_WAY[Letter(letter)]).update(owes=letter):
        jobs.start(
            JOB, subject=letters_subject(workshop.pk), payload={"workshop": workshop.pk}, started_by=actor
        )


def send_owed(*, workshop_id: int, report: Report) -> int:
    """Queue every letter that registrations of the workshop are owed, those promised meanwhile too;
    returns how many.
    """
    owing = Registration.objects.filter(workshop_id=workshop_id).exclude(owes="").order_by("number")
    sent = done = 0
    while keys := list(owing.values_list("pk", flat=True)):
        total = done + len(keys)
        for key in keys:
            sent += _send(key)
            done += 1
            report(done, total)
    return sent


@transaction.atomic
def _send(key: int) -> bool:
    # The workshop is read only once the registration is locked, so that a change made meanwhile is told.
    found = Registration.objects.select_for_update().filter(pk=key).exclude(owes="").first()
    if found is None:
        return False  # another worker has, or the person has cancelled meanwhile
    letter, found.owes = found.owes, ""
    found.save(update_fields=["owes"])
    _queue(found, f"workshops/{letter}", attach=None if letter == Letter.REMINDER else _method(letter))
    return True


def _method(letter: str) -> Method:
    return "CANCEL" if letter == Letter.CANCELLED else "PUBLISH"


def confirm(registration: Registration) -> None:
    """The letter that tells whether it became a seat or a place in the queue, with the personal link."""
    registration.confirmation_sent_at = timezone.now()
    registration.save(update_fields=["confirmation_sent_at"])
    has_seat = registration.state == Registration.State.REGISTERED
    _queue(registration, CONFIRMATION, attach="PUBLISH" if has_seat else None)


def _queue(registration: Registration, template: str, *, attach: Method | None) -> None:
    workshop = registration.workshop
    with override(registration.language):
        letters.queue(
            template,
            to=registration.email,
            language=registration.language,
            context={
                "workshop": workshop,
                "has_seat": registration.state == Registration.State.REGISTERED,
                "place": registration.place_in_queue(),
                "when": wording.when(workshop),
                "where": wording.where(workshop),
                "link": settings.SITE_URL + personal_path(registration),
            },
            attachments=_attachment(registration, attach) if attach else None,
        )


def personal_path(registration: Registration) -> str:
    """The personal page's path in the active language.

    After the portal's secret was changed the stored hash follows with the next letter.
    """
    token = links.token_for(registration.workshop_id, registration.email)
    if bytes(registration.token_hash) != links.token_hash(token):
        registration.token_hash = links.token_hash(token)
        registration.save(update_fields=["token_hash"])
    return reverse("workshops:registration", args=[token])


def _attachment(registration: Registration, method: Method) -> dict[str, Any]:
    has_seat = registration.state == Registration.State.REGISTERED
    entry = calendars.entry(registration.workshop, for_participant=has_seat)
    content = calendar_file([entry], name=gettext("Events"), method=method)
    return {"event.ics": {"file": ContentFile(content), "mimetype": "text/calendar"}}
