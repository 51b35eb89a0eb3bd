"""Records of a CSV file one by one, with the line each begins on."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from surveys.formats.answers_csv.encodings import CODECS
from surveys.formats.answers_csv.problems import refused
from surveys.formats.answers_csv.workbooks import as_csv, is_workbook

MAX_LINE = 1_000_000  # bytes in one record, line breaks inside quotation marks included

Source = str | os.PathLike[str] | BinaryIO
Record = tuple[int, list[str]]


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """A seekable binary file; one that was handed over open stays open. A workbook becomes a CSV file.

    Raises `TableRefused` for a workbook that cannot be read.
    """
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            yield as_csv(file) if is_workbook(file) else file
    else:
        yield as_csv(source) if is_workbook(source) else source


@contextmanager
def records(file: BinaryIO, encoding: str, delimiter: str) -> Iterator[Iterator[Record]]:
    """The records of the file from its beginning as (line, cells); rows without content are left out.

    While iterating raises `TableRefused` for a line over `MAX_LINE` or quotation marks that do not
    match.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=CODECS[encoding], newline="")
    try:
        yield _read(text, encoding, delimiter)
    finally:
        text.detach()  # or the file of the caller would be closed with the wrapper


def _read(text: io.TextIOWrapper, encoding: str, delimiter: str) -> Iterator[Record]:
    # A setting of the whole process, only ever raised: a cell may be as long as a line may be.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    lines = _Lines(text, encoding)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise refused("malformed", lines.first) from None
        if any(map(str.strip, cells)):
            yield lines.first, cells


class _Lines:
    """Lines for the csv module, with the size of the record under way kept in sight."""

    def __init__(self, text: io.TextIOWrapper, encoding: str) -> None:
        self._text = text
        self._codec = CODECS[encoding]
        self._number = 0
        self._size = 0
        self.first = 1

    def begin_record(self) -> None:
        self.first = self._number + 1
        self._size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        self._number += 1
        self._size += self._bytes(line)
        if self._size > MAX_LINE:
            raise refused("line_too_long", self.first)
        return line

    def _bytes(self, line: str) -> int:
        if line.isascii() and self._codec != "utf-16":
            return len(line)
        return len(line.encode(self._codec))
