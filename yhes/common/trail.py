"""Texts of the audit trail go when their time is up, and a person's name with the account (decision 0099).

An event stays: who, when, what was done to what, and which fields changed. What stood in the fields goes,
as anybody may have written anybody's name there. Numbers, yes and no, and days stay, for they name nobody;
so does the name of the thing itself, and what a room registers as `lasting`: codes, and texts that are
still read where they belong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from yhes.common import audit, registry
from yhes.common.models import AuditEvent

BATCH: Final = 500  # events a minute: a million in a day and a half
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?")

Lasting = Callable[[AuditEvent, str], bool]


def kept() -> timedelta:
    """For how long texts stand in the trail."""
    return timedelta(days=365 * settings.TRAIL_KEPT_MONTHS // 12)


def forget_texts(now: datetime) -> int:
    """Registered as a `tick`: empties a batch of the oldest events whose time is up, and says how many.

    What is emptied says so itself (`emptied_at`), in the same transaction: whoever is stopped in the middle
    has done nothing, and the next minute goes on where the last one ended.
    """
    with transaction.atomic():
        waiting = AuditEvent.objects.filter(emptied_at__isnull=True, at__lt=now - kept()).order_by("at")
        batch = list(waiting.select_for_update()[:BATCH])
        lasting = _lasting()
        for event in batch:
            event.changes = dict(_left(event, lasting))
            event.emptied_at = now
        AuditEvent.objects.forget(batch)
    return len(batch)


def forget_person(*, name: str, addresses: Collection[str]) -> None:
    """An account goes: so does its name or address wherever it is all that stands in a value or a label."""
    gone = {text.casefold() for text in (name, *addresses) if text}
    found = Q()
    for text in (name, *addresses):
        if text:
            found |= Q(object_label__iexact=text)
            for spelling in {text, json.dumps(text)[1:-1]}:  # SQLite keeps letters beyond ASCII escaped
                found |= Q(changes__icontains=spelling)
    with transaction.atomic():
        events = list(AuditEvent.objects.filter(found).select_for_update())
        for event in events:
            told = event.changes.items()
            event.changes = {field: [_without(side, gone) for side in sides] for field, sides in told}
            event.object_label = _without(event.object_label, gone) or ""
        AuditEvent.objects.forget(events)


def _lasting() -> Lasting:
    known = [pair for provider in registry.providers("lasting").values() for pair in provider().items()]
    return lambda event, field: any(event.action.startswith(start) and field in of for start, of in known)


def _left(event: AuditEvent, lasting: Lasting) -> Iterator[tuple[str, list[Any]]]:
    """Fields with what is left of their values; without what only undoing needed, whose time was a month."""
    for field, sides in event.changes.items():
        if sides == [None, None]:  # told nothing, or a name that went with an account
            continue
        if lasting(event, field) or not any(_tells(side) for side in sides if not _is_name(event, side)):
            yield field, sides
        elif not any(isinstance(side, dict) and not audit.is_words(side) for side in sides):
            yield field, [None, None]


def _is_name(event: AuditEvent, value: Any) -> bool:
    """Whether it is only what the thing is called, which stands in the event anyway."""
    return bool(event.object_label) and event.object_label in (
        value.values() if audit.is_words(value) else (value,)
    )


def _tells(value: Any) -> bool:
    """Whether there is a text in it, or the whole row that undoing needs."""
    if isinstance(value, str):
        return bool(value) and not _DAY.fullmatch(value)
    return any(map(_tells, value)) if isinstance(value, list) else isinstance(value, dict)


def _without(value: Any, gone: Collection[str]) -> Any:
    if isinstance(value, str):
        return None if value.strip().casefold() in gone else value
    if isinstance(value, list):
        return [part for part in value if _without(part, gone) is not None]
    if audit.is_words(value) and any(_without(text, gone) is None for text in value.values()):
        return None
    return value
