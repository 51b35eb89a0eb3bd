"""Writing and reading the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeGuard

from django.conf import settings
from django.db import models

from yhes.common.models import AuditEvent
from yhes.common.words import LANGUAGES, Words, in_every_language


def record(
    *,
    actor: Any,
    action: str,
    on: models.Model,
    project_id: int | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    label: str | None = None,
) -> AuditEvent:
    """Write one event in the transaction of the change itself.

    action: a verb in the past, dotted by app: "register.partner_added".
    changes: field → (before, after); values become JSON (dates as ISO 8601, rows their names as Words,
    people their numbers, given as such).
    label: what the object is called, by default its own words. The trail cannot be changed later, so
    what is about a person is given "" here.
    """
    made = event(actor=actor, action=action, on=on, project_id=project_id, changes=changes, label=label)
    made.save()
    return made


def event(
    *,
    actor: Any,
    action: str,
    on: models.Model,
    project_id: int | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    label: str | None = None,
) -> AuditEvent:
    """As `record`, not written yet: for thousands that are written together (`bulk_create`)."""
    return AuditEvent(
        actor=actor if getattr(actor, "pk", None) else None,
        action=action,
        object_type=on._meta.label_lower,
        object_id=str(on.pk),
        object_label=(str(on) if label is None else label)[:200],
        project_id=project_id,
        changes={field: [_plain(a), _plain(b)] for field, (a, b) in (changes or {}).items()},
        keys={field: [_key(a), _key(b)] for field, (a, b) in (changes or {}).items() if _is_row(a, b)},
    )


def history(on: models.Model) -> models.QuerySet[AuditEvent]:
    """Events of one object, newest first, with their actors."""
    return AuditEvent.objects.filter(object_type=on._meta.label_lower, object_id=str(on.pk)).select_related(
        "actor"
    )


def newest(on: models.Model, action: str) -> int:
    """Number of the object's newest event of this kind, as a version of it; 0 when there is none."""
    events = AuditEvent.objects.filter(object_type=on._meta.label_lower, object_id=str(on.pk), action=action)
    return newest_of(events)


def newest_of(events: models.QuerySet[AuditEvent]) -> int:
    """As `newest`, of a row whose changes the trail keeps among those of another object."""
    return events.aggregate(newest=models.Max("pk"))["newest"] or 0


def assign(instance: models.Model, new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the columns, not saved yet, and return field → (before, after) of those that differ."""
    changes = {
        name: (getattr(instance, name), value)
        for name, value in new.items()
        if getattr(instance, name) != value
    }
    for name, value in new.items():
        setattr(instance, name, value)
    return changes


def change(
    instance: models.Model, new: Mapping[str, Any], *, actor: Any, action: str, project_id: int | None
) -> None:
    """Set the columns, save them and record what differs; where nothing does, nothing is done."""
    if changes := assign(instance, new):
        instance.save(update_fields=list(new))
        record(actor=actor, action=action, on=instance, project_id=project_id, changes=changes)


def is_words(value: Any) -> TypeGuard[Words]:
    """Whether a value of the trail is the name of a row in every language."""
    return isinstance(value, dict) and value.keys() == set(LANGUAGES)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, models.Model):
        if value._meta.label == settings.AUTH_USER_MODEL:
            raise TypeError("the trail names people by number, as it outlives their accounts")
        return _name(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | int | float | bool | dict):
        return value
    return str(value)


def _is_row(*sides: Any) -> bool:
    return any(isinstance(side, models.Model) for side in sides)


def _key(side: Any) -> int | None:
    return side.pk if isinstance(side, models.Model) else None


def _name(row: models.Model) -> str | Words:
    """In every language where they differ: who reads the trail may read another than who wrote it."""
    names = in_every_language(lambda: str(row))
    return names if len({*names.values()}) > 1 else names["fi"]
