"""Setting one field back to what the audit trail says it was.

One mechanism for every audited object. A room registers what can be set back in it
(`registry.register("changeable", "plans", changeable.kinds)`, a `Changeable` for each kind of object), and
asks for its history with `restore=links(user, project)` where the reader may change the object: the lines
then lead to the desk's one page (yhes/desk/views/restoring.py), which shows what the field was and became,
and changes it through the room's own service. So the room's rules hold, what somebody changed
meanwhile is not overwritten, and the change is an event like any other, which can itself be taken back.

What stands in the trail as a name of a row is found again by the number beside it (`AuditEvent.keys`); of
events from before there were numbers, such fields are not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yhes.common import registry
from yhes.common.errors import WordedError
from yhes.common.history import Restoring
from yhes.common.models import AuditEvent

if TYPE_CHECKING:
    from yhes.common.history import Change


class NothingToSetBack(WordedError):
    message = _("The field is as it was: there is nothing to set back.")


class RowIsGone(WordedError):
    message = _("What stood here then does not exist any more, so it cannot be set back.")


@dataclass(frozen=True, slots=True)
class Changeable:
    """One kind of objects whose fields can be set back.

    model, action: of the events that are the object's versions ("register.project_changed").
    fields: the columns that `change` takes.
    find(user, project, key): the object, if this person may change it in this project just now; else None.
    change(row=, facts=, seen=, actor=): the room's own service; raises DomainErrors. seen: the newest event
      of `action` that the person knew of.
    title(row), where(row, project): what it is called, and the address at which it is read.
    told(request, event): its changes in words, as its own history tells them.
    allows(user, project, field): whether somebody who may change the object may change this field of it.
    columns: whose columns the fields are, when the events are on another row (of a partnership, on its
      organisation); subject(row): that other row. key(event): the object's key, None when the event knows
      it not, where it is not the key of the row that the event is on (of a unit, recorded on its
      organisation).
    takes_project: whether `change` is told the project too, as project=.
    together: groups of fields that mean nothing without each other, such as a meeting's beginning and end:
      what one event changed of them is set back at once.
    """

    model: type[models.Model]
    action: str
    fields: frozenset[str]
    find: Callable[[Any, Any, int], Any]
    change: Callable[..., object]
    where: Callable[[Any, Any], str]
    told: Callable[[Any, AuditEvent], tuple[Change, ...]]
    title: Callable[[Any], str] = str
    allows: Callable[[Any, Any, str], bool] = lambda _user, _project, _field: True
    columns: type[models.Model] | None = None
    subject: Callable[[Any], Any] = lambda row: row
    key: Callable[[AuditEvent], int | None] = lambda event: int(event.object_id)
    takes_project: bool = False
    together: tuple[frozenset[str], ...] = ()

    def column(self, field: str) -> Any:
        """Raises FieldDoesNotExist."""
        return (self.columns or self.model)._meta.get_field(field)


_MISSING: Final = object()


def kinds() -> Iterator[Changeable]:
    for provider in registry.providers("changeable").values():
        yield from provider()


def of_event(event: AuditEvent) -> Changeable | None:
    """The kind whose version the event is."""
    return next((kind for kind in kinds() if _is_of(kind, event)), None)


def links(user: Any, project: Any) -> Restoring:
    """For histories of what the reader may change: where each field is set back. Asks no queries."""
    known = {(kind.model._meta.label_lower, kind.action): kind for kind in kinds()}

    def url(event: AuditEvent, field: str) -> str:
        kind = known.get((event.object_type, event.action))
        if kind is None or kind.key(event) is None or _raw(kind, event, field) is _MISSING:
            return ""
        if not kind.allows(user, project, field):
            return ""
        return reverse("desk:restore", args=[project.slug, event.pk, field])

    return url


def fields_with(kind: Changeable, event: AuditEvent, field: str) -> list[str]:
    """The field, and what the event changed of those that are set back with it."""
    group = next((each for each in kind.together if field in each), frozenset[str]())
    return [field, *sorted(one for one in group - {field} if _raw(kind, event, one) is not _MISSING)]


def before(kind: Changeable, event: AuditEvent, field: str) -> Any:
    """What the field was before the event, as a value of its column. Raises RowIsGone, KeyError."""
    raw = _raw(kind, event, field)
    if raw is _MISSING:
        raise KeyError(field)
    column = kind.column(field)
    if column.is_relation:
        return _row(column, field, raw)
    try:
        return column.to_python(raw)
    except ValidationError as error:
        raise RowIsGone from error


def _is_of(kind: Changeable, event: AuditEvent) -> bool:
    return (kind.model._meta.label_lower, kind.action) == (event.object_type, event.action)


def _raw(kind: Changeable, event: AuditEvent, field: str) -> Any:
    """The value before in JSON, of a relation the key; _MISSING when the event tells it not or no more."""
    if field not in kind.fields or field not in event.changes or field in event.emptied:
        return _MISSING
    try:
        column = kind.column(field)
    except FieldDoesNotExist:
        return _MISSING
    was = event.changes[field][0]
    if was is None and not column.null:  # the name or address of somebody whose account is gone
        return _MISSING
    if not column.is_relation or was is None or isinstance(was, int):
        return was
    return event.keys[field][0] if field in event.keys else _MISSING


def _row(column: Any, field: str, key: int | None) -> Any:
    """The related row, or its key where the field is the key itself ("responsible_id")."""
    if key is None:
        return None
    found = column.related_model._default_manager.filter(pk=key).first()
    if found is None:
        raise RowIsGone
    return key if field == column.attname else found
