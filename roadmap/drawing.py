"""A figure's chart: the same drawing on the page, in the PDF and as a file of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yhes.common import charts, tokens
from yhes.common.charts import LikertRow, Table
from yhes.common.charts.drawing import Mode
from yhes.common.charts.standing import data_uri
from yhes.common.figures import Figure
from yhes.common.words import in_language


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what it says in words and as a table; `legend` is the scale, lowest first."""

    svg: SafeString
    summary: str
    table: Table
    legend: tuple[str, ...]


def chart_of(
    figure: Figure,
    *,
    title: str,
    mode: Mode = "page",
    width: float = 600,
    bar: float = 31,
    legend: bool = False,
    by_agreement: bool = False,
    titled: bool = False,
) -> Chart | None:
    """The distributions behind a figure, in the active language; None where it has none to draw.

    by_agreement: the most agreed item first (a caption must then say so), else the
    questionnaire's order.
    titled: the title stands over the drawing; a single item of the same words is not named again.
    """
    scale = tuple(in_language(option) for option in figure.scale)
    rows = rows_of(figure, by_agreement=by_agreement)
    if not rows or not 2 <= len(scale) <= 5:
        return None
    named = not (titled and [row.label for row in rows] == [title])
    svg = charts.likert(
        rows, title=title, scale=scale, mode=mode, width=width, bar=bar, legend=legend, named=named
    )
    summary = charts.likert_summary(rows, scale=scale)
    return Chart(svg, summary, charts.likert_table(rows, scale=scale), scale)


def rows_of(figure: Figure, *, by_agreement: bool = False) -> Sequence[LikertRow]:
    rows = [LikertRow(in_language(bar.text), bar.percents, bar.agree, bar.band) for bar in figure.bars]
    # Protected and banded items come last when sorted, in their own order.
    if by_agreement:
        rows.sort(key=lambda row: -1 if row.agree is None else row.agree, reverse=True)
    return rows


def caption_of(figure: Figure, *, by_agreement: bool = False) -> str:
    """What a chart's caption says of its order."""
    if len(figure.bars) < 2:
        return gettext("Share of those who answered, %.")
    if by_agreement:
        return gettext("Share of those who answered, %, the most agreed first. At the right those who agree.")
    return gettext("Share of those who answered, %, in the order of the questionnaire.")


def qr_code(address: str) -> str:
    """A QR code of the address, as the address of a picture."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, dark=tokens.light["dark"])
    return data_uri(out.getvalue().decode())
