"""What the PDF's templates show, taken from one publication. Pure but for the active language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from roadmap import diff
from roadmap.citing import LICENCE, LICENCE_URL, Citation
from roadmap.drawing import Chart, caption_of, chart_of, qr_code
from roadmap.reading import FigureView, HorizonView, Reader, StepView, ThemeView
from roadmap.snapshot import Publication
from yhes.common.charts.standing import data_uri

CHART_WIDTH, CHART_BAR = 720, 35  # px; drawn over 168 mm its words are as large as the text
ROOMIEST = 2  # 2: descriptions and the first step in full, 1: descriptions, 0: neither
JOINER = "\N{WORD JOINER}"

GLOSSARY = (
    (
        _("co-development"),
        _("Those whom a matter concerns develop it together, from naming the problem to trying a solution."),
    ),
    (
        _("edition"),
        _(
            "A published version of the roadmap. An edition never changes; "
            "a new one tells what changed and why."
        ),
    ),
    (
        _("evidence"),
        _("The figure or observation that a theme or a step rests on, with its source and date."),
    ),
    (
        _("horizon"),
        _("How far along the path a step is: now, next or later. The further, the less certain."),
    ),
    (
        _("index"),
        _("A figure from 0 to 100 for one dimension of a survey, computed from the group’s item means."),
    ),
    (
        _("protected"),
        _("A result that is not shown, to protect those who answered. Protected is not zero."),
    ),
    (
        _("peer coach"),
        _("A staff member who helps colleagues to develop their work, alongside their own job."),
    ),
    (
        _("VET provider"),
        _("An organisation with the right to provide vocational education and training."),
    ),
)


@dataclass(frozen=True, slots=True)
class ThemePages:
    """A spread: evidence at the left, steps at the right."""

    view: ThemeView
    stats: tuple[FigureView, ...]
    chart: Chart | None
    chart_src: str
    caption: str
    figure_number: int
    rows: tuple[tuple[HorizonView, tuple[StepView, ...]], ...]
    quote: FigureView | None
    room: int

    @property
    def has_room(self) -> bool:
        """Whether the right page tells what each step is about; the appendix does in any case."""
        return self.room >= 1

    @property
    def begin(self) -> StepView | None:
        """The step to begin with, in full."""
        first = next(iter(self.view.steps), None)
        return first if self.room >= ROOMIEST and first and first.how_to_start else None


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the list of sources: what it is called, its date and where it can be seen.

    labels: what is quoted from it; items: codes of survey items, which the charts give in full.
    """

    line: str
    as_of: date
    address: str
    labels: tuple[str, ...]
    items: tuple[str, ...]


def booklet(
    publication: Publication,
    *,
    previous: Publication | None,
    address: str,
    fingerprint: str,
    room: Mapping[int, int],
) -> dict[str, Any]:
    """The template context of `pdf/edition.html`, in the active language.

    room: theme id → how much its right page is to hold (ROOMIEST … 0).
    """
    reader = Reader(publication, get_language() or "fi")
    return {
        **_parts(reader, room),
        **_differences(reader, diff.compare(previous, publication)),
        "citation": _citation(reader, address),
        "address": address,
        "qr": qr_code(address),
        "fingerprint": fingerprint,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
    }


def _parts(reader: Reader, room: Mapping[int, int]) -> dict[str, Any]:
    """From the cover to the glossary."""
    steps = [step for theme in reader.themes for step in theme.steps]
    return {
        "reader": reader,
        "cover_title": reader.title.replace("-", f"-{JOINER}"),  # no break inside "co-development"
        "steps": steps,
        "horizons": [
            (horizon, tuple(step for step in steps if step.horizon == horizon.code))
            for horizon in reader.horizons(steps)
        ],
        "themes": list(_spreads(reader, room)),
        "sources": _sources(reader),
        "glossary": sorted(((str(term), text) for term, text in GLOSSARY), key=lambda pair: pair[0].lower()),
    }


def _differences(reader: Reader, difference: diff.Difference) -> dict[str, Any]:
    """What changed; nothing at all when there is no earlier edition or nothing changed."""
    return {
        "difference": difference if difference.changes else None,
        "changes": _changes(reader, difference),
    }


def _citation(reader: Reader, address: str) -> Citation:
    return Citation(
        publisher="YHES",
        title=reader.title,
        number=reader.publication.number,
        published_on=reader.published_on,
        address=address,
        language=reader.language,
    )


def _spreads(reader: Reader, room: Mapping[int, int]) -> Iterable[ThemePages]:
    number = 0
    for view in reader.themes:
        chart = _chart(view)
        number += chart is not None
        yield ThemePages(
            view=view,
            stats=_stats(view),
            chart=chart,
            chart_src=data_uri(chart.svg) if chart else "",
            caption=caption_of(view.index.figure, by_agreement=True) if view.index else "",
            figure_number=number,
            rows=tuple(
                (horizon, steps)
                for horizon in reader.horizons(view.steps)
                if (steps := tuple(step for step in view.steps if step.horizon == horizon.code))
            ),
            quote=next(iter(view.quotes), None),
            room=room.get(view.id, ROOMIEST),
        )


def _stats(view: ThemeView) -> tuple[FigureView, ...]:
    """At most three figures: the index, the theme's own, then those its steps rest on."""
    found = [view.index] if view.index else []
    found += view.figures
    found += [figure for step in view.steps for figure in step.figures]
    unique = {figure.key: figure for figure in reversed(found)}
    return tuple(figure for key, figure in reversed(unique.items()))[:3]


def _chart(view: ThemeView) -> Chart | None:
    if view.index is None:
        return None
    title = view.finding or view.index.full_label
    return chart_of(
        view.index.figure,
        title=title,
        mode="pdf",
        width=CHART_WIDTH,
        bar=CHART_BAR,
        legend=True,
        by_agreement=True,
    )


def _changes(reader: Reader, difference: diff.Difference) -> list[tuple[str, list[tuple[StepView, str]]]]:
    heads: tuple[tuple[diff.Kind, str], ...] = (
        ("added", gettext("Added")),
        ("changed", gettext("Changed")),
        ("done", gettext("Done")),
        ("dropped", gettext("Dropped")),
    )
    return [
        (head, [(reader.step(c.theme, c.step), reader.words(c.reason)) for c in difference.of(kind)])
        for kind, head in heads
        if difference.of(kind)
    ]


def _sources(reader: Reader) -> list[Source]:
    """One line for each source line, oldest first, with what is quoted from it."""
    found: dict[tuple[str, date, str], list[FigureView]] = {}
    for view in _quoted(reader):
        found.setdefault((view.source, view.figure.as_of, view.figure.address), []).append(view)
    return sorted(
        (_source(key, views) for key, views in found.items()), key=lambda row: (row.as_of, row.line)
    )


def _quoted(reader: Reader) -> list[FigureView]:
    """Every figure of the edition as it is first quoted, with the words it got there."""
    views: dict[str, FigureView] = {}
    for theme in reader.themes:
        mine = [theme.index] if theme.index else []
        steps = (figure for step in (*theme.steps, *theme.closed) for figure in step.figures)
        for view in (*mine, *theme.figures, *steps):
            views.setdefault(view.key, view)
    return list(views.values())


def _source(key: tuple[str, date, str], views: list[FigureView]) -> Source:
    line, as_of, address = key
    items = {view.figure.bars[0].code for view in views if len(view.figure.bars) == 1}
    labels = dict.fromkeys(view.label for view in views if len(view.figure.bars) != 1)
    return Source(line, as_of, address, tuple(labels), tuple(sorted(items)))
