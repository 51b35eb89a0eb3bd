"""Meetings as entries of a calendar file, in the active language."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register.models import Meeting
from yhes.common.ical import Entry


def entry(meeting: Meeting) -> Entry:
    """For members: with the link for taking part. The agenda stays where access is asked for."""
    path = reverse("register:meeting", args=[meeting.project.slug, meeting.pk])
    return Entry(
        uid=f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=meeting.revision,
        changed_at=meeting.changed_at,
        start=meeting.starts_at,
        end=meeting.ends_at,
        title=meeting.title,
        text=_("Link to the meeting: %(link)s") % {"link": meeting.link} if meeting.link else "",
        place=meeting.place,
        url=settings.SITE_URL + path,
        is_cancelled=meeting.deleted_at is not None or meeting.group.deleted_at is not None,
    )
