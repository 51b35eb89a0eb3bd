"""Meetings as they are found: only by those who read them, asked anew at every search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.register.groups import access
from projects.register.models import Meeting
from yhes.accounts.models import User
from yhes.common.registry import Place, SearchItem, SearchKind
from yhes.common.words import LANGUAGES, Words


def kinds() -> Iterator[SearchKind]:
    yield SearchKind("meeting", 56, _("Meetings"), _meetings, inside=_read_inside)


def _read_inside(user: User) -> Any:
    """Not those that are only shown to partners: an agenda may name what their minutes do not."""
    standing = Meeting.objects.present().filter(group__deleted_at__isnull=True)
    return standing.filter(access.meetings_read_inside(user)).values("pk")


def _meetings() -> Iterator[SearchItem]:
    """By group and number, agenda and minutes; never by who was there or presented."""
    found = Meeting.objects.present().filter(group__deleted_at__isnull=True)
    for meeting in found.select_related("project", "group").prefetch_related("items").order_by("pk"):
        names = {code: getattr(meeting.group, f"title_{code}") or "" for code in LANGUAGES}
        titles = {code: f"{name} {meeting.year_number}" if name else "" for code, name in names.items()}
        told = [text for item in meeting.items.all() for text in (item.title, item.background, item.record)]
        yield SearchItem(
            pk=meeting.pk,
            title=Words(fi=titles["fi"], sv=titles["sv"], en=titles["en"]),
            text=Words(fi="\n".join(filter(None, told)), sv="", en=""),
            inside=Place("register:meeting", (meeting.project.slug, meeting.pk)),
            project=meeting.project_id,
            audience="members",
        )
