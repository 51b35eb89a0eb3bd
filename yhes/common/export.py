"""A list as a file: CSV and XLSX from the same head and rows, in memory or, when it is long, row by row."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any, Final, Literal

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Format = Literal["csv", "xlsx"]
Cell = str | int | float | Decimal | date | None

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS: Final[dict[Format, str]] = {"csv": "text/csv; charset=utf-8", "xlsx": _XLSX}
_AT_ONCE: Final = 500  # rows of a piece of a streamed file
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def table_response(
    *, name: str, file_format: Format, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """The table as a download called "<name>-<day>.<format>".

    Text that a spreadsheet would run as a formula stays text. CSV is UTF-8 with a byte order
    mark and semicolons, as spreadsheets in Finland expect.
    """
    content = _xlsx(head, rows) if file_format == "xlsx" else csv_file(head, rows)
    return HttpResponse(content, content_type=_KINDS[file_format], headers=_headers(name, file_format))


def streamed_table(
    *, name: str, file_format: Format, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """The same download of a long table, of which memory holds a row at a time.

    `rows` are read while the file is sent, a workbook's before: they must not need what the view closes.
    """
    if file_format == "xlsx":
        file = _xlsx_on_disk(head, rows)
        return FileResponse(file, content_type=_KINDS["xlsx"], headers=_headers(name, "xlsx"))
    return StreamingHttpResponse(
        _csv_pieces(head, rows), content_type=_KINDS["csv"], headers=_headers(name, "csv")
    )


def _headers(name: str, file_format: Format) -> dict[str, str]:
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    return {"Content-Disposition": f'attachment; filename="{filename}"'}


def _csv_pieces(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """What `csv_file` makes, so many rows at a time."""
    yield codecs.BOM_UTF8
    left = chain([head], rows)
    while batch := list(islice(left, _AT_ONCE)):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerows([_inert(cell) for cell in row] for row in batch)
        yield text.getvalue().encode()


def _xlsx_on_disk(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """What `_xlsx` makes; the rows go to the disk as they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    titles = [WriteOnlyCell(sheet, str(title)) for title in head]
    for cell in titles:
        cell.font = Font(bold=True)
    sheet.append(titles)
    for row in rows:
        sheet.append([_text_cell(sheet, value) if isinstance(value, str) else _local(value) for value in row])
    file = TemporaryFile()  # noqa: SIM115 -- closed by the response when it has been sent
    book.save(file)
    file.seek(0)
    return file


def _text_cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


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
