"""An edition as one reader meets it: in a language, with figures as words. Pure.

Page, PDF and table are all made from these views, so that they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from roadmap.diff import Difference
from roadmap.models.drafts import Horizon, Sector, State, WorkplaceSize
from roadmap.snapshot import EMPTY, HORIZONS, Evidence, Publication, Step, Theme
from roadmap.wording import language_of, value_words
from yhes.common.figures import Figure
from yhes.common.words import Words, in_language

# The look of a state, as components/badge.html names it.
BADGES = {"planned": "planned", "trying": "trying", "running": "now", "done": "done", "dropped": "dropped"}


@dataclass(frozen=True, slots=True)
class FigureView:
    """A quoted figure in words.

    label: the caption chosen for it, or the source's own; full_label: the source's own, and of one
    survey item the item too; title: what a chart of it is called.
    """

    figure: Figure
    value: str
    label: str
    full_label: str
    title: str
    source: str
    quote: str
    note: str

    @property
    def protected(self) -> bool:
        return self.figure.value is None

    @property
    def key(self) -> str:
        return self.figure.key


@dataclass(frozen=True, slots=True)
class StepView:
    """A step in words. `lang` is set where its texts are not in the reader's language."""

    id: int
    number: str
    lang: str
    title: str
    why: str
    for_whom: str
    responsible: str
    done_when: str
    how_to_start: tuple[str, ...]
    horizon: str
    horizon_label: str
    period: str
    state: str
    badge: str
    state_label: str
    sector: str
    size: str
    reason: str
    closed_on: date | None
    theme_number: int
    theme_title: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme in words; `index` is its dimension's figure, `figures` the rest of its evidence."""

    id: int
    number: int
    lang: str
    title: str
    lead: str
    summary: str
    finding: str
    survey_says: str
    workshops_say: str
    reason: str
    previous_index: int | None
    index: FigureView | None
    figures: tuple[FigureView, ...]
    steps: tuple[StepView, ...]
    closed: tuple[StepView, ...]

    @property
    def quotes(self) -> list[FigureView]:
        """Figures of the theme and its steps that carry somebody's words."""
        mine = [*self.figures, *(figure for step in self.steps for figure in step.figures)]
        return [view for view in mine if view.quote]


@dataclass(frozen=True, slots=True)
class HorizonView:
    code: str
    label: str
    period: str
    count: int


class Reader:
    """Reads one publication in one language (which must be the active one)."""

    def __init__(self, publication: Publication, language: str) -> None:
        self.publication, self.language = publication, language

    @cached_property
    def title(self) -> str:
        return self.words(self.publication.title)

    @cached_property
    def intro(self) -> str:
        return self.words(self.publication.intro)

    @cached_property
    def publisher(self) -> str:
        return self.words(self.publication.publisher)

    @cached_property
    def lang(self) -> str:
        """The language of title and introduction, where it is not the reader's."""
        return self._other([self.publication.title, self.publication.intro])

    @cached_property
    def published_on(self) -> date:
        return date.fromisoformat(self.publication.published_on)

    @cached_property
    def themes(self) -> tuple[ThemeView, ...]:
        return tuple(self.theme(theme) for theme in self.publication.themes)

    @cached_property
    def is_translated(self) -> bool:
        """Whether everything exists in the reader's language."""
        steps = [step for theme in self.themes for step in theme.steps]
        other = [theme.lang for theme in self.themes] + [step.lang for step in steps]
        return not self.lang and not any(other)

    def horizons(self, steps: Sequence[StepView]) -> tuple[HorizonView, ...]:
        return tuple(
            HorizonView(
                code,
                str(Horizon(code).label),
                self.words(self.publication.periods[code]),
                sum(step.horizon == code for step in steps),
            )
            for code in HORIZONS
        )

    def theme(self, theme: Theme) -> ThemeView:
        lang = self._other([theme.title, theme.lead, theme.finding, theme.survey_says, theme.workshops_say])
        figures = self.figures(theme.evidence)
        index = next((view for view in figures if view.figure.unit == "index"), None)

        def say(text: Words) -> str:
            return in_language(text, lang or self.language)

        return ThemeView(
            id=theme.id,
            number=theme.number,
            lang=lang,
            title=say(theme.title),
            lead=say(theme.lead),
            summary=say(theme.summary),
            finding=say(theme.finding),
            survey_says=say(theme.survey_says),
            workshops_say=say(theme.workshops_say),
            reason=self.words(theme.reason),
            previous_index=theme.previous_index,
            index=index,
            figures=tuple(view for view in figures if view is not index),
            steps=tuple(self.step(theme, step) for step in theme.steps),
            closed=tuple(self.step(theme, step) for step in theme.closed),
        )

    def step(self, theme: Theme, step: Step) -> StepView:
        lang = self._other([step.title, step.why, step.for_whom, step.responsible, step.done_when])

        def say(text: Words) -> str:
            return in_language(text, lang or self.language)

        return StepView(
            id=step.id,
            number=step.number,
            lang=lang,
            title=say(step.title),
            why=say(step.why),
            for_whom=say(step.for_whom),
            responsible=say(step.responsible),
            done_when=say(step.done_when),
            how_to_start=tuple(line for line in say(step.how_to_start).splitlines() if line.strip()),
            horizon=step.horizon,
            horizon_label=str(Horizon(step.horizon).label) if step.horizon else "",
            period=self.words(self.publication.periods.get(step.horizon, EMPTY)),
            state=step.state,
            badge=BADGES[step.state],
            state_label=str(State(step.state).label),
            sector=str(Sector(step.sector).label),
            size=str(WorkplaceSize(step.min_size).label),
            reason=self.words(step.change_reason),
            closed_on=date.fromisoformat(step.closed_on) if step.closed_on else None,
            theme_number=theme.number,
            theme_title=self.words(theme.title),
            figures=self.figures(step.evidence),
        )

    def figures(self, evidence: Iterable[Evidence]) -> tuple[FigureView, ...]:
        return tuple(
            self.figure(self.publication.figures[quote.key], quote.caption)
            for quote in evidence
            if quote.key in self.publication.figures
        )

    def figure(self, figure: Figure, caption: Words | None = None) -> FigureView:
        label = self.full_label(figure)
        return FigureView(
            figure=figure,
            value=value_words(figure),
            label=(self.words(caption) if caption else "") or label,
            full_label=label,
            title=self.words(figure.bars[0].text) if len(figure.bars) == 1 else label,
            source=self.words(figure.source_line),
            quote=self.words(figure.quote) if figure.quote else "",
            note=self.words(figure.note) if figure.note else "",
        )

    def full_label(self, figure: Figure) -> str:
        """The source's label; of one survey item also the item itself."""
        label = self.words(figure.label)
        if len(figure.bars) == 1 and figure.unit == "percent":
            return f"{label}: {self.words(figure.bars[0].text)}"
        return label

    def words(self, text: Words) -> str:
        return in_language(text, self.language)

    def _other(self, texts: Iterable[Words]) -> str:
        found = language_of(texts, self.language)
        return "" if found == self.language else found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader chose to see: a theme's id, a sector, the size of their workplace."""

    theme: int | None = None
    sector: str = ""
    size: int | None = None

    def takes(self, theme: Theme, step: Step) -> bool:
        """Whether a step suits. A step for all sectors or sizes suits everyone."""
        return (
            (self.theme is None or theme.id == self.theme)
            and (not self.sector or step.sector in ("", self.sector))
            and (self.size is None or step.min_size <= self.size)
        )


def kept(publication: Publication, wanted: Wanted) -> set[int]:
    """Ids of the steps (closed ones too) that suit."""
    return {step.id for theme, step in publication.everything() if wanted.takes(theme, step)}


def newly_closed(difference: Difference) -> set[int]:
    """Steps that were finished or dropped in this edition."""
    return {change.step.id for change in difference.changes if change.kind in ("done", "dropped")}
