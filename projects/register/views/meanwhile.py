"""Two people at the same details: the second sees what the first changed and keeps the own text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelForm

from projects.register import history, services
from projects.register.forms.headcounts import HeadcountFields
from projects.register.models import Organisation
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.history import Entry
from yhes.common.models import AuditEvent
from yhes.common.words import in_every_language

Words = str | bool | tuple[str, ...]


def version(instance: Model, action: str) -> int:
    """What of the row the page shows, for the form's `seen`; the row is then read (again), after its version.

    The other way round somebody could save in between: the page would show the old text with the new
    version, and overwrite theirs without a word.
    """
    seen = audit.newest(instance, action)
    instance.refresh_from_db()
    return seen


def changes_meanwhile(form: ModelForm[Any], action: str, *, naming_only: User | None = None) -> list[Entry]:
    """What others have changed since the page was opened; [] for a form that was not sent or is up to date.

    form: over the object, validated, with the hidden field `seen` (its `version` when it was opened).
    What this person has left as it was takes the others' value, and `seen` moves on, so that the
    next save is made knowing of them.
    naming_only: the reader, who is told no other names (see history.entries).
    """
    return changes_among(form, audit.history(form.instance).filter(action=action), naming_only=naming_only)


def changes_among(
    form: ModelForm[Any], events: QuerySet[AuditEvent], *, naming_only: User | None = None
) -> list[Entry]:
    """As changes_meanwhile, of a row whose changes the trail keeps among those of another object.

    events: those that changed the row, newest first, with their actors.
    """
    seen = form.cleaned_data.get("seen") if form.is_bound else None
    if seen is None:
        return []
    newer = list(events.filter(pk__gt=seen))
    if newer:
        _take_over(form, newer)
    return history.entries(newer, naming_only=naming_only)


def changes_since(form: BaseForm, instance: Model, action: str, newest: int) -> list[Entry]:
    """As changes_meanwhile for a form whose text stays as it was typed: what others changed is told.

    newest: the object's newest change now; the next save is made knowing of it.
    """
    return changes_told(form, audit.history(instance).filter(action=action), newest)


def changes_told(
    form: BaseForm,
    events: QuerySet[AuditEvent],
    newest: int,
    *,
    field: str = "seen",
    naming_only: User | None = None,
) -> list[Entry]:
    """As changes_since, of a row whose changes the trail keeps among those of another object.

    field: the form's hidden one with the version.
    """
    seen = form.cleaned_data.get(field) if form.is_bound else None
    if seen is None or seen >= newest:
        return []
    sent: Any = form.data
    data = sent.copy()
    data[field] = str(newest)
    form.data = data
    return history.entries(events.filter(pk__gt=seen), naming_only=naming_only)


def headcounts_meanwhile(
    form: HeadcountFields, organisation: Organisation, *, field: str = "seen", naming_only: User | None
) -> list[Entry]:
    """What others have changed of the organisation's units; the form's headcounts are brought up to date.

    field: the form's hidden one with the newest of unit_changes when the page was opened.
    """
    if not form.errors:
        return []
    form.catch_up()
    events = services.unit_changes(organisation)
    return changes_told(form, events, audit.newest_of(events), field=field, naming_only=naming_only)


def _take_over(form: ModelForm[Any], events: list[AuditEvent]) -> None:
    """events: newest first."""
    before: dict[str, Any] = {}
    for event in events:
        before |= {field: pair[0] for field, pair in event.changes.items()}
    now = type(form.instance)._default_manager.get(pk=form.instance.pk)
    fresh = form.__class__(instance=now)
    sent: Any = form.data
    data = sent.copy()
    for field in before.keys() & form.cleaned_data.keys() & fresh.fields.keys():
        if _is_same(form.cleaned_data[field], before[field]):
            _put(data, field, fresh[field].value())
    data["seen"] = str(events[0].pk)
    form.data = data


def _put(data: Any, field: str, value: Any) -> None:
    """Into the data as a browser would send it: an empty box is not sent at all."""
    data.pop(field, None)
    if isinstance(value, list):
        data.setlist(field, [str(getattr(part, "pk", part)) for part in value])
    elif value is True:
        data[field] = "on"
    elif value is not False:
        data[field] = "" if value is None else str(value)


def _is_same(typed: Any, recorded: Any) -> bool:
    """Whether a typed value is the one in the audit trail, which names a row in every language."""
    if isinstance(typed, Model):
        names = in_every_language(lambda: str(typed))
        return recorded == names if audit.is_words(recorded) else recorded in names.values()
    return _words(typed) == _words(recorded)


def _words(value: Any) -> Words:
    """A typed value and the same one in the audit trail, made comparable."""
    if isinstance(value, bool):
        return value
    if isinstance(value, QuerySet | list):
        return tuple(sorted(str(getattr(part, "code", part)) for part in value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "").replace("\r\n", "\n").strip()
