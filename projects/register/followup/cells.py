"""The lists of the follow-up room as files: heads and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from projects.register.models import Decision, Risk
from projects.register.models.followup import Dated, Document
from yhes.common.export import Cell


def dated_head() -> list[str]:
    return [_("Title"), _("Description"), _("Due"), _("State"), _("Done on"), _("Late")]


def _dated(item: Any) -> list[Cell]:
    return [
        item.title, item.description, item.due_on, item.get_state_display(), item.done_on,
        _("yes") if item.is_late else "",
    ]  # fmt: skip


def milestones(items: Iterable[Dated]) -> Iterator[list[Cell]]:
    return (_dated(item) for item in items)


def deliverable_head() -> list[str]:
    return [*dated_head(), _("Work package"), _("Who sees it"), _("Address")]


def deliverables(items: Iterable[Any]) -> Iterator[list[Cell]]:
    for item in items:
        yield [*_dated(item), str(item.work_package or ""), item.get_visibility_display(), item.address]


def risk_head() -> list[str]:
    return [
        _("Risk"), _("What would follow"), _("Likelihood"), _("Impact"), _("Likelihood × impact"), _("Level"),
        _("Owner"), _("What is done about it"), _("Next review"), _("State"),
    ]  # fmt: skip


def level_text(level: str) -> str:
    return {"high": _("high"), "moderate": _("moderate"), "low": _("low")}[level]


def risks(items: Iterable[Risk]) -> Iterator[list[Cell]]:
    for risk in items:
        yield [
            risk.title, risk.description, risk.likelihood, risk.impact, risk.size, level_text(risk.level),
            risk.get_owner_display(), risk.mitigation, risk.review_on, risk.get_state_display(),
        ]  # fmt: skip


def decision_head() -> list[str]:
    return [_("Decided on"), _("Decided by"), _("What was decided"), _("Why"), _("Where it is recorded")]


def decisions(items: Iterable[Decision]) -> Iterator[list[Cell]]:
    for item in items:
        yield [item.decided_on, item.get_decided_by_display(), item.title, item.reason, item.reference]


def document_head() -> list[str]:
    return [_("Title"), _("Name of the file"), _("Size, bytes"), _("Who sees it"), _("Added")]


def documents(items: Iterable[Document]) -> Iterator[list[Cell]]:
    for item in items:
        yield [item.title, item.name, item.size, item.get_visibility_display(), item.created_at]
