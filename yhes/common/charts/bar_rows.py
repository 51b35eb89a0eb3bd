"""Plain horizontal bars."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import BarRow, Table
from yhes.common.charts.drawing import Drawing, Mode
from yhes.common.charts.measure import text_width, wrap


def bars(
    rows: Sequence[BarRow],
    *,
    title: str,
    mode: Mode = "page",
    width: float = 760,
    largest: int | None = None,
    is_percent: bool = False,
    low_below: int | None = None,
) -> SafeString:
    """One bar a row on a shared scale from 0 to `largest` (default: 100 for percents, else the largest).

    Values below `low_below` are drawn in the low colour; the figure beside them says the same.
    """
    top = largest or (100 if is_percent else max((row.value or 0 for row in rows), default=1)) or 1
    is_side = width >= 480
    label_width = width * 0.36 if is_side else width
    lines = [len(wrap(row.label, size=15, width=label_width, weight=row.weight)) for row in rows]
    heights = [max(18, count * 19) + 14 if is_side else count * 19 + 28 for count in lines]
    drawing = Drawing(
        width=width,
        height=sum(heights) + 2,
        title=title,
        description=bars_summary(rows, is_percent=is_percent),
        mode=mode,
    )
    left = label_width + 16 if is_side else 0.0
    after = max((text_width(_value(row, is_percent), size=16, weight=600) for row in rows), default=0) + 14
    y = 0.0
    for row, height, count in zip(rows, heights, lines, strict=True):
        label_y = y + (height / 2 if is_side else count * 9.5)
        drawing.paragraph(0, label_y, row.label, width=label_width, weight=row.weight)
        middle = y + height / 2 if is_side else y + count * 19 + 12
        _bar(drawing, row, left, middle, width - left - after, top, is_percent, low_below)
        y += height
    return drawing.render()


def _bar(
    drawing: Drawing,
    row: BarRow,
    left: float,
    middle: float,
    length: float,
    largest: int,
    is_percent: bool,
    low_below: int | None,
) -> None:
    if row.value is None:
        drawing.protected(left, middle - 11, drawing.width - left, 22, words.protected())
        return
    drawing.rect(left, middle - 6, length, 12, fill="mist")
    is_low = low_below is not None and row.value < low_below
    drawing.rect(
        left, middle - 6, length * min(row.value, largest) / largest, 12, fill="low" if is_low else "spruce"
    )
    drawing.text(drawing.width, middle + 5.5, _value(row, is_percent), size=16, weight=600, anchor="end")


def _value(row: BarRow, is_percent: bool) -> str:
    shown = row.shown or (words.percent(row.value) if is_percent else words.figure(row.value))
    return f"{shown} {row.note}".strip()


def bars_summary(rows: Sequence[BarRow], *, is_percent: bool = False) -> str:
    """The largest and the smallest, in one sentence."""
    shown = [row for row in rows if row.value is not None]
    if not shown:
        return gettext("All figures of this chart are protected.")
    most = max(shown, key=lambda row: row.value or 0)
    least = min(shown, key=lambda row: row.value or 0)
    if most.value == least.value:
        return gettext("{label}: {value}.").format(label=most.label, value=_value(most, is_percent))
    return gettext("Largest: {most} ({most_value}). Smallest: {least} ({least_value}).").format(
        most=most.label,
        most_value=_value(most, is_percent),
        least=least.label,
        least_value=_value(least, is_percent),
    )


def bars_table(rows: Sequence[BarRow], *, head: tuple[str, str], is_percent: bool = False) -> Table:
    """Label and amount."""
    return Table(head, tuple((row.label, _value(row, is_percent)) for row in rows))
