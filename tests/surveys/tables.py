"""A small table of answers, and how tests read it."""

from __future__ import annotations

import io
from typing import Any

import pytest

from surveys.formats.answers_csv import (
    ImportedTable,
    TableRefused,
    read_answers,
)

SMALL = "unit,Q1,Q2,other\nÄhtäri,1,5,=1+1\n Oulu ,,3,x\nÄhtäri,2,2,\n"
DIMENSIONS = {"Q": ("Q1", "Q2")}


def read(content: str | bytes, **changes: Any) -> ImportedTable:
    data = content.encode() if isinstance(content, str) else content
    arguments: dict[str, Any] = {"group_column": "unit", "dimensions": DIMENSIONS, "scale": (1, 5)}
    return read_answers(io.BytesIO(data), **(arguments | changes))


def refusal(content: str | bytes, **changes: Any) -> TableRefused:
    with pytest.raises(TableRefused) as caught:
        read(content, **changes)
    return caught.value


def reasons(content: str | bytes, **changes: Any) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in refusal(content, **changes).problems]
