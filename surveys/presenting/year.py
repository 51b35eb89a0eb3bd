"""A year of a project's rounds drawn as bands, beside the list by month that says the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format

from surveys.presenting.months import Entry

WIDTH: Final = 1000
_HEAD, _ROW, _TEXT, _LEAST = 30, 46, 18, 6  # units of the drawing
_MOST_ROWS: Final = 12  # more of them are read in the list
_LATE: Final = 700  # from here on a title stands before the end of its bar


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a round is open. `kind`: a state of components/badge.html."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class Band:
    """A round, and the repetitions foreseen of it. `x`: where its title begins, or ends if `is_late`."""

    title: str
    x: int
    is_late: bool
    text_y: int
    bar_y: int
    bars: list[Bar]


def year_of(entries: Iterable[Entry], year: int, *, kind_of: Callable[[Entry], str]) -> dict[str, Any] | None:
    """Months, bands and today's place, in units of a drawing WIDTH wide; None where it would say too much.

    kind_of: what a bar looks like.
    """
    inside = [entry for entry in entries if entry.begins.year <= year <= entry.ends.year]
    of_round: dict[int, list[Entry]] = {}
    for entry in inside:
        of_round.setdefault(entry.round.pk, []).append(entry)
    if not 0 < len(of_round) <= _MOST_ROWS:
        return None
    today = timezone.localdate()
    firsts = [date(year, month, 1) for month in range(1, 13)]
    return {
        "width": WIDTH,
        "height": _HEAD + _ROW * len(of_round),
        "head": _HEAD - 6,
        "months": [{"x": _place(first, year), "name": date_format(first, "N")} for first in firsts],
        "today": _place(today, year) if today.year == year else None,
        "bands": [
            _band([(entry, kind_of(entry)) for entry in found], year, _HEAD + _ROW * row)
            for row, found in enumerate(of_round.values())
        ],
    }


def _band(entries: list[tuple[Entry, str]], year: int, top: int) -> Band:
    bars = [_bar(entry, kind, year) for entry, kind in entries]
    first = min(bars, key=lambda bar: bar.x)
    is_late = first.x > _LATE
    x = max(bar.x + bar.width for bar in bars) if is_late else first.x
    return Band(entries[0][0].round.title, x, is_late, top + _TEXT, top + _TEXT + 8, bars)


def _bar(entry: Entry, kind: str, year: int) -> Bar:
    begins = _place(max(entry.begins, date(year, 1, 1)), year)
    ends = _place(min(entry.ends, date(year, 12, 31)), year, after=1)
    width = max(ends - begins, _LEAST)
    return Bar(min(begins, WIDTH - width), width, kind)


def _place(day: date, year: int, *, after: int = 0) -> int:
    """How far into the year the day begins, or ends (`after`=1)."""
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return round(((day - date(year, 1, 1)).days + after) * WIDTH / days)
