"""A workbook in one language that is written row by row and holds no formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from surveys.disclosure import CountBand, Suppressed
from surveys.formats.releases.csv_files import band_text
from surveys.formats.releases.table import Cell, Mark
from surveys.formats.releases.wording import Wording
from surveys.formats.texts import printable
from surveys.questionnaire import Text

_MAX_SHEET_NAME = 31
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_GREY = PatternFill("solid", fgColor="EFEFEA")


class Book:
    """Sheets one after the other; a row that is written is not held in memory."""

    def __init__(self, wording: Wording, language: str) -> None:
        self.wording = wording
        self._book = Workbook(write_only=True)
        self._language = language

    def say(self, text: Text) -> str:
        return printable(text.in_(self._language).text)

    def sheet(
        self, name: Text, widths: Sequence[int], *, freeze: str = "", head: Sequence[Text] = ()
    ) -> Sheet:
        """A sheet with columns of these widths (characters) and, where `head` is given, a filter on each."""
        made = self._book.create_sheet(self.say(name)[:_MAX_SHEET_NAME])
        for place, width in enumerate(widths, start=1):
            made.column_dimensions[get_column_letter(place)].width = width
        made.freeze_panes = freeze or None
        if head:
            made.auto_filter.ref = f"A1:{get_column_letter(len(head))}1"
        sheet = Sheet(made, self)
        if head:
            sheet.write([sheet.bold(text) for text in head])
        return sheet

    def content(self) -> bytes:
        file = io.BytesIO()
        self._book.save(file)
        return file.getvalue()


class Sheet:
    """One sheet; cells are numbers, or texts that stay texts."""

    def __init__(self, sheet: Any, book: Book) -> None:
        self._sheet = sheet
        self._book = book

    def write(self, cells: Sequence[Any]) -> None:
        self._sheet.append(cells)

    def text(self, words: str) -> Any:
        """A text that stays one; the few that openpyxl would take for a formula or an error say so."""
        return self._cell(words) if words.startswith(("=", "#")) else words

    def bold(self, words: Text) -> Any:
        cell = self.wrapped(self._book.say(words))
        cell.font = _BOLD
        return cell

    def wrapped(self, words: str) -> Any:
        cell = self._cell(words)
        cell.alignment = _WRAPPED
        return cell

    def figure(self, cell: Cell) -> Any:
        """A number as a number; a hidden one as its word on grey, so that no sum takes it for zero."""
        wording = self._book.wording
        match cell:
            case Suppressed():
                return self._hidden(wording.protected)
            case Mark():
                return self._hidden(wording.marks[cell])
            case CountBand():
                return self.text(band_text(cell))
            case _:
                return cell

    def _hidden(self, word: Text) -> Any:
        cell = self._cell(self._book.say(word))
        cell.fill = _GREY
        return cell

    def _cell(self, words: str) -> Any:
        cell = WriteOnlyCell(self._sheet, words)
        cell.data_type = "s"
        # Also what keeps openpyxl from using the cell again for the next value: it does so without a style.
        cell.number_format = "@"
        return cell
