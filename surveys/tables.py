"""The reader of uploaded tables, lent to the other apps (see yhes.common.tables)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.utils.translation import gettext as _

from surveys.formats.answers_csv import TableRefused
from surveys.formats.answers_csv.columns import normal_name
from surveys.formats.answers_csv.dialect import find_dialect
from surveys.formats.answers_csv.records import opened, records
from surveys.formats.answers_csv.workbooks import is_workbook, rows_of
from yhes.common.tables import Table, TableUnreadable


@contextmanager
def read_table(file: BinaryIO) -> Iterator[Table]:
    """Registered as `table`: how the file is written is told from the file itself."""
    try:
        if is_workbook(file):
            rows = rows_of(file)
            _number, head = next(rows)
            yield Table(tuple(map(normal_name, head)), rows)
            return
        with opened(file) as source:
            dialect = find_dialect(source, None, None)
            with records(source, dialect.encoding, dialect.delimiter) as found:
                _line, header = next(found)
                yield Table(tuple(map(normal_name, header)), found)
    except TableRefused as refusal:
        raise TableUnreadable("\n".join(refusal.sentences(_))) from None
