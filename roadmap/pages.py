"""What the public pages show, worked out before a template is reached. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from roadmap import diff
from roadmap.diff import Difference
from roadmap.models.drafts import Sector
from roadmap.reading import HorizonView, Reader, StepView, ThemeView, Wanted, kept, newly_closed
from roadmap.snapshot import Publication

# So many cards of each horizon stand on a phone before "show more".
SHOWN_ON_PHONE = {"now": 5, "next": 3, "later": 2}
HEADS: tuple[diff.Kind, ...] = ("added", "changed", "done", "dropped")


@dataclass(frozen=True, slots=True)
class Card:
    """A step on the path. `flag`: words of its change; `fold`: after "show more" on a phone."""

    step: StepView
    flag: str
    is_dropped: bool
    fold: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One theme's cards in one horizon; `row` counts the themes shown from 1."""

    theme: ThemeView
    row: int
    cards: tuple[Card, ...]

    @property
    def fold(self) -> bool:
        return bool(self.cards) and all(card.fold for card in self.cards)


@dataclass(frozen=True, slots=True)
class Column:
    """A horizon with its lanes. `more`: how many cards a phone folds away."""

    horizon: HorizonView
    lanes: tuple[Lane, ...]
    more: int


class PathPage:
    """The roadmap as its page shows it: filtered, and compared when `difference` is given."""

    def __init__(
        self, publication: Publication, *, language: str, wanted: Wanted, difference: Difference | None
    ) -> None:
        self.publication, self.wanted, self.difference = publication, wanted, difference
        self.reader = Reader(publication, language)
        self._kept = kept(publication, wanted)
        self._dropped = newly_closed(difference) if difference else set()

    @cached_property
    def steps(self) -> list[StepView]:
        return [step for theme in self.reader.themes for step in theme.steps if step.id in self._kept]

    @cached_property
    def themes(self) -> list[ThemeView]:
        """Themes that have something to show."""
        return [theme for theme in self.reader.themes if self._shown(theme)]

    @cached_property
    def columns(self) -> list[Column]:
        return [self._column(horizon) for horizon in self.reader.horizons(self.steps)]

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        """The four lists under the path: head, count, and steps with their reasons."""
        if self.difference is None:
            return []
        words = {
            "added": gettext("Added"),
            "changed": gettext("Changed"),
            "done": gettext("Done"),
            "dropped": gettext("Dropped"),
        }
        return [{"head": words[kind], "rows": self._rows(self.difference.of(kind))} for kind in HEADS]

    @cached_property
    def table(self) -> dict[str, Any]:
        """Head and rows for components/table.html."""
        heads = [gettext("Step"), gettext("Theme"), gettext("Horizon"), gettext("State")]
        heads += [gettext("For whom"), gettext("Responsible"), gettext("Evidence")]
        number = {"label": gettext("Number"), "hidden": True}
        head: list[dict[str, Any]] = [number, *({"label": label} for label in heads)]
        return {"head": head, "rows": [self._table_row(step) for step in self.steps]}

    def _shown(self, theme: ThemeView) -> bool:
        return any(step.id in self._kept for step in theme.steps) or bool(self._gone(theme))

    def _gone(self, theme: ThemeView) -> list[StepView]:
        """Steps dropped in this edition, shown in their places while comparing."""
        return [
            step
            for step in theme.closed
            if step.id in self._dropped and step.id in self._kept and step.state == "dropped"
        ]

    def _column(self, horizon: HorizonView) -> Column:
        limit, seen = SHOWN_ON_PHONE[horizon.code], 0
        lanes = []
        for row, theme in enumerate(self.themes, start=1):
            steps = [step for step in theme.steps if step.id in self._kept]
            found = [step for step in (*steps, *self._gone(theme)) if step.horizon == horizon.code]
            cards = tuple(self._card(step, seen + place >= limit) for place, step in enumerate(found))
            seen += len(found)
            lanes.append(Lane(theme, row, cards))
        return Column(horizon, tuple(lanes), max(0, seen - limit))

    def _card(self, step: StepView, fold: bool) -> Card:
        kind = self.difference.flag(step.id) if self.difference else None
        flags = {"added": gettext("New"), "changed": gettext("Changed")}
        return Card(step, flags.get(kind or "", ""), step.state == "dropped", fold)

    def _rows(self, changes: Iterable[diff.Change]) -> list[dict[str, Any]]:
        return [
            {
                "step": self.reader.step(change.theme, change.step),
                "reason": self.reader.words(change.reason),
                "what": self._what(change),
            }
            for change in changes
        ]

    def _what(self, change: diff.Change) -> str:
        """The old words of a changed title or horizon, so that the change can be seen."""
        if change.kind != "changed" or change.before is None:
            return ""
        before = self.reader.step(change.theme, change.before)
        after = self.reader.step(change.theme, change.step)
        pairs = {
            "title": (before.title, after.title),
            "horizon": (before.horizon_label, after.horizon_label),
            "state": (before.state_label, after.state_label),
            "responsible": (before.responsible, after.responsible),
            "for_whom": (before.for_whom, after.for_whom),
            "done_when": (before.done_when, after.done_when),
        }
        shown = [pairs[name] for name in change.fields if name in pairs and pairs[name][0] != pairs[name][1]]
        return "; ".join(f"{old or '∅'} → {new}" for old, new in shown)

    def _table_row(self, step: StepView) -> list[dict[str, Any]]:
        protected = gettext("Protected")
        evidence = "; ".join(f"{f.value or protected} {f.label} ({f.source})" for f in step.figures)
        return [
            {"text": step.number},
            {"text": step.title, "header": True, "step": step.id},
            {"text": step.theme_title},
            {"text": step.horizon_label, "sub": step.period},
            {"badge_state": step.badge, "badge_label": step.state_label},
            {"text": step.for_whom},
            {"text": step.responsible},
            {"text": evidence},
        ]


def next_on_path(publication: Publication, reader: Reader, step_id: int, *, count: int = 2) -> list[StepView]:
    """The steps that follow in the same theme, then those of the next theme."""
    pairs = list(publication.steps())
    ids = [step.id for _theme, step in pairs]
    if step_id not in ids:
        return []
    at = ids.index(step_id)
    return [reader.step(theme, step) for theme, step in pairs[at + 1 : at + 1 + count]]


def sector_choices(publication: Publication) -> list[tuple[str, str]]:
    """Sectors that some step is especially for; "all" first."""
    used = {step.sector for _theme, step in publication.steps()}
    return [("", gettext("All sectors"))] + [
        (code, str(label)) for code, label in Sector.choices if code and code in used
    ]


def size_choices(publication: Publication) -> list[tuple[str, str]]:
    """Sizes of workplace between which the steps differ, each by the smallest it includes."""
    limits = sorted({step.min_size for _theme, step in publication.steps() if step.min_size})
    if not limits:
        return [("", gettext("All sizes"))]
    rows = [("", gettext("All sizes")), ("1", gettext("Under %(n)s people") % {"n": limits[0]})]
    for low, high in zip(limits, [*limits[1:], None], strict=True):
        if high is None:
            rows.append((str(low), gettext("At least %(n)s people") % {"n": low}))
        else:
            rows.append((str(low), f"{low}–{high - 1}"))
    return rows
