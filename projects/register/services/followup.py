"""Milestones, deliverables, risks, decisions and documents: saving, removing, restoring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from projects.register.errors import DayMissing, NothingToRestore, NotOnTheScale, TitleMissing
from projects.register.models import (
    Decision,
    Deliverable,
    Document,
    FollowedUp,
    FunderLogo,
    Milestone,
    Risk,
)
from projects.register.models.followup import Progress
from projects.register.services.changes import assign, refuse_if_changed, translated
from yhes.accounts.models import User
from yhes.common import audit, bins

_DATED = translated("title", "description") | {"due_on", "state", "done_on"}
FACTS: Final[Mapping[type[FollowedUp], frozenset[str]]] = {
    Milestone: _DATED | {"visibility"},
    Deliverable: _DATED | {"work_package", "visibility", "address"},
    Risk: frozenset(
        {"title", "description", "likelihood", "impact", "owner", "mitigation", "review_on", "state"}
    ),
    Decision: frozenset({"decided_on", "decided_by", "title", "reason", "reference"}),
    Document: frozenset({"title", "visibility"}),
    FunderLogo: translated("title") | {"order", "link"},
}


def changed(model: type[FollowedUp]) -> str:
    """The action in the audit trail that is the version of such a row: "register.milestone_changed"."""
    return f"register.{model._meta.model_name}_changed"


@transaction.atomic
def save_followed_up(
    *, item: FollowedUp, facts: Mapping[str, Any], seen: int | None = None, actor: User | None = None
) -> FollowedUp:
    """Save a new item (of a project) or a changed one. facts: the columns of its model.

    The day something was done goes with the state: it is asked for when the state is done, else cleared.
    seen: the newest change that was on the page; None asks nothing.
    Raises ChangedMeanwhile, TitleMissing, DayMissing, NotOnTheScale, KeyError for an unknown column.
    """
    is_new = item.pk is None
    if not is_new:
        item = type(item).objects.select_for_update().get(pk=item.pk)
    changes = assign(item, _with_day(item, facts), FACTS[type(item)])
    if changes and not is_new:
        refuse_if_changed(item, changed(type(item)), seen)
    _check(item)
    item.save()
    if changes:
        _record(item, "added" if is_new else "changed", actor, changes)
    return item


@transaction.atomic
def remove_followed_up(*, item: FollowedUp, actor: User | None = None) -> None:
    """Into the bin. Repeating it changes nothing."""
    found = type(item).objects.select_for_update().get(pk=item.pk)
    if bins.put_in(found):
        _record(found, "removed", actor, {})


@transaction.atomic
def restore_followed_up(*, item: FollowedUp, actor: User | None = None) -> None:
    """Out of the bin, as it was. Repeating it changes nothing. Raises NothingToRestore when it is gone."""
    found = type(item).objects.select_for_update().filter(pk=item.pk).first()
    if found is None:
        raise NothingToRestore
    if bins.take_out(found):
        _record(found, "restored", actor, {})


def _with_day(item: FollowedUp, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(item, Milestone | Deliverable):
        return facts
    is_done = facts.get("state", item.state) == Progress.DONE
    return facts if is_done else {**facts, "done_on": None}


def _check(item: FollowedUp) -> None:
    if not str(item.title or "").strip():
        raise TitleMissing
    if isinstance(item, Milestone | Deliverable) and item.state == Progress.DONE and item.done_on is None:
        raise DayMissing
    if isinstance(item, Risk) and not (1 <= item.likelihood <= 5 and 1 <= item.impact <= 5):
        raise NotOnTheScale


def _record(item: FollowedUp, done: str, actor: User | None, changes: Mapping[str, Any]) -> None:
    """On the item itself: its events are its version, and its history."""
    audit.record(
        actor=actor,
        action=f"register.{item._meta.model_name}_{done}",
        on=item,
        project_id=item.project_id,
        changes={"title": (None, item), **changes},
    )
