"""Feedback by process stage: what one questionnaire's people said of it beside what another's did.

Everything is a function of released figures. A stage's figure is the mean of its items' released
indexes, as a dimension's is: where one of them is protected, so is the stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from surveys.models import Group
from surveys.presenting.charting import NARROW, Chart
from surveys.presenting.choices import NEARLY_ALL
from surveys.presenting.reading import WIDE, ReleaseReader
from surveys.presenting.stated import band_words, released_index, stated_index
from surveys.questionnaire import STAGES, Item
from surveys.questionnaire.staging import STAGE_NAMES
from yhes.common import charts


@dataclass(frozen=True, slots=True)
class Voice:
    """Those who answered one questionnaire: a release and its group, None where it has no such."""

    reader: ReleaseReader
    group: Group | None

    @property
    def title(self) -> str:
        return self.reader.questionnaire.title.in_(self.reader.language).text

    @property
    def n(self) -> str:
        return self.reader.n_of(self.group) if self.group else ""

    def items_of(self, stage: str) -> list[Item]:
        """What is asked about the stage and has an index."""
        return [item for item in self.reader.questionnaire.items if item.stage == stage and item.ordered]


@dataclass(frozen=True, slots=True)
class StageItem:
    """One question; `figure` is its index, a share where nearly all chose the same, or "": protected."""

    text: str
    figure: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one voice says of one stage; `items` is empty where nothing is asked of it there."""

    title: str
    n: str
    index: int | None
    items: tuple[StageItem, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    code: str
    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class StageResults:
    """has_protected: some figure is not shown."""

    chart: Chart
    stages: tuple[Stage, ...]
    has_protected: bool


def stage_results(voices: Sequence[Voice]) -> StageResults:
    """By stage, in the order of the process; stages of which nobody is asked are left out."""
    asked = [stage for stage in STAGES if any(voice.items_of(stage) for voice in voices)]
    language = get_language() or "fi"
    wide = max((voice.reader.wide for voice in voices), default=WIDE)
    stages = tuple(
        Stage(stage, STAGE_NAMES[stage].in_(language).text, tuple(_said(voice, stage) for voice in voices))
        for stage in asked
    )
    said = [each for stage in stages for each in stage.said if each.items]
    return StageResults(_chart(stages, wide), stages, any(each.index is None for each in said))


def _said(voice: Voice, stage: str) -> Said:
    items = voice.items_of(stage)
    return Said(
        voice.title, voice.n, _stage_index(voice, items), tuple(_stage_item(voice, item) for item in items)
    )


def _stage_index(voice: Voice, items: Sequence[Item]) -> int | None:
    """The mean of the items as their readers know them, halves up; None where one of them is withheld."""
    stated = (stated_index(voice.reader, voice.group, item) for item in items)
    known = [index for index in stated if index is not None]
    if not known or len(known) < len(items):
        return None
    return (2 * sum(known) + len(known)) // (2 * len(known))


def _stage_item(voice: Voice, item: Item) -> StageItem:
    language = voice.reader.language
    text, value = item.text.in_(language).text, released_index(voice.reader, voice.group, item)
    if isinstance(value, dict):
        return StageItem(text, f"{NEARLY_ALL}+", band_words(item, value, language))
    return StageItem(text, "" if value is None else str(value), gettext("index 0–100"))


def _chart(stages: Sequence[Stage], wide: int) -> Chart:
    """One bar for each stage and voice that is asked of it."""
    rows = [
        charts.BarRow(f"{stage.label} – {said.title}", said.index)
        for stage in stages
        for said in stage.said
        if said.items
    ]
    title = gettext("By stage")
    return Chart(
        id="stages",
        title=title,
        lead=gettext("index 0–100 by stage of the process"),
        wide=charts.bars(rows, title=title, width=wide, largest=100),
        narrow=charts.bars(rows, title=title, width=NARROW, largest=100),
        keys=(),
        summary=charts.bars_summary(rows),
        table=charts.bars_table(rows, head=(gettext("Stage"), gettext("Index"))),
    )
