"""The audit trail of rounds, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models import Round
from yhes.common.models import AuditEvent
from yhes.common.words import LANGUAGES

ACTIONS: dict[str, str | Promise] = {
    "surveys.round_created": gettext_lazy("made a draft of the round"),
    "surveys.round_changed": gettext_lazy("changed the draft"),
    "surveys.round_deleted": gettext_lazy("deleted the draft"),
    "surveys.groups_chosen": gettext_lazy("chose the groups"),
    "surveys.round_opened": gettext_lazy("opened the round"),
    "surveys.opening_given_up": gettext_lazy("took the round back to a draft"),
    "surveys.round_closing_time_changed": gettext_lazy("changed the closing time"),
    "surveys.round_closed": gettext_lazy("closed the round"),
    "surveys.round_restarted": gettext_lazy("started collecting over, as the key was lost"),
    "surveys.people_invited": gettext_lazy("invited people by e-mail"),
    "surveys.slips_made": gettext_lazy("made code slips"),
    "surveys.slips_voided": gettext_lazy("took code slips out of use"),
    "surveys.address_erased": gettext_lazy("erased the address of somebody invited"),
    "surveys.link_shared": gettext_lazy("made a shared link"),
    "surveys.reminder_sent": gettext_lazy("sent a reminder"),
    "surveys.released": gettext_lazy("released the results"),
    "surveys.release_withdrawn": gettext_lazy("withdrew the release"),
    "surveys.answers_imported": gettext_lazy("imported earlier answers"),
}
_LABELS: dict[str, str | Promise] = {
    "groups": gettext_lazy("groups"),
    "group": gettext_lazy("group"),
    "invitations": gettext_lazy("number of invitations"),
    "modules": gettext_lazy("additional questions"),
    "questionnaire": gettext_lazy("questionnaire"),
}
_CHOICES: dict[str, dict[Any, Any]] = {
    "legal_basis": dict(Round.LegalBasis.choices),
    "figures": dict(Round.Figures.choices),
}


def entries(events: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    """Events whose actors are loaded, as lines of components/history.html."""
    return [
        {
            "when": event.at,
            "who": str(event.actor or _("The portal")),
            "text": str(ACTIONS.get(event.action, event.action)),
            "changes": _changes(event),
        }
        for event in events
    ]


def _changes(event: AuditEvent) -> list[dict[str, str]]:
    shown = [
        {"label": _label(name), "before": _value(name, before), "after": _value(name, after)}
        for name, (before, after) in event.changes.items()
    ]
    return [change for change in shown if change["before"] or change["after"]]


def _label(field: str) -> str:
    stem, _underscore, code = field.rpartition("_")
    name, language = (stem, f" ({code})") if stem and code in LANGUAGES else (field, "")
    if name in _LABELS:
        return f"{_LABELS[name]}{language}"
    columns = {column.name: column.verbose_name for column in Round._meta.fields}
    return f"{columns[name]}{language}" if name in columns else field


def _value(field: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if field.endswith("_at"):
        moment = timezone.localtime(datetime.fromisoformat(value))
        return date_format(moment, "SHORT_DATETIME_FORMAT")
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    return str(value)
