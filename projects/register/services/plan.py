"""Objectives, measures, results and work packages of a project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from projects.register.errors import TitleMissing
from projects.register.models import Measure, Objective, Organisation, Project, Result, WorkPackage
from projects.register.services.changes import assign, translated
from yhes.accounts.models import User
from yhes.common import audit

PlanItem = Objective | Measure | Result | WorkPackage
_FACTS = translated("title", "description") | {"order"}


@transaction.atomic
def save_plan_item(
    *,
    item: PlanItem,
    facts: Mapping[str, Any],
    co_implementers: Iterable[Organisation] = (),
    actor: User | None = None,
) -> PlanItem:
    """Save a new or a changed item. facts: title_fi …, description_fi …, order and, for a
    measure or a result, the objective it belongs to (of the same project) or None.

    Raises TitleMissing, KeyError for an unknown column.
    """
    is_new = item.pk is None
    if not is_new:
        item = type(item)._default_manager.select_for_update().get(pk=item.pk)
    allowed = _FACTS | {"objective"} if isinstance(item, Measure | Result) else _FACTS
    changes = assign(item, facts, allowed)
    if not any(getattr(item, column) for column in translated("title")):
        raise TitleMissing
    item.save()
    if isinstance(item, WorkPackage):
        item.co_implementers.set(co_implementers)
    if changes:
        action = "register.plan_item_added" if is_new else "register.plan_item_changed"
        _record(item.project, action, actor, {"title": (None, item), **changes})
    return item


@transaction.atomic
def delete_plan_item(*, item: PlanItem, actor: User | None = None) -> None:
    """Measures and results of a deleted objective stay, without it."""
    _record(item.project, "register.plan_item_deleted", actor, {"title": (item, None)})
    item.delete()


def _record(project: Project, action: str, actor: User | None, changes: Any) -> None:
    audit.record(actor=actor, action=action, on=project, project_id=project.pk, changes=changes)
