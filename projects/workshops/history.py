"""The audit trail of a workshop, in words for people. Who registers leaves no trace in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.workshops.models import Outcome, Workshop
from yhes.common import audit
from yhes.common.history import Change, Entry, emptied
from yhes.common.models import AuditEvent
from yhes.common.words import LANGUAGES, in_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LENGTH = 20

ACTIONS: dict[str, StrOrPromise] = {
    "workshops.created": gettext_lazy("created the event"),
    "workshops.changed": gettext_lazy("changed the event"),
    "workshops.published": gettext_lazy("published the event"),
    "workshops.cancelled": gettext_lazy("cancelled the event"),
    "workshops.held": gettext_lazy("marked the event as held"),
    "workshops.person_erased": gettext_lazy("erased a person's registration"),
    "workshops.outcome_added": gettext_lazy("wrote down an outcome"),
    "workshops.outcome_changed": gettext_lazy("changed an outcome"),
    "workshops.outcome_deleted": gettext_lazy("deleted an outcome"),
}
_CHOICES: dict[str, dict[str, StrOrPromise]] = {
    "state": dict(Workshop.State.choices),
    "kind": {**dict(Workshop.Kind.choices), **dict(Outcome.Kind.choices)},
}


def entries(workshop: Workshop) -> list[Entry]:
    """The newest events, as lines to read."""
    return [
        Entry(
            event.at,
            str(event.actor or _("The portal")),
            str(ACTIONS.get(event.action, event.action)),
            _changes(event),
        )
        for event in audit.history(workshop)[:LENGTH]
    ]


def _changes(event: AuditEvent) -> tuple[Change, ...]:
    return tuple(
        Change(_label(field), _value(field, before), _value(field, after))
        for field, (before, after) in event.changes.items()
        if before or after
    ) + emptied(event, _label)


def lasting() -> dict[str, set[str]]:
    """Registered as `lasting`: codes of states and kinds."""
    return {"workshops.": set(_CHOICES)}


def _label(field: str) -> str:
    stem, _underscore, code = field.rpartition("_")
    name, language = (stem, f" ({code})") if code in LANGUAGES and stem else (field, "")
    for model in (Workshop, Outcome):
        if name in {f.name for f in model._meta.get_fields()}:
            return f"{getattr(model._meta.get_field(name), 'verbose_name', name)}{language}"
    return field


def _value(field: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if audit.is_words(value):
        return in_language(value)
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field.endswith("_at"):
        return date_format(localtime(datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
    return str(value)
