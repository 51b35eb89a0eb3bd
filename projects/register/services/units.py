"""Units of an organisation and how many people work in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from projects.register.errors import ChangedMeanwhile, NothingToRestore, UnitNameTaken
from projects.register.models import Organisation, Project, Unit
from projects.register.services import leaning
from projects.register.services.changes import assign, refuse_if_newer, require_name, translated
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import AuditEvent

CHANGED: Final = "register.unit_changed"
REMOVED: Final = "register.unit_removed"
FACTS: Final = translated("name") | {"headcount"}


def unit_changes(organisation: Organisation, key: int | None = None) -> QuerySet[AuditEvent]:
    """Events that changed the organisation's units, or the one of this key; newest first, with actors."""
    events = audit.history(organisation).filter(action=CHANGED)
    return events if key is None else events.filter(keys__unit__1=key)


@transaction.atomic
def save_unit(
    *,
    organisation: Organisation,
    facts: Mapping[str, Any],
    unit: Unit | None = None,
    project: Project | None = None,
    seen: int | None = None,
    actor: User | None = None,
) -> Unit:
    """Add a unit, or change the one given. facts: name_fi, name_sv, name_en, headcount.

    seen: the unit's newest change that was on the page (of unit_changes); None asks nothing.
    Raises ChangedMeanwhile, NameMissing, UnitNameTaken, KeyError for an unknown column.
    """
    action = CHANGED if unit else "register.unit_added"
    found = unit and Unit.objects.select_for_update().get(pk=unit.pk, organisation=organisation)
    found = found or Unit(organisation=organisation)
    changes = assign(found, facts, FACTS)
    if unit and changes:
        refuse_if_newer(unit_changes(organisation, unit.pk), seen)
    require_name(found)
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        raise UnitNameTaken from None
    if changes:
        _record(found, action, project, actor, changes)
    return found


@transaction.atomic
def save_headcounts(
    *,
    organisation: Organisation,
    headcounts: Mapping[Unit, int | None],
    shown: Mapping[Unit, int | None],
    project: Project | None = None,
    actor: User | None = None,
) -> None:
    """Save the headcounts of several units: all or none.

    shown: what was on the page when it was opened; of a unit that is not among them nothing is asked.
    One that was left as it was shown is not written, whatever it has become.
    Raises ChangedMeanwhile when one that was corrected here holds neither what was shown nor what was typed.
    """
    corrected = {unit: number for unit, number in headcounts.items() if shown.get(unit, ...) != number}
    # One by one in the order of their keys: two that save the same page do not wait for each other for ever.
    for unit in sorted(corrected, key=lambda unit: unit.pk):
        now = Unit.objects.select_for_update().filter(pk=unit.pk, organisation=organisation).first()
        if now is None or (unit in shown and now.headcount not in (shown[unit], corrected[unit])):
            raise ChangedMeanwhile
        facts = {"headcount": corrected[unit]}
        save_unit(organisation=organisation, unit=unit, facts=facts, project=project, actor=actor)


@transaction.atomic
def remove_unit(*, unit: Unit, project: Project | None = None, actor: User | None = None) -> AuditEvent:
    """The unit's frozen groups in earlier survey rounds stay as they were.

    What is needed to bring it back for thirty days stands in the event (see restore_unit).
    """
    kept = {"facts": {name: getattr(unit, name) for name in sorted(FACTS)}, "leaning": leaning.kept(unit)}
    told = {"headcount": (unit.headcount, None), "kept": (kept, None)}
    event = _record(unit, REMOVED, project, actor, told)
    unit.delete()
    return event


@transaction.atomic
def restore_unit(*, event: AuditEvent, project: Project, actor: User | None = None) -> Unit:
    """Undo a removal: the unit with its number, and the groups of surveys that were its own.

    Raises NothingToRestore when the event is no removal in this project, the organisation is gone or the
    unit is back already; UnitNameTaken when another has its name by now.
    """
    kept: dict[str, Any] | None = event.changes.get("kept", (None,))[0]
    organisation = unit_owner(event)
    if event.action != REMOVED or event.project_id != project.pk or not kept or not organisation:
        raise NothingToRestore
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    unit = Unit(pk=unit_key(event), organisation=organisation, **kept["facts"])
    if Unit.objects.filter(pk=unit.pk).exists():
        raise NothingToRestore
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError:
        raise UnitNameTaken from None
    leaning.put_back(unit, kept["leaning"])
    _record(unit, "register.unit_restored", project, actor, {"headcount": (None, unit.headcount)})
    return unit


def unit_key(event: AuditEvent) -> int | None:
    """The key of the unit that an event of its organisation is about; None of events without numbers."""
    key: int | None = event.keys.get("unit", (None, None))[1]
    return key


def unit_owner(event: AuditEvent) -> Organisation | None:
    """The organisation, also when it has been merged into another since."""
    own = Q(pk=event.object_id) | Q(former_addresses__number=event.object_id)
    return Organisation.objects.filter(own).first()


def _record(unit: Unit, action: str, project: Project | None, actor: User | None, changes: Any) -> AuditEvent:
    """On the organisation, where people look for it, naming the unit."""
    return audit.record(
        actor=actor,
        action=action,
        on=unit.organisation,
        project_id=project.pk if project else None,
        changes={"unit": (None, unit), **changes},
    )
