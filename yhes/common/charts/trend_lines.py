"""Indices round by round, labelled at the end of each line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common.charts import words
from yhes.common.charts.data import Series, Table
from yhes.common.charts.drawing import Drawing, Mode
from yhes.common.charts.measure import text_width

STROKES: Final = (("spruce", ""), ("muted", "6 5"), ("info", "1 5"))
TOP, PLOT, BOTTOM = 10, 200, 34


def trend(
    series: Sequence[Series], *, title: str, rounds: Sequence[str], mode: Mode = "page", width: float = 760
) -> SafeString:
    """Draw up to three series over `rounds` on 0–100; a protected round breaks the line with a lock.

    Raises ValueError for more than three series or a series out of step with the rounds.
    """
    if len(series) > len(STROKES):
        raise ValueError("a trend shows at most three series")
    if any(len(one.values) != len(rounds) for one in series):
        raise ValueError("every series needs one value for each round")
    said = trend_summary(series, rounds=rounds)
    drawing = Drawing(width=width, height=TOP + PLOT + BOTTOM, title=title, description=said, mode=mode)
    label_room = max((text_width(one.label, size=14, weight=600) for one in series), default=0) + 44
    left, right = 32.0, width - min(label_room, width * 0.4)
    gap = (right - left - 24) / max(len(rounds) - 1, 1)
    places = [left + 12 + index * gap for index in range(len(rounds))]
    for tick in range(0, 101, 25):
        y = _height(tick)
        drawing.line(left, y, right, y, stroke="line")
        drawing.text(left - 8, y + 4.5, str(tick), size=13, fill="muted", anchor="end")
    for x, name in zip(places, rounds, strict=True):
        drawing.text(x, TOP + PLOT + 22, name, size=13, fill="muted", anchor="middle")
    labels = _label_heights(series)
    for index, one in enumerate(series):
        _line(drawing, one, places, *STROKES[index])
        _end(drawing, one, places, labels[index], STROKES[index][0])
    return drawing.render()


def _height(value: int) -> float:
    return TOP + PLOT * (1 - value / 100)


def _line(drawing: Drawing, one: Series, places: Sequence[float], colour: str, dash: str) -> None:
    before: tuple[float, float] | None = None
    for index, (x, value) in enumerate(zip(places, one.values, strict=True)):
        if index in one.missing:
            before = None
        elif value is None:
            drawing.protected(x - 14, TOP + PLOT - 32, 28, 28, words.protected())
            before = None
        else:
            y = _height(value)
            if before:
                drawing.line(*before, x, y, stroke=colour, stroke_width=2.5, dash=dash)
            before = (x, y)
    for index, (x, value) in enumerate(zip(places, one.values, strict=True)):
        if value is not None and index not in one.missing:
            filled = colour == "spruce"
            drawing.circle(x, _height(value), 5, fill=colour if filled else "paper", stroke=colour)


def _last(one: Series) -> int | None:
    """Index of the newest round with a figure."""
    known = [i for i, value in enumerate(one.values) if value is not None and i not in one.missing]
    return known[-1] if known else None


def _label_heights(series: Sequence[Series]) -> list[float]:
    """Heights of the end labels, pushed at least 18 px apart from the top down."""
    wanted = {
        i: _height(one.values[last] or 0) for i, one in enumerate(series) if (last := _last(one)) is not None
    }
    placed: dict[int, float] = {}
    lowest = float("-inf")
    for index in sorted(wanted, key=lambda key: wanted[key]):
        lowest = max(wanted[index], lowest + 18)
        placed[index] = lowest
    return [placed.get(index, 0.0) for index in range(len(series))]


def _end(drawing: Drawing, one: Series, places: Sequence[float], height: float, colour: str) -> None:
    last = _last(one)
    if last is not None:
        label = f"{one.label} {one.values[last]}"
        drawing.text(places[-1] + 14, height + 5, label, size=14, weight=600, fill=colour)


def trend_summary(series: Sequence[Series], *, rounds: Sequence[str]) -> str:
    """First and last figure of each series."""
    parts = []
    for one in series:
        known = [(rounds[i], v) for i, v in enumerate(one.values) if v is not None and i not in one.missing]
        if not known:
            parts.append(gettext("{label}: protected.").format(label=one.label))
            continue
        (first_round, first), (last_round, last) = known[0], known[-1]
        parts.append(
            gettext("{label}: {first} ({first_round}) and {last} ({last_round}).").format(
                label=one.label, first=first, first_round=first_round, last=last, last_round=last_round
            )
        )
    return words.sentence(*parts)


def trend_table(series: Sequence[Series], *, rounds: Sequence[str]) -> Table:
    """A row for each round, a column for each series; empty where the group was not in the round."""
    rows = tuple(
        (name, *("" if index in one.missing else words.figure(one.values[index]) for one in series))
        for index, name in enumerate(rounds)
    )
    return Table((gettext("Round"), *(one.label for one in series)), rows)
