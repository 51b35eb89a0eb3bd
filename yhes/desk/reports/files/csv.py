"""The figures of a report as one long table: a row for each."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from yhes.common.export import Cell, csv_file
from yhes.common.reporting import text_of
from yhes.desk.reports.snapshot import Document


def render(document: Document, mark: str) -> bytes:
    """mark: the fingerprint of the report, in every row, so that a row torn out can be traced."""
    with translation.override(document.language):
        return csv_file(_head(), _rows(document, mark))


def _head() -> list[str]:
    return [
        _("Part"), _("Table"), _("Number of the row"), _("Row"), _("Figure"), _("Value"), _("Key"),
        _("Fingerprint of the report"),
    ]  # fmt: skip


def _rows(document: Document, mark: str) -> Iterator[list[Cell]]:
    """Whatever stands under a column of figures, words in place of one too; nothing is an empty value."""
    for part, table in document.tables():
        key = f"{part.section.key}:{table.key}"
        for number, row in enumerate(table.rows, start=1):
            for column, cell in zip(table.head, row, strict=True):
                if column.kind == "number":
                    named: list[Cell] = [part.section.title, table.title, number, text_of(row[0])]
                    yield [*named, column.label, cell, key, mark]
