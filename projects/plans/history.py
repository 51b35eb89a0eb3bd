"""The audit trail of a plan and its parts, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.plans.models import Action, ActionPlan, Aim, Indicator, Reading, Review, SteppingStone
from projects.plans.people import Naming
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.history import Change, Entry, Restoring, emptied, nowhere
from yhes.common.models import AuditEvent
from yhes.common.words import LANGUAGES, in_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LENGTH: Final = 12
_LONGEST: Final = 120
MODELS: Final[tuple[type[models.Model], ...]] = (
    ActionPlan,
    Aim,
    Action,
    SteppingStone,
    Indicator,
    Reading,
    Review,
)

ACTIONS: Final[dict[str, StrOrPromise]] = {
    "plans.plan_created": gettext_lazy("made the plan"),
    "plans.plan_changed": gettext_lazy("changed the plan"),
    "plans.plan_published": gettext_lazy("published the plan"),
    "plans.plan_withdrawn": gettext_lazy("took the plan back to a draft"),
    "plans.plan_archived": gettext_lazy("archived the plan"),
    "plans.plan_unarchived": gettext_lazy("took the plan back into use"),
    "plans.plan_deleted": gettext_lazy("deleted the plan"),
    "plans.plan_restored": gettext_lazy("brought the plan back"),
    "plans.part_added": gettext_lazy("added to the plan"),
    "plans.part_changed": gettext_lazy("changed in the plan"),
    "plans.part_deleted": gettext_lazy("deleted from the plan"),
    "plans.part_restored": gettext_lazy("brought back to the plan"),
    "plans.reading_imported": gettext_lazy("brought in a reading"),
    "plans.comparing_agreed": gettext_lazy("agreed to compare the indicator with others"),
    "plans.comparing_taken_back": gettext_lazy("took back the agreement to compare"),
    "plans.review_started": gettext_lazy("began a review"),
    "plans.review_changed": gettext_lazy("wrote at a review"),
    "plans.review_approved": gettext_lazy("approved the minutes of a review"),
    "plans.review_deleted": gettext_lazy("deleted a review"),
    "plans.review_restored": gettext_lazy("brought a review back"),
    "plans.action_moved": gettext_lazy("changed the state of an action"),
}
_TOLD_WHOLE: Final = (
    "plans.part_added",
    "plans.part_deleted",
    "plans.part_restored",
    "plans.reading_imported",
    "plans.review_started",
)
_CHOICES: Final[dict[str, dict[str, StrOrPromise]]] = {
    "state": {**dict(ActionPlan.State.choices), **dict(Action.State.choices)},
    "unit": dict(Indicator.Unit.choices),
    "direction": dict(Indicator.Direction.choices),
    "source": dict(Reading.Source.choices),
}


def of_plan(plan: ActionPlan, naming: Naming, restore: Restoring = nowhere) -> list[Entry]:
    """The newest events of the plan and of everything in it."""
    about = models.Q(object_type=plan._meta.label_lower, object_id=str(plan.pk))
    for model, rows in _parts(plan):
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        about |= models.Q(object_type=model._meta.label_lower, object_id__in=keys)
    return entries(AuditEvent.objects.filter(about).select_related("actor")[:LENGTH], naming, restore)


def of_row(row: models.Model, naming: Naming, restore: Restoring = nowhere) -> list[Entry]:
    return entries(audit.history(row)[:LENGTH], naming, restore)


def entries(events: Iterable[AuditEvent], naming: Naming, restore: Restoring = nowhere) -> list[Entry]:
    """restore: where a field is set back, for readers who may change it (restoring.links)."""
    found = list(events)
    people = _people(found)
    return [
        Entry(event.at, _who(event, naming), _text(event), _changes(event, naming, people, restore))
        for event in found
    ]


def _parts(plan: ActionPlan) -> Iterable[tuple[type[models.Model], models.QuerySet[Any]]]:
    yield Aim, Aim.objects.filter(plan=plan)
    yield Action, Action.objects.filter(aim__plan=plan)
    yield SteppingStone, SteppingStone.objects.filter(plan=plan)
    yield Indicator, Indicator.objects.filter(plan=plan)
    yield Reading, Reading.objects.filter(indicator__plan=plan)
    yield Review, Review.objects.filter(plan=plan)


def _people(events: Iterable[AuditEvent]) -> dict[int, User]:
    """Those whom the trail names by number, as far as they have an account still."""
    keys = {key for event in events for key in event.changes.get("responsible_id", ()) if key}
    keys |= {key for event in events for side in event.changes.get("people", ()) for key in side}
    return User.objects.in_bulk(keys) if keys else {}


def _who(event: AuditEvent, naming: Naming) -> str:
    return naming.name(event.actor) if event.actor else _("The portal")


def _text(event: AuditEvent) -> str:
    text = str(ACTIONS.get(event.action, event.action))
    is_part = event.object_type != ActionPlan._meta.label_lower
    return f"{text}: {event.object_label}" if is_part and event.object_label else text


def changes_of(event: AuditEvent, naming: Naming) -> tuple[Change, ...]:
    return _changes(event, naming, _people([event]), nowhere)


def _changes(
    event: AuditEvent, naming: Naming, people: dict[int, User], restore: Restoring
) -> tuple[Change, ...]:
    if event.action in _TOLD_WHOLE:
        return ()
    return tuple(
        Change(
            _label(field),
            _value(field, before, naming, people),
            _value(field, after, naming, people),
            field,
            restore(event, field),
        )
        for field, (before, after) in event.changes.items()
        if before or after
    ) + emptied(event, _label)


def lasting() -> dict[str, set[str]]:
    """Registered as `lasting`: codes of states, units and sources."""
    return {"plans.": set(_CHOICES)}


def _label(field: str) -> str:
    if field == "responsible_id":
        return _("responsible")
    if field == "next_steps":
        return _("next steps")
    stem, _underscore, code = field.rpartition("_")
    name, language = (stem, f" ({code})") if code in LANGUAGES and stem else (field, "")
    for model in MODELS:
        known = {f.name: f for f in model._meta.get_fields()}
        if name in known:
            return f"{getattr(known[name], 'verbose_name', name)}{language}"
    return field


def _value(field: str, value: Any, naming: Naming, people: dict[int, User]) -> str:
    if value in (None, "", []):
        return ""
    if field == "responsible_id":
        return naming.name(people[value]) if value in people else _("a former user")
    if audit.is_words(value):
        return in_language(value)
    if isinstance(value, list):
        return _several(field, value, naming, people)
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.endswith("_on"):
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return Truncator(str(value)).chars(_LONGEST)


def _several(field: str, values: list[Any], naming: Naming, people: dict[int, User]) -> str:
    if field != "people":
        return "; ".join(values)
    known = [naming.name(people[key]) if key in people else _("a former user") for key in values]
    return ", ".join(sorted(known, key=str.casefold))
