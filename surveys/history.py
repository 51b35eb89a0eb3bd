"""The audit trail of rounds, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models import FreeText, Round
from yhes.common.models import AuditEvent
from yhes.common.words import LANGUAGES, in_language

ACTIONS: dict[str, str | Promise] = {
    "surveys.round_created": gettext_lazy("made a draft of the round"),
    "surveys.round_repeated": gettext_lazy("made a draft like an earlier round"),
    "surveys.repeat_changed": gettext_lazy("changed how often the survey is repeated"),
    "surveys.round_changed": gettext_lazy("changed the draft"),
    "surveys.round_deleted": gettext_lazy("deleted the draft"),
    "surveys.groups_chosen": gettext_lazy("chose the groups"),
    "surveys.headcounts_asked": gettext_lazy("asked the contacts to confirm the numbers of people"),
    "surveys.headcounts_confirmed": gettext_lazy("was told by a contact how many people are asked"),
    "surveys.letters_worded": gettext_lazy("changed the words of the letters"),
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
    "surveys.texts_released": gettext_lazy("released the open answers"),
    "surveys.texts_withdrawn": gettext_lazy("withdrew the open answers"),
    "surveys.questionnaire_imported": gettext_lazy("imported a questionnaire"),
    "surveys.answers_imported": gettext_lazy("imported earlier answers"),
}
_LABELS: dict[str, str | Promise] = {
    "groups": gettext_lazy("groups"),
    "group": gettext_lazy("group"),
    "headcount": gettext_lazy("number of people"),
    "organisation": gettext_lazy("organisation"),
    "organisations": gettext_lazy("organisations"),
    "invitations": gettext_lazy("number of invitations"),
    "modules": gettext_lazy("additional questions"),
    "questionnaire": gettext_lazy("questionnaire"),
    "repeated_from": gettext_lazy("earlier round"),
    "texts_shown": gettext_lazy("shown as they are"),
    "texts_redacted": gettext_lazy("shown with parts removed"),
    **{
        f"texts_withheld_{reason}": format_lazy("{} ({})", gettext_lazy("withheld"), label)
        for reason, label in FreeText.Reason.choices
    },
    "withdrawal_reason": gettext_lazy("reason"),
}
_CHOICES: dict[str, dict[Any, Any]] = {
    "legal_basis": dict(Round.LegalBasis.choices),
    "figures": dict(Round.Figures.choices),
    "repeats_every": dict(Round.Repeat.choices),
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
    if isinstance(value, dict):
        return in_language(value)
    if isinstance(value, list):
        return ", ".join(_value("", part) for part in value)
    if field.endswith("_at"):
        moment = timezone.localtime(datetime.fromisoformat(value))
        return date_format(moment, "SHORT_DATETIME_FORMAT")
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    return str(value)
