"""Objectives, measures, results and work packages of a project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction

from projects.register.errors import CoImplementerNotPartner, ForeignObjective, NothingToRestore, TitleMissing
from projects.register.models import Measure, Objective, Organisation, Project, Result, WorkPackage
from projects.register.services import leaning
from projects.register.services.changes import (
    Changes,
    assign,
    lock_partners,
    refuse_if_changed,
    translated,
)
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import AuditEvent

PLAN_ITEM_CHANGED: Final = "register.plan_item_changed"
PLAN_ITEM_DELETED: Final = "register.plan_item_deleted"
PlanItem = Objective | Measure | Result | WorkPackage
_MODELS: Final = (Objective, Measure, Result, WorkPackage)
_FACTS = translated("title", "description") | {"order"}


@transaction.atomic
def save_plan_item(
    *,
    item: PlanItem,
    facts: Mapping[str, Any],
    co_implementers: Iterable[Organisation] = (),
    seen: int | None = None,
    actor: User | None = None,
) -> PlanItem:
    """Save a new or a changed item. facts: title_fi …, description_fi …, order and, for a
    measure or a result, the objective it belongs to (of the same project) or None.
    co_implementers: of a work package, partners of its project. seen: the newest change that was on the page.

    Raises ChangedMeanwhile, TitleMissing, ForeignObjective, CoImplementerNotPartner, KeyError for an unknown
    column.
    """
    is_new = item.pk is None
    if isinstance(item, WorkPackage):
        lock_partners(item.project)  # none of them leaves in between
    if not is_new:
        item = type(item)._default_manager.select_for_update().get(pk=item.pk)
    allowed = _FACTS | {"objective"} if isinstance(item, Measure | Result) else _FACTS
    changes = assign(item, facts, allowed)
    if not any(getattr(item, column) for column in translated("title")):
        raise TitleMissing
    _refuse_foreign_objective(item)
    item.save()
    if isinstance(item, WorkPackage):
        changes |= _set_co_implementers(item, list(co_implementers))
    if changes and not is_new:
        refuse_if_changed(item, PLAN_ITEM_CHANGED, seen)
    if changes:
        action = "register.plan_item_added" if is_new else PLAN_ITEM_CHANGED
        _record(item, action, actor, {"title": (None, item), **changes})
    return item


@transaction.atomic
def delete_plan_item(*, item: PlanItem, actor: User | None = None) -> AuditEvent:
    """Measures and results of a deleted objective stay, without it.

    What is needed to bring it back for thirty days stands in the event (see restore_plan_item).
    """
    kept = _kept(item)
    event = _record(item, PLAN_ITEM_DELETED, actor, {"title": (item, None), "plan_item": (kept, None)})
    item.delete()
    return event


@transaction.atomic
def restore_plan_item(*, event: AuditEvent, project: Project, actor: User | None = None) -> PlanItem:
    """Undo a deletion: the row with its number, and what pointed to it and points nowhere now.

    Co-implementers that have left the project meanwhile stay away, and so does an objective that is gone.
    Raises NothingToRestore when the event is no such deletion in this project, or it is back already.
    """
    lock_partners(project)
    model = next((one for one in _MODELS if one._meta.label_lower == event.object_type), None)
    kept = event.changes.get("plan_item", (None,))[0]
    if model is None or kept is None or event.action != PLAN_ITEM_DELETED or event.project_id != project.pk:
        raise NothingToRestore
    if model._default_manager.filter(pk=event.object_id).exists():
        raise NothingToRestore
    item: PlanItem = model(pk=int(event.object_id), project=project, **kept["facts"])
    if kept["objective"] and isinstance(item, Measure | Result):
        item.objective = project.objectives.filter(pk=kept["objective"]).first()
    item.save(force_insert=True)
    if isinstance(item, WorkPackage):
        partners = project.partnerships.filter(organisation__in=kept["co_implementers"])
        item.co_implementers.set(partners.values_list("organisation", flat=True))
    leaning.put_back(item, kept["leaning"])
    _record(item, "register.plan_item_restored", actor, {"title": (None, item)})
    return item


def _kept(item: PlanItem) -> dict[str, Any]:
    """The row as JSON, and the keys of what points to it and will point nowhere."""
    columns = translated("title", "description") | {"order"}
    return {
        "facts": {column: getattr(item, column) for column in sorted(columns)},
        "objective": item.objective_id if isinstance(item, Measure | Result) else None,
        "co_implementers": list(item.co_implementers.values_list("pk", flat=True))
        if isinstance(item, WorkPackage)
        else [],
        "leaning": leaning.kept(item),
    }


def _refuse_foreign_objective(item: PlanItem) -> None:
    if isinstance(item, Measure | Result) and item.objective and item.objective.project_id != item.project_id:
        raise ForeignObjective


def _set_co_implementers(package: WorkPackage, wanted: list[Organisation]) -> Changes:
    """What changed by it. Raises CoImplementerNotPartner, which names the first who is none."""
    partners = set(package.project.partnerships.values_list("organisation_id", flat=True))
    for organisation in wanted:
        if organisation.pk not in partners:
            raise CoImplementerNotPartner(organisation=organisation)
    before = list(package.co_implementers.order_by("pk"))
    if {each.pk for each in before} == {each.pk for each in wanted}:
        return {}
    package.co_implementers.set(wanted)
    return {"co_implementers": (before, wanted)}


def _record(item: PlanItem, action: str, actor: User | None, changes: Any) -> AuditEvent:
    """On the item itself: its events are its version, and its history."""
    return audit.record(actor=actor, action=action, on=item, project_id=item.project_id, changes=changes)
