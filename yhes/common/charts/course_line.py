"""A course of time as a line: years under it, a mark for each event on it, today on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts.drawing import Anchor, Drawing, Mode

SIDE, TOP, BOTTOM = 24.0, 16.0, 50.0
STEP: Final = 15.0  # px between marks that stand over each other
TALLEST: Final = 150.0  # px of marks; more of them stand closer


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on its day; is_frame: the beginning or end of the whole."""

    on: date
    is_frame: bool = False


def course(
    marks: Sequence[Mark], *, today: date, title: str, said: str, mode: Mode = "page", width: float = 760
) -> SafeString:
    """What has been is a solid line with filled marks, what comes a dashed one with rings.

    marks: at least one, in the order of their days; said: what the picture shows, in words.
    """
    first, last = _ends(marks, today)
    places = [_place(mark.on, first, last, width) for mark in marks]
    levels = _levels(places)
    step = min(STEP, TALLEST / max(*levels, 1))
    base = TOP + step * max(levels) + 12
    drawing = Drawing(width=width, height=base + BOTTOM, title=title, description=said, mode=mode)
    now = _place(min(max(today, first), last), first, last, width)
    drawing.line(SIDE, base, now, base, stroke="spruce", stroke_width=4)
    drawing.line(now, base, width - SIDE, base, stroke="spruce", stroke_width=4, dash="13 9")
    _years(drawing, first, last, base)
    for mark, x, level in zip(marks, places, levels, strict=True):
        _mark(drawing, mark, x, base - 12 - level * step, base, is_coming=mark.on > today)
    if first <= today <= last:
        drawing.circle(now, base, 8, fill="amber", stroke="ink")
        side: Anchor = "end" if now > width - 80 else "start" if now < 80 else "middle"
        drawing.text(now, base + 44, gettext("today"), size=13, weight=600, anchor=side)
    return drawing.render()


def _ends(marks: Sequence[Mark], today: date) -> tuple[date, date]:
    """From the first to the last event; today too when it lies between, and never a span of nothing."""
    first, last = marks[0].on, marks[-1].on
    return (first, last) if last > first else (first - timedelta(days=180), last + timedelta(days=180))


def _place(day: date, first: date, last: date, width: float) -> float:
    return SIDE + (width - 2 * SIDE) * ((day - first).days / (last - first).days)


def _levels(places: Sequence[float]) -> list[int]:
    """How high each mark stands: over those that are nearer than a mark's width."""
    tops: dict[int, float] = {}
    levels = []
    for x in places:
        level = 0
        while level in tops and x - tops[level] < STEP:
            level += 1
        tops[level] = x
        levels.append(level)
    return levels


def _years(drawing: Drawing, first: date, last: date, base: float) -> None:
    """The first and every turn of a year that has room for its number."""
    starts = [first, *(date(year, 1, 1) for year in range(first.year + 1, last.year + 1))]
    free = 0.0
    for day in starts:
        x = _place(day, first, last, drawing.width)
        if x < free or x > drawing.width - SIDE - 16:
            continue
        drawing.line(x, base + 8, x, base + 14, stroke="edge")
        anchor: Anchor = "start" if x < 40 else "middle"
        drawing.text(x, base + 28, str(day.year), size=13, fill="muted", anchor=anchor)
        free = x + 52


def _mark(drawing: Drawing, mark: Mark, x: float, y: float, base: float, *, is_coming: bool) -> None:
    fill = "paper" if is_coming else "spruce"
    if mark.is_frame:
        drawing.circle(x, base, 9, fill=fill, stroke="spruce", stroke_width=3)
    else:
        drawing.circle(x, y, 5, fill=fill, stroke="spruce")
