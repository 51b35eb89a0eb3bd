"""The coordinator's edits: themes, steps, their order and the roadmap's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from projects.register.models import Project
from roadmap.models import Edition, Roadmap, State, Step, Theme
from roadmap.models.drafts import CLOSED_STATES
from roadmap.services.errors import EditedMeanwhile, Refused
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import in_every_language

Direction = Literal["up", "down"]
Row = TypeVar("Row", Roadmap, Theme, Step)
Actor = User | None


@transaction.atomic
def start_roadmap(*, project: Project, actor: Actor) -> Roadmap:
    """The project's roadmap, made empty with a title to edit if there is none yet."""
    title = in_every_language(lambda: _("Roadmap for co-development and wellbeing at work"))
    roadmap, created = Roadmap.objects.get_or_create(
        project=project, defaults={f"title_{code}": text for code, text in title.items()}
    )
    if created:
        audit.record(actor=actor, action="roadmap.started", on=roadmap, project_id=project.pk)
    return roadmap


@transaction.atomic
def update_roadmap(*, roadmap: Roadmap, version: int, values: Mapping[str, Any], actor: Actor) -> Roadmap:
    """Raises EditedMeanwhile when `version` is not the row's any more."""
    return _update(roadmap, version, values, actor, "roadmap.edited", roadmap)


@transaction.atomic
def add_theme(*, roadmap: Roadmap, values: Mapping[str, Any], actor: Actor) -> Theme:
    """A theme after the last one."""
    theme = Theme.objects.create(roadmap=roadmap, order=_next_order(roadmap.themes.all()), **values)
    audit.record(actor=actor, action="roadmap.theme_added", on=theme, project_id=roadmap.project_id)
    return theme


@transaction.atomic
def update_theme(*, theme: Theme, version: int, values: Mapping[str, Any], actor: Actor) -> Theme:
    """Raises EditedMeanwhile when `version` is not the row's any more."""
    return _update(theme, version, values, actor, "roadmap.theme_edited", theme.roadmap)


@transaction.atomic
def remove_theme(*, theme: Theme, actor: Actor) -> None:
    """Take a theme out with its unpublished steps.

    Raises Refused when a step of it is in an edition: what was promised is done or dropped with
    a reason, not forgotten.
    """
    published = published_step_ids(theme.roadmap)
    if any(step.pk in published for step in theme.steps.all()):
        raise Refused(
            _(
                "“%(theme)s” has steps that have been published. Move them to another theme, "
                "or mark them done or dropped."
            )
            % {"theme": theme.title}
        )
    audit.record(actor=actor, action="roadmap.theme_removed", on=theme, project_id=theme.roadmap.project_id)
    theme.steps.all().delete()
    theme.delete()


@transaction.atomic
def add_step(*, theme: Theme, values: Mapping[str, Any], actor: Actor) -> Step:
    """A step after the theme's last one. Raises Refused as `update_step` does."""
    step = Step(theme=theme, order=_next_order(theme.steps.all()))
    _set_step(step, values)
    step.save()
    audit.record(actor=actor, action="roadmap.step_added", on=step, project_id=theme.roadmap.project_id)
    return step


@transaction.atomic
def update_step(*, step: Step, version: int, values: Mapping[str, Any], actor: Actor) -> Step:
    """Raises EditedMeanwhile, or Refused for a step that is dropped without a reason."""
    fresh = _locked(step, version)
    before = {name: getattr(fresh, name) for name in values}
    _set_step(fresh, values)
    changes = {
        name: (old, getattr(fresh, name)) for name, old in before.items() if old != getattr(fresh, name)
    }
    return _store(fresh, changes, actor, "roadmap.step_edited", fresh.theme.roadmap)


@transaction.atomic
def remove_step(*, step: Step, actor: Actor) -> None:
    """Delete a step that no edition has shown; raises Refused for one that an edition has."""
    if step.pk in published_step_ids(step.theme.roadmap):
        raise Refused(
            _("“%(step)s” has been published. Mark it done or dropped instead.") % {"step": step.title}
        )
    project_id = step.theme.roadmap.project_id
    audit.record(actor=actor, action="roadmap.step_removed", on=step, project_id=project_id)
    step.delete()


@transaction.atomic
def move_theme(*, theme: Theme, direction: Direction) -> None:
    """One place up or down among the themes; nothing happens at the end of the list."""
    _move(theme, theme.roadmap.themes.all(), direction)


@transaction.atomic
def move_step(*, step: Step, direction: Direction) -> None:
    """One place up or down among the theme's steps of the same horizon."""
    _move(step, step.theme.steps.filter(horizon=step.horizon), direction)


def published_step_ids(roadmap: Roadmap) -> set[int]:
    """Steps that some edition of the roadmap shows."""
    snapshots = Edition.objects.filter(roadmap=roadmap).values_list("snapshot", flat=True)
    return {
        step["id"]
        for snapshot in snapshots
        for theme in snapshot["themes"]
        for step in (*theme["steps"], *theme["closed"])
    }


def _set_step(step: Step, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(step, name, value)
    if step.state not in CLOSED_STATES:
        step.closed_on = None
    elif step.closed_on is None:
        step.closed_on = localdate()
    if step.state == State.DROPPED and not step.change_reason:
        raise Refused(_("Say why the step is dropped: readers see the reason."))


def _update(
    row: Row, version: int, values: Mapping[str, Any], actor: Actor, action: str, roadmap: Roadmap
) -> Row:
    fresh = _locked(row, version)
    changes = audit.assign(fresh, values)
    return _store(fresh, changes, actor, action, roadmap)


def _locked(row: Row, version: int) -> Row:
    fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if fresh.version != version:
        raise EditedMeanwhile(fresh)
    return fresh


def _store(row: Row, changes: dict[str, Any], actor: Actor, action: str, roadmap: Roadmap) -> Row:
    if changes:
        row.version += 1
        row.save()
        audit.record(actor=actor, action=action, on=row, project_id=roadmap.project_id, changes=changes)
    return row


def _next_order(rows: QuerySet[Any]) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def _move(row: Theme | Step, rows: QuerySet[Any], direction: Direction) -> None:
    """Swap with the neighbour. Moving edits no words: the version stays, nobody's open form is upset."""
    ordered = list(rows.select_for_update().order_by("order", "id"))
    at = next(place for place, found in enumerate(ordered) if found.pk == row.pk)
    other = at + (-1 if direction == "up" else 1)
    if not 0 <= other < len(ordered):
        return
    ordered[at], ordered[other] = ordered[other], ordered[at]
    orders = sorted(found.order for found in ordered)
    if len(set(orders)) < len(orders):
        orders = list(range(1, len(ordered) + 1))
    for found, order in zip(ordered, orders, strict=True):
        if found.order != order:
            type(found)._default_manager.filter(pk=found.pk).update(order=order)
