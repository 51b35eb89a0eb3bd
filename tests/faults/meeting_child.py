"""Sending a meeting's letters in a process that is killed in the middle (see closing_child)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection

from projects.register.services import groups as services
from tests.faults.closing_child import killer


def send_and_die(database: dict[str, Any], media: str, meeting: int, before: int) -> None:
    """Send what is owed, but be killed before the `before`-th statement, if it comes to that."""
    settings.MEDIA_ROOT = media
    connection.settings_dict.update(database)
    with connection.execute_wrapper(killer(before)):
        services.send_owed(meeting_id=meeting, report=lambda _done, _total: None)
