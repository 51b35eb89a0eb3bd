"""Small multiples: one little line chart for each thing that is followed from round to round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import Panel, Table
from yhes.common.charts.drawing import Drawing, Mode
from yhes.common.charts.measure import text_width, wrap

LEAST_PANEL: Final = 290  # px: narrower panels stand under each other
GAP: Final = 32
TITLE, LEADING, NOTE = 14, 18, 20
PLOT, AXIS, BELOW = 92, 22, 26
LEFT, RIGHT = 26, 34  # for the numbers at both ends of a line
HATCH: Final = 22


def small_lines(
    panels: Sequence[Panel], *, title: str, rounds: Sequence[str], mode: Mode = "page", width: float = 1080
) -> SafeString:
    """Draw each of `panels` over `rounds` on 0–100, side by side as many as fit.

    A protected round is a hatched column that breaks the line. What it is compared with is dashed.
    Raises ValueError for a panel out of step with the rounds.
    """
    for panel in panels:
        if any(len(line) != len(rounds) for line in (panel.values, panel.beside) if line):
            raise ValueError("every panel needs one value for each round")
    columns = max(1, min(len(panels), int((width + GAP) // (LEAST_PANEL + GAP))))
    each = (width - GAP * (columns - 1)) / columns
    rows = [panels[start : start + columns] for start in range(0, len(panels), columns)]
    heads = [max(_head(panel, each) for panel in row) for row in rows]
    said = small_lines_summary(panels, rounds=rounds)
    height = sum(heads) + len(rows) * (PLOT + AXIS + BELOW)
    drawing = Drawing(width=width, height=height, title=title, description=said, mode=mode)
    top = 0.0
    for row, head in zip(rows, heads, strict=True):
        for column, panel in enumerate(row):
            _Plot(drawing, panel, column * (each + GAP), top, each, head).draw(rounds)
        top += head + PLOT + AXIS + BELOW
    return drawing.render()


def _title(panel: Panel, width: float) -> list[str]:
    return wrap(panel.label, size=TITLE, width=width, weight=600)


def _head(panel: Panel, width: float) -> float:
    """Height of the words over a panel's lines."""
    return len(_title(panel, width)) * LEADING + (NOTE if panel.note else 0) + 16


class _Plot:
    """One panel in its place: its words at the top, its lines at the bottom of `head` + PLOT."""

    def __init__(
        self, drawing: Drawing, panel: Panel, left: float, top: float, width: float, head: float
    ) -> None:
        self.drawing, self.panel = drawing, panel
        self.left, self.top, self.width = left, top, width
        self.floor = top + head + PLOT

    def draw(self, rounds: Sequence[str]) -> None:
        self._words()
        for tick in (0, 50, 100):
            y = self._y(tick)
            self.drawing.line(self.left + LEFT, y, self.left + self.width - RIGHT, y, stroke="line")
            self.drawing.text(self.left + LEFT - 6, y + 4, str(tick), size=12, fill="muted", anchor="end")
        places = self._places(len(rounds))
        self._names(rounds, places)
        self._hidden(places)
        if self.panel.beside:
            self._line(self.panel.beside, places, colour="muted", dash="5 4")
        self._line(self.panel.values, places, colour="spruce")
        self._ends(places)

    def _y(self, value: float) -> float:
        return self.floor - PLOT * value / 100

    def _places(self, count: int) -> list[float]:
        first, last = self.left + LEFT + HATCH / 2, self.left + self.width - RIGHT - HATCH / 2
        gap = (last - first) / max(count - 1, 1)
        return [last - gap * (count - 1 - index) for index in range(count)]

    def _words(self) -> None:
        lines = _title(self.panel, self.width)
        for index, line in enumerate(lines):
            self.drawing.text(self.left, self.top + TITLE + index * LEADING, line, size=TITLE, weight=600)
        if self.panel.note:
            at = self.top + TITLE + len(lines) * LEADING
            self.drawing.text(self.left, at, self.panel.note, size=13, fill="muted")

    def _names(self, rounds: Sequence[str], places: Sequence[float]) -> None:
        """As many names of rounds as there is room for, counted from the newest."""
        room = max((text_width(name, size=12) for name in rounds), default=0) + 10
        free = float("inf")
        for name, x in reversed(list(zip(rounds, places, strict=True))):
            if free - x >= room:
                self.drawing.text(x, self.floor + 18, name, size=12, fill="muted", anchor="middle")
                free = x

    def _hidden(self, places: Sequence[float]) -> None:
        """One hatched field for protected rounds in a row, its lock at the foot, clear of the lines."""
        for first, last in _runs(self.panel):
            left, right = places[first] - HATCH / 2, places[last] + HATCH / 2
            self.drawing.hatched(left, self.floor - PLOT, right - left, PLOT)
            self.drawing.lock((left + right - 15) / 2, self.floor - 21)

    def _line(
        self, values: Sequence[int | None], places: Sequence[float], *, colour: str, dash: str = ""
    ) -> None:
        """Joins neighbouring rounds only: where one is missing or protected, the line breaks."""
        points = [None if v is None else (x, self._y(v)) for x, v in zip(places, values, strict=True)]
        for before, after in pairwise(points):
            if before and after:
                self.drawing.line(*before, *after, stroke=colour, stroke_width=2, dash=dash)
        for index, point in enumerate(points):
            if point:
                is_full = colour == "spruce" and index not in self.panel.said
                self.drawing.circle(*point, 4, fill=colour if is_full else "paper", stroke=colour)

    def _ends(self, places: Sequence[float]) -> None:
        """The newest figures as numbers at the right, kept apart; the first one on its dot's free side."""
        own, other = self._newest(self.panel.values), self._newest(self.panel.beside)
        heights = (
            _apart(self._y(own or 0), self._y(other or 0)) if own is not None and other is not None else None
        )
        right = places[-1] + 9 if places else 0
        if own is not None and len(self.panel.values) - 1 not in self.panel.said:
            y = heights[0] if heights else self._y(own)
            self.drawing.text(right, y + 5, str(own), size=15, weight=600, fill="spruce")
        if other is not None:
            y = heights[1] if heights else self._y(other)
            self.drawing.text(right, y + 4, str(other), size=13, fill="muted")
        first = _first(self.panel)
        if first is not None and first < len(places) - 1:
            value = self.panel.values[first] or 0
            other = self.panel.beside[first] if self.panel.beside else None
            away = 18 if other is not None and other > value else -8
            self.drawing.text(
                places[first], self._y(value) + away, str(value), size=13, fill="spruce", anchor="middle"
            )

    @staticmethod
    def _newest(values: Sequence[int | None]) -> int | None:
        return values[-1] if values else None


def _runs(panel: Panel) -> Iterator[tuple[int, int]]:
    """First and last place of protected rounds that follow each other."""
    hidden = [at for at, value in enumerate(panel.values) if value is None and at not in panel.missing]
    for at in hidden:
        if at - 1 not in hidden:
            yield at, next(end for end in range(at, len(panel.values)) if end + 1 not in hidden)


def _apart(own: float, other: float) -> tuple[float, float]:
    """Heights of two numbers at least 15 px apart, in the order of their values."""
    room = 15 - abs(own - other)
    if room <= 0:
        return own, other
    away = room / 2 if own > other else -room / 2
    return own + away, other - away


def _first(panel: Panel) -> int | None:
    """Place of the oldest figure that is a number."""
    return next((at for at, value in _numbers(panel)), None)


def _numbers(panel: Panel) -> Iterator[tuple[int, int]]:
    for at, value in enumerate(panel.values):
        if value is not None and at not in panel.said:
            yield at, value


def small_lines_summary(panels: Sequence[Panel], *, rounds: Sequence[str]) -> str:
    """Of each panel the first and the newest figure, and what is said of it in words."""
    return words.sentence(*(_said(panel, rounds) for panel in panels))


def _said(panel: Panel, rounds: Sequence[str]) -> str:
    known, label = list(_numbers(panel)), panel.label.rstrip(".")
    if not known:
        return gettext("{label}: no figure that may be shown.").format(label=label)
    (first, before), (last, now) = known[0], known[-1]
    note = f"; {panel.note}" if panel.note else ""
    if first == last:
        return gettext("{label}: {now} ({round}){note}.").format(
            label=label, now=now, round=rounds[last], note=note
        )
    return gettext("{label}: {first} ({first_round}) and {last} ({last_round}){note}.").format(
        label=label,
        first=before,
        first_round=rounds[first],
        last=now,
        last_round=rounds[last],
        note=note,
    )


def small_lines_table(panels: Sequence[Panel], *, rounds: Sequence[str], head: str, note: str = "") -> Table:
    """A row for each panel, a column for each round; `note`, if given, heads a last column of its words.

    Empty where there was nothing to show in a round.
    """
    rows = tuple(
        (panel.label, *(_cell(panel, at) for at in range(len(rounds))), *((panel.note,) if note else ()))
        for panel in panels
    )
    return Table((head, *rounds, *((note,) if note else ())), rows)


def _cell(panel: Panel, at: int) -> str:
    if at in panel.missing:
        return ""
    return panel.said.get(at) or words.figure(panel.values[at])
