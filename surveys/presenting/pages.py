"""The figures of one group for its results page: tiles, heatmap, distributions, comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from surveys.models import Group
from surveys.presenting.by_class import charts_by_class
from surveys.presenting.changes import change_words
from surveys.presenting.charting import NARROW, Chart
from surveys.presenting.choices import compared, label_of, shown_apart, shown_together
from surveys.presenting.comparing import beside_project, beside_region, region_of
from surveys.presenting.history import same_dimension
from surveys.presenting.reading import PAPER, ReleaseReader, same_group
from surveys.questionnaire import Closed, Dimension, Item, MultipleChoice
from yhes.common import charts
from yhes.common.words import in_language

NARROWEST_HEATMAP = 900  # px: narrower, names of organisations take more lines than a row is high


@dataclass(frozen=True, slots=True)
class Tile:
    """One dimension's index, the project's, the region's and the round's before; None: protected, or none."""

    title: str
    index: int | None
    project: int | None
    region: int | None
    previous: int | None
    change: str  # in words, with its uncertainty
    line: SafeString


@dataclass(frozen=True, slots=True)
class GroupResults:
    """The figures a results page shows of one group, in the active language."""

    n: str
    source: str
    tiles: tuple[Tile, ...]
    heatmap: Chart | None
    items: tuple[Chart, ...]
    comparison: Chart | None
    comparison_region: Chart | None
    by_class: tuple[Chart, ...]
    has_protected: bool


def group_results(
    reader: ReleaseReader, group: Group, *, earlier: ReleaseReader | None = None, source: str
) -> GroupResults:
    """The figures of `group`; `earlier` is the release of the round before, for "previous"."""
    region = region_of(reader, group)
    reader.load([reader.root, group, *reader.children(group), *([region] if region else [])])
    before = same_group(earlier, group) if earlier else None
    asked = reader.asked_in(group)
    tiles = tuple(_tile(reader, group, d, region, earlier, before) for d in asked.measured)
    heatmap = _heatmap(reader, group)
    items = tuple(chart for d in asked.dimensions for chart in _items(reader, group, d))
    hidden = any(tile.index is None for tile in tiles)
    return GroupResults(
        n=reader.n_of(group),
        source=source,
        tiles=tiles,
        heatmap=heatmap,
        items=items,
        comparison=beside_project(reader, group),
        comparison_region=beside_region(reader, group, region),
        by_class=charts_by_class(reader, group),
        has_protected=hidden or (heatmap is not None and _has_hidden(reader, group)),
    )


def _title(reader: ReleaseReader, dimension: Dimension) -> str:
    return dimension.title.in_(reader.language).text


def _tile(
    reader: ReleaseReader,
    group: Group,
    dimension: Dimension,
    region: Group | None,
    earlier: ReleaseReader | None,
    before: Group | None,
) -> Tile:
    """`before` is the group as it was in the round of `earlier`; `region` the one the group is in.

    The whole of a round that one organisation ordered is no project to compare with.
    """
    is_alone = group.level == Group.Level.PROJECT or reader.release.round.is_internal
    own = reader.index(group, dimension.code)
    project = None if is_alone else reader.index(reader.root, dimension.code)
    previous = _previous(reader, earlier, before, dimension)
    title = _title(reader, dimension)
    return Tile(
        title=title,
        index=own,
        project=project,
        region=reader.index(region, dimension.code),
        previous=previous,
        change=change_words(previous, own, earlier.document(before)["n"], reader.document(group)["n"])
        if earlier
        else "",
        line=charts.index_line(charts.DotRow(title, own, project)),
    )


def _previous(
    reader: ReleaseReader, earlier: ReleaseReader | None, before: Group | None, dimension: Dimension
) -> int | None:
    """The index of the round before, if it asked the same."""
    if earlier is None or not same_dimension(earlier.questionnaire, dimension):
        return None
    return earlier.index(before, dimension.code)


def _heatmap(reader: ReleaseReader, group: Group) -> Chart | None:
    """The group and the groups right below it, by dimension."""
    return next(iter(heatmaps(reader, group)), None)


def heatmaps(reader: ReleaseReader, group: Group, *, most: int | None = None) -> tuple[Chart, ...]:
    """The heatmap in parts of at most `most` groups, as a sheet of paper holds; each begins anew."""
    children = reader.children(group)
    if not reader.asked_in(group).measured:
        return ()
    each = most or len(children) or 1
    parts = [children[first : first + each] for first in range(0, len(children), each)]
    return tuple(_heat_chart(reader, group, part, number) for number, part in enumerate(parts, 1))


def _heat_chart(reader: ReleaseReader, group: Group, children: Sequence[Group], number: int) -> Chart:
    measured = reader.asked_in(group).measured
    codes = [dimension.code for dimension in measured]
    columns = [_title(reader, dimension) for dimension in measured]
    rows = [_heat_row(reader, group, codes, whole=True)]
    rows += [_heat_row(reader, child, codes) for child in children]
    title = gettext("Groups and dimensions")
    return Chart(
        id="groups" if number == 1 else f"groups-{number}",
        title=title,
        lead=gettext("Index 0–100 by group. Only the groups of the reporting plan."),
        wide=charts.heatmap(rows, title=title, columns=columns, width=max(reader.wide, NARROWEST_HEATMAP)),
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
    rows = compared(reader, group, question)
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
        wide=charts.bars(rows, title=title, width=reader.wide, is_percent=True),
        narrow=charts.bars(rows, title=title, width=NARROW, is_percent=True),
        keys=(),
        summary=charts.bars_summary(rows, is_percent=True),
        table=charts.bars_table(rows, head=(gettext("Option"), gettext("Share")), is_percent=True),
    )


def _item_indexes(reader: ReleaseReader, group: Group, dimension: Dimension, items: Sequence[Item]) -> Chart:
    rows = [
        charts.BarRow(label_of(item, reader.language), reader.item_index(group, item.code)) for item in items
    ]
    title = _title(reader, dimension)
    return Chart(
        id=f"items-{dimension.code}",
        title=title,
        lead=_lead(reader, group, gettext("index 0–100 by question")),
        wide=charts.bars(rows, title=title, width=reader.wide, largest=100),
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
    rows = [
        reader.likert_row(group, item.code, label_of(item, reader.language), item.scale.values)
        for item in items
    ]
    title = _title(reader, dimension)
    return Chart(
        id=f"items-{dimension.code}",
        title=title,
        lead=_lead(reader, group, gettext("share of those who answered, %")),
        wide=charts.likert(rows, title=title, scale=scale, width=reader.wide),
        narrow=charts.likert(rows, title=title, scale=scale, width=NARROW),
        paper=charts.likert(rows, title=title, scale=scale, width=PAPER) if reader.is_printable else None,
        keys=charts.likert_legend(scale),
        summary=charts.likert_summary(rows, scale=scale),
        table=charts.likert_table(rows, scale=scale),
    )


def _has_hidden(reader: ReleaseReader, group: Group) -> bool:
    codes = [dimension.code for dimension in reader.asked_in(group).measured]
    shown: list[Any] = [reader.index(child, code) for child in reader.children(group) for code in codes]
    return None in shown
