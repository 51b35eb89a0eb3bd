"""What time brings: reminders, letters left over, and forgetting. Each is registered as a `tick`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from projects.workshops.models import Registration, Workshop
from projects.workshops.services import mailing
from yhes.common import jobs
from yhes.common.mail import letters

DAY_BEFORE: Final = timedelta(hours=24)
KEPT_DAYS: Final = 90  # after the event; the registration form promises it
_AT_ONCE: Final = 500


def remind(now: datetime) -> None:
    """Once each, the day before. Whoever got the seat later than that has just had a letter."""
    soon = Workshop.objects.filter(
        state=Workshop.State.PUBLISHED, starts_at__gt=now, starts_at__lte=now + DAY_BEFORE
    )
    for workshop in soon:
        _remind(workshop, now)


@transaction.atomic
def _remind(workshop: Workshop, now: datetime) -> None:
    seated_before = workshop.starts_at - DAY_BEFORE
    unreminded = workshop.registrations.registered().filter(
        reminded_at__isnull=True, seated_at__lte=seated_before
    )
    keys = list(unreminded.values_list("pk", flat=True))
    if keys:
        unreminded.update(reminded_at=now)
        mailing.owe(workshop, Registration.objects.filter(pk__in=keys), Registration.Letter.REMINDER)


def resume_letters(_now: datetime) -> None:
    """A letter promised just as the job before it was ending gets a job of its own."""
    owing = Registration.objects.exclude(owes="").values_list("workshop_id", flat=True).distinct()
    for workshop_id in owing:
        subject = mailing.letters_subject(workshop_id)
        jobs.start(mailing.JOB, subject=subject, payload={"workshop": workshop_id})


def forget(now: datetime) -> int:
    """Erase registrations 90 days after the event, with the letters sent to them; votes stay, nobody's.

    Returns how many were erased.
    """
    long_ago = now - timedelta(days=KEPT_DAYS)
    old = Registration.objects.filter(workshop__ends_at__lt=long_ago)
    rows = list(old.values_list("pk", "email")[:_AT_ONCE])
    with transaction.atomic():
        letters.forget_sent([email for _key, email in rows])
        Registration.objects.filter(pk__in=[key for key, _email in rows]).delete()
    return len(rows)
