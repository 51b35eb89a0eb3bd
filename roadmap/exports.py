"""An edition as open data: CSV for people with spreadsheets, JSON for programs. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from roadmap.citing import LICENCE, LICENCE_URL
from roadmap.drawing import chart_of
from roadmap.reading import FigureView, Reader, StepView, ThemeView

COLUMNS = (
    "edition",
    "theme",
    "theme_title",
    "step",
    "step_id",
    "title",
    "why",
    "for_whom",
    "responsible",
    "done_when",
    "horizon",
    "period",
    "state",
    "sector",
    "min_size",
    "evidence_key",
    "evidence_value",
    "evidence_of",
    "evidence_unit",
    "evidence_label",
    "evidence_source",
    "evidence_as_of",
)


def as_json(snapshot: Mapping[str, Any], *, fingerprint: str, address: str) -> str:
    """The snapshot itself with its fingerprint, address and licence around it."""
    document = {
        "address": address,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "fingerprint_sha256": fingerprint,
        "snapshot": snapshot,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_csv(reader: Reader) -> str:
    """One row for each figure under a theme or a step, and for each step without any.

    Protected values have the word "protected" in place of the number. UTF-8 with a byte-order
    mark and semicolons, as spreadsheets in Finland expect; text that a spreadsheet would run as
    a formula is kept as text.
    """
    out = io.StringIO()
    out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(reader):
        writer.writerow([as_text(row.get(name, "")) for name in COLUMNS])
    return out.getvalue()


def figure_csv(view: FigureView) -> str:
    """One figure: its value, and the distributions behind it when it has them."""
    out = io.StringIO()
    out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["key", "label", "value", "of", "unit", "source", "as_of"])
    values = [view.key, view.full_label, *_number(view), view.figure.unit, view.source]
    writer.writerow([as_text(value) for value in (*values, view.figure.as_of.isoformat())])
    if chart := chart_of(view.figure, title=view.full_label):
        writer.writerow([])
        writer.writerow([as_text(cell) for cell in chart.table.head])
        writer.writerows([as_text(cell) for cell in row] for row in chart.table.rows)
    return out.getvalue()


def as_text(value: object) -> str:
    """The cell's text; a leading sign that starts a formula gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _rows(reader: Reader) -> Iterator[dict[str, object]]:
    edition = reader.publication.number
    for theme in reader.themes:
        base = {"edition": edition, "theme": theme.number, "theme_title": theme.title}
        for view in _theme_figures(theme):
            yield base | _figure(view)
        for step in (*theme.steps, *theme.closed):
            own = base | _step(step)
            yield from [own | _figure(view) for view in step.figures] or [own]


def _theme_figures(theme: ThemeView) -> tuple[FigureView, ...]:
    return ((theme.index,) if theme.index else ()) + theme.figures


def _step(step: StepView) -> dict[str, object]:
    return {
        "step": step.number,
        "step_id": step.id,
        "title": step.title,
        "why": step.why,
        "for_whom": step.for_whom,
        "responsible": step.responsible,
        "done_when": step.done_when,
        "horizon": step.horizon_label,
        "period": step.period,
        "state": step.state_label,
        "sector": step.sector,
        "min_size": step.size,
    }


def _figure(view: FigureView) -> dict[str, object]:
    value, of = _number(view)
    return {
        "evidence_key": view.key,
        "evidence_value": value,
        "evidence_of": of,
        "evidence_unit": view.figure.unit,
        "evidence_label": view.label,
        "evidence_source": view.source,
        "evidence_as_of": view.figure.as_of.isoformat(),
    }


def _number(view: FigureView) -> tuple[object, object]:
    figure = view.figure
    value = "protected" if figure.value is None else figure.value
    return value, "" if figure.of is None else figure.of
