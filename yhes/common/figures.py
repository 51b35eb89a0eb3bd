"""What an app's `evidence.py` hands out: figures that a roadmap may quote.

A figure is plain, frozen data: it goes into the snapshot of an edition as it is, and the page,
the PDF, the CSV and the API all read it from there. `None` as a value means *protected*.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from yhes.common.words import Words

Audience = Literal["public", "inside"]
Unit = Literal["index", "percent", "count", "share"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One item's distribution: whole percents in the order of the scale.

    `percents` is None where the distribution is protected; `band` (first and last option,
    counted from 0) where about 90 % or more chose one option or two adjacent ones.
    """

    code: str
    text: Words
    percents: tuple[int, ...] | None
    agree: int | None
    band: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One quotable figure with its source.

    key: permanent and unique, e.g. "surveys:release-3:index:OS"; an edition links by it.
    source: the app that answers for it ("surveys", "workshops", "peercoaching").
    value: 0–100 for index and percent, a count otherwise; None when protected.
    of: the whole, for unit "share" (12 of 76).
    label: what the number says, read after it ("sees enough time").
    source_line: what stands under it ("Survey 2025, n 100–199").
    n_band: the public band of respondents, None where nobody answered anything.
    address: path of the page that shows where it comes from, language-neutral; "" if none.
    note: what the instrument says of itself ("not a validated measure"), shown with the figure.
    """

    key: str
    source: str
    value: int | None
    unit: Unit
    label: Words
    source_line: Words
    as_of: date
    of: int | None = None
    n_band: str | None = None
    address: str = ""
    is_example: bool = False
    scale: tuple[Words, ...] = ()
    bars: tuple[Bar, ...] = ()
    quote: Words | None = None
    note: Words | None = None

    def to_document(self) -> dict[str, Any]:
        """JSON-able form for a snapshot; `as_of` as ISO 8601."""
        document = asdict(self)
        document["as_of"] = self.as_of.isoformat()
        return document


def n_band(n: int) -> str:
    """The band in which a public number of respondents is told (ANONYMITY: 10–19 … 200+).

    Raises ValueError below 10: such a group has no public figure at all.
    """
    for low, high in ((10, 19), (20, 49), (50, 99), (100, 199)):
        if low <= n <= high:
            return f"{low}–{high}"
    if n >= 200:
        return "200+"
    raise ValueError("a group of fewer than 10 has no public figure")
