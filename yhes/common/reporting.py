"""What an app tells a report to the funder: sections of plain data (decision 0095).

A provider of the registry's kind `report` is called in the language of the report and gives texts, not lazy
ones: what it gives is stored, and a submitted report is never asked for anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.utils.formats import date_format, number_format

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """`number`: what stands in it is a figure, or says in words why there is none ("protected")."""

    label: str
    kind: Literal["text", "number"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """`key` is permanent and unique within its section; the first cell of a row names the row.

    is_summed: the last row is the sum of the others.
    """

    key: str
    title: str
    head: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One app's part of a report.

    key: permanent, "workshops:events"; what people write is kept under it. order: 100 the project … 900.
    lead: generated sentences before the tables. missing: what there is nothing of, as the funder reads it;
    advice: what the coordinator can do about that, told in the draft only.
    asks_deviation: the coordinator is to write how it went differently from what was planned.
    """

    key: str
    order: int
    title: str
    lead: str = ""
    tables: tuple[Table, ...] = ()
    missing: str = ""
    advice: str = ""
    asks_deviation: bool = False


def text_of(cell: Cell) -> str:
    """The cell as it is read, in the active language: "1 234", "12,5", "31.12.2026", "–" for nothing."""
    if cell is None:
        return "–"
    if isinstance(cell, Decimal):
        places = max(0, -int(cell.normalize().as_tuple().exponent))
        return number_format(cell, places, use_l10n=True, force_grouping=True)
    if isinstance(cell, int):
        return number_format(cell, use_l10n=True, force_grouping=True)
    return date_format(cell, "SHORT_DATE_FORMAT") if isinstance(cell, date) else cell


def hours(minutes: int) -> Decimal:
    """Minutes as hours with at most two decimals."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))


def to_document(section: ReportSection) -> dict[str, Any]:
    """JSON-able: {"decimal": "12.50"} and {"date": "2026-12-31"} are what JSON has no kind for."""
    document = asdict(section)
    for table, plain in zip(section.tables, document["tables"], strict=True):
        plain["head"] = [asdict(column) for column in table.head]
        plain["rows"] = [[_plain(cell) for cell in row] for row in table.rows]
    document["tables"] = list(document["tables"])
    return document


def from_document(document: Mapping[str, Any]) -> ReportSection:
    """The inverse of `to_document`."""
    return ReportSection(**{**document, "tables": tuple(_table(table) for table in document["tables"])})


def _table(document: Mapping[str, Any]) -> Table:
    head = tuple(Column(**column) for column in document["head"])
    rows = tuple(tuple(_cell(cell) for cell in row) for row in document["rows"])
    return Table(**{**document, "head": head, "rows": rows})


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"decimal": str(cell)}
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def _cell(plain: Any) -> Cell:
    if not isinstance(plain, dict):
        found: Cell = plain
        return found
    if "decimal" in plain:
        return Decimal(plain["decimal"])
    return date.fromisoformat(plain["date"])
