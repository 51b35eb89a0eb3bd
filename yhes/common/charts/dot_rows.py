"""One's own index beside the project's or the region's: a filled dot, a ring and the bar between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import DotRow, Table
from yhes.common.charts.drawing import Anchor, Drawing, Mode

Against = Literal["project", "region"]

ROW = 40
TICKS = 4
_ANCHORS: dict[bool, tuple[Anchor, Anchor]] = {True: ("start", "end"), False: ("end", "start")}


def dots(
    rows: Sequence[DotRow],
    *,
    title: str,
    mode: Mode = "page",
    width: float = 1080,
    against: Against = "project",
) -> SafeString:
    """Draw `rows` on one axis; above the project in spruce, below in brown, the difference at the right.

    From 560 px the words stand at the left, below that over each line.
    """
    is_side = width >= 560
    row_height = ROW if is_side else ROW + 22
    low, high = _range(rows)
    left, right = (width * 0.3 + 16 if is_side else 24.0), width - 76.0
    height = len(rows) * row_height + 34
    drawing = Drawing(
        width=width, height=height, title=title, description=dots_summary(rows, against=against), mode=mode
    )
    unit = (right - left) / (high - low)
    _axis(drawing, left, unit, (low, high), len(rows) * row_height)
    for index, row in enumerate(rows):
        middle = index * row_height + (row_height / 2 if is_side else row_height - 18)
        if is_side:
            drawing.paragraph(0, middle, row.label, width=left - 32, size=15.5)
        else:
            drawing.text(0, middle - 20, row.label, size=15)
        drawing.line(left, middle, right, middle, stroke="line", stroke_width=2)
        _row(drawing, row, left, middle, low, unit, right)
    return drawing.render()


def _axis(drawing: Drawing, left: float, unit: float, ends: tuple[int, int], bottom: float) -> None:
    low, high = ends
    for index in range(TICKS + 1):
        value = low + (high - low) * index / TICKS
        x = left + (value - low) * unit
        drawing.line(x, 4, x, bottom + 4, stroke="line", dash="2 3")
        drawing.text(x, bottom + 24, str(round(value)), size=13, fill="muted", anchor="middle")


def _range(rows: Sequence[DotRow]) -> tuple[int, int]:
    """Axis ends: round tens around the values, at least 40 apart, inside 0–100."""
    values = [value for row in rows for value in (row.own, row.project) if value is not None] or [0, 100]
    low, high = max(0, (min(values) - 5) // 10 * 10), min(100, -(-(max(values) + 5) // 10) * 10)
    while high - low < 40:
        low, high = max(0, low - 10), min(100, high + 10)
    return low, high


def _row(
    drawing: Drawing, row: DotRow, left: float, middle: float, low: int, unit: float, right: float
) -> None:
    if row.own is None:
        drawing.protected(left, middle - 13, right - left, 26, words.protected())
        return
    own_x = left + (row.own - low) * unit
    if row.project is None:
        drawing.circle(own_x, middle, 9, fill="spruce")
        drawing.text(own_x + 16, middle + 5, str(row.own), size=15, weight=600)
        return
    colour = "div-1" if row.own < row.project else "spruce"
    project_x = left + (row.project - low) * unit
    drawing.line(min(own_x, project_x), middle, max(own_x, project_x), middle, stroke=colour, stroke_width=4)
    drawing.circle(project_x, middle, 6, fill="paper", stroke="muted", stroke_width=2)
    drawing.circle(own_x, middle, 9, fill=colour)
    is_right = own_x >= project_x
    own_anchor, other_anchor = _ANCHORS[is_right]
    away = 1 if is_right else -1
    drawing.text(own_x + away * 15, middle + 5, str(row.own), size=15, weight=600, anchor=own_anchor)
    drawing.text(project_x - away * 13, middle + 5, str(row.project), fill="muted", anchor=other_anchor)
    difference = words.signed(row.own - row.project)
    drawing.text(drawing.width, middle + 5.5, difference, size=16, weight=600, fill=colour, anchor="end")


def dots_summary(rows: Sequence[DotRow], *, against: Against = "project") -> str:
    """The largest differences up and down."""
    gaps = [
        (row.own - row.project, row.label) for row in rows if row.own is not None and row.project is not None
    ]
    if not gaps:
        return gettext("All figures of this chart are protected.")
    best, worst = max(gaps), min(gaps)
    if best[0] <= 0 and worst[0] >= 0:
        if against == "region":
            return gettext("No differences to the region.")
        return gettext("No differences to the project.")
    above, below = _furthest(against)
    return words.sentence(
        above.format(label=best[1], difference=words.signed(best[0])) if best[0] > 0 else "",
        below.format(label=worst[1], difference=words.signed(worst[0])) if worst[0] < 0 else "",
    )


def _furthest(against: Against) -> tuple[str, str]:
    if against == "region":
        return (
            gettext("Furthest above the region: {label} ({difference})."),
            gettext("Furthest below the region: {label} ({difference})."),
        )
    return (
        gettext("Furthest above the project: {label} ({difference})."),
        gettext("Furthest below the project: {label} ({difference})."),
    )


def dots_table(rows: Sequence[DotRow], *, against: Against = "project") -> Table:
    """Dimension, own index, the other's, and the difference."""
    other = gettext("Region") if against == "region" else gettext("Project")
    head = (gettext("Dimension"), gettext("Own organisation"), other, gettext("Difference"))
    return Table(
        head, tuple((row.label, words.figure(row.own), words.figure(row.project), _gap(row)) for row in rows)
    )


def _gap(row: DotRow) -> str:
    return (
        words.protected() if row.own is None or row.project is None else words.signed(row.own - row.project)
    )
