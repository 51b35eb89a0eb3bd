"""Edition against edition: what was added, changed, finished and dropped. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from roadmap.snapshot import Publication, Step, Theme
from yhes.common.words import Words

Kind = Literal["added", "changed", "done", "dropped"]
# What a reader would act on differently. A change in any of these must have a reason.
WEIGHTY = ("title", "horizon", "for_whom", "responsible", "done_when", "sector", "min_size")
TEXTS = ("why", "how_to_start", "state")


@dataclass(frozen=True, slots=True)
class Change:
    """One step's change. `fields` names what differs, in the order of WEIGHTY and TEXTS."""

    kind: Kind
    step: Step
    theme: Theme
    before: Step | None
    fields: tuple[str, ...]
    reason: Words


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from edition `since` (None: there was none before) to the newer one."""

    since: int | None
    changes: tuple[Change, ...]

    def of(self, kind: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind == kind)

    def flag(self, step_id: int) -> Kind | None:
        """How a step changed, for the mark on its card."""
        return next((change.kind for change in self.changes if change.step.id == step_id), None)


def compare(older: Publication | None, newer: Publication) -> Difference:
    """What happened to every step between two editions; everything is new without an older one."""
    if older is None:
        return Difference(None, ())
    before = {step.id: step for _, step in older.everything()}
    changes = [_change(before.get(step.id), step, theme) for theme, step in newer.everything()]
    return Difference(older.number, tuple(change for change in changes if change))


def changed_fields(before: Step, after: Step) -> tuple[str, ...]:
    return tuple(name for name in (*WEIGHTY, *TEXTS) if getattr(before, name) != getattr(after, name))


def _change(before: Step | None, after: Step, theme: Theme) -> Change | None:
    closed = after.state in ("done", "dropped")
    if before is None:
        # A step that came and went between two editions was never promised to anybody.
        return None if closed else Change("added", after, theme, None, (), after.change_reason)
    fields = changed_fields(before, after)
    if closed:
        if before.state == after.state:
            return None
        kind: Kind = "done" if after.state == "done" else "dropped"
        return Change(kind, after, theme, before, fields, after.change_reason)
    return Change("changed", after, theme, before, fields, after.change_reason) if fields else None
