"""The figures of one group for its results page: tiles, heatmap, distributions, comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from surveys.models import Group
from surveys.presenting.choices import label_of, share_rows, shown_apart, shown_together
from surveys.presenting.reading import ReleaseReader, same_group
from surveys.questionnaire import Closed, Dimension, Item, MultipleChoice
from yhes.common import charts
from yhes.common.words import in_language

WIDE, NARROW = 1080, 350


@dataclass(frozen=True, slots=True)
class Tile:
    """One dimension's index with the whole project's and the round's before; None: protected."""

    title: str
    index: int | None
    project: int | None
    previous: int | None
    line: SafeString


@dataclass(frozen=True, slots=True)
class Chart:
    """The variables of components/chart.html."""

    id: str
    title: str
    lead: str
    wide: SafeString
    narrow: SafeString | None
    keys: Sequence[charts.Key]
    summary: str
    table: charts.Table


@dataclass(frozen=True, slots=True)
class GroupResults:
    """The figures a results page shows of one group, in the active language."""

    n: str
    source: str
    tiles: tuple[Tile, ...]
    heatmap: Chart | None
    items: tuple[Chart, ...]
    comparison: Chart | None
    has_protected: bool


def group_results(
    reader: ReleaseReader, group: Group, *, earlier: ReleaseReader | None = None, source: str
) -> GroupResults:
    """The figures of `group`; `earlier` is the release of the round before, for "previous"."""
    reader.load([reader.root, group, *reader.children(group)])
    before = same_group(earlier, group) if earlier else None
    tiles = tuple(_tile(reader, group, d, earlier, before) for d in reader.questionnaire.measured)
    heatmap = _heatmap(reader, group)
    items = tuple(chart for d in reader.questionnaire.dimensions for chart in _items(reader, group, d))
    hidden = any(tile.index is None for tile in tiles)
    return GroupResults(
        n=reader.n_of(group),
        source=source,
        tiles=tiles,
        heatmap=heatmap,
        items=items,
        comparison=_comparison(reader, group) if tiles and group.level != Group.Level.PROJECT else None,
        has_protected=hidden or (heatmap is not None and _has_hidden(reader, group)),
    )


def _title(reader: ReleaseReader, dimension: Dimension) -> str:
    return dimension.title.in_(reader.language).text


def _tile(
    reader: ReleaseReader,
    group: Group,
    dimension: Dimension,
    earlier: ReleaseReader | None,
    before: Group | None,
) -> Tile:
    """`before` is the group as it was in the round of `earlier`."""
    is_whole = group.level == Group.Level.PROJECT
    own = reader.index(group, dimension.code)
    project = None if is_whole else reader.index(reader.root, dimension.code)
    title = _title(reader, dimension)
    return Tile(
        title=title,
        index=own,
        project=project,
        previous=earlier.index(before, dimension.code) if earlier else None,
        line=charts.index_line(charts.DotRow(title, own, project)),
    )


def _heatmap(reader: ReleaseReader, group: Group) -> Chart | None:
    """The group and the groups right below it, by dimension."""
    children = reader.children(group)
    if not children or not reader.questionnaire.measured:
        return None
    codes = [dimension.code for dimension in reader.questionnaire.measured]
    columns = [_title(reader, dimension) for dimension in reader.questionnaire.measured]
    rows = [_heat_row(reader, group, codes, whole=True)]
    rows += [_heat_row(reader, child, codes) for child in children]
    title = gettext("Groups and dimensions")
    return Chart(
        id="groups",
        title=title,
        lead=gettext("Index 0–100 by group. Only the groups of the reporting plan."),
        wide=charts.heatmap(rows, title=title, columns=columns, width=WIDE),
        narrow=None,
        keys=charts.heatmap_legend(),
        summary=charts.heatmap_summary(rows, columns=columns),
        table=charts.heatmap_table(rows, columns=columns),
    )


def _heat_row(
    reader: ReleaseReader, group: Group, codes: Sequence[str], *, whole: bool = False
) -> charts.HeatRow:
    return charts.HeatRow(
        label=in_language(group.label),
        values=tuple(reader.index(group, code) for code in codes),
        note=reader.n_of(group),
        whole=whole,
    )


def _items(reader: ReleaseReader, group: Group, dimension: Dimension) -> Iterator[Chart]:
    """A section's closed questions, as this round shows them: those on one scale together, others apart."""
    shows = reader.release.round.shows_distributions
    together = shown_together(dimension, shows_distributions=shows)
    if together:
        yield (_distributions if shows else _item_indexes)(reader, group, dimension, together)
    for question in shown_apart(dimension, together):
        yield _choice(reader, group, question)


def _choice(reader: ReleaseReader, group: Group, question: Closed) -> Chart:
    """The shares of one question's options. Whom it was asked of is said, but never how many they were."""
    rows = share_rows(reader, group, question)
    title = question.text.in_(reader.language).text
    several = isinstance(question, MultipleChoice)
    what = [
        gettext("share of those who answered, %"),
        gettext("several could be chosen") if several else "",
        gettext("asked only of those whom it concerns") if question.show_if else "",
    ]
    return Chart(
        id=f"answers-{question.code}",
        title=title,
        lead=_lead(reader, group, *what),
        wide=charts.bars(rows, title=title, width=WIDE, is_percent=True),
        narrow=charts.bars(rows, title=title, width=NARROW, is_percent=True),
        keys=(),
        summary=charts.bars_summary(rows, is_percent=True),
        table=charts.bars_table(rows, head=(gettext("Option"), gettext("Share")), is_percent=True),
    )


def _item_indexes(reader: ReleaseReader, group: Group, dimension: Dimension, items: Sequence[Item]) -> Chart:
    rows = [charts.BarRow(label_of(reader, item), reader.item_index(group, item.code)) for item in items]
    title = _title(reader, dimension)
    return Chart(
        id=f"items-{dimension.code}",
        title=title,
        lead=_lead(reader, group, gettext("index 0–100 by question")),
        wide=charts.bars(rows, title=title, width=WIDE, largest=100),
        narrow=charts.bars(rows, title=title, width=NARROW, largest=100),
        keys=(),
        summary=charts.bars_summary(rows),
        table=charts.bars_table(rows, head=(gettext("Question"), gettext("Index"))),
    )


def _lead(reader: ReleaseReader, group: Group, *what: str) -> str:
    return " · ".join(part for part in (in_language(group.label), reader.n_of(group), *what) if part)


def _distributions(reader: ReleaseReader, group: Group, dimension: Dimension, items: Sequence[Item]) -> Chart:
    """How the answers to a dimension's items are distributed."""
    scale = [option.label.in_(reader.language).text for option in dimension.scale.options]
    rows = [reader.likert_row(group, item.code, label_of(reader, item), item.scale.values) for item in items]
    title = _title(reader, dimension)
    return Chart(
        id=f"items-{dimension.code}",
        title=title,
        lead=_lead(reader, group, gettext("share of those who answered, %")),
        wide=charts.likert(rows, title=title, scale=scale, width=WIDE),
        narrow=charts.likert(rows, title=title, scale=scale, width=NARROW),
        keys=charts.likert_legend(scale),
        summary=charts.likert_summary(rows, scale=scale),
        table=charts.likert_table(rows, scale=scale),
    )


def _comparison(reader: ReleaseReader, group: Group) -> Chart:
    rows = [
        charts.DotRow(
            _title(reader, dimension),
            reader.index(group, dimension.code),
            reader.index(reader.root, dimension.code),
        )
        for dimension in reader.questionnaire.measured
    ]
    title = gettext("Compared with the project")
    return Chart(
        id="comparison",
        title=title,
        lead=gettext("The project's indexes, %(n)s. Difference in points.") % {"n": reader.n_of(reader.root)},
        wide=charts.dots(rows, title=title, width=WIDE),
        narrow=charts.dots(rows, title=title, width=NARROW),
        keys=charts.dots_legend(),
        summary=charts.dots_summary(rows),
        table=charts.dots_table(rows),
    )


def _has_hidden(reader: ReleaseReader, group: Group) -> bool:
    codes = [dimension.code for dimension in reader.questionnaire.measured]
    shown: list[Any] = [reader.index(child, code) for child in reader.children(group) for code in codes]
    return None in shown
