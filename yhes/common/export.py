"""A list as a file: CSV and XLSX from the same head and rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Font

Format = Literal["csv", "xlsx"]
Cell = str | int | float | Decimal | date | None

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def table_response(
    *, name: str, file_format: Format, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """The table as a download called "<name>-<day>.<format>".

    Text that a spreadsheet would run as a formula stays text. CSV is UTF-8 with a byte order
    mark and semicolons, as spreadsheets in Finland expect.
    """
    content = _xlsx(head, rows) if file_format == "xlsx" else csv_file(head, rows)
    kind = _XLSX if file_format == "xlsx" else "text/csv; charset=utf-8"
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{filename}"'}
    )


def csv_file(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The CSV of `table_response`, for a file that is kept."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_inert(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return _local(cell)


def _local(cell: Cell) -> Cell:
    """Spreadsheets know no time zones: a moment is told as it is on a clock in Finland."""
    if isinstance(cell, datetime):
        return timezone.localtime(cell).replace(tzinfo=None, microsecond=0)
    return cell


def _xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([str(title) for title in head])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            cell.value = _local(value)
            if isinstance(value, str):
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
