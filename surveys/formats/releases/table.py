"""A release as one table: a row for each group, a column for each statistic, and nothing else.

Every file is made from this table, and the table from the documents of the release alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from surveys.disclosure import SUPPRESSED, Audience, CountBand, Suppressed
from surveys.formats.releases.columns import Column, Question, columns_of
from surveys.questionnaire import Text

Document = Mapping[str, Any]
Level = Literal["project", "region", "organisation", "unit"]


class Mark(Enum):
    """Why a cell has no number although nothing is protected in it. The value is the word in a CSV file."""

    RANGE = "range"  # nearly everybody chose an option of the range that two columns tell
    NO_RANGE = "no range"  # the exact figures are told instead
    NOT_ASKED = "not asked"  # this group was not asked, or the figure is not made for it


Cell = int | CountBand | Suppressed | Mark
_MISSING: Any = object()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the round; `parent` is the id of the group it belongs to."""

    id: int
    parent: int | None
    level: Level
    label: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One group's cells, as many as there are columns. `is_told`: something of the group is published."""

    group: Group
    cells: tuple[Cell, ...]
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself. Texts in three languages, days as ISO 8601.

    `instrument` is the questionnaire's code and version; licence, source and citation are its own.
    `threshold` is the fewest people of a group inside the project, `public_threshold` the fewest in public
    and of a distribution. `address` is the permanent one, empty where there is none.
    """

    title: Text
    project: Text
    questionnaire: Text
    number: int
    released: str
    closed: str
    audience: Audience
    fingerprint: str
    threshold: int
    public_threshold: int
    address: str
    instrument: str
    instrument_licence: str
    source: str
    citation: str
    note: Text | None
    is_example: bool


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """All that one audience may read of a release."""

    about: About
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that have figures, in the order in which they were asked."""
        return tuple(dict.fromkeys(column.question for column in self.columns if column.question))


def release_table(
    about: About,
    questions: Sequence[Question],
    dimensions: Mapping[str, Text],
    groups: Iterable[Group],
    documents: Mapping[int, Document],
) -> ReleaseTable:
    """The table of the `documents` by group id; a group without one is protected from end to end.

    `dimensions` gives their titles by code, in order. Raises KeyError when a document tells of a question or
    a dimension that is not given: a file must not leave out what was released.
    """
    columns = columns_of(about.audience, questions, dimensions, documents.values())
    rows = (
        Row(group, tuple(_cells(documents.get(group.id), columns)), group.id in documents) for group in groups
    )
    return ReleaseTable(about, columns, tuple(rows))


def _cells(document: Document | None, columns: Iterable[Column]) -> Iterator[Cell]:
    for column in columns:
        yield SUPPRESSED if document is None else _cell(document, column)


def _cell(document: Document, column: Column) -> Cell:
    if column.statistic == "n":
        return _size(document["n"])
    if column.statistic == "index":
        return _plain(document["indexes"].get(column.code, _MISSING))
    figures = document["items"].get(column.code, {})
    if column.statistic in ("range_from", "range_to"):
        return _end_of_range(figures, last=column.statistic == "range_to")
    if column.statistic == "share":
        shares = figures.get("shares", _MISSING)
        return shares[column.place] if isinstance(shares, list) else _plain(shares)
    return _plain(figures.get("agree" if column.statistic == "agree" else "index", _MISSING))


def _plain(value: Any) -> Cell:
    if value is _MISSING:
        return Mark.NOT_ASKED
    if value is None:
        return SUPPRESSED
    return Mark.RANGE if isinstance(value, dict) else int(value)


def _end_of_range(figures: Mapping[str, Any], *, last: bool) -> Cell:
    shares = figures.get("shares", _MISSING)
    if isinstance(shares, dict):
        return int(shares["band"][last])
    return Mark.NO_RANGE if isinstance(shares, list) else _plain(shares)


def _size(n: int | str | None) -> Cell:
    """A number inside; in public a band, written "20–49" or "200+"."""
    if n is None:
        return SUPPRESSED
    if isinstance(n, int):
        return n
    low, _dash, high = n.rstrip("+").partition("–")
    return CountBand(int(low), int(high) if high else None)
