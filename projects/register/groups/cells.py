"""Lists of meetings as files: head and rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yhes.common.export import Cell


def head() -> list[str]:
    return [
        _("Group"), _("Kind"), _("Meeting"), _("Starts"), _("Ends"), _("Place"),
        pgettext("of a meeting", "Minutes"), _("Approved on"), _("Decisions"),
    ]  # fmt: skip


def rows(meetings: QuerySet[Any]) -> Iterator[list[Cell]]:
    """Without who was there: names are read on the page, after a second factor."""
    standing = Count("items__decisions", filter=Q(items__decisions__deleted_at__isnull=True))
    for meeting in meetings.annotate(decided=standing):
        yield [
            str(meeting.group), meeting.group.get_kind_display(), meeting.year_number,
            meeting.starts_at, meeting.ends_at, meeting.place, str(meeting.standing.label),
            meeting.approved_on, meeting.decided,
        ]  # fmt: skip
