"""The calendar as a file, and the secret address under which a person follows it (decision 0096)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from yhes.accounts.models import User
from yhes.common import audit, ical, personal_links
from yhes.desk.calendar import Entry
from yhes.desk.models import CalendarLink

BEHIND: Final = timedelta(days=92)  # what is told of the past and of the future
AHEAD: Final = timedelta(days=550)
_PURPOSE: Final = "desk.calendar"


def told_days() -> tuple[date, date]:
    """The first and the last day that a file tells of."""
    today = timezone.localdate()
    return today - BEHIND, today + AHEAD


def address_of(user: User) -> str:
    """The whole address, or "" for who has none. Once the portal's secret is changed it has to be renewed."""
    link = CalendarLink.objects.filter(user=user).first()
    token = _token(link) if link else ""
    if link is None or bytes(link.token_hash) != personal_links.token_hash(token):
        return ""
    return f"{settings.SITE_URL}{reverse('desk_id:calendar', args=[token])}"


@transaction.atomic
def make_address(*, user: User) -> CalendarLink:
    """A new address; one that there was leads nowhere any more."""
    User.objects.select_for_update().get(pk=user.pk)  # two at once make one after the other
    CalendarLink.objects.filter(user=user).delete()
    link = CalendarLink(user=user, salt=uuid4())
    link.token_hash = personal_links.token_hash(_token(link))
    link.save()
    audit.record(actor=user, action="desk.calendar_link_made", on=link, label="")
    return link


@transaction.atomic
def remove_address(*, user: User) -> None:
    """What follows it gets nothing any more. Nothing happens where there is none."""
    link = CalendarLink.objects.select_for_update().filter(user=user).first()
    if link:
        audit.record(actor=user, action="desk.calendar_link_removed", on=link, label="")
        link.delete()


def link_of(token: str) -> CalendarLink | None:
    """The link of somebody who may still sign in."""
    found = CalendarLink.objects.select_related("user").filter(
        token_hash=personal_links.token_hash(token), user__is_active=True
    )
    return found.first()


def calendar_file(entries: Iterable[Entry], *, name: str, is_open: bool) -> bytes:
    """As an iCalendar file. is_open: read without signing in, so confidential titles stay out.

    Made the same all day: whoever has it is told that nothing is new.
    """
    stamp = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return ical.calendar_file([_event(entry, stamp, is_open=is_open) for entry in entries], name=name)


def _event(entry: Entry, stamp: datetime, *, is_open: bool) -> ical.Entry:
    is_whole = not entry.shows_time
    host = urlsplit(settings.SITE_URL).hostname
    told = entry.entry
    title = entry.what if is_open and told.is_confidential else told.title
    end = told.end or told.start + timedelta(hours=1)
    return ical.Entry(
        uid=f"{told.key or _key(entry)}@{host}",
        sequence=0,
        changed_at=stamp,
        start=entry.first_day if is_whole else told.start,
        end=entry.last_day + timedelta(days=1) if is_whole else end,
        title=title,
        text="\n".join(filter(None, [entry.what, str(entry.project or "")])),
        place="",
        url=settings.SITE_URL + told.url,
    )


def _key(entry: Entry) -> str:
    """For an entry that its app does not name: the same while the entry is."""
    told = f"{entry.entry.url} {entry.entry.title} {entry.start.isoformat()}"
    return sha256(told.encode()).hexdigest()[:32]


def _token(link: CalendarLink) -> str:
    return personal_links.token(_PURPOSE, link.user_id, link.salt)
