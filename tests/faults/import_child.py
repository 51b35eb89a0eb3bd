"""Storing an import in a process that is killed in the middle (see closing_child)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection

from projects.register.services import importing
from tests.faults.closing_child import killer


def store_and_die(database: dict[str, Any], media: str, key: int, before: int) -> None:
    """Store the import, but be killed before the `before`-th statement, if it comes to that."""
    settings.MEDIA_ROOT = media
    connection.settings_dict.update(database)
    with connection.execute_wrapper(killer(before)):
        importing.store_import(key=key, actor=None)
