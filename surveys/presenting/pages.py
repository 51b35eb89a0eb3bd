"""The results page of one group: tiles, heatmap, distributions, comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from surveys.models import Group
from surveys.presenting.reading import ReleaseReader, same_group
from surveys.questionnaire import Dimension
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
    """Everything a results page shows of one group, in the active language."""

    name: str
    n: str
    is_whole: bool
    source: str
    tiles: tuple[Tile, ...]
    heatmap: Chart | None
    items: tuple[Chart, ...]
    comparison: Chart | None
    has_protected: bool


def group_results(
    reader: ReleaseReader, group: Group, *, earlier: ReleaseReader | None = None, source: str
) -> GroupResults:
    """The page of `group`; `earlier` is the release of the round before, for "previous"."""
    tiles = tuple(_tile(reader, group, d, earlier) for d in reader.questionnaire.dimensions)
    heatmap = _heatmap(reader, group)
    items = tuple(_items(reader, group, d) for d in reader.questionnaire.dimensions)
    hidden = any(tile.index is None for tile in tiles)
    return GroupResults(
        name=in_language(group.label),
        n=reader.n_of(group),
        is_whole=group.level == Group.Level.PROJECT,
        source=source,
        tiles=tiles,
        heatmap=heatmap,
        items=items,
        comparison=None if group.level == Group.Level.PROJECT else _comparison(reader, group),
        has_protected=hidden or (heatmap is not None and _has_hidden(reader, group)),
    )


def _title(reader: ReleaseReader, dimension: Dimension) -> str:
    return dimension.title.in_(reader.language).text


def _tile(reader: ReleaseReader, group: Group, dimension: Dimension, earlier: ReleaseReader | None) -> Tile:
    is_whole = group.level == Group.Level.PROJECT
    own = reader.index(group, dimension.code)
    project = None if is_whole else reader.index(reader.root, dimension.code)
    before = same_group(earlier, group) if earlier else None
    title = _title(reader, dimension)
    return Tile(
        title=title,
        index=own,
        project=project,
        previous=earlier.index(before, dimension.code) if earlier and before else None,
        line=charts.index_line(charts.DotRow(title, own, project)),
    )


def _heatmap(reader: ReleaseReader, group: Group) -> Chart | None:
    """The group and the groups right below it, by dimension."""
    children = reader.children(group)
    if not children:
        return None
    codes = [dimension.code for dimension in reader.questionnaire.dimensions]
    columns = [_title(reader, dimension) for dimension in reader.questionnaire.dimensions]
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


def _items(reader: ReleaseReader, group: Group, dimension: Dimension) -> Chart:
    """A dimension's items, as this round shows them."""
    shows = reader.release.round.shows_distributions
    return (_distributions if shows else _item_indexes)(reader, group, dimension)


def _item_indexes(reader: ReleaseReader, group: Group, dimension: Dimension) -> Chart:
    rows = [
        charts.BarRow(item.text.in_(reader.language).text, reader.item_index(group, item.code))
        for item in dimension.items
    ]
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


def _lead(reader: ReleaseReader, group: Group, what: str) -> str:
    return " · ".join(part for part in (in_language(group.label), reader.n_of(group), what) if part)


def _distributions(reader: ReleaseReader, group: Group, dimension: Dimension) -> Chart:
    """How the answers to a dimension's items are distributed."""
    scale = [option.label.in_(reader.language).text for option in dimension.scale.options]
    rows = [
        reader.likert_row(group, item.code, item.text.in_(reader.language).text, item.scale.values)
        for item in dimension.items
    ]
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
        for dimension in reader.questionnaire.dimensions
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
    codes = [dimension.code for dimension in reader.questionnaire.dimensions]
    shown: list[Any] = [reader.index(child, code) for child in reader.children(group) for code in codes]
    return None in shown
