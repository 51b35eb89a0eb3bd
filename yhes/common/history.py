"""Lines of a history page: who did what and when, field by field, and where a field is set back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from yhes.common.models import AuditEvent

# (event, field) → the address at which the field is set back to what it was before; "" where it cannot be.
Restoring = Callable[[AuditEvent, str], str]


def emptied(event: AuditEvent, label: Callable[[str], str]) -> tuple[Change, ...]:
    """Lines of the fields whose texts are gone: they say so, and nothing is set back. label: the name."""
    return tuple(Change(label(field), "", "", field, is_emptied=True) for field in event.emptied)


def nowhere(_event: AuditEvent, _field: str) -> str:
    """For readers who may not change anything."""
    return ""


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str
    field: str = ""
    restore_url: str = ""
    is_emptied: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of components/history.html."""

    when: datetime
    who: str
    text: str
    changes: tuple[Change, ...]
