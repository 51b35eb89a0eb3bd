"""What charts are drawn from: plain, frozen data. `None` as a figure means protected, everywhere.

Texts come already in the reader's language; figures are whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LikertRow:
    """One item's distribution.

    percents: whole percents in the order of the scale (they may add up to 99–101); None: protected.
    agree: share of agreement, printed at the right; None: not printed.
    band: first and last option, counted from 0, where about 90 % or more chose one option or two adjacent
        ones and nothing more exact may be shown; percents is then None.
    """

    label: str
    percents: tuple[int, ...] | None
    agree: int | None = None
    band: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class BarRow:
    """A labelled amount; `note` stands after the figure ("of 76"), `shown` in its place ("1.4").

    is_own: the reader's among those of others, its label in bold.
    """

    label: str
    value: int | None
    note: str = ""
    shown: str = ""
    is_own: bool = False

    @property
    def weight(self) -> int:
        return 600 if self.is_own else 400


@dataclass(frozen=True, slots=True)
class Series:
    """Figures 0–100 of one group, round by round, in step with the chart's `rounds`.

    A value of None is protected; a round that the group was not in is left out by `missing`.
    """

    label: str
    values: tuple[int | None, ...]
    missing: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Panel:
    """One small line chart among others: figures 0–100 round by round, in step with the chart's `rounds`.

    values: None is protected; a round in which there was nothing to show is left out by `missing`.
    beside: the same of what it is compared with; empty: nothing.
    said: words of the rounds whose value only stands for them ("90 % or more"): drawn, never as a number.
    note: what is said of it in words, under its title.
    """

    label: str
    values: tuple[int | None, ...]
    beside: tuple[int | None, ...] = ()
    missing: frozenset[int] = frozenset()
    said: Mapping[int, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A group and its indices in step with the chart's columns; `whole` marks the organisation itself."""

    label: str
    values: tuple[int | None, ...]
    note: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class RegionTile:
    """A region on the tile map; row 1–6, column 1–5 as the register keeps them.

    url: where the tile leads, "" for nowhere; chosen: it is outlined.
    """

    name: str
    row: int
    column: int
    value: int | None
    known: bool = True
    url: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """One line of a network, such as a project; `url` is its page, "" for none."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class NetworkStop:
    """Who has a stop on some of the lines. marks: in step with them; "full", "ring" or "" for none."""

    label: str
    marks: tuple[str, ...]
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DotRow:
    """An index of one's own beside the project's (or the region's)."""

    label: str
    own: int | None
    project: int | None


@dataclass(frozen=True, slots=True)
class Spark:
    """Readings of one indicator in time, in any unit.

    values: None is protected; shown: each in words, in step with them; moments: the days, in step too.
    targets: heights of the dashed lines (two for a range); target_shown: the target in words.
    """

    label: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]
    moments: tuple[str, ...]
    targets: tuple[float, ...] = ()
    target_shown: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The chart's data as a table: same rows, same order, same words for what is protected."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
