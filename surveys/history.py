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

from surveys.models import FreeText, Mailing, Round
from yhes.accounts.models import User
from yhes.common.models import AuditEvent
from yhes.common.words import LANGUAGES, in_language

ACTIONS: dict[str, str | Promise] = {
    "surveys.round_created": gettext_lazy("made a draft of the round"),
    "surveys.round_repeated": gettext_lazy("made a draft like an earlier round"),
    "surveys.repeat_changed": gettext_lazy("changed how often the survey is repeated"),
    "surveys.round_changed": gettext_lazy("changed the draft"),
    "surveys.round_deleted": gettext_lazy("deleted the draft"),
    "surveys.groups_chosen": gettext_lazy("chose the groups"),
    "surveys.own_questions_chosen": gettext_lazy("chose which questions are one organisation’s own"),
    "surveys.headcounts_asked": gettext_lazy("asked the contacts to confirm the numbers of people"),
    "surveys.headcounts_confirmed": gettext_lazy("was told by a contact how many people are asked"),
    "surveys.letters_worded": gettext_lazy("changed the words of the letters"),
    "surveys.round_assured": gettext_lazy("assured what opening asks for"),
    "surveys.learning_agreed": gettext_lazy("agreed that the organisation may be asked how it goes"),
    "surveys.learning_taken_back": gettext_lazy("took the agreement to be asked back"),
    "surveys.learning_asked": gettext_lazy("asked the organisation how it goes"),
    "surveys.round_opened": gettext_lazy("opened the round"),
    "surveys.opening_given_up": gettext_lazy("took the round back to a draft"),
    "surveys.round_closing_time_changed": gettext_lazy("changed the closing time"),
    "surveys.round_closed": gettext_lazy("closed the round"),
    "surveys.round_restarted": gettext_lazy("started collecting over, as the key was lost"),
    "surveys.mailing_scheduled": gettext_lazy("chose a time for letters"),
    "surveys.mailing_moved": gettext_lazy("moved the time of letters"),
    "surveys.mailing_cancelled": gettext_lazy("cancelled letters that had a time"),
    "surveys.people_invited": gettext_lazy("invited people by e-mail"),
    "surveys.slips_made": gettext_lazy("made code slips"),
    "surveys.slips_voided": gettext_lazy("took code slips out of use"),
    "surveys.address_erased": gettext_lazy("erased the address of somebody invited"),
    "surveys.link_shared": gettext_lazy("made a shared link"),
    "surveys.reminder_sent": gettext_lazy("sent a reminder"),
    "surveys.envelopes_deleted": gettext_lazy("deleted the sealed envelopes, now that they are counted"),
    "surveys.invitations_deleted": gettext_lazy("deleted the list of those invited"),
    "surveys.answers_deleted": gettext_lazy("deleted the answers"),
    "surveys.orders_deleted": gettext_lazy("deleted who had ordered, where the order was over"),
    "surveys.group_moved": gettext_lazy("moved a group to where it belongs"),
    "surveys.released": gettext_lazy("released the results"),
    "surveys.release_withdrawn": gettext_lazy("withdrew the release"),
    "surveys.texts_released": gettext_lazy("released the open answers"),
    "surveys.texts_withdrawn": gettext_lazy("withdrew the open answers"),
    "surveys.reply_saved": gettext_lazy("wrote what was done about the results"),
    "surveys.reply_published": gettext_lazy("published what was done about the results"),
    "surveys.reply_taken_back": gettext_lazy("took the reply back to a draft"),
    "surveys.order_confirmed": gettext_lazy("got a confirmed order"),
    "surveys.order_accepted": gettext_lazy("accepted the order"),
    "surveys.order_declined": gettext_lazy("declined the order"),
    "surveys.order_withdrawn": gettext_lazy("was told that the order is withdrawn"),
    "surveys.order_forgotten": gettext_lazy("erased who had ordered"),
    "surveys.order_page_changed": gettext_lazy("changed the page of orders"),
    "surveys.questionnaire_staged": gettext_lazy("made a questionnaire that is asked by stage"),
    "surveys.questionnaire_imported": gettext_lazy("imported a questionnaire"),
    "surveys.draft_started": gettext_lazy("began to write a questionnaire"),
    "surveys.draft_copied": gettext_lazy("copied a questionnaire to change it"),
    "surveys.draft_changed": gettext_lazy("changed a questionnaire that is being written"),
    "surveys.draft_deleted": gettext_lazy("deleted a questionnaire that was being written"),
    "surveys.questionnaire_published": gettext_lazy("published a questionnaire"),
    "surveys.answers_imported": gettext_lazy("imported earlier answers"),
}
_LABELS: dict[str, str | Promise] = {
    "asking": gettext_lazy("on behalf of"),
    "dimension": gettext_lazy("dimension"),
    "is_agreed": gettext_lazy("may be asked"),
    "is_address_shown": gettext_lazy("address of a role is shown"),
    "groups": gettext_lazy("groups"),
    "group": gettext_lazy("group"),
    "headcount": gettext_lazy("number of people"),
    "organisation": gettext_lazy("organisation"),
    "organisations": gettext_lazy("organisations"),
    "invitations": gettext_lazy("number of invitations"),
    "letter": gettext_lazy("letter"),
    "mailing_at": gettext_lazy("sent at"),
    "modules": gettext_lazy("additional questions"),
    "own_questions": gettext_lazy("own questions of organisations"),
    "own_modules": gettext_lazy("own questions of organisations"),
    "questionnaire": gettext_lazy("questionnaire"),
    "parent": gettext_lazy("belongs to"),
    "envelopes": gettext_lazy("envelopes"),
    "addresses": gettext_lazy("e-mail addresses"),
    "answers": gettext_lazy("answers"),
    "texts": gettext_lazy("open answers"),
    "started": gettext_lazy("started from a shared link"),
    "mailings": gettext_lazy("times of letters"),
    "released_texts": gettext_lazy("released open answers"),
    "classes": gettext_lazy("tables of figures by background"),
    "replies": gettext_lazy("unpublished replies"),
    "orders": gettext_lazy("orders nobody confirmed"),
    "orderers": gettext_lazy("names and addresses of those who had ordered"),
    "repeated_from": gettext_lazy("earlier round"),
    "texts_shown": gettext_lazy("shown as they are"),
    "texts_redacted": gettext_lazy("shown with parts removed"),
    **{
        f"texts_withheld_{reason}": format_lazy("{} ({})", gettext_lazy("withheld"), label)
        for reason, label in FreeText.Reason.choices
    },
    "withdrawal_reason": gettext_lazy("reason"),
    "reply": gettext_lazy("reply"),
    "actions": gettext_lazy("actions"),
    "is_public": gettext_lazy("shown in public"),
}
_YES_NO = {True: gettext_lazy("yes"), False: gettext_lazy("no")}
# What a deletion tells, in the order in which it is told: PostgreSQL keeps none.
_NUMBERS = (
    *("envelopes", "invitations", "addresses", "started", "mailings"),
    *("answers", "texts", "released_texts", "classes", "replies", "orders", "orderers"),
)
_CHOICES: dict[str, dict[Any, Any]] = {
    "legal_basis": dict(Round.LegalBasis.choices),
    "figures": dict(Round.Figures.choices),
    "repeats_every": dict(Round.Repeat.choices),
    "pulse_every": dict(Round.Pulse.choices),
    "is_agreed": _YES_NO,
    "is_public": _YES_NO,
    "is_address_shown": _YES_NO,
    "is_staff_informed": _YES_NO,
    "is_cooperation_handled": _YES_NO,
    "letter": dict(Mailing.Kind.choices),
    "research_permit": dict(Round.ResearchPermit.choices),
}


def entries(events: Iterable[AuditEvent], *, naming_only: User | None = None) -> list[dict[str, Any]]:
    """Events whose actors are loaded, as lines of components/history.html.

    naming_only: the reader, who is told no other names: they tell who acts for an organisation.
    """
    return [
        {
            "when": event.at,
            "who": _who(event, naming_only),
            "text": str(ACTIONS.get(event.action, event.action)),
            "changes": _changes(event),
        }
        for event in events
    ]


def _who(event: AuditEvent, naming_only: User | None) -> str:
    if naming_only is not None and event.actor_id not in (None, naming_only.pk):
        return _("A user of the portal")
    return str(event.actor or _("The portal"))


def numbers(event: AuditEvent) -> str:
    """The numbers of an event in one line: “number of invitations: 43, e-mail addresses: 40”."""
    told = [name for name in _NUMBERS if name in event.changes]
    return ", ".join(f"{_label(name)}: {event.changes[name][1]}" for name in told)


def _changes(event: AuditEvent) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = [
        {"label": _label(name), "before": _value(name, before), "after": _value(name, after)}
        for name, (before, after) in event.changes.items()
    ]
    gone = [{"label": _label(name), "is_emptied": True} for name in event.emptied]
    return [change for change in shown if change["before"] or change["after"]] + gone


def lasting() -> dict[str, set[str]]:
    """Registered as `lasting`: codes, and how many were deleted, also where it is told as "< 5"."""
    return {"surveys.": {*_CHOICES, *_NUMBERS}}


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
