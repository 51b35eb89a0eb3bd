"""Groups by dimensions: an index 0–100 in every cell, the whole organisation first and apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import HeatRow, Table
from yhes.common.charts.drawing import Drawing, Mode
from yhes.common.charts.measure import wrap

CELL: Final = 44
GAP: Final = 3
APART: Final = 10
SMALLEST_COLUMN: Final = 92


def step(value: int) -> int:
    """Which of the five colours an index takes: under 45, 45–54, 55–64, 65–74, 75 and over."""
    return 1 + sum(value >= limit for limit in (45, 55, 65, 75))


def step_ink(number: int) -> str:
    """The token of the words on a colour step."""
    return ("seq-low-label", "seq-low-label", "seq-low-label", "seq-mid-label", "seq-high-label")[number - 1]


def heatmap(
    rows: Sequence[HeatRow],
    *,
    title: str,
    columns: Sequence[str],
    mode: Mode = "page",
    width: float = 1080,
) -> SafeString:
    """Draw `rows` under `columns`; never narrower than its words allow (a phone scrolls it sideways).

    Raises ValueError when a row has not one value for each column.
    """
    if any(len(row.values) != len(columns) for row in rows):
        raise ValueError("every row needs one value for each column")
    label_width = max(150.0, width * 0.235)
    width = max(width, label_width + len(columns) * SMALLEST_COLUMN)
    cell = (width - label_width) / max(len(columns), 1)
    head_lines = [wrap(column, size=13, width=cell - 8, weight=600) for column in columns]
    head = max((len(lines) for lines in head_lines), default=1) * 16 + 10
    apart = APART if any(row.whole for row in rows) and not all(row.whole for row in rows) else 0
    height = head + len(rows) * (CELL + GAP) + apart
    drawing = Drawing(
        width=width, height=height, title=title, description=heatmap_summary(rows, columns=columns), mode=mode
    )
    for index, lines in enumerate(head_lines):
        middle = label_width + cell * (index + 0.5)
        for above, line in enumerate(reversed(lines)):
            drawing.text(middle, head - 12 - above * 16, line, size=13, weight=600, anchor="middle")
    y = float(head)
    for row in sorted(rows, key=lambda row: not row.whole):
        _row(drawing, row, y, label_width, cell)
        y += CELL + GAP + (apart if row.whole else 0)
    return drawing.render()


def _row(drawing: Drawing, row: HeatRow, y: float, label_width: float, cell: float) -> None:
    weight = 700 if row.whole else 400
    drawing.paragraph(
        4, y + CELL / 2, row.label, width=label_width - 68, leading=18, weight=weight, note=row.note
    )
    for index, value in enumerate(row.values):
        x = label_width + index * cell
        if value is None:
            drawing.protected(x, y, cell - GAP, CELL, words.protected())
            continue
        drawing.rect(x, y, cell - GAP, CELL, fill=f"seq-{step(value)}")
        drawing.text(
            x + (cell - GAP) / 2,
            y + CELL / 2 + 6,
            str(value),
            size=16,
            weight=600,
            fill=step_ink(step(value)),
            anchor="middle",
        )


def heatmap_summary(rows: Sequence[HeatRow], *, columns: Sequence[str]) -> str:
    """The highest and the lowest cell, and how many are protected."""
    cells = [
        (value, row.label, column)
        for row in rows
        for column, value in zip(columns, row.values, strict=True)
        if value is not None
    ]
    hidden = sum(value is None for row in rows for value in row.values)
    if not cells:
        return gettext("All figures of this chart are protected.")
    high, low = max(cells), min(cells)
    return words.sentence(
        gettext("Highest index: {group}, {dimension} ({value}).").format(
            group=high[1], dimension=high[2], value=high[0]
        ),
        gettext("Lowest: {group}, {dimension} ({value}).").format(
            group=low[1], dimension=low[2], value=low[0]
        ),
        gettext("Protected cells: {count}.").format(count=hidden) if hidden else "",
    )


def heatmap_table(rows: Sequence[HeatRow], *, columns: Sequence[str]) -> Table:
    """Group, then one index for each dimension."""
    body = tuple((f"{row.label} {row.note}".strip(), *map(words.figure, row.values)) for row in rows)
    return Table((gettext("Group"), *columns), body)
