"""The audit trail of a report and of the words in it, for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yhes.common.history import Change, Entry, Restoring, emptied, nowhere
from yhes.common.models import AuditEvent
from yhes.desk.reports.models import LANGUAGES, FunderReport, ReportText

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LENGTH: Final = 12
_LONGEST: Final = 200
ACTIONS: Final[dict[str, StrOrPromise]] = {
    "desk.report_created": gettext_lazy("made the report"),
    "desk.report_changed": gettext_lazy("changed the report"),
    "desk.report_text_changed": gettext_lazy("wrote into the report"),
    "desk.report_refreshed": gettext_lazy("gathered the figures anew"),
    "desk.report_submitted": gettext_lazy("submitted the report"),
    "desk.report_correction_begun": gettext_lazy("began a correction"),
    "desk.report_deleted": gettext_lazy("deleted the draft"),
    "desk.report_restored": gettext_lazy("brought the draft back"),
}


def of_report(report: FunderReport, restore: Restoring = nowhere) -> list[Entry]:
    """The newest events of the report and of its texts. restore: where a field is set back."""
    texts = [str(key) for key in report.texts.values_list("pk", flat=True)]
    about = Q(object_type=FunderReport._meta.label_lower, object_id=str(report.pk))
    about |= Q(object_type=ReportText._meta.label_lower, object_id__in=texts)
    return entries(AuditEvent.objects.filter(about).select_related("actor")[:LENGTH], restore)


def entries(events: Iterable[AuditEvent], restore: Restoring = nowhere) -> list[Entry]:
    return [
        Entry(event.at, str(event.actor or _("The portal")), _text(event), changes_of(event, restore))
        for event in events
    ]


def _text(event: AuditEvent) -> str:
    text = str(ACTIONS.get(event.action, event.action))
    is_part = event.object_type == ReportText._meta.label_lower
    return f"{text}: {event.object_label}" if is_part else text


def changes_of(event: AuditEvent, restore: Restoring = nowhere) -> tuple[Change, ...]:
    return tuple(
        Change(_label(field), _value(field, before), _value(field, after), field, restore(event, field))
        for field, (before, after) in event.changes.items()
        if field not in event.emptied
    ) + emptied(event, _label)


def lasting() -> dict[str, set[str]]:
    """Registered as `lasting`: which language a text was in."""
    return {"desk.report": {"language"}}


def _label(field: str) -> str:
    known = {f.name: f for model in (ReportText, FunderReport) for f in model._meta.get_fields()}
    return str(getattr(known.get(field), "verbose_name", field))


def _value(field: str, value: Any) -> str:
    if not value:
        return ""
    if field == "language":
        return str(dict(LANGUAGES).get(value, value))
    if field in ("first", "last", "due_on"):
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return Truncator(str(value)).chars(_LONGEST)
