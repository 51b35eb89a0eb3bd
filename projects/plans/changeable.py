"""What of plans can be set back, field by field (see yhes.common.restoring)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from projects.plans import access, history, people, places, services
from projects.plans.models import KEPT, ActionPlan
from projects.plans.services import parts, plans
from projects.register.models import Project
from yhes.common.history import Change
from yhes.common.models import AuditEvent
from yhes.common.restoring import Changeable


def kinds() -> Iterator[Changeable]:
    yield Changeable(
        model=ActionPlan,
        action=services.PLAN_CHANGED,
        fields=plans.FACTS - {"is_example"},
        find=_plan,
        change=lambda row, **how: services.update_plan(plan=row, **how),
        where=lambda row, _project: places.of_plan(row),
        told=_told,
    )
    for kind in places.KINDS:
        yield _part(kind)


def _part(kind: str) -> Changeable:
    model, path = places.KINDS[kind], places.PLAN_OF[kind]

    def find(user: Any, project: Project, key: int) -> Any:
        found = model.objects.present().filter(pk=key, **{f"{path}__in": _kept(user, project)})
        return found.select_related(f"{path}__project").first()

    return Changeable(
        model=model,
        action=services.PART_CHANGED,
        fields=parts.FACTS[model],
        find=find,
        change=lambda row, **how: services.save_part(plan=row.plan, part=row, **how),
        where=lambda row, _project: places.of_part(row),
        told=_told,
    )


def _plan(user: Any, project: Project, key: int) -> ActionPlan | None:
    rows = _kept(user, project).select_related("project", "organisation")
    found: ActionPlan | None = rows.filter(pk=key).first()
    return found


def _kept(user: Any, project: Project) -> Any:
    kept = access.kept_by(user, project)
    plans_in_use = ActionPlan.objects.filter(KEPT)
    return plans_in_use.none() if kept is None else plans_in_use.filter(kept, project=project)


def _told(request: Any, event: AuditEvent) -> tuple[Change, ...]:
    return history.changes_of(event, people.naming(request))
