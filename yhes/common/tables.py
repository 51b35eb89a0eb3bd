"""Tables that people upload: CSV and XLSX, read by who has registered as a reader (`registry`, "table").

There is one reader of files from strangers in the portal; it bounds size, rows, columns and packing, and
refuses macros and formulas. Apps that may not import it ask here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

from yhes.common import registry
from yhes.common.errors import DomainError


class TableUnreadable(DomainError):
    """Nothing of the file is taken; the message has every reason, one a line."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: (line from 1, cells) after the header, one by one; empty rows are left out."""

    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]


def opened(file: BinaryIO) -> AbstractContextManager[Table]:
    """The table in a seekable file. Raises TableUnreadable at the beginning and while it is read."""
    reader = next(iter(registry.providers("table").values()))
    table: AbstractContextManager[Table] = reader(file)
    return table
