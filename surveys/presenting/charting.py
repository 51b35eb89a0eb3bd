"""A chart as results pages place it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from yhes.common import charts

NARROW: Final = 350  # px: a phone


@dataclass(frozen=True, slots=True)
class Chart:
    """The variables of components/chart.html."""

    id: str
    title: str
    lead: str
    wide: SafeString
    narrow: SafeString | None
    keys: Sequence[charts.Key]
    summary: str
    table: charts.Table
    paper: SafeString | None = None  # for print on the desk; wide is too small there, narrow too tall
