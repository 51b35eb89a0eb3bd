"""A report as pages and the PDF show it: one part after another, in the language of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from yhes.common.reporting import Table, text_of
from yhes.desk.reports.snapshot import Document, Part


@dataclass(frozen=True, slots=True)
class ShownTable:
    """`head` and `rows` as components/table.html takes them."""

    id: str
    title: str
    note: str
    head: list[dict[str, Any]]
    rows: list[list[dict[str, Any]]]
    is_summed: bool


@dataclass(frozen=True, slots=True)
class ShownPart:
    anchor: str
    part: Part
    tables: list[ShownTable]


def shown(document: Document) -> list[ShownPart]:
    """To be called in the language of the report."""
    return [
        ShownPart(f"part-{number}", part, [_table(table, number) for table in part.section.tables])
        for number, part in enumerate(document.parts, start=1)
    ]


def drawn(document: Document) -> list[str]:
    """Each part as HTML for a page, headings from h2 on."""
    with translation.override(document.language):
        return [render_to_string("desk/reports/part.html", {"shown": part}) for part in shown(document)]


def facts(document: Document) -> dict[str, Any]:
    """What stands under the title, as dates rather than ISO 8601."""
    corrects = document.corrects
    return {
        "document": document,
        "first": date.fromisoformat(document.first),
        "last": date.fromisoformat(document.last),
        "figures_at": datetime.fromisoformat(document.figures_at),
        "submitted_on": date.fromisoformat(document.submitted_on) if document.submitted_on else None,
        "corrected_on": date.fromisoformat(corrects["submitted_on"]) if corrects else None,
    }


def _table(table: Table, part: int) -> ShownTable:
    numbers = [column.kind == "number" for column in table.head]
    return ShownTable(
        id=f"table-{part}-{table.key}",
        title=table.title,
        note=table.note,
        head=[
            {"label": column.label, "number": number}
            for column, number in zip(table.head, numbers, strict=True)
        ],
        rows=[
            [
                {"text": text_of(cell), "number": number, "header": place == 0}
                for place, (cell, number) in enumerate(zip(row, numbers, strict=True))
            ]
            for row in table.rows
        ],
        is_summed=table.is_summed,
    )
