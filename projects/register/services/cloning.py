"""A new project made after an old one: what it is and what it plans, never its people, answers or papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import models, transaction

from projects.register.models import (
    Deliverable,
    FunderLogo,
    Measure,
    Milestone,
    Objective,
    Project,
    ProjectGroup,
    Risk,
    WorkPackage,
)
from projects.register.models.followup import Progress
from projects.register.services.changes import translated
from projects.register.services.followup import save_followed_up
from projects.register.services.groups.people import GROUP_FACTS, save_group
from projects.register.services.logos import copy_logos
from projects.register.services.plan import save_plan_item
from projects.register.services.projects import create_project
from yhes.accounts.models import User

_KEPT: Final = translated("tagline", "summary", "target_groups", "quality_gaps", "themes") | {
    "programme", "funder", "network",
}  # fmt: skip
_PLAN: Final = translated("title", "description") | {"order"}
_DATED: Final = translated("title", "description")
_RISK: Final = ("title", "description", "likelihood", "impact", "owner", "mitigation")


@dataclass(frozen=True, slots=True)
class Copied:
    """How many of each would be copied."""

    objectives: int
    measures: int
    work_packages: int
    milestones: int
    deliverables: int
    risks: int
    groups: int
    logos: int


def would_copy(project: Project) -> Copied:
    """What clone_project copies beside the project's own texts."""
    return Copied(
        objectives=project.objectives.count(),
        measures=project.measures.count(),
        work_packages=project.work_packages.count(),
        milestones=_present(Milestone, project).count(),
        deliverables=_present(Deliverable, project).count(),
        risks=_present(Risk, project).count(),
        groups=_present(ProjectGroup, project).count(),
        logos=_present(FunderLogo, project).count(),
    )


@transaction.atomic
def clone_project(
    *, project: Project, facts: Mapping[str, Any], starts_on: date | None = None, actor: User | None = None
) -> Project:
    """facts: the new one's name (name_fi …). starts_on: its first day, by which the days of milestones and
    deliverables move when the old one has a first day; otherwise milestones keep their days and
    deliverables have none.

    The new project is not public and its state is not stated. Raises NameMissing.
    """
    made = create_project(
        facts={**_values(project, _KEPT), **facts, "starts_on": starts_on},
        regions=project.regions.all(),
        actor=actor,
    )
    packages = _copy_plan(project, made, actor)
    moved = starts_on - project.starts_on if starts_on and project.starts_on else None
    _copy_dated(project, made, packages, moved, actor)
    for risk in _present(Risk, project):
        save_followed_up(item=Risk(project=made), facts=_values(risk, _RISK), actor=actor)
    for group in _present(ProjectGroup, project):
        save_group(group=ProjectGroup(project=made), facts=_values(group, GROUP_FACTS), actor=actor)
    copy_logos(project, made, actor=actor)
    return made


def _copy_plan(old: Project, new: Project, actor: User | None) -> dict[int, Any]:
    """Objectives with their measures, and work packages; returns the new packages by the old ones' keys."""
    objectives = {
        item.pk: save_plan_item(item=Objective(project=new), facts=_values(item, _PLAN), actor=actor)
        for item in old.objectives.all()
    }
    for measure in old.measures.all():
        facts = {**_values(measure, _PLAN), "objective": objectives.get(measure.objective_id or 0)}
        save_plan_item(item=Measure(project=new), facts=facts, actor=actor)
    return {
        item.pk: save_plan_item(item=WorkPackage(project=new), facts=_values(item, _PLAN), actor=actor)
        for item in old.work_packages.all()
    }


def _copy_dated(
    old: Project, new: Project, packages: Mapping[int, Any], moved: timedelta | None, actor: User | None
) -> None:
    """All of them planned again, and for the project's people only."""
    for milestone in _present(Milestone, old):
        day = milestone.due_on + (moved or timedelta())
        facts = {**_values(milestone, _DATED), "due_on": day, "state": Progress.PLANNED}
        save_followed_up(item=Milestone(project=new), facts=facts, actor=actor)
    for item in _present(Deliverable, old):
        facts = {
            **_values(item, _DATED),
            "due_on": item.due_on + moved if item.due_on and moved is not None else None,
            "work_package": packages.get(item.work_package_id or 0),
        }
        save_followed_up(item=Deliverable(project=new), facts=facts, actor=actor)


def _values(row: models.Model, columns: Any) -> dict[str, Any]:
    return {column: getattr(row, column) for column in columns}


def _present(model: type[Any], project: Project) -> Any:
    return model.objects.present().filter(project=project)
