"""Workshops as entries of a calendar file, in the active language."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from projects.workshops import wording
from projects.workshops.models import Workshop
from yhes.common.ical import Entry


def entry(workshop: Workshop, *, for_participant: bool = False) -> Entry:
    """The online link stands only in the calendars of those who have a seat."""
    link = workshop.online_link if for_participant else ""
    texts = [workshop.summary, _("Link to the event: %(link)s") % {"link": link} if link else ""]
    start: date = workshop.starts_at
    end: date = workshop.ends_at
    if not workshop.has_times:
        start, end = localdate(workshop.starts_at), wording.last_day(workshop) + timedelta(days=1)
    return Entry(
        uid=f"event-{workshop.pk}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=workshop.revision,
        changed_at=workshop.changed_at,
        start=start,
        end=end,
        title=workshop.title,
        text="\n\n".join(filter(None, texts)),
        place=wording.where(workshop),
        url=address(workshop),
        is_cancelled=workshop.state == Workshop.State.CANCELLED,
    )


def address(workshop: Workshop) -> str:
    """The permanent address, which names no language."""
    return f"{settings.SITE_URL}/id/event/{workshop.pk}"
