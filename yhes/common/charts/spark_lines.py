"""A small line of readings in time, for a row of a scorecard: no axes, targets as dashed lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from yhes.common.charts import words
from yhes.common.charts.data import Spark, Table
from yhes.common.charts.drawing import Drawing, Mode

HEIGHT: Final = 44.0
EDGE: Final = 8.0


def sparkline(spark: Spark, *, mode: Mode = "page", width: float = 160) -> SafeString:
    """Draw the readings at equal steps; a protected one is a hatched place and breaks the line."""
    said = sparkline_summary(spark)
    drawing = Drawing(width=width, height=HEIGHT, title=spark.label, description=said, mode=mode)
    known = [value for value in spark.values if value is not None]
    low, high = _bounds([*known, *spark.targets])
    heights = [None if value is None else _height(value, low, high) for value in spark.values]
    step = (width - 2 * EDGE) / max(len(spark.values) - 1, 1)
    for target in spark.targets:
        y = _height(target, low, high)
        drawing.line(EDGE, y, width - EDGE, y, stroke="edge", stroke_width=1.5, dash="4 4")
    _line(drawing, heights, step)
    return drawing.render()


def sparkline_summary(spark: Spark) -> str:
    """The first and the newest reading in words."""
    if not spark.values:
        return gettext("No readings yet.")
    count = len(spark.values)
    many = ngettext("{count} reading.", "{count} readings.", count).format(count=count)
    ends = gettext("First {first}, newest {newest}.").format(first=spark.shown[0], newest=spark.shown[-1])
    target = gettext("Target {target}.").format(target=spark.target_shown) if spark.target_shown else ""
    return words.sentence(many, ends, target)


def sparkline_table(spark: Spark) -> Table:
    """A row for each reading: when, how much."""
    rows = tuple(zip(spark.moments, spark.shown, strict=True))
    return Table((gettext("Day"), gettext("Value")), rows)


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def _height(value: float, low: float, high: float) -> float:
    return EDGE + (HEIGHT - 2 * EDGE) * (1 - (value - low) / (high - low))


def _line(drawing: Drawing, heights: Sequence[float | None], step: float) -> None:
    before: tuple[float, float] | None = None
    for index, y in enumerate(heights):
        x = EDGE + index * step
        if y is None:
            drawing.hatched(x - 5, EDGE, 10, HEIGHT - 2 * EDGE)
            before = None
            continue
        if before:
            drawing.line(*before, x, y, stroke="spruce", stroke_width=2)
        before = (x, y)
    for index, y in enumerate(heights):
        if y is not None:
            is_newest = index == len(heights) - 1
            x = EDGE + index * step
            drawing.circle(x, y, 4.5 if is_newest else 2.5, fill="spruce")
