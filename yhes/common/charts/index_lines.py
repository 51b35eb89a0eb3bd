"""The small 0–100 line of an index tile: one's own dot and the project's ring."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import DotRow, Table
from yhes.common.charts.drawing import Drawing, Mode


def index_line(row: DotRow, *, mode: Mode = "page", width: float = 144) -> SafeString:
    """Draw one index on 0–100; a protected one is a hatched line."""
    drawing = Drawing(width=width, height=18, title=row.label, description=index_line_summary(row), mode=mode)
    ends = 8.0
    unit = (width - 2 * ends) / 100
    if row.own is None:
        drawing.protected(0, 0, width, 18, words.protected())
        return drawing.render()
    drawing.line(ends, 9, width - ends, 9, stroke="edge", stroke_width=1.5)
    for x in (ends, width - ends):
        drawing.line(x, 6, x, 12, stroke="edge", stroke_width=1.5)
    if row.project is not None:
        drawing.circle(ends + row.project * unit, 9, 5.5, fill="paper", stroke="muted", stroke_width=2)
    drawing.circle(ends + row.own * unit, 9, 6, fill="spruce")
    return drawing.render()


def index_line_summary(row: DotRow) -> str:
    """The figures in words."""
    if row.own is None:
        return gettext("Protected: not shown, to protect those who answered.")
    if row.project is None:
        return gettext("{label}: {own} of 100.").format(label=row.label, own=row.own)
    return gettext("{label}: {own} of 100, project {project}.").format(
        label=row.label, own=row.own, project=row.project
    )


def index_line_table(row: DotRow) -> Table:
    """One row: dimension, own, project."""
    head = (gettext("Dimension"), gettext("Own organisation"), gettext("Project"))
    return Table(head, ((row.label, words.figure(row.own), words.figure(row.project)),))
